import * as pulumi from "@pulumi/pulumi";
import type { LookupName } from "../../schema/lookups.js";
import { connectionOf, credentialsProblem, splitProvider } from "./aws-provider.js";
import { configurationProblem } from "./configuration.js";
import { idsOf } from "./known-resources.js";

/** Asks AWS now, in the program's own process. What is wrong is an error without a stack, which the engine shows. */
export async function lookUp<Result>(
  lookup: LookupName,
  args: object,
  options: pulumi.InvokeOptions = {},
): Promise<Result> {
  const provider = providerOf(lookup, options);
  const connection = provider && (await plain(await connectionOf(provider)));
  if (pulumi.containsUnknowns(args) || pulumi.containsUnknowns(connection)) {
    const what = pulumi.containsUnknowns(args) ? "arguments" : "settings of the aws.Provider";
    throw failure(
      lookup,
      `some ${what} are not known before the update. Use ${shown(lookup)}Output: its result is then unknown too`,
    );
  }
  return ask(lookup, args, connection);
}

/** Asks AWS as soon as all inputs are known, and all resources that they come from have been created. */
export function lookUpOutput<Result>(
  lookup: LookupName,
  args: object,
  options: pulumi.InvokeOutputOptions = {},
): pulumi.Output<Result> {
  const provider = providerOf(lookup, options);
  const given: pulumi.Output<object> = pulumi.output(args);
  const connection: pulumi.Output<unknown> = pulumi.output(provider && connectionOf(provider));
  // An input may be known although its resource is not there yet: the name of a cluster that the update creates.
  const ids = idsOf(given, options.dependsOn);
  return pulumi
    .all([given, connection, ids])
    .apply(([inputs, settings]) => ask<Result>(lookup, inputs, settings));
}

async function ask<Result>(lookup: LookupName, args: object, connection: unknown): Promise<Result> {
  const problem = credentialsProblem(connection);
  if (problem !== undefined) {
    throw failure(lookup, problem);
  }
  const { lookUpForProgram } = lookups();
  const answer = await lookUpForProgram(lookup, { ...args }, pulumi.runtime.allConfig(), {
    connection,
    tell: (text) => {
      void pulumi.log.info(`${shown(lookup)}: ${text}`, undefined, undefined, true);
    },
  }).catch((error: unknown) => {
    throw failure(lookup, error instanceof Error ? error.message : String(error));
  });
  if ("failures" in answer) {
    throw failure(
      lookup,
      answer.failures.map(({ property, reason }) => `${property}: ${reason}`).join("; "),
    );
  }
  // A lookup returns the outputs that src/schema/lookups.ts has of it, and that file is made from the types.
  return answer.result as Result;
}

/**
 * The code that calls AWS. It is loaded by the first lookup: a program without lookups starts faster. It is required, not
 * imported: `import()` in a CommonJS module bypasses the hooks by which yarn finds packages.
 */
const lookups = (): typeof import("../../lookups/for-program.js") =>
  require("../../lookups/for-program.js");

/** Finds the `aws.Provider` that the options name or inherit, and confirms that the stack allows its default. */
function providerOf(
  lookup: LookupName,
  { provider: given, parent }: pulumi.InvokeOptions,
): pulumi.ProviderResource | undefined {
  const { provider } = splitProvider(shown(lookup), {
    ...(given !== undefined && { provider: given }),
    ...(parent !== undefined && { parent }),
  });
  const problem = configurationProblem(provider);
  if (problem !== undefined) {
    throw failure(lookup, problem);
  }
  return provider;
}

/** The values of outputs; those that are not known are Pulumi's unknown. */
async function plain(inputs: pulumi.Inputs): Promise<unknown> {
  const output = pulumi.output(inputs);
  const promise: unknown = Reflect.get(output, "promise");
  return typeof promise === "function" ? promise.call(output, true) : inputs;
}

function failure(lookup: LookupName, problem: string): Error {
  return new pulumi.RunError(`${shown(lookup)}: ${problem}`);
}

/** `memorydb.getSnapshot` */
function shown(lookup: LookupName): string {
  return lookup.replace(":", ".");
}
