// @ts-check
// Makes `plugin` from `dist`: all that Pulumi needs to start the provider plugin, and the same as a tarball.
import { chmodSync, readFileSync, writeFileSync } from "node:fs";
import { isBuiltin } from "node:module";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";
import { licensesOf } from "./licenses.mjs";
import { tarball } from "./tarball.mjs";

const root = fileURLToPath(new URL("../..", import.meta.url));
const launchers = ["pulumi-resource-aws-snapshots", "pulumi-resource-aws-snapshots.cmd"];

/**
 * Bundles the plugin with everything that it needs, and returns the bundle and the licenses of what is in it.
 *
 * The bundle keeps all names: the stack trace in a bug report can be read without a source map, which would be as large
 * again as the plugin.
 *
 * @param {string} entry
 */
async function bundle(entry) {
  const { outputFiles, metafile, warnings } = await build({
    entryPoints: [entry],
    absWorkingDir: root,
    outfile: "plugin.js",
    bundle: true,
    platform: "node",
    target: "node20",
    format: "cjs",
    minifyWhitespace: true,
    minifySyntax: true,
    legalComments: "external",
    metafile: true,
    write: false,
  });
  const outside = Object.values(metafile.inputs)
    .flatMap(({ imports }) => imports)
    .filter(({ external, path }) => external && !isBuiltin(path))
    .map(({ path }) => path);
  if (warnings.length > 0 || outside.length > 0) {
    throw new Error(
      `bundling the plugin: ${warnings.length} warnings; not in the bundle: ${outside.join(", ") || "nothing"}`,
    );
  }
  const text = (/** @type {string} */ end) =>
    outputFiles.find(({ path }) => path.endsWith(end))?.text ?? "";
  const inputs = Object.keys(metafile.inputs).map((file) => join(root, file));
  return {
    script: text("plugin.js"),
    licenses: licensesOf(inputs, text(".LEGAL.txt")),
  };
}

/** Adds everything to `plugin` that is not there yet: the schema is. */
async function buildPlugin() {
  const { script, licenses } = await bundle(join(root, "dist", "plugin", "main.js"));
  const folder = join(root, "plugin");
  const files = [
    ...launchers.map((name) => ({
      name,
      content: readFileSync(new URL(name, import.meta.url)),
      isExecutable: true,
    })),
    { name: "plugin.js", content: Buffer.from(script), isExecutable: false },
    {
      name: "schema.json",
      content: readFileSync(join(folder, "schema.json")),
      isExecutable: false,
    },
    { name: "LICENSES.txt", content: Buffer.from(licenses), isExecutable: false },
  ];
  for (const { name, content, isExecutable } of files) {
    writeFileSync(join(folder, name), content);
    // Whatever the umask is: the package is for others.
    chmodSync(join(folder, name), isExecutable ? 0o755 : 0o644);
  }
  writeFileSync(join(folder, "pulumi-resource-aws-snapshots.tar.gz"), tarball(files));
}

await buildPlugin();
