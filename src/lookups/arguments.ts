import { commonInputs, type InputRule, type InputSpec, type Scope } from "../kinds/input.js";
import type { Kind } from "../kinds/kind.js";
import { nearest } from "../preview/arguments.js";
import { checkInput } from "../preview/check-input.js";
import type { Problem } from "../preview/problem.js";
import type { DeclaredArgument, DeclaredLookup } from "../schema/declared.js";
import { parseArn, regionOf } from "../values/arn.js";
import { isAbsent, isRecord, type Props, type Tags } from "../values/json.js";
import { regionProblem } from "../values/region.js";

/** Returns everything that is wrong with the arguments of a lookup. */
export function problemsOf(
  name: string,
  { inputs }: DeclaredLookup,
  kind: Kind,
  args: Props,
): Problem[] {
  const known = Object.keys(inputs);
  const { region } = args;
  const scope: Scope = { region: typeof region === "string" ? region : undefined, inputs: args };
  const rules = rulesOf(kind);
  return [
    ...Object.keys(args)
      .filter((key) => !isAbsent(args[key]) && !known.includes(key))
      .map((property) => ({ property, reason: unknownArgument(name, property, known) })),
    ...Object.entries(inputs).flatMap(([property, declared]) => {
      const spec: InputSpec = { ...rules[property], ...declared, replaces: false };
      const reason =
        checkInput(spec, args[property], scope).problem ??
        choiceProblem(declared, args[property]) ??
        tagsProblem(declared, args[property]);
      return reason === undefined ? [] : [{ property, reason }];
    }),
    ...alternativesProblem(inputs, args),
  ];
}

/** Reads a time that {@link problemsOf} has found to be right. */
export function timeOf(value: unknown): Date | undefined {
  return typeof value === "string" ? new Date(value) : undefined;
}

/** Reads tags that {@link problemsOf} has found to be right. */
export function tagsOf(value: unknown): Tags {
  return isRecord(value)
    ? Object.fromEntries(Object.entries(value).map(([key, text]) => [key, String(text ?? "")]))
    : {};
}

/** The rules of arguments, by their names. */
function rulesOf(kind: Kind): Readonly<Record<string, InputRule>> {
  return {
    ...Object.fromEntries(kind.madeFrom.inputs.map((key) => [key, sourceRule(kind.inputs[key])])),
    ...commonInputs,
    arn: { problem: (value, scope) => arnProblem(kind, value) ?? otherRegion(value, scope) },
    name: {
      problem: (value) => (parseArn(value) === undefined ? undefined : "is an ARN. Pass it as arn"),
    },
    createdAfter: { problem: timeProblem },
  };
}

/** A source has the rule that it has as an input of the resource, but no resource is there that has a region. */
function sourceRule(rule: InputRule = {}): InputRule {
  return {
    problem: (value, scope) =>
      rule.problem?.(value, { ...scope, region: undefined }) ?? otherRegion(value, scope),
  };
}

/** Returns what is wrong with an ARN if the region that is given is another one. */
function otherRegion(value: string, { region }: Scope): string | undefined {
  const named = regionOf(value);
  return named === undefined || region === undefined || named === region
    ? undefined
    : `is in ${named}, but region is ${region}. Omit region, or pass the name instead of the ARN`;
}

function unknownArgument(name: string, property: string, known: readonly string[]): string {
  const meant = nearest(property, known);
  const hint = meant === undefined ? "" : `; did you mean ${meant}?`;
  return `is not an argument of ${name.replace(":", ".")}${hint}`;
}

/** Returns what is wrong with the ARN of what is looked up. */
function arnProblem(kind: Kind, value: string): string | undefined {
  const arn = parseArn(value);
  if (arn === undefined) {
    const named = kind.naming.isOwn ? "name" : kind.naming.input;
    return `"${value}" is not an ARN. If it is a name, pass it as ${named}`;
  }
  const type = kind.arnType ?? arn.type;
  if (arn.service !== kind.actions || arn.type !== type || arn.name === "") {
    return `"${value}" is not the ARN of a ${kind.label}`;
  }
  return regionProblem(arn.region);
}

function timeProblem(value: string): string | undefined {
  const isTime = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(:\d{2}(\.\d+)?)?(Z|[+-]\d{2}:\d{2})$/.test(value);
  return isTime && !Number.isNaN(Date.parse(value))
    ? undefined
    : `"${value}" is not a time. Write it like 2026-11-27T00:00:00Z, with a time zone`;
}

function choiceProblem({ choices }: DeclaredArgument, value: unknown): string | undefined {
  return choices === undefined || isAbsent(value) || choices.some((choice) => choice === value)
    ? undefined
    : `${JSON.stringify(value)} is not one of ${choices.join(", ")}`;
}

function tagsProblem({ type }: DeclaredArgument, value: unknown): string | undefined {
  const [wrong] =
    type === "map" && isRecord(value)
      ? Object.entries(value).filter(([, text]) => typeof text !== "string" && text !== null)
      : [];
  return wrong && `the value of "${wrong[0]}" must be a string`;
}

/** A lookup that can name its object in several ways takes exactly one of them. */
function alternativesProblem(inputs: DeclaredLookup["inputs"], args: Props): Problem[] {
  const alternatives = [
    ["arn", "name"],
    ["arn", "namespaceName"],
    ["replicationGroupId", "cacheClusterId"],
  ].filter((keys) => keys.every((key) => key in inputs));
  return alternatives.flatMap(([first = "", second = ""]) =>
    isAbsent(args[first]) === isAbsent(args[second])
      ? [{ property: first, reason: `exactly one of ${first} and ${second} must be given` }]
      : [],
  );
}
