import type { NormalizedSchema } from "@smithy/core/schema";
import { kinds } from "../../src/kinds/index.js";
import type { Kind } from "../../src/kinds/kind.js";
import type { Fault, FaultHandle, LocalAws, RecordedRequest } from "../../src/local-aws/index.js";
import type { Lifetime } from "../../src/local-aws/store/lifetime.js";
import { isRecord, type Props } from "../../src/values/json.js";
import {
  elasticacheCases,
  elasticacheExportCases,
  ordinaryGroupCase,
} from "./elasticache-cases.js";
import { memorydbCases } from "./memorydb-cases.js";
import { rdsCases } from "./rds-cases.js";
import { redshiftserverlessCases } from "./redshiftserverless-cases.js";
import type { Place } from "./world.js";

/** The purpose of a call to AWS. */
export type Purpose = "list" | "create" | "find" | "delete" | "tags" | "tag" | "untag";

/** A snapshot or a configuration in local AWS. Tests may change its tags. */
export interface Held {
  readonly name: string;
  readonly arn: string;
  readonly tags: Map<string, string>;
  readonly lifetime: Lifetime;
}

/** The part of local AWS that holds the snapshots of a service, which tests inspect and change. */
export interface Snapshots {
  /** Returns everything, sources included. */
  all(account: string, region: string): readonly Held[];
  /** Returns everything except the sources. */
  manual(account: string, region: string): readonly Held[];
  fail(account: string, region: string, name: string, status?: string): void;
  freeze(account: string, region: string, name: string): void;
  vanish(account: string, region: string, name: string): void;
}

/** How a call is recognized among others. */
export interface Call {
  readonly operation: string;
  where?(input: Readonly<Record<string, unknown>>): boolean;
}

/** Reasons for which AWS may refuse. The source is what may be missing or busy. */
export type Obstacle = "missing" | "busy" | "taken" | "quota" | "gone" | "undeletable";

/** Everything that the tests of all kinds need to know about a kind. */
export interface KindCase {
  readonly kind: Kind;
  /** The inputs of a program: all inputs that can be combined, without a name. */
  readonly program: Props;
  /** AWS's spelling of the program's inputs, where it differs. */
  readonly spelled: Props;
  /** Another value for each input of the kind, with another meaning. */
  readonly others: Readonly<Record<string, unknown>>;
  /** The whole program for each input that cannot be combined with the others, or replaces some of them. */
  readonly beside?: Readonly<Record<string, Props>>;
  /** The members of the create call for inputs that it does not have under their own names. */
  asRequest?(inputs: Props): Props;
  /** The inputs, in addition to the name, that a lookup finds out. */
  readonly lookedUp: Props;
  /** The inputs that turn the program into an export, if the kind can export. */
  readonly exporting?: Props;
  readonly calls: Readonly<Record<Purpose, Call>>;
  /** The calls that describe the source before the create call. */
  readonly looks: readonly Call[];
  /** The calls that read and set each input that changes in place; the setting call is the last. */
  readonly settings?: Readonly<Record<string, readonly string[]>>;
  /** AWS's words for being created, for finished, for failed, and for a status that prevents a delete. */
  readonly words: Readonly<Record<"creating" | "available" | "failed" | "undeletable", string>>;
  /** The members of AWS's answer, in camel case, that hold the name and the ARN. */
  readonly identity: readonly [name: string, arn: string];
  /** The schema of AWS's answer about a snapshot. */
  readonly answer: NormalizedSchema;
  /** The members that AWS does not report for this kind. */
  readonly unsaid?: readonly string[];
  /** AWS's error codes, by reason. */
  readonly codes: Readonly<Record<Obstacle, string>>;
  /** The code of tag calls for a snapshot that is gone, if they have another code. */
  readonly goneForTags?: string;
  /** The input that names the source. */
  readonly source: string;

  /** Returns AWS's own answer, requested with a client that is not ours. */
  describe(aws: LocalAws, name: string): Promise<object>;
  /** Adds the sources of the program and of the other values. */
  addSources(aws: LocalAws, place?: Place): void;
  /** Keeps the source of the program busy for this many seconds. */
  occupySource(aws: LocalAws, seconds: number): void;
  /** Adds a snapshot of the same source that somebody else created. */
  addForeign(aws: LocalAws, name: string, place?: Place): void;
  /** Returns the part of local AWS that holds this kind's snapshots. */
  service(aws: LocalAws): Snapshots;
  /** An ARN of a snapshot that does not exist, and its name in messages. */
  readonly nowhere: readonly [arn: string, name: string];
}

/** The cases, by the name of their kind. */
export const casesByKind: Readonly<Record<string, KindCase>> = {
  ...memorydbCases(kindOf),
  ...rdsCases(kindOf),
  ...elasticacheCases(kindOf),
  ...redshiftserverlessCases(kindOf),
};

/** Returns the case of the kind with this name. */
export function caseOf(kind: string): KindCase {
  const found = casesByKind[kind];
  if (found === undefined) {
    throw new Error(`there is no case of ${kind}`);
  }
  return found;
}

/** The cases of kinds that only make exports. */
export const exportCases: Readonly<Record<string, KindCase>> = elasticacheExportCases(kindOf);

function kindOf(name: string): Kind {
  const kind = kinds.get(name);
  if (kind === undefined) {
    throw new Error(`there is a case for ${name}, and no such kind`);
  }
  return kind;
}

/** The cases, and further cases of kinds that AWS serves in more than one way. */
export const cases: readonly KindCase[] = [
  ...Object.values(casesByKind),
  ordinaryGroupCase(kindOf),
];

/** Returns everything in a place except the sources. */
export function held(example: KindCase, aws: LocalAws, place: Place) {
  return example.service(aws).manual(...place);
}

/** Returns the purposes of the requests so far. STS has no part in the lifecycle, so its operations keep their names. */
export function purposes(example: KindCase, aws: LocalAws): string[] {
  return aws.requests.all().map((request) => purposeOf(example, request));
}

/** Returns the purpose of a request. */
export function purposeOf(
  { calls, looks }: KindCase,
  { operation, input }: RecordedRequest,
): string {
  const fits = (call: Call) => call.operation === operation && (call.where?.(input) ?? true);
  const found = Object.entries(calls).find(([, call]) => fits(call));
  return looks.some(fits) ? "look" : (found?.[0] ?? operation);
}

/** Returns the purposes of the calls of a create, including those that describe the source first. */
export function inOrder({ looks }: KindCase, pattern: string): RegExp {
  return new RegExp(`^${pattern.replace("create", `${"look ".repeat(looks.length)}create`)}$`);
}

/** Returns the calls that read and set inputs which change in place, each with its input. */
export function settingCalls({ settings = {} }: KindCase): [operation: string, input: string][] {
  return Object.entries(settings).flatMap(([input, operations]) =>
    operations.map((operation): [string, string] => [operation, input]),
  );
}

/** Returns AWS's answer in the form that the outputs must have. */
export function expectedOutputs({ kind, identity }: KindCase, answer: unknown): Props {
  const { [identity[0]]: name, [identity[1]]: arn, ...members } = camel(answer);
  return { ...members, [kind.naming.input]: name, arn };
}

/** An overload error that the SDK does not recognize. */
export const throttled: Fault = {
  error: { code: "APICallRateForCustomerExceededFault", message: "Rate exceeded", status: 400 },
};

/** Adds a fault to calls of one purpose. */
export function faultOn(
  aws: LocalAws,
  { calls }: KindCase,
  purpose: Purpose,
  fault: Omit<Fault, "operation" | "where">,
): FaultHandle {
  return aws.faults.add({ ...calls[purpose], ...fault });
}

/** Returns an AWS answer in the form of outputs: keys in camel case, times as strings. */
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

/** `KmsKeyId` is kmsKeyId, `ARN` is arn and `SourceDBClusterArn` is sourceDbClusterArn. */
function lowerFirst(key: string): string {
  const words = key.replace(/DB/g, "Db").replace(/IAM/g, "Iam").replace(/ARN/g, "Arn");
  return words.charAt(0).toLowerCase() + words.slice(1);
}

/** Returns the members of AWS's model, including nested members, that a value lacks. */
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
