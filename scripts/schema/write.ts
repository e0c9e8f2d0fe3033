// Writes the package schema that the plugin serves: part of `npm run build`. `npm run schema -- --accept` also accepts
// it as the promise to programs.
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { readDeclaration } from "../declaration/read.js";
import { packageSchema } from "./package.js";

const root = join(__dirname, "..", "..");
const manifest: { version: string } = JSON.parse(readFileSync(join(root, "package.json"), "utf8"));
const schema = packageSchema(readDeclaration(root), manifest.version);

mkdirSync(join(root, "plugin"), { recursive: true });
write(join(root, "plugin", "schema.json"), schema);
if (process.argv.includes("--accept")) {
  const { version: _, ...promise } = schema;
  write(join(root, "test", "unit", "schema.golden.json"), promise);
}

function write(file: string, content: object): void {
  writeFileSync(file, `${JSON.stringify(content, null, 2)}\n`);
}
