import type { Kind } from "../../src/kinds/kind.js";
import { isPending } from "../../src/kinds/status.js";
import { isRecord, type Props } from "../../src/values/json.js";
import { type Structure, structure } from "./items.js";
import { type Reading, texts } from "./playing.js";
import { textOf } from "./wire.js";

/** Members on the wire that the model of an SDK's client lacks, so that no kind can see them. */
const dropped: Readonly<Record<string, readonly string[]>> = {
  neptune: ["DbClusterResourceId", "EngineMode", "TagList"],
  docdb: [
    "AllocatedStorage",
    "DbClusterResourceId",
    "EngineMode",
    "IAMDatabaseAuthenticationEnabled",
    "LicenseModel",
    "TagList",
  ],
};

/** Returns the differences between what a kind reads and what AWS answered. */
export function wrongAnswer(reading: Reading, answered: unknown, read: unknown): string[] {
  const { operation } = reading;
  if (/^(Delete|TagResource|UntagResource|AddTags|RemoveTags|Modify)/.test(operation)) {
    return read === undefined ? [] : [`reads ${JSON.stringify(read)} where nothing is to be read`];
  }
  if (/^ListTags/.test(operation)) {
    const wanted = Object.fromEntries(records(answered).map(({ Key, Value }) => [Key, Value]));
    return unequal("the tags", read, wanted);
  }
  if (operation === "DescribeDBClusterSnapshotAttributes") {
    const attributes = records(structure(answered)?.["DBClusterSnapshotAttributes"]);
    return unequal("the accounts", read, (texts(attributes[0]?.["AttributeValues"]) ?? []).sort());
  }
  return wrongRemote(reading, structure(answered) ?? {}, read);
}

/** Statuses of usable and of failed snapshots. In any other status AWS is still working. */
const finished = ["available"];
export const failed = ["failed", "createfailed", "cancelled"];

/** Returns the differences between a snapshot as a kind reads it and as AWS answered. */
export function wrongRemote(reading: Reading, answered: Structure, read: unknown): string[] {
  const { kind, family } = reading;
  if (!isRecord(read)) return ["reads nothing"];
  const status = family.status === undefined ? undefined : answered[family.status];
  const word = String(status).toLowerCase().replace(/[_-]/g, "");
  const done = finished.includes(word) || failed.includes(word) || status === undefined;
  const members = Object.entries(answered)
    .filter(([member]) => ![family.arn, family.name].includes(member))
    // A configuration with AWS's word for "no key" has no key.
    .map(([member, value]) => [member, isNoKey(member, value) ? null : value]);
  return [
    ...unequal("the ARN", kind.arn(read), answered[family.arn]),
    ...unequal("the name", kind.nameOf(read), answered[family.name]),
    ...unequal("the status", kind.status(read), status),
    ...(status === undefined ? [] : unequal(`${status} as at work`, isPending(kind, read), !done)),
    ...(status === undefined || !finished.includes(word)
      ? []
      : unequal(`${status} as finished`, kind.finished.includes(String(status)), true)),
    ...unequal("how far it is", kind.awsProgress?.(read).percent, answered["PercentProgress"]),
    ...wrongInputs(kind, answered, kind.inputsFrom(read)),
    ...wrongOutputs(
      "",
      Object.fromEntries(members),
      kind.outputs(read),
      dropped[kind.service] ?? [],
    ),
  ];
}

/** Returns the inputs that a kind finds in an answer, for a resource that is only looked up. */
const lookedUp: Readonly<Record<string, (answered: Structure) => Props>> = {
  "memorydb:Snapshot": ({ ClusterConfiguration }) => ({
    clusterName: structure(ClusterConfiguration)?.["Name"],
  }),
  "neptune:ClusterSnapshot": ({ DBClusterIdentifier }) => ({
    dbClusterIdentifier: DBClusterIdentifier,
  }),
  "docdb:ClusterSnapshot": ({ DBClusterIdentifier }) => ({
    dbClusterIdentifier: DBClusterIdentifier,
  }),
  "neptune:ClusterSnapshotCopy": ({ SourceDBClusterSnapshotArn }) => ({
    sourceDbClusterSnapshotIdentifier: SourceDBClusterSnapshotArn ?? undefined,
  }),
  "docdb:ClusterSnapshotCopy": ({ SourceDBClusterSnapshotArn }) => ({
    sourceDbClusterSnapshotIdentifier: SourceDBClusterSnapshotArn ?? undefined,
  }),
  "elasticache:Snapshot": ({ ReplicationGroupId, CacheClusterId }) =>
    ReplicationGroupId === undefined
      ? { cacheClusterId: CacheClusterId }
      : { replicationGroupId: ReplicationGroupId },
  "elasticache:ServerlessCacheSnapshot": ({ ServerlessCacheConfiguration }) => ({
    serverlessCacheName: structure(ServerlessCacheConfiguration)?.["ServerlessCacheName"],
  }),
  "redshiftserverless:Snapshot": ({ namespaceName }) => ({ namespaceName }),
  "redshiftserverless:SnapshotCopyConfiguration": ({ destinationRegion, destinationKmsKeyId }) => ({
    destinationRegion,
    destinationKmsKeyId: isNoKey("destinationKmsKeyId", destinationKmsKeyId)
      ? undefined
      : destinationKmsKeyId,
  }),
};

/** Returns whether a value is AWS's word for a key that nobody gave. */
function isNoKey(member: string, value: unknown): boolean {
  return member === "destinationKmsKeyId" && value === "AWS_OWNED_KMS_KEY";
}

function wrongInputs({ name }: Kind, answered: Structure, read: Props): string[] {
  return Object.entries(lookedUp[name]?.(answered) ?? {}).flatMap(([input, wanted]) =>
    unequal(`the input ${input}`, read[input], wanted),
  );
}

/** Returns outputs that differ from the members of an answer in more than the case of their names. */
function wrongOutputs(
  path: string,
  answered: Structure,
  read: Props,
  unseen: readonly string[],
): string[] {
  const left = new Map(
    Object.entries(read)
      .filter(([, value]) => value !== undefined)
      .map(([key, value]) => [key.toLowerCase(), value]),
  );
  const wrong = Object.entries(answered)
    .filter(([member]) => !unseen.includes(member))
    .flatMap(([member, value]) => {
      const output = left.get(member.toLowerCase());
      left.delete(member.toLowerCase());
      return wrongOutput(`${path}${member}`, value, output);
    });
  return [
    ...wrong,
    ...[...left.keys()].map((key) => `reads ${path}${key}, which was not answered`),
  ];
}

function wrongOutput(path: string, answered: unknown, output: unknown): string[] {
  if (Array.isArray(answered)) {
    if (!Array.isArray(output) || output.length !== answered.length) {
      return unequal(path, output, answered);
    }
    return answered.flatMap((one, index) => wrongOutput(`${path}[${index}]`, one, output[index]));
  }
  if (isRecord(answered)) {
    if (!isRecord(output)) return unequal(path, output, answered);
    return wrongOutputs(`${path}.`, answered, output, []);
  }
  const isTime =
    typeof answered === "string" && /^\d{4}-\d\d-\d\dT[\d:.]+(Z|[+-]\d\d:\d\d)$/.test(answered);
  return unequal(path, output, isTime ? new Date(textOf(answered)).toISOString() : answered);
}

function records(value: unknown): Structure[] {
  return Array.isArray(value) ? value.filter(isRecord) : [];
}

export function unequal(what: string, read: unknown, wanted: unknown): string[] {
  const [left, right] = [JSON.stringify(read), JSON.stringify(wanted ?? undefined)];
  return left === right ? [] : [`reads ${what} as ${left}, not ${right}`];
}
