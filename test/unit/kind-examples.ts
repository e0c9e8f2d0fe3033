import { parseSettings, stackSource } from "../../src/aws/settings.js";
import type { Kind } from "../../src/kinds/kind.js";
import type { Surroundings } from "../../src/preview/context.js";
import { isRecord, type Props } from "../../src/values/json.js";
import { plain } from "../../src/values/plain.js";
import { elasticacheExamples } from "./elasticache-examples.js";
import type { KindExample } from "./example.js";
import { memorydbExamples } from "./memorydb-examples.js";
import { check, outputsOf } from "./properties.js";
import { rdsExamples } from "./rds-examples.js";
import { redshiftserverlessExamples } from "./redshiftserverless-examples.js";

export { type KindExample, keyArn, kindOf } from "./example.js";

/** Every kind, with each of its forms. */
export const examples: readonly KindExample[] = [
  ...memorydbExamples,
  ...rdsExamples,
  ...elasticacheExamples,
  ...redshiftserverlessExamples,
];

/** Inputs that all kinds share: a value, another value, and whether the change replaces. */
export const sharedInputs: readonly [
  key: string,
  value: unknown,
  other: unknown,
  replaces: boolean,
][] = [
  ["region", "eu-west-1", "eu-west-2", true],
  ["triggers", { day: "monday" }, { day: "tuesday" }, true],
  ["profile", "dev", "ops", false],
  [
    "assumeRoleArn",
    "arn:aws:iam::111122223333:role/dev",
    "arn:aws:iam::111122223333:role/ops",
    false,
  ],
  ["waitForCompletion", false, true, false],
  ["stallTimeout", "30m", "1h", false],
  ["tags", { team: "a" }, { team: "b" }, false],
];

/** Returns a program's inputs with everything in the example, and the hidden inputs. */
export function program(example: KindExample): Props {
  const given = Object.entries(example.inputs)
    .filter(([key]) => !example.leftOut.includes(key))
    .map(([key, { value }]) => [key, value]);
  return { ...Object.fromEntries(given), ...hidden };
}

/** Returns a program with another value of an input, without the input in place of which it is given. */
export function withInput(
  { inputs }: KindExample,
  props: Props,
  key: string,
  value: unknown,
): Props {
  const { insteadOf } = inputs[key] ?? {};
  const rest = Object.entries(props).filter(([name]) => name !== insteadOf);
  return { ...Object.fromEntries(rest), [key]: value };
}

/** Returns the outputs of a resource that was created from checked inputs. */
export function made(example: KindExample, inputs: Props): Props {
  const remote = example.answer(inputs);
  return outputsOf(example.kind, inputs, remote, remote === undefined ? "exported" : undefined);
}

/** Returns what check knows about a stack with this configuration. */
export function surroundings(config: Record<string, string> = {}): Surroundings {
  const settings = parseSettings(stackSource(new Map(Object.entries(config))));
  return { settings, region: "eu-west-1", problem: undefined, marking: true };
}

/** Returns the mistakes that check finds in inputs, as `property: reason`. */
export function problems(kind: Kind, news: Props, olds: Props = {}): string[] {
  const { failures } = check(kind, surroundings(), olds, news);
  return failures.map(({ property, reason }) => `${property}: ${reason}`);
}

/** Returns the inputs that check makes of a program's inputs, as the engine stores them; `olds` are the previous ones. */
export function checked({ kind }: KindExample, news: Props, olds: Props = {}): Props {
  const inputs: unknown = plain(check(kind, surroundings(), olds, news).inputs);
  return isRecord(inputs) ? inputs : {};
}

const hidden: Props = {
  __organization: "acme",
  __urn: "urn:pulumi:prod::shop::pulumi-nodejs:dynamic/aws/memorydb:Snapshot::orders",
};

/** The examples with their titles, for `it.each`. */
export const titled = examples.map((example): [title: string, example: KindExample] => [
  example.title,
  example,
]);
