import { type Answer, invoke, isLookup, type LookupHost } from "../lookups/invoke.js";
import type { Secrecy } from "./secrecy.js";
import { packageName } from "./tokens.js";
import type { Received } from "./wire.js";

/** What a function returns, and which parts of it are secret. */
export type FunctionAnswer = Answer & { readonly secrecy: ReadonlyMap<string, Secrecy> };

/**
 * Answers a function of the package, for example `aws-snapshots:memorydb:getSnapshot`. As in Pulumi's SDKs, a secret
 * argument makes the whole result a secret. The engine passes on no unknown argument.
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
  const answer = await invoke(name, props, host);
  const keys = "result" in answer && secrecy.size > 0 ? Object.keys(answer.result) : [];
  return { ...answer, secrecy: new Map(keys.map((key) => [key, "all"])) };
}
