import type {
  RedshiftServerless as Client,
  Snapshot,
  SnapshotStatus,
} from "@aws-sdk/client-redshift-serverless";
import type { Clock } from "../clock.js";
import { filteredListing } from "../store/listing-filters.js";
import { pageOf } from "../store/pages.js";
import { withTags } from "../store/tags.js";
import { AwsError } from "../wire/aws-error.js";
import type { Caller } from "../wire/caller.js";
import { type Handler, handlers } from "../wire/service.js";
import type { Namespace, RedshiftPlace, RedshiftSnapshot } from "./place.js";
import type { RedshiftServerless } from "./redshiftserverless.js";
import {
  GONE,
  INVALID,
  mustBeAtRest,
  mustBeFree,
  mustHaveWorkgroup,
  namespaceOf,
  newName,
  retentionOf,
  snapshotOf,
  tagRules,
} from "./rules.js";

const DAY = 24 * 60 * 60 * 1000;

/** The size of every snapshot. */
const MEGABYTES = 1024;

/** The members that both ways to create a snapshot have in common. */
interface NewSnapshot {
  readonly snapshotName: string;
  readonly retentionPeriod?: number | undefined;
  readonly tags?: readonly { key: string | undefined; value: string | undefined }[] | undefined;
}

/** Snapshots: taking, converting, describing, keeping, deleting. */
export function snapshotOperations(
  redshift: RedshiftServerless,
  clock: Clock,
): Record<string, Handler> {
  const { behaviour } = redshift;
  const expired = behaviour.expiredSnapshots === "gone" ? undefined : "DELETED";

  /** Creates a snapshot, and its copy in another region if the namespace has a copy configuration. */
  function take(
    caller: Caller,
    place: RedshiftPlace,
    namespace: Namespace,
    { snapshotName, retentionPeriod, tags: given = [] }: NewSnapshot,
  ): RedshiftSnapshot {
    const name = newName(snapshotName);
    const list = given.map(({ key, value }) => ({ Key: key, Value: value }));
    const tags = withTags(new Map(), list, tagRules);
    const retention = retentionOf(retentionPeriod);
    mustBeFree(place, name);
    const snapshot = place.addSnapshot(
      { name, namespace, retention, tags },
      behaviour.snapshotDuration,
    );
    place.retain(snapshot, retention, expired);
    const rule = place.configurations.get(namespace.name);
    if (rule !== undefined) {
      const there = redshift.at(caller.account, rule.destinationRegion);
      const kmsKeyId = there.keyArn(rule.destinationKmsKeyId);
      const copy = there.addSnapshot(
        { name, namespace: { ...namespace, kmsKeyId }, retention, tags: new Map() },
        behaviour.snapshotDuration + behaviour.copyDuration,
        "COPYING",
      );
      there.retain(copy, rule.snapshotRetentionPeriod, expired);
    }
    return snapshot;
  }

  const placeOf = ({ arn }: RedshiftSnapshot) => {
    const [, , , region = ""] = arn.split(":");
    return redshift.at(ownerOf(arn), region);
  };

  /** Returns the caller's own snapshots, and those that others share with the caller. */
  const seenBy = ({ account, region }: Caller) =>
    redshift
      .all()
      .filter(({ place }) => place.region === region)
      .flatMap(({ snapshots }) => snapshots.values())
      .filter(({ arn, sharedWith }) => ownerOf(arn) === account || sharedWith.has(account));

  const describe = (snapshot: RedshiftSnapshot, place: RedshiftPlace): Snapshot => {
    const passed = (clock.now() - snapshot.createTime.getTime()) / 1000;
    const age = Math.floor(passed / 86_400);
    const elapsed = Math.floor(snapshot.lifetime.busy ? passed : behaviour.snapshotDuration);
    return described(snapshot, place, elapsed, age);
  };

  return handlers<Client>({
    CreateSnapshot: (input, caller) => {
      const place = redshift.at(caller.account, caller.region);
      const namespace = namespaceOf(place, input.namespaceName);
      mustHaveWorkgroup(namespace, behaviour);
      return { snapshot: describe(take(caller, place, namespace, input), place) };
    },

    ConvertRecoveryPointToSnapshot: (input, caller) => {
      const place = redshift.at(caller.account, caller.region);
      const point = place.recoveryPoints.get(input.recoveryPointId);
      const age = clock.now() - (point?.recoveryPointCreateTime?.getTime() ?? 0);
      if (point?.namespaceName === undefined || age > DAY) {
        throw new AwsError(GONE, `Recovery point ${input.recoveryPointId} does not exist.`);
      }
      const namespace = namespaceOf(place, point.namespaceName);
      return { snapshot: describe(take(caller, place, namespace, input), place) };
    },

    GetSnapshot: (input, caller) => {
      const place = redshift.at(caller.account, caller.region);
      const { snapshotName, snapshotArn } = input;
      if ((snapshotName === undefined) === (snapshotArn === undefined)) {
        throw new AwsError(INVALID, "Either snapshotName or snapshotArn must be given.");
      }
      const snapshot =
        snapshotName === undefined
          ? seenBy(caller).find(({ arn }) => arn === snapshotArn)
          : snapshotOf(place, snapshotName);
      const isKnown = snapshotArn === undefined || behaviour.describedByArn;
      if (snapshot === undefined || !isKnown)
        throw new AwsError(GONE, `${snapshotArn} does not exist.`);
      return { snapshot: describe(snapshot, placeOf(snapshot)) };
    },

    ListSnapshots: (input, caller) => {
      const { namespaceName, namespaceArn, startTime, endTime } = input;
      const size = input.maxResults;
      if (size !== undefined && (size < 1 || size > 100)) {
        throw new AwsError(INVALID, "maxResults must be 1 to 100.");
      }
      const { ownerAccount } = input;
      const chosen = filteredListing(
        seenBy(caller).filter(({ arn }) => ownerOf(arn) === (ownerAccount ?? ownerOf(arn))),
        {
          source: ({ namespace, createTime }) =>
            namespace.name === (namespaceName ?? namespace.name) &&
            namespace.arn === (namespaceArn ?? namespace.arn) &&
            createTime >= (startTime ?? createTime) &&
            createTime <= (endTime ?? createTime),
        },
        behaviour,
      );
      const page = pageOf(chosen, {
        token: input.nextToken,
        size,
        defaultSize: 100,
        invalid: INVALID,
      });
      const snapshots = page.items.map((item) => describe(item, placeOf(item)));
      return { snapshots, nextToken: page.nextToken };
    },

    UpdateSnapshot: (input, caller) => {
      const place = redshift.at(caller.account, caller.region);
      const snapshot = snapshotOf(place, input.snapshotName);
      place.retain(snapshot, retentionOf(input.retentionPeriod), expired);
      return { snapshot: describe(snapshot, place) };
    },

    DeleteSnapshot: (input, caller) => {
      const place = redshift.at(caller.account, caller.region);
      const snapshot = snapshotOf(place, input.snapshotName);
      mustBeAtRest(snapshot);
      // The answer shows the previous status for a while.
      snapshot.lifetime.delete(snapshot.lifetime.status ?? "AVAILABLE", behaviour.deleteDuration);
      return { snapshot: describe(snapshot, place) };
    },
  });
}

function ownerOf(arn: string): string {
  return arn.split(":")[4] ?? "";
}

function described(
  snapshot: RedshiftSnapshot,
  { place }: RedshiftPlace,
  elapsed: number,
  age: number,
): Snapshot {
  const { namespace, lifetime, retention, createTime } = snapshot;
  const done = Math.floor(MEGABYTES * lifetime.progress);
  const rate = elapsed > 0 ? done / elapsed : 0;
  return {
    namespaceName: namespace.name,
    namespaceArn: namespace.arn,
    snapshotName: snapshot.name,
    snapshotCreateTime: createTime,
    adminUsername: namespace.adminUsername,
    ...(namespace.managesPassword && {
      adminPasswordSecretArn: `arn:aws:secretsmanager:${place.region}:${place.account}:secret:${namespace.name}`,
      adminPasswordSecretKmsKeyId: namespace.kmsKeyId,
    }),
    // Tests set statuses that the model does not know yet, as AWS may one day.
    status: lifetime.status as SnapshotStatus | undefined,
    kmsKeyId: namespace.kmsKeyId,
    ownerAccount: place.account,
    totalBackupSizeInMegaBytes: MEGABYTES,
    actualIncrementalBackupSizeInMegaBytes: done,
    backupProgressInMegaBytes: done,
    currentBackupRateInMegaBytesPerSecond: lifetime.busy ? rate : 0,
    estimatedSecondsToCompletion: rate > 0 ? Math.ceil((MEGABYTES - done) / rate) : 0,
    elapsedTimeInSeconds: elapsed,
    snapshotRetentionPeriod: retention,
    snapshotRemainingDays: retention < 0 ? -1 : Math.max(0, retention - age),
    snapshotRetentionStartTime: createTime,
    snapshotArn: snapshot.arn,
    accountsWithRestoreAccess: [...snapshot.sharedWith],
    accountsWithProvisionedRestoreAccess: [],
  };
}
