import { type Answer, invoke, isLookup, type LookupHost } from "../lookups/invoke.js";
import { lookupOutputs, lookups } from "../schema/lookups.js";
import { isUnknown, unknownText } from "../values/engine-values.js";
import type { Props } from "../values/json.js";
import { nothing, type Secrecy } from "./secrecy.js";
import { packageName } from "./tokens.js";
import type { Received } from "./wire.js";

/** What a function returns, and which parts of it are secret. */
export type FunctionAnswer = Answer & { readonly secrecy: ReadonlyMap<string, Secrecy> };

/**
 * Answers a function of the package, for example `aws-snapshots:memorydb:getSnapshot`. As in Pulumi's SDKs, a secret
 * argument makes the whole result a secret, and an unknown argument makes it unknown.
 */
export async function invokeFunction(
  token: string,
  { props, secrecy }: Received,
  host: LookupHost,
): Promise<FunctionAnswer> {
  const name = token.startsWith(`${packageName}:`) ? token.slice(packageName.length + 1) : "";
  if (!isLookup(name)) {
    throw new Error(
      `this version of the plugin ${packageName} does not know the function ${token}. Install a newer version`,
    );
  }
  if (isUnknown(props)) {
    return { result: unknownResult(name), secrecy: nothing };
  }
  const answer = await invoke(name, props, host);
  const keys = "result" in answer && secrecy.size > 0 ? Object.keys(answer.result) : [];
  return { ...answer, secrecy: new Map(keys.map((key) => [key, "all"])) };
}

function unknownResult(name: string): Props {
  const declared: Readonly<Record<string, { readonly kind: string }>> = lookups;
  const outputs: Readonly<Record<string, readonly string[]>> = lookupOutputs;
  const keys = outputs[declared[name]?.kind ?? ""] ?? [];
  return Object.fromEntries(keys.map((key) => [key, unknownText]));
}
