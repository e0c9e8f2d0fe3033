import type { DeclaredInput } from "../schema/declared.js";
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
  readonly answered?: boolean;
  /** The text that means the same as none. AWS may answer it where none was given. */
  readonly none?: string;
  /** The numbers that AWS takes. */
  readonly range?: NumberRange;
  /** The most texts that AWS takes. */
  readonly most?: number;
  /** Says what is wrong with a text, or with one of a list, as a sentence. */
  problem?(value: string, scope: Scope): string | undefined;
  /** Brings a text to the form in which AWS keeps it. */
  fold?(value: string, scope: Scope): string;
  /** Whether two texts mean the same to AWS. Without it they must be equal. */
  same?(left: string, right: string, scope: Scope): boolean;
  /** What an absent one means, where that is known and shall be shown. */
  fill?(scope: Scope): string | undefined;
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
  readonly none: readonly [number: number, meaning: string];
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

/** The inputs of a kind, by type. */
export interface Inputs {
  /** The text of an input that must be there. */
  text(key: string): string;
  /** The text of an input that may be absent. */
  optional(key: string): string | undefined;
  number(key: string): number | undefined;
  flag(key: string): boolean | undefined;
}

/** Reads inputs out of properties that check has seen. */
export function inputsOf(props: Props): Inputs {
  const optional = (key: string) => {
    const value = props[key];
    return typeof value === "string" ? value : undefined;
  };
  return {
    optional,
    text: (key) => {
      const value = optional(key);
      if (value === undefined) {
        throw new Error(`the stack's state has no ${key} for this resource`);
      }
      return value;
    },
    number: (key) => {
      const value = props[key];
      return typeof value === "number" ? value : undefined;
    },
    flag: (key) => {
      const value = props[key];
      return typeof value === "boolean" ? value : undefined;
    },
  };
}
