// Writes the example of a declaration in other languages.
import { parseExample } from "./example.js";
import { goExample, pythonExample, yamlExample } from "./example-languages.js";

/** The section of a description that shows an example in each language for which there is a generated SDK, and in YAML. */
export function examplesSection(code: string): string {
  const example = parseExample(code);
  const blocks = Object.entries({
    typescript: `import { ${example.service} } from "pulumi-aws-snapshots/provider";\n\n${code}`,
    python: pythonExample(example),
    go: goExample(example),
    yaml: yamlExample(example),
  }).map(([language, text]) => `\`\`\`${language}\n${text}\n\`\`\``);
  return [
    "{{% examples %}}",
    "## Example Usage",
    "{{% example %}}",
    ...blocks,
    "{{% /example %}}",
    "{{% /examples %}}",
  ].join("\n");
}
