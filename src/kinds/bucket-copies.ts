import { nameOrArnName } from "../values/arn.js";
import type { Props, Tags } from "../values/json.js";
import type { InputRule, InputsOf } from "./input.js";
import { kmsKey, snapshotSource } from "./input-rules.js";
import type { Kind } from "./kind.js";
import { toTagList } from "./tag-list.js";

/** The inputs of kinds that copy snapshots, or export them to a bucket. */
export type BucketCopyInputs = InputsOf<
  "memorydb:SnapshotCopy" | "elasticache:SnapshotCopy",
  "targetSnapshotName"
>;

/**
 * Returns the common part of kinds that copy a snapshot, or export it if a bucket is given. MemoryDB and the nodes of
 * ElastiCache have the same operation.
 */
export function bucketCopy<Client, Remote>(
  snapshots: Pick<Kind<Client, Remote>, "find" | "status">,
  unique: string,
) {
  return {
    naming: { input: "targetSnapshotName", isOwn: true, max: 255, inArn: true, unique },
    madeFrom: snapshotSource("sourceSnapshotName", snapshots),
    makes: "copy",
    export: { bucket: "targetBucket", namedBy: "target" },
    // No member of AWS's answer about a copy names its source.
    inputsFrom: () => ({}),
  } as const;
}

/** Returns the rules of the inputs. Those of the source and of the copy's name depend on the service. */
export function bucketCopyRules(source: InputRule, name: InputRule) {
  return {
    sourceSnapshotName: source,
    targetSnapshotName: copyName(name, "targetBucket"),
    targetBucket: bucketName,
    kmsKeyId: kmsKey,
  };
}

/** Returns the request for a copy or an export. */
export function copyRequest(inputs: BucketCopyInputs, tags: Tags) {
  return {
    SourceSnapshotName: nameOrArnName(inputs.sourceSnapshotName),
    TargetSnapshotName: inputs.targetSnapshotName,
    TargetBucket: inputs.targetBucket,
    KmsKeyId: inputs.kmsKeyId,
    Tags: toTagList(tags),
  };
}

/** Returns the rule for the name of a copy that a bucket can make an export. */
function copyName(name: InputRule, bucket: string): InputRule {
  const isExport = (inputs: Props) => typeof inputs[bucket] === "string";
  return {
    ...name,
    // The name of an export is the beginning of object keys, which are case-sensitive and have no further rules.
    normalise: (value, scope) =>
      isExport(scope.inputs) ? value : (name.normalise?.(value, scope) ?? value),
    problem: (value, scope) =>
      isExport(scope.inputs) ? exportNameProblem(value) : name.problem?.(value, scope),
  };
}

function exportNameProblem(value: string): string | undefined {
  return [...value].length > 1000
    ? `has ${[...value].length} characters; an export allows 1 to 1000`
    : undefined;
}

/** The rule for the bucket of an export, which must be in the resource's region. */
export const bucketName: InputRule = {
  problem: (value, { region }) => {
    const isAddress = /^\d+\.\d+\.\d+\.\d+$/.test(value);
    const fits = /^(?=.{3,63}$)[a-z0-9]([a-z0-9.-]*[a-z0-9])$/.test(value);
    // Buckets in this region that were made before March 2018 may have looser names.
    const mayBeOld = region === "us-east-1" && /^[A-Za-z0-9._-]{3,255}$/.test(value);
    return (fits && !value.includes("..") && !isAddress) || mayBeOld
      ? undefined
      : "must be the name of a bucket: 3 to 63 lowercase letters, digits, dots and hyphens, with a letter or digit at both ends and no two dots in a row, and not an IP address";
  },
};
