import type * as pulumi from "@pulumi/pulumi";
import { examples, program as inputsOf, sharedInputs, withInput } from "../unit/kind-examples.js";

/** An input of one form of a kind, and its value in each transition. */
export interface InputCase {
  readonly name: string;
  readonly kind: string;
  readonly key: string;
  /** The arguments without the input. */
  readonly without: pulumi.Inputs;
  readonly beside: pulumi.Inputs;
  readonly value: unknown;
  readonly spelling: unknown;
  readonly other: unknown;
  readonly replaces: boolean;
  readonly required: boolean;
  readonly isName: boolean;
}

/** Its files have the name of the exported snapshot, so these changes are refused without another bucket. */
export const fixedFiles = "elasticache:ServerlessCacheSnapshotExport";
export const needsBucket = ["region", "triggers"];
export const elsewhere = "ap-south-1";
/** The regions of the sources, which the examples name, and another region. */
export const regions = ["eu-west-1", "us-east-1", "us-west-2", elsewhere];

/** Returns the value with another name in it, so that no two resources share a source or a name. */
function ofCase(key: string, value: unknown, index: number): unknown {
  if (key === "recoveryPointId") {
    return String(value).replace(/^.{8}/, String(value).slice(0, 4) + String(1000 + index));
  }
  const names = /(Name|Identifier|replicationGroupId|cacheClusterId)$/.test(key);
  const isBucket = key.endsWith("BucketName");
  return names && !isBucket && typeof value === "string" ? `${value}-c${index}` : value;
}

/** Every input of every form of every kind, each in its own resource. */
export function inputCases(): InputCase[] {
  const cases: InputCase[] = [];
  const seen = new Set<string>();
  for (const example of examples) {
    const { kind } = example;
    const shared = seen.has(kind.name)
      ? []
      : sharedInputs.filter(([key]) => key !== "tags" || kind.tagging !== undefined);
    seen.add(kind.name);
    const own = Object.entries(example.inputs).map(
      ([key, { value, spellings, others, replaces }]) => {
        return { key, value, spelling: spellings[0] ?? value, other: others[0], replaces };
      },
    );
    const all = [
      ...own,
      ...shared.map(([key, value, other, replaces]) => {
        // A region that has neither the sources of copies nor the copies.
        return {
          key,
          value,
          spelling: value,
          other: key === "region" ? elsewhere : other,
          replaces,
        };
      }),
    ];
    for (const { key, value, spelling, other, replaces } of all) {
      if (kind.name === fixedFiles && needsBucket.includes(key)) {
        continue;
      }
      const index = cases.length;
      const named = (name: string, given: unknown) => ofCase(name, given, index);
      const visible = Object.entries(inputsOf(example)).filter(
        ([name]) => !name.startsWith("__") && (name !== kind.naming.input || !kind.naming.isOwn),
      );
      const base = Object.fromEntries(visible.map(([name, given]) => [name, named(name, given)]));
      if (key === "waitForCompletion") {
        // Sharing must wait for the end.
        delete base["sharedAccounts"];
      }
      if (key === "kmsKeyId" && "sourceRegion" in base) {
        // A copy of an encrypted snapshot of another region must have a key.
        base["sourceRegion"] = "eu-west-1";
      }
      const { [key]: _, ...without } = base;
      const { [key]: __, ...beside } = withInput(example, base, key, undefined);
      cases.push({
        name: `c${index}`,
        kind: kind.name,
        key,
        without,
        beside,
        value: named(key, value),
        spelling: named(key, spelling),
        other: named(key, other),
        replaces,
        required:
          kind.inputs[key]?.required === true ||
          (kind.madeFrom.inputs.includes(key) && example.inputs[key]?.insteadOf === undefined),
        isName: key === kind.naming.input && kind.naming.isOwn,
      });
    }
  }
  return cases;
}
