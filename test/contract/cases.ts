import type { NormalizedSchema } from "@smithy/core/schema";
import { kinds } from "../../src/dynamic/index.js";
import { isRecord } from "../../src/dynamic/json.js";
import type { Kind, Props } from "../../src/dynamic/kind.js";
import type {
  Fault,
  FaultHandle,
  LocalAws,
  MemoryDb,
  RecordedRequest,
} from "../../src/local-aws/index.js";
import { memorydbCases } from "./memorydb-cases.js";
import type { Place } from "./world.js";

/** What a call of AWS is made for. */
export type Purpose = "list" | "create" | "find" | "delete" | "tags" | "tag" | "untag";

/** How a call shows itself among others. */
export interface Call {
  readonly operation: string;
  where?(input: Readonly<Record<string, unknown>>): boolean;
}

/** What AWS may say no for. The source is what may be missing or busy. */
export type Obstacle = "missing" | "busy" | "taken" | "quota" | "gone" | "undeletable";

/** What the tests of all kinds need to know of one. */
export interface KindCase {
  readonly kind: Kind;
  /** What a program gives: all inputs that go together, but no name. */
  readonly program: Props;
  /** How AWS spells inputs of the program in its answers, where it has another way. */
  readonly spelled: Props;
  /** For each input of the kind another value, which means something else. */
  readonly others: Readonly<Record<string, string>>;
  /** The inputs, beside the name, that a lookup tells. */
  readonly lookedUp: Props;
  /** Where the kind can export: what makes an export of the program. */
  readonly exporting?: Props;
  readonly calls: Readonly<Record<Purpose, Call>>;
  /** What AWS's model says of its answer about one. */
  readonly answer: NormalizedSchema;
  /** AWS's codes for what may stand in the way. */
  readonly codes: Readonly<Record<Obstacle, string>>;
  /** The input that names the source. */
  readonly source: string;

  /** AWS's own answer about one, asked by a client that is not ours. */
  describe(aws: LocalAws, name: string): Promise<object>;
  /** Puts the sources of the program, and of the other values, there. */
  addSources(aws: LocalAws, place?: Place): void;
  /** Keeps the source of the program busy for so many seconds. */
  occupySource(aws: LocalAws, seconds: number): void;
  /** Puts one of the same source there, made by somebody else. */
  addForeign(aws: LocalAws, name: string, place?: Place): void;
  /** Where local AWS keeps them. */
  service(aws: LocalAws): Pick<MemoryDb, "snapshots" | "snapshot" | "fail" | "freeze" | "vanish">;
}

/** The cases, by the name of their kind. */
export const casesByKind: Readonly<Record<string, KindCase>> = { ...memorydbCases(kinds) };

/** The cases. */
export const cases: readonly KindCase[] = Object.values(casesByKind);

/** Everything that somebody made there, which is all but the sources. */
export function held(example: KindCase, aws: LocalAws, place: Place) {
  return example
    .service(aws)
    .snapshots(...place)
    .filter(({ source }) => source === "manual");
}

/** What the requests so far were made for; STS has no part in the lifecycle and is named as it is. */
export function purposes(example: KindCase, aws: LocalAws): string[] {
  return aws.requests.all().map((request) => purposeOf(example, request));
}

/** What one request was made for. */
export function purposeOf({ calls }: KindCase, { operation, input }: RecordedRequest): string {
  const found = Object.entries(calls).find(
    ([, call]) => call.operation === operation && (call.where?.(input) ?? true),
  );
  return found?.[0] ?? operation;
}

/** An answer of overload that the SDK does not take for one. */
export const throttled: Fault = {
  error: { code: "APICallRateForCustomerExceededFault", message: "Rate exceeded", status: 400 },
};

/** Has calls of one purpose go wrong. */
export function faultOn(
  aws: LocalAws,
  { calls }: KindCase,
  purpose: Purpose,
  fault: Omit<Fault, "operation" | "where">,
): FaultHandle {
  return aws.faults.add({ ...calls[purpose], ...fault });
}

/** An answer of AWS as outputs have it: keys in camel case, times as texts. */
export function camel(value: unknown): Record<string, unknown> {
  const read: unknown = inCamelCase(value);
  return isRecord(read) ? read : {};
}

function inCamelCase(value: unknown): unknown {
  if (value instanceof Date) {
    return value.toISOString();
  }
  if (Array.isArray(value)) {
    return value.map(inCamelCase);
  }
  return isRecord(value)
    ? Object.fromEntries(
        Object.entries(value).map(([key, member]) => [lowerFirst(key), inCamelCase(member)]),
      )
    : value;
}

/** `KmsKeyId` is kmsKeyId, `ARN` is arn and `DBClusterArn` is dbClusterArn. */
function lowerFirst(key: string): string {
  return key.replace(/^[A-Z]+(?=[A-Z][a-z])|^[A-Z]+$|^[A-Z]/, (upper) => upper.toLowerCase());
}

/** The members of AWS's model, nested ones too, that a value lacks. */
export function missingMembers(schema: NormalizedSchema, value: unknown, path = ""): string[] {
  if (value === undefined) {
    return [path];
  }
  if (schema.isListSchema()) {
    return missingMembers(
      schema.getValueSchema(),
      Array.isArray(value) ? value[0] : undefined,
      `${path}[]`,
    );
  }
  return schema.isStructSchema() && isRecord(value)
    ? [...schema.structIterator()].flatMap(([name, member]) =>
        missingMembers(member, value[name], `${path}.${name}`),
      )
    : [];
}
