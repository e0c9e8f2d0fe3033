import type { DeclaredInput, ValueOf } from "../schema/declared.js";
import { commonInputs as declaredCommon, inputs, type KindName } from "../schema/inputs.js";
import type { Props } from "../values/json.js";

/** Where an input is checked and compared: what its value means may depend on it. */
export interface Scope {
  /** Region of the resource, once it is known. */
  readonly region: string | undefined;
  /** Account of the resource, once it is made. */
  readonly account?: string | undefined;
  /** All inputs, for rules that depend on a second one. */
  readonly inputs: Props;
}

/** What a kind says about one of its inputs, beside what the class declares. */
export interface InputRule {
  /** Of a string, what it must be. */
  readonly form?: "duration" | "region";
  /** Whether AWS answers the input, in a spelling of its own. */
  readonly returned?: boolean;
  /** The text that means the same as none. AWS may answer it where none was given. */
  readonly absentValue?: string;
  /** The numbers that AWS takes. */
  readonly range?: NumberRange;
  /** The most texts that AWS takes. */
  readonly maxItems?: number;
  /** Says what is wrong with a text, or with one of a list, as a sentence. */
  problem?(value: string, scope: Scope): string | undefined;
  /** Brings a text to the form in which AWS keeps it. */
  normalise?(value: string, scope: Scope): string;
  /** Whether two texts mean the same to AWS. Without it they must be equal. */
  isSame?(left: string, right: string, scope: Scope): boolean;
  /** What an absent one means, where that is known and shall be shown. */
  defaultValue?(scope: Scope): string | undefined;
}

/** An input: what the class declares of it, and its rule. */
export interface InputSpec extends DeclaredInput, InputRule {}

/** The inputs of a kind, as its class declares them. */
type DeclaredInputs<Name extends KindName> = (typeof inputs)[Name];

/** The name and the inputs of a kind: those that its class declares, with rules for some of them. */
export function declared<Name extends KindName>(
  name: Name,
  rules: { readonly [Key in keyof DeclaredInputs<Name>]?: InputRule },
): { readonly name: Name; readonly inputs: Readonly<Record<string, InputSpec>> } {
  return { name, inputs: withRules(inputs[name], rules) };
}

function withRules(
  declarations: Readonly<Record<string, DeclaredInput>>,
  rules: Readonly<Record<string, InputRule | undefined>>,
): Readonly<Record<string, InputSpec>> {
  return Object.fromEntries(
    Object.entries(declarations).map(([key, declaration]) => [
      key,
      { ...declaration, ...rules[key] },
    ]),
  );
}

/** The numbers that an input may be. */
export interface NumberRange {
  readonly min: number;
  readonly max: number;
  readonly unit: string;
  /** The number that means the same as none, and what that is. */
  readonly absentValue: readonly [number: number, meaning: string];
}

/** The inputs of every kind. Tags also have rules of their service. */
export const commonInputs: Readonly<Record<keyof typeof declaredCommon, InputSpec>> = {
  ...declaredCommon,
  region: { ...declaredCommon.region, form: "region" },
  assumeRoleArn: {
    ...declaredCommon.assumeRoleArn,
    problem: (value) =>
      /^arn:[^:]+:iam::\d{12}:role\/./.test(value) ? undefined : "must be the ARN of a role",
  },
  stallTimeout: { ...declaredCommon.stallTimeout, form: "duration" },
};

type Type<
  Name extends KindName,
  Key extends keyof DeclaredInputs<Name>,
> = DeclaredInputs<Name>[Key] extends { readonly type: infer Type extends keyof ValueOf }
  ? ValueOf[Type]
  : never;

/** The inputs that must be given. */
type Required<Name extends KindName> = {
  [Key in keyof DeclaredInputs<Name>]: DeclaredInputs<Name>[Key] extends { readonly required: true }
    ? Key
    : never;
}[keyof DeclaredInputs<Name>];

/**
 * The inputs of a kind after check, with the types that its class declares. `Filled` are those that check fills in where
 * the program gives none: the name.
 */
export type InputsOf<
  Name extends KindName,
  Filled extends keyof DeclaredInputs<Name> = Required<Name>,
> = {
  readonly [Key in Required<Name> | Filled]: Type<Name, Key>;
} & {
  readonly [Key in Exclude<keyof DeclaredInputs<Name>, Required<Name> | Filled>]?:
    | Type<Name, Key>
    | undefined;
};

/** The inputs of any kind after check. */
export type Inputs = Readonly<Record<string, ValueOf[keyof ValueOf] | undefined>>;

/**
 * Returns the inputs of a kind from properties that check has seen. Not every state has all required inputs, so a
 * missing required input is an error only when it is read.
 */
export function inputsOf(
  kind: {
    readonly inputs: Readonly<Record<string, InputSpec>>;
    readonly naming: { readonly input: string };
  },
  props: Props,
): Inputs {
  const values: Record<string, ValueOf[keyof ValueOf] | undefined> = {};
  for (const [key, { type, required }] of Object.entries(kind.inputs)) {
    const must = required || key === kind.naming.input;
    const get = () => typed(type, props[key]) ?? (must ? missing(key) : undefined);
    Object.defineProperty(values, key, { enumerable: true, get });
  }
  return values;
}

/** The value, if it is of the type. */
function typed(type: DeclaredInput["type"], value: unknown): ValueOf[keyof ValueOf] | undefined {
  switch (type) {
    case "string":
      return typeof value === "string" ? value : undefined;
    case "number":
      return typeof value === "number" ? value : undefined;
    case "boolean":
      return typeof value === "boolean" ? value : undefined;
    case "strings":
      return Array.isArray(value) && value.every((item) => typeof item === "string")
        ? value
        : undefined;
    default:
      // Only inputs that kinds share are maps.
      return undefined;
  }
}

/** Says that an input is not there that must be. */
export function missing(key: string): never {
  throw new Error(`the stack's state has no ${key} for this resource`);
}

/** The string that an input must be. */
export function stringOf(inputs: Inputs, key: string): string {
  const value = inputs[key];
  return typeof value === "string" ? value : missing(key);
}
