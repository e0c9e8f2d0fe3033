import { kinds } from "../../src/kinds/index.js";
import type { Kind } from "../../src/kinds/kind.js";
import type { Props } from "../../src/values/json.js";

/** What a test needs to know about an input of a kind. */
export interface InputExample {
  readonly value: unknown;
  /** Other spellings of the same value. */
  readonly spellings: readonly unknown[];
  /** Values with another meaning, including another spelling if the spelling matters. */
  readonly others: readonly unknown[];
  /** A value that differs from an absent input; the first of the others, unless that means absent. */
  readonly first?: unknown;
  /** Whether a changed value replaces the resource. */
  readonly replaces: boolean;
  /** The input in place of which this input is given. */
  readonly insteadOf?: string;
}

/** A kind with an example of each of its inputs, and AWS's answer for them. */
export interface KindExample {
  readonly title: string;
  readonly kind: Kind;
  readonly inputs: Readonly<Record<string, InputExample>>;
  /** Inputs that the program leaves out. */
  readonly leftOut: readonly string[];
  /** AWS's answer, with a key of AWS's choice if the program names none. An export has no answer. */
  answer(inputs: Props): unknown;
}

const keyId = "1234abcd-12ab-34cd-56ef-1234567890ab";

/** The ARN of a KMS key in the account and region of the examples. */
export const keyArn = `arn:aws:kms:eu-west-1:111122223333:key/${keyId}`;

const otherKey = "arn:aws:kms:eu-west-1:111122223333:key/99999999-12ab-34cd-56ef-1234567890ab";

/** A KMS key in the account and region of the examples. */
export const kmsKeyId: InputExample = {
  value: keyId,
  spellings: [keyArn],
  others: [otherKey, "alias/backups", "arn:aws:kms:eu-west-1:111122223333:alias/backups"],
  replaces: true,
};

/** The key that AWS reports. */
export function answeredKey(key: unknown): unknown {
  return typeof key === "string" && !key.startsWith("arn:") ? keyArn : (key ?? keyArn);
}

/** A name that is not case-sensitive. */
export function named(value: string, arnBefore?: string): InputExample {
  const other = value.replace(/1?$/, "2");
  const arns = (name: string) => (arnBefore === undefined ? [] : [`${arnBefore}${name}`]);
  return {
    value,
    spellings: [value.toUpperCase(), ...arns(value)],
    others: [other, ...arns(other)],
    replaces: true,
  };
}

/** A name that is used exactly as it is written. */
export function exactly(value: string, ...others: string[]): InputExample {
  return { value, spellings: [], others, replaces: true };
}

/** Returns the kind of this name. */
export function kindOf(name: string): Kind {
  const kind = kinds.get(name);
  if (kind === undefined) {
    throw new Error(`there is no kind ${name}`);
  }
  return kind;
}
