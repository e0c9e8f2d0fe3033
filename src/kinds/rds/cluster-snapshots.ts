import type { DBClusterSnapshot } from "@aws-sdk/client-neptune";
import type { ClientConfig } from "../../aws/connection.js";
import { nameTaken } from "../../aws/errors.js";
import type { ServiceName } from "../../aws/settings.js";
import { nameOrArnName, optionalName, parseArn, regionOf } from "../../values/arn.js";
import { isUnknown, unknownText } from "../../values/engine-values.js";
import { regionProblem } from "../../values/region.js";
import { camelCased } from "../camel-case.js";
import type { InputSpec } from "../input.js";
import { arnProblem, kmsKey, lowerCase, sourceNearby } from "../input-rules.js";
import {
  isAutomatic,
  type Kind,
  type Listing,
  listed,
  type Source,
  type TagCalls,
  type Target,
} from "../kind.js";
import { isStatus } from "../status.js";
import { fromTagList, toTagList } from "../tag-list.js";
import type { ClusterSnapshotClient } from "./client.js";
import { sharedAccounts, sharing } from "./sharing.js";
import { findSource, keyAdvice, sameSource, snapshotGone } from "./source.js";

/** One of the services of that API. */
export interface ClusterService {
  readonly service: ServiceName;
  /** The service as a person calls it. */
  readonly title: string;
  /** What AWS calls its engine. */
  readonly engine: string;
  connect(config: ClientConfig): Promise<ClusterSnapshotClient>;
}

type ClusterSnapshotKind = Kind<ClusterSnapshotClient, DBClusterSnapshot>;

/** What AWS says where an account has all the manual snapshots that it may have. */
const quotaReached = /cannot create more than/i;
const keepsFewer =
  "Neptune, DocumentDB and RDS together allow 100 manual cluster snapshots in a region. Ask AWS for a higher quota, or delete snapshots that are no longer needed.";

const unique =
  "Cluster snapshot names must be unique in an account and region, across Neptune, DocumentDB and RDS";
/** How AWS says that it never deletes one when it is asked to, with the code for one that is busy. */
const onlyManual = /only manual/i;

const giveKey =
  "Give the caller kms:CreateGrant and kms:DescribeKey on that key, or pass a key of the resource's region as kmsKeyId.";

const tagging: TagCalls<ClusterSnapshotClient> = {
  limit: 50,
  reserved: ["rds:"],
  list: async (client, ResourceName) => {
    const { TagList } = await client.listTagsForResource({ ResourceName });
    return fromTagList(TagList);
  },
  add: async (client, ResourceName, tags) => {
    await client.addTagsToResource({ ResourceName, Tags: toTagList(tags) });
  },
  remove: async (client, ResourceName, TagKeys) => {
    await client.removeTagsFromResource({ ResourceName, TagKeys });
  },
};

const identifier: InputSpec = {
  replaces: true,
  fold: lowerCase,
  problem: (value) =>
    value.length <= 63 && /^[a-z](-?[a-z0-9])*$/.test(value)
      ? undefined
      : "must be 1 to 63 letters, digits and hyphens, begin with a letter, and have no two hyphens in a row and no hyphen at the end",
};

/** Whether AWS is at work on a copy of another region, which it may call `creating` at first. */
function isCrossing(snapshot: DBClusterSnapshot): boolean {
  const { Status = "", DBClusterSnapshotArn, SourceDBClusterSnapshotArn: source } = snapshot;
  return source === undefined
    ? isStatus(Status, ["copying"])
    : !isStatus(Status, ["available", "failed"]) &&
        regionOf(source) !== regionOf(DBClusterSnapshotArn);
}

/** The kinds of a service: its cluster snapshots, and copies of them. */
export function clusterSnapshotKinds({ service, title, engine, connect }: ClusterService): {
  clusterSnapshot: ClusterSnapshotKind;
  clusterSnapshotCopy: ClusterSnapshotKind;
} {
  const cluster = {
    service: title,
    arnService: "rds",
    what: "cluster",
    arnType: "cluster",
  };
  const snapshot = {
    ...cluster,
    what: "cluster snapshot",
    arnType: "cluster-snapshot",
  };
  const isOurs = ({ Engine }: DBClusterSnapshot) => Engine === engine;
  const otherEngine = (what: string, found: string | undefined) =>
    found === engine
      ? undefined
      : `the ${what} has the engine "${found ?? "unknown"}"; expected ${title}`;

  /** All pages of the manual snapshots of a cluster, or of all clusters, whatever their engine. */
  async function* manualSnapshots(
    client: ClusterSnapshotClient,
    isProof: boolean,
    clusterIdentifier?: string,
  ) {
    let Marker: string | undefined;
    do {
      const { DBClusterSnapshots = [], ...page } = await client.describeDBClusterSnapshots({
        DBClusterIdentifier: clusterIdentifier,
        SnapshotType: isProof ? undefined : "manual",
        Marker,
      });
      yield DBClusterSnapshots.filter(({ SnapshotType }) => !isAutomatic(SnapshotType));
      Marker = page.Marker;
    } while (Marker);
  }

  const listing: Listing<ClusterSnapshotClient, DBClusterSnapshot> = {
    pages: async function* (client, { inputs, isProof }) {
      const name = optionalName(inputs?.optional("dbClusterIdentifier"));
      for await (const page of manualSnapshots(client, isProof, name)) {
        yield page.filter(isOurs);
      }
    },
    takenOf: ["dbClusterIdentifier"],
    byNames: async (client, names) => {
      const { DBClusterSnapshots = [] } = await client.describeDBClusterSnapshots({
        Filters: [{ Name: "db-cluster-snapshot-id", Values: [...names] }],
      });
      if (
        DBClusterSnapshots.some((one) => !names.includes(one.DBClusterSnapshotIdentifier ?? ""))
      ) {
        throw new Error("AWS ignores the filter");
      }
      return DBClusterSnapshots.filter(isOurs);
    },
    // A copy has the time of its source.
    madeAt: ({ SnapshotCreateTime, SourceDBClusterSnapshotArn }) =>
      SourceDBClusterSnapshotArn === undefined ? SnapshotCreateTime : undefined,
    deleteCommand: `aws ${service} delete-db-cluster-snapshot --db-cluster-snapshot-identifier`,
  };

  const common = {
    service,
    finished: ["available"],
    failed: ["failed", "incompatible-restore", "incompatible-parameters"],
    codes: {
      gone: snapshotGone,
      exists: ["DBClusterSnapshotAlreadyExistsFault"],
      busy: ["InvalidDBClusterStateFault", "InvalidDBClusterSnapshotStateFault"],
      undeletable: [{ code: "InvalidDBClusterSnapshotStateFault", saysNot: onlyManual }],
    },
    actions: "rds",
    advice: {
      DBClusterNotFound:
        "Check dbClusterIdentifier. The cluster must be in this region and account.",
      "DescribeDBClusterSnapshots:DBClusterSnapshotNotFound":
        "Check sourceDbClusterSnapshotIdentifier and sourceRegion. A snapshot of another account must be shared with this account.",
      "CopyDBClusterSnapshot:DBClusterSnapshotNotFound":
        "Check sourceDbClusterSnapshotIdentifier. The snapshot existed a moment ago.",
      DBClusterSnapshotAlreadyExists: `${nameTaken} Cluster snapshot names must be unique across Neptune, DocumentDB and RDS.`,
      KMSKeyNotAccessible: giveKey,
      "CopyDBClusterSnapshot:KMSKeyNotAccessible": `${giveKey} A snapshot of another account that is encrypted with AWS's default key cannot be copied. That account must first copy it with a key of its own, and share the copy and the key.`,
      SharedSnapshotQuotaExceeded:
        "A snapshot can be shared with 20 accounts. Remove some from sharedAccounts.",
      SnapshotQuotaExceeded: keepsFewer,
      "CopyDBClusterSnapshot:SnapshotQuotaExceeded": `AWS does not say which quota is exceeded. Fewer copies are in progress than AWS allows at a time, so it may be the number of snapshots. ${keepsFewer}`,
    },
    texts: [
      ...keyAdvice,
      {
        code: "InvalidDBClusterSnapshotState",
        text: onlyManual,
        todo: "AWS created this snapshot automatically, and deletes it automatically. Remove it from the stack with `pulumi state delete`.",
      },
      { code: "SnapshotQuotaExceeded", text: quotaReached, todo: keepsFewer },
      {
        code: "InvalidParameterValue",
        text: /presignedurl could not be authenticated/i,
        todo: "The URL is signed by the caller for the region of the source. Check that this machine's clock is right, and that the caller is allowed rds:CopyDBClusterSnapshot in that region too.",
      },
    ],
    tagging,
    listing,
    settings: { sharedAccounts: sharing },
    connect,
    find: async (client: ClusterSnapshotClient, { name }: Target) => {
      const { DBClusterSnapshots = [] } = await client.describeDBClusterSnapshots({
        DBClusterSnapshotIdentifier: name,
      });
      return DBClusterSnapshots.find(isOurs);
    },
    delete: async (
      client: ClusterSnapshotClient,
      { DBClusterSnapshotIdentifier }: DBClusterSnapshot,
    ) => {
      await client.deleteDBClusterSnapshot({ DBClusterSnapshotIdentifier });
    },
    arn: (remote: DBClusterSnapshot) => remote.DBClusterSnapshotArn,
    nameOf: (remote: DBClusterSnapshot) => remote.DBClusterSnapshotIdentifier,
    status: (remote: DBClusterSnapshot) => remote.Status,
    // The name and the ARN come from the inputs and the id.
    headway: ({ PercentProgress }: DBClusterSnapshot) => ({ percent: PercentProgress }),
    outputs: ({
      DBClusterSnapshotIdentifier: _,
      DBClusterSnapshotArn: __,
      ...members
    }: DBClusterSnapshot) => camelCased(members),
  } as const;

  return {
    clusterSnapshot: {
      ...common,
      name: `${service}:ClusterSnapshot`,
      label: `${title} cluster snapshot`,
      doing: "creating",
      naming: { input: "dbClusterSnapshotIdentifier", max: 63, inArn: true, unique },
      inputs: {
        dbClusterIdentifier: { ...sourceNearby(cluster), required: true, answered: true },
        dbClusterSnapshotIdentifier: identifier,
        sharedAccounts,
      },
      source: {
        region: () => undefined,
        look: async (client, inputs): Promise<Source> => {
          const name = nameOrArnName(inputs.text("dbClusterIdentifier"));
          const { DBClusters } = await client.describeDBClusters({ DBClusterIdentifier: name });
          const found = DBClusters?.[0];
          return {
            arn: found?.DBClusterArn ?? "",
            problem: otherEngine(`cluster "${name}"`, found?.Engine),
            givesTags: found?.CopyTagsToSnapshot === true,
          };
        },
      },
      sourceStatus: async (client, inputs) => {
        const name = nameOrArnName(inputs.text("dbClusterIdentifier"));
        const { DBClusters } = await client.describeDBClusters({ DBClusterIdentifier: name });
        return { what: `cluster "${name}"`, status: DBClusters?.[0]?.Status };
      },
      create: async (client, inputs, tags) => {
        const { DBClusterSnapshot } = await client.createDBClusterSnapshot({
          DBClusterIdentifier: nameOrArnName(inputs.text("dbClusterIdentifier")),
          DBClusterSnapshotIdentifier: inputs.text("dbClusterSnapshotIdentifier"),
          Tags: toTagList(tags),
        });
        return DBClusterSnapshot;
      },
      lookedUp: ({ DBClusterIdentifier }) => ({ dbClusterIdentifier: DBClusterIdentifier }),
    },
    clusterSnapshotCopy: {
      ...common,
      name: `${service}:ClusterSnapshotCopy`,
      label: `${title} cluster snapshot copy`,
      doing: "copying",
      naming: { input: "targetDbClusterSnapshotIdentifier", max: 63, inArn: true, unique },
      copyOf: "sourceDbClusterSnapshotIdentifier",
      crowd: {
        what: "copies from other regions",
        most: 5,
        codes: ["SnapshotQuotaExceededFault"],
        passing: /cannot copy more than/i,
        final: quotaReached,
        takesPlace: (inputs, region) =>
          (regionOf(inputs.optional("sourceDbClusterSnapshotIdentifier")) ??
            inputs.optional("sourceRegion") ??
            region) !== region,
        running: async (client) =>
          (await listed(manualSnapshots(client, false))).filter(isCrossing).length,
      },
      inputs: {
        sourceDbClusterSnapshotIdentifier: {
          required: true,
          replaces: true,
          anyAccount: true,
          problem: (value) => arnProblem(value, snapshot),
          same: sameSource,
        },
        targetDbClusterSnapshotIdentifier: identifier,
        kmsKeyId: kmsKey,
        copyTags: { type: "flag", replaces: true },
        sourceRegion: {
          replaces: true,
          fill: ({ region, inputs: { sourceDbClusterSnapshotIdentifier: source } }) =>
            isUnknown(source) ? unknownText : (regionOf(source) ?? region),
          problem: (value, { inputs }) => {
            const named = regionOf(inputs["sourceDbClusterSnapshotIdentifier"]);
            return named === undefined || named === value
              ? regionProblem(value)
              : `is ${value}, but the ARN of the source is in ${named}. Omit sourceRegion`;
          },
        },
        sharedAccounts,
      },
      source: {
        region: (inputs) => inputs.optional("sourceRegion"),
        look: async (client, inputs, place): Promise<Source> => {
          const named = inputs.text("sourceDbClusterSnapshotIdentifier");
          const { snapshot: found, isOwn } = await findSource(client, named);
          const arn = found?.DBClusterSnapshotArn ?? named;
          const isHere = isOwn && regionOf(arn) === place.region;
          return {
            arn,
            ...(isHere && { named: parseArn(named)?.name ?? named }),
            problem: otherEngine(`source "${named}"`, found?.Engine),
            givesTags: inputs.flag("copyTags") === true,
          };
        },
      },
      sourceStatus: async (client, inputs) => {
        const named = inputs.text("sourceDbClusterSnapshotIdentifier");
        const status = (await findSource(client, named)).snapshot?.Status;
        return { what: `cluster snapshot "${nameOrArnName(named)}"`, status };
      },
      create: async (client, inputs, tags, source) => {
        const { DBClusterSnapshot } = await client.copyDBClusterSnapshot({
          SourceDBClusterSnapshotIdentifier: source?.named ?? source?.arn,
          TargetDBClusterSnapshotIdentifier: inputs.text("targetDbClusterSnapshotIdentifier"),
          KmsKeyId: inputs.optional("kmsKeyId"),
          CopyTags: inputs.flag("copyTags"),
          Tags: toTagList(tags),
        });
        return DBClusterSnapshot;
      },
      lookedUp: ({ SourceDBClusterSnapshotArn }) => ({
        sourceDbClusterSnapshotIdentifier: SourceDBClusterSnapshotArn,
        sourceRegion: regionOf(SourceDBClusterSnapshotArn),
      }),
    },
  };
}
