import { execFile } from "node:child_process";
import { promisify } from "node:util";
import { isRecord } from "../values/json.js";

/** Returns the configuration of a stack of the project in this folder, as a provider gets it. Pulumi itself reads it. */
export async function stackConfig(stack: string): Promise<ReadonlyMap<string, string>> {
  const args = ["config", "--json", "--show-secrets", "--non-interactive", "--stack", stack];
  const { stdout } = await promisify(execFile)("pulumi", args).catch((error: unknown) => {
    const { stderr }: { stderr?: unknown } = isRecord(error) ? error : {};
    const reason = typeof stderr === "string" && stderr.trim() !== "" ? stderr : String(error);
    throw new Error(`reading the configuration of the stack ${stack}: ${reason.trim()}`, {
      cause: error,
    });
  });
  const config: unknown = JSON.parse(stdout);
  const entries = Object.entries(isRecord(config) ? config : {});
  return new Map(
    entries.flatMap(([key, entry]): [string, string][] => {
      const value = isRecord(entry) ? entry["value"] : undefined;
      return typeof value === "string" ? [[key, value]] : [];
    }),
  );
}
