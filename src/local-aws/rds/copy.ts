import type { CopyDBClusterSnapshotMessage } from "@aws-sdk/client-neptune";
import { AwsError } from "../aws-error.js";
import type { Caller } from "../caller.js";
import { keyArn } from "../kms-key.js";
import type { Checked } from "../service.js";
import { withTags } from "../tags.js";
import type { NewRdsSnapshot, RdsPlace, RdsSnapshot } from "./place.js";
import type { Rds } from "./rds.js";
import {
  COMBINATION,
  COPIES_AT_ONCE,
  INVALID,
  mustBeFree,
  mustHaveRoom,
  mustReach,
  newIdentifier,
  tagRules,
  usableSnapshot,
  wrongState,
} from "./rules.js";

/** Copies a snapshot into the caller's region, from whichever region its ARN names. */
export function copySnapshot(
  rds: Rds,
  caller: Caller,
  input: Checked<CopyDBClusterSnapshotMessage>,
  now: Date,
): RdsSnapshot {
  const place = rds.at(caller.account, caller.region);
  const name = newIdentifier(
    input.TargetDBClusterSnapshotIdentifier,
    "TargetDBClusterSnapshotIdentifier",
  );
  const own = withTags(new Map(), input.Tags ?? [], tagRules);
  const original = usableSnapshot(rds, caller, input.SourceDBClusterSnapshotIdentifier);
  const { serial: _, lifetime, arn, sharedWith: __, ...source } = original;
  mustSignWell(input, arn, caller);
  mustReach(original, rds, caller);
  const [, , , region, owner] = arn.split(":");
  const mayCross = source.engine !== "docdb" || rds.behaviour.sharedAcrossRegions;
  if (owner !== caller.account && region !== caller.region && !mayCross) {
    throw new AwsError(
      INVALID,
      `A cluster snapshot that ${owner} shares can be copied in ${region} only.`,
    );
  }
  const kmsKeyId = keyOfCopy(place, arn, source, input.KmsKeyId);
  mustBeFree(place, name);
  mustHaveRoom(place, rds.behaviour.manualClusterSnapshots);
  const running = place.snapshots
    .values()
    .filter(({ lifetime: { status } }) => status === "copying");
  if (running.length >= COPIES_AT_ONCE) {
    throw new AwsError(
      "SnapshotQuotaExceededFault",
      `Cannot copy more than ${COPIES_AT_ONCE} cluster snapshots at the same time into ${caller.region}.`,
    );
  }
  if (lifetime.busy || lifetime.status !== "available") throw wrongState(original, "copied");
  const isNear = region === caller.region;
  // CopyTags counts only where the request brings no tags.
  const tags = input.Tags === undefined && input.CopyTags ? new Map(source.tags) : own;
  return place.addSnapshot(
    {
      ...source,
      name,
      source: "manual",
      kmsKeyId,
      takenFrom: undefined,
      sourceArn: arn,
      // Within its region a copy keeps the time of what it was copied from.
      createTime: isNear ? source.createTime : now,
      fromAbroad: source.fromAbroad || !isNear,
      tags,
    },
    isNear && isAvailableAtOnce(rds, source.engine) ? 0 : rds.behaviour.copyDuration,
    "copying",
  );
}

/** Aurora was seen to have a copy within the region ready when it answers, and DocumentDB to be at work on it. */
function isAvailableAtOnce({ behaviour }: Rds, engine: string): boolean {
  return engine.startsWith("aurora") || behaviour.copiesWithinRegion === "available at once";
}

/** The key of a copy, or why it cannot have the one that was asked for. */
function keyOfCopy(
  { place }: RdsPlace,
  sourceArn: string,
  source: Pick<NewRdsSnapshot, "encrypted" | "kmsKeyId">,
  wanted: string | undefined,
): string | undefined {
  const [, , , region, account] = sourceArn.split(":");
  if (!source.encrypted) {
    if (wanted === undefined) return undefined;
    throw new AwsError(
      COMBINATION,
      "A KmsKeyId cannot be given for a copy of a cluster snapshot that is not encrypted.",
    );
  }
  if (wanted === undefined) {
    if (region === place.region && account === place.account) return source.kmsKeyId;
    throw new AwsError(
      COMBINATION,
      "A KmsKeyId must be given for a copy of an encrypted cluster snapshot of another region or account.",
    );
  }
  const key = keyArn(wanted, place);
  if (key.split(":")[3] === place.region) return key;
  throw new AwsError(
    "KMSKeyNotAccessibleFault",
    `The key ${wanted} is not in ${place.region}, or may not be used by the caller.`,
  );
}

/** A pre-signed URL must be the same request, to the region of the source. */
function mustSignWell(
  input: Checked<CopyDBClusterSnapshotMessage>,
  sourceArn: string,
  { region }: Caller,
): void {
  if (input.PreSignedUrl === undefined) return;
  if (!URL.canParse(input.PreSignedUrl)) {
    throw new AwsError(INVALID, "The PreSignedUrl is no URL.");
  }
  const { searchParams } = new URL(input.PreSignedUrl);
  const [, , , sourceRegion] = sourceArn.split(":");
  const wanted = {
    Action: "CopyDBClusterSnapshot",
    DestinationRegion: region,
    SourceDBClusterSnapshotIdentifier: input.SourceDBClusterSnapshotIdentifier,
    KmsKeyId: input.KmsKeyId ?? null,
  };
  const wrong = Object.entries(wanted).find(([key, value]) => searchParams.get(key) !== value);
  const scope = searchParams.get("X-Amz-Credential")?.split("/")[2];
  if (wrong === undefined && scope === sourceRegion) return;
  throw new AwsError(
    INVALID,
    `The PreSignedUrl is not this request to ${sourceRegion}: ${wrong?.[0] ?? "its credential"} differs.`,
  );
}
