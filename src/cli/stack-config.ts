import { execFile } from "node:child_process";
import { promisify } from "node:util";
import { isRecord } from "../values/json.js";

/** The configuration of a stack, as a provider gets it, and which of its values are secret. */
export interface StackConfig {
  readonly values: ReadonlyMap<string, string>;
  readonly secrets: ReadonlySet<string>;
}

/** Reads the configuration of a stack of the project in this folder. Pulumi itself decrypts it. */
export async function stackConfig(stack: string): Promise<StackConfig> {
  const args = ["config", "--json", "--show-secrets", "--non-interactive", "--stack", stack];
  const { stdout } = await promisify(execFile)("pulumi", args).catch((error: unknown) => {
    const { stderr }: { stderr?: unknown } = isRecord(error) ? error : {};
    const reason = typeof stderr === "string" && stderr.trim() !== "" ? stderr : String(error);
    throw new Error(`reading the configuration of the stack ${stack}: ${reason.trim()}`, {
      cause: error,
    });
  });
  const config: unknown = JSON.parse(stdout);
  const values = new Map<string, string>();
  const secrets = new Set<string>();
  for (const [key, entry] of Object.entries(isRecord(config) ? config : {})) {
    const { value, secret }: { value?: unknown; secret?: unknown } = isRecord(entry) ? entry : {};
    if (typeof value === "string") {
      values.set(key, value);
    }
    if (secret === true) {
      secrets.add(key);
    }
  }
  return { values, secrets };
}
