import type { CopyDBClusterSnapshotMessage } from "@aws-sdk/client-neptune";
import { keyArn } from "../store/kms-key.js";
import { withTags } from "../store/tags.js";
import { AwsError } from "../wire/aws-error.js";
import type { Caller } from "../wire/caller.js";
import { isAuthentic } from "../wire/presigned-request.js";
import type { Checked } from "../wire/service.js";
import type { NewRdsSnapshot, RdsPlace, RdsSnapshot } from "./place.js";
import type { Rds } from "./rds.js";
import {
  API_VERSION,
  COMBINATION,
  INVALID,
  mustBeFree,
  mustHavePlaces,
  mustHaveRoom,
  mustReach,
  newIdentifier,
  tagRules,
  usableSnapshot,
  wrongState,
} from "./rules.js";

/** Copies a snapshot into the caller's region, from the region that its ARN names. */
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
  mustSignWell(input, arn, caller, rds);
  mustReach(original, rds, caller);
  const [, , , region, owner] = arn.split(":");
  const mayCross = source.engine !== "docdb" || rds.behaviour.sharedAcrossRegions;
  if (owner !== caller.account && region !== caller.region && !mayCross) {
    throw new AwsError(
      INVALID,
      `A cluster snapshot that ${owner} shares can be copied only within ${region}.`,
    );
  }
  const kmsKeyId = keyOfCopy(place, rds, arn, source, input.KmsKeyId);
  mustBeFree(place, name);
  mustHaveRoom(place, rds.behaviour.manualClusterSnapshots);
  if (region !== caller.region) mustHavePlaces(place);
  if (lifetime.busy || lifetime.status !== "available") throw wrongState(original, "copied");
  const isNear = region === caller.region;
  // CopyTags has an effect only if the request has no tags.
  const tags = input.Tags === undefined && input.CopyTags ? new Map(source.tags) : own;
  return place.addSnapshot(
    {
      ...source,
      name,
      source: "manual",
      encrypted: kmsKeyId !== undefined,
      kmsKeyId,
      takenFrom: undefined,
      sourceArn: arn,
      // Within its region a copy keeps the creation time of its source.
      createTime: isNear ? source.createTime : now,
      fromAbroad: source.fromAbroad || !isNear,
      tags,
    },
    isNear && isAvailableAtOnce(rds, source.engine) ? 0 : rds.behaviour.copyDuration,
    "copying",
  );
}

/**
 * Whether a copy within the region is available at once, as was seen with Aurora, or in progress at first, as with
 * DocumentDB.
 */
function isAvailableAtOnce({ behaviour }: Rds, engine: string): boolean {
  return engine.startsWith("aurora") || behaviour.copiesWithinRegion === "available at once";
}

/** Returns the key of a copy. Throws if the copy cannot have the requested key. */
function keyOfCopy(
  { place }: RdsPlace,
  { behaviour }: Rds,
  sourceArn: string,
  source: Pick<NewRdsSnapshot, "encrypted" | "kmsKeyId">,
  wanted: string | undefined,
): string | undefined {
  const [, , , region, account] = sourceArn.split(":");
  if (!source.encrypted && wanted === undefined) return undefined;
  if (!source.encrypted && !behaviour.unencryptedTakesKey) {
    throw new AwsError(
      COMBINATION,
      "A KmsKeyId cannot be given for a copy of a cluster snapshot that is not encrypted.",
    );
  }
  if (wanted === undefined) {
    if (region !== place.region) {
      throw new AwsError(
        INVALID,
        "Must specify new KMS key for cross region encrypted snapshot copy.",
      );
    }
    if (account !== place.account) throw noSuchKey("None");
    return source.kmsKeyId;
  }
  const key = keyArn(wanted, place);
  if (key.split(":")[3] === place.region) return key;
  throw noSuchKey(wanted);
}

function noSuchKey(key: string): AwsError {
  return new AwsError(
    "KMSKeyNotAccessibleFault",
    `Specified KMS key [${key}] does not exist, is not enabled or you do not have permissions to access it.`,
  );
}

/** Checks that a pre-signed URL holds the same request to the region of the source, with the destination region. */
function mustSignWell(
  { PreSignedUrl, ...members }: Checked<CopyDBClusterSnapshotMessage>,
  sourceArn: string,
  { account, region: DestinationRegion, signingName }: Caller,
  { keys }: Rds,
): void {
  if (PreSignedUrl === undefined) return;
  const [, , , region = ""] = sourceArn.split(":");
  const parameters = {
    Action: "CopyDBClusterSnapshot",
    Version: API_VERSION,
    DestinationRegion,
    ...parametersOf(members),
  };
  if (isAuthentic(PreSignedUrl, { account, region, signingName, parameters }, keys)) return;
  throw new AwsError(INVALID, "PreSignedurl could not be authenticated");
}

/** Returns the members of a copy request as form fields. */
function parametersOf({
  Tags,
  ...members
}: Omit<Checked<CopyDBClusterSnapshotMessage>, "PreSignedUrl">): Record<string, string> {
  const tags = (Tags ?? []).flatMap((tag, index) =>
    Object.entries(tag).map(([key, value]) => [`Tags.Tag.${index + 1}.${key}`, value]),
  );
  const others = Object.entries(members).map(([name, value]) => [name, String(value)]);
  // An empty list is sent as an empty member.
  const none = Tags?.length === 0 ? [["Tags", ""]] : [];
  return Object.fromEntries([...others, ...tags, ...none]);
}
