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

/** What a call of AWS is made for. */
export type Purpose = "list" | "create" | "find" | "delete" | "tags" | "tag" | "untag";

/** What somebody made there, as local AWS keeps it. Tests may change its tags. */
export interface Held {
  readonly name: string;
  readonly arn: string;
  readonly tags: Map<string, string>;
  readonly lifetime: Lifetime;
}

/** Where local AWS keeps the snapshots of a service, and how tests meddle with them. */
export interface Snapshots {
  /** All of them, sources too. */
  all(account: string, region: string): readonly Held[];
  /** Those that somebody made. */
  manual(account: string, region: string): readonly Held[];
  fail(account: string, region: string, name: string, status?: string): void;
  freeze(account: string, region: string, name: string): void;
  vanish(account: string, region: string, name: string): void;
}

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
  readonly others: Readonly<Record<string, unknown>>;
  /** For inputs that do not go with those of the program, or stand for some of them: what the program then gives. */
  readonly beside?: Readonly<Record<string, Props>>;
  /** What the create call says of inputs that it does not have as they are. */
  asRequest?(inputs: Props): Props;
  /** The inputs, beside the name, that a lookup tells. */
  readonly lookedUp: Props;
  /** Where the kind can export: what makes an export of the program. */
  readonly exporting?: Props;
  readonly calls: Readonly<Record<Purpose, Call>>;
  /** The calls that look at the source before the create call. */
  readonly looks: readonly Call[];
  /** For each input that changes in place the calls that read it and set it, which comes last. */
  readonly settings?: Readonly<Record<string, readonly string[]>>;
  /** AWS's words for being made, for the end of that, for its failure, and for a time in which it cannot be deleted. */
  readonly words: Readonly<Record<"creating" | "available" | "failed" | "undeletable", string>>;
  /** The members of AWS's answer, in camel case, that hold the name and the ARN. */
  readonly identity: readonly [name: string, arn: string];
  /** What AWS's model says of its answer about one. */
  readonly answer: NormalizedSchema;
  /** What of it AWS does not say of this kind. */
  readonly unsaid?: readonly string[];
  /** AWS's codes for what may stand in the way. */
  readonly codes: Readonly<Record<Obstacle, string>>;
  /** What calls about tags say of a snapshot that is gone, if they have another code for that. */
  readonly goneForTags?: string;
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
  service(aws: LocalAws): Snapshots;
  /** An ARN of one that is not there, and the name by which messages call it. */
  readonly nowhere: readonly [arn: string, name: string];
}

/** The cases, by the name of their kind. */
export const casesByKind: Readonly<Record<string, KindCase>> = {
  ...memorydbCases(kindOf),
  ...rdsCases(kindOf),
  ...elasticacheCases(kindOf),
  ...redshiftserverlessCases(kindOf),
};

/** The case of the kind with that name. */
export function caseOf(kind: string): KindCase {
  const found = casesByKind[kind];
  if (found === undefined) {
    throw new Error(`there is no case of ${kind}`);
  }
  return found;
}

/** The cases of kinds that make nothing but exports. */
export const exportCases: Readonly<Record<string, KindCase>> = elasticacheExportCases(kindOf);

function kindOf(name: string): Kind {
  const kind = kinds.get(name);
  if (kind === undefined) {
    throw new Error(`there is a case for ${name}, and no such kind`);
  }
  return kind;
}

/** The cases, and further ones of kinds that AWS does not serve in one way only. */
export const cases: readonly KindCase[] = [
  ...Object.values(casesByKind),
  ordinaryGroupCase(kindOf),
];

/** Everything that somebody made there, which is all but the sources. */
export function held(example: KindCase, aws: LocalAws, place: Place) {
  return example.service(aws).manual(...place);
}

/** What the requests so far were made for; STS has no part in the lifecycle and is named as it is. */
export function purposes(example: KindCase, aws: LocalAws): string[] {
  return aws.requests.all().map((request) => purposeOf(example, request));
}

/** What one request was made for. */
export function purposeOf(
  { calls, looks }: KindCase,
  { operation, input }: RecordedRequest,
): string {
  const fits = (call: Call) => call.operation === operation && (call.where?.(input) ?? true);
  const found = Object.entries(calls).find(([, call]) => fits(call));
  return looks.some(fits) ? "look" : (found?.[0] ?? operation);
}

/** The purposes of the calls of a create, with those that look at the source before the request is sent. */
export function inOrder({ looks }: KindCase, pattern: string): RegExp {
  return new RegExp(`^${pattern.replace("create", `${"look ".repeat(looks.length)}create`)}$`);
}

/** The calls that read and set inputs which change in place, each with its input. */
export function settingCalls({ settings = {} }: KindCase): [operation: string, input: string][] {
  return Object.entries(settings).flatMap(([input, operations]) =>
    operations.map((operation): [string, string] => [operation, input]),
  );
}

/** AWS's answer about one as the outputs must hold it. */
export function expectedOutputs({ kind, identity }: KindCase, answer: unknown): Props {
  const { [identity[0]]: name, [identity[1]]: arn, ...members } = camel(answer);
  return { ...members, [kind.naming.input]: name, arn };
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

/** `KmsKeyId` is kmsKeyId, `ARN` is arn and `SourceDBClusterArn` is sourceDbClusterArn. */
function lowerFirst(key: string): string {
  const words = key.replace(/DB/g, "Db").replace(/IAM/g, "Iam").replace(/ARN/g, "Arn");
  return words.charAt(0).toLowerCase() + words.slice(1);
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
