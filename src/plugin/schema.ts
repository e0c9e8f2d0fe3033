import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { version } from "../values/version.js";
import { packageName } from "./tokens.js";

/** Returns the schema of the package, which the build puts beside the plugin. */
export function packageSchema(): string {
  const file = join(__dirname, "schema.json");
  return existsSync(file)
    ? readFileSync(file, "utf8")
    : JSON.stringify({ name: packageName, version });
}
