import { type ParseArgsConfig, parseArgs } from "node:util";
import { kinds } from "../kinds/index.js";
import type { Kind } from "../kinds/kind.js";
import { readArguments, shellWord, UsageError } from "./command-line.js";
import { addTo } from "./import-list.js";
import { programLines } from "./program-lines.js";
import { stackConfig } from "./stack-config.js";

/** The help text of the command. */
export const help = `pulumi-aws-snapshots import TYPE NAME ARN   prepares the import of an existing snapshot; changes nothing in AWS

  TYPE                      type of the resource, for example memorydb:Snapshot
  NAME                      name that the program gives the resource
  ARN                       ARN of the snapshot, copy or copy configuration
  --file F                  file for \`pulumi import --file\` (default: NAME.json). A file that exists is added to
  --source S                name or ARN of the snapshot that was copied, for copies of which AWS does not report it
  --stack S                 stack of the project in this folder, whose configuration is used: credentials, default tags, ignored tags
  --profile P               AWS profile to use (default: the credentials that the AWS SDK finds)
  --help                    prints this text

Prints the lines for the program, and the command that imports the file.
`;

const options = {
  file: { type: "string" },
  source: { type: "string" },
  stack: { type: "string" },
  profile: { type: "string" },
} as const satisfies ParseArgsConfig["options"];

/** Writes the file with which `pulumi import` takes a snapshot into a stack. */
export async function run(args: string[]): Promise<void> {
  const { values, positionals } = readArguments("import", ["TYPE", "NAME", "ARN"], () =>
    parseArgs({ args, options, allowPositionals: true }),
  );
  const [type = "", name = "", id = ""] = positionals;
  const kind = kindOf(type);
  const { file = `${name.replace(/[^\w.-]+/g, "-")}.json`, source, stack, profile } = values;
  const config = stack === undefined ? undefined : await stackConfig(stack);
  // Loaded here, because it loads much that a wrong command line does not need.
  const { importOf }: typeof import("../dynamic/importing.js") = require("../dynamic/importing.js");
  const { entry, args: given } = await importOf({
    ...{ kind: kind.name, name, id, source, profile },
    config: config?.values,
    hasSecretTags: config?.secrets.has("aws:defaultTags") === true,
    warn: (text) => console.error(`pulumi-aws-snapshots: ${text}`),
  });
  addTo(file, entry);
  console.log(`Wrote ${kind.label} "${name}" to ${file}. Add it to the program:

${programLines(kind, name, given)}

Then import it into the stack:

pulumi import --file ${shellWord(file)} --generate-code=false${stack === undefined ? "" : ` --stack ${shellWord(stack)}`}

The import protects it from being deleted. Remove \`protect\` when Pulumi may delete it.`);
}

/** Returns the kind that a type names: as the program, a stack, or the other provider of this package spells it. */
function kindOf(type: string): Kind {
  const name = type
    .replace(/^(pulumi-nodejs:dynamic\/)?aws[/:]|^aws-snapshots:/, "")
    .replace(/^(\w+)\./, "$1:");
  const kind = kinds.get(name);
  if (kind === undefined) {
    throw new UsageError(`TYPE must be one of ${[...kinds.keys()].join(", ")}, not "${type}"`);
  }
  return kind;
}
