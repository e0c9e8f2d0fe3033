import type { DeclaredInput, ValueOf } from "../schema/declared.js";
import { commonInputs as declaredCommon, inputs, type KindName } from "../schema/inputs.js";
import type { Props } from "../values/json.js";

/** The surroundings in which an input is checked and compared. The meaning of its value may depend on them. */
export interface Scope {
  /** Region of the resource, if it is already known. */
  readonly region: string | undefined;
  /** Account of the resource, if it already exists. */
  readonly account?: string | undefined;
  /** All inputs, for rules that depend on another input. */
  readonly inputs: Props;
}

/** The rules of an input that its class does not declare. */
export interface InputRule {
  /** The form that a string must have. */
  readonly form?: "duration" | "region";
  /** Whether AWS's answers contain the input, in AWS's own spelling. */
  readonly returned?: boolean;
  /** The string that means the same as no value. AWS may return it if none was given. */
  readonly absentValue?: string;
  /** The numbers that AWS accepts. */
  readonly range?: NumberRange;
  /** Maximum number of strings in a list. */
  readonly maxItems?: number;
  /** Returns what is wrong with a string, or with a string of a list, as a sentence without its subject. */
  problem?(value: string, scope: Scope): string | undefined;
  /** Returns a string in the spelling in which AWS keeps it. */
  normalise?(value: string, scope: Scope): string;
  /** Returns whether two strings mean the same to AWS. Default: they must be equal. */
  isSame?(left: string, right: string, scope: Scope): boolean;
  /** Returns the value that an absent input stands for, if previews can show it. */
  defaultValue?(scope: Scope): string | undefined;
}

/** An input: its declaration by the class, and its rules. */
export interface InputSpec extends DeclaredInput, InputRule {}

/** The declarations of a kind's inputs. */
type DeclaredInputs<Name extends KindName> = (typeof inputs)[Name];

/** Returns the name and the inputs of a kind, as its class declares them, with rules for some of the inputs. */
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

/** A range of whole numbers. */
export interface NumberRange {
  readonly min: number;
  readonly max: number;
  readonly unit: string;
  /** The number that means the same as no value, and its meaning in words. */
  readonly absentValue: readonly [number: number, meaning: string];
}

/** The inputs that all kinds have. Each service adds rules for tags. */
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

/** The names of the inputs that a program must give. */
type Required<Name extends KindName> = {
  [Key in keyof DeclaredInputs<Name>]: DeclaredInputs<Name>[Key] extends { readonly required: true }
    ? Key
    : never;
}[keyof DeclaredInputs<Name>];

/**
 * The inputs of a kind after check, with the types that its class declares. `Filled` are the inputs that check fills in
 * if the program omits them, such as the name.
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

/** Returns the value if it has the type. */
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
      // Only common inputs are maps.
      return undefined;
  }
}

/** Throws the error for a required input that is missing. */
export function missing(key: string): never {
  throw new Error(`the stack's state has no ${key} for this resource`);
}

/** Returns an input that must be a string. */
export function stringOf(inputs: Inputs, key: string): string {
  const value = inputs[key];
  return typeof value === "string" ? value : missing(key);
}
