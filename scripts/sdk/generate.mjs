// @ts-check
// `npm run sdks`: generates the SDKs of the provider plugin from the package schema, by Pulumi's own generators.
import { createHash } from "node:crypto";
import {
  cpSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { cacheFolder } from "../cache-folder.mjs";
import { capture, endWith, inTemporaryFolder, isMain, show } from "../commands.mjs";
import { generatedFolders, stampFile, stampOf } from "./stamp.mjs";

const root = fileURLToPath(new URL("../..", import.meta.url));
const source = fileURLToPath(new URL(".", import.meta.url));
const minute = 60_000;

/** Files that belong to a package of its own. The Node classes are a part of this package. */
const notOurs = new Set(["package.json", "tsconfig.json", "README.md"]);

/** @returns {Promise<number>} the exit code */
async function generate() {
  process.chdir(root);
  const code = await show("npm", ["run", "--silent", "schema"]);
  if (code !== 0) return code;
  const schema = join(root, "plugin", "schema.json");
  await inTemporaryFolder(join(tmpdir(), "pulumi-aws-snapshots-sdks-"), async (folder) => {
    await run(await findGenerator(), [schema, folder], root);
    for (const generated of generatedFolders) rmSync(generated, { recursive: true, force: true });
    take(join(folder, "go"), join("sdk", "go"), () => true);
    take(join(folder, "python"), join("sdk", "python"), () => true);
    take(join(folder, "nodejs"), join("src", "provider"), (name) => !notOurs.has(name));
  });
  // The classes are in this package, whose version is the plugin's.
  edit(join("src", "provider", "utilities.ts"), "./package.json", "../../package.json");
  await run("go", ["mod", "tidy"], join("sdk", "go"));
  const stamp = stampOf(root, readFileSync(schema, "utf8"));
  writeFileSync(stampFile, `${JSON.stringify(stamp, null, 2)}\n`);
  return 0;
}

/**
 * @param {string} from a folder
 * @param {string} to
 * @param {(name: string) => boolean} isWanted
 */
function take(from, to, isWanted) {
  mkdirSync(dirname(to), { recursive: true });
  // This repository has its own settings for git.
  for (const name of readdirSync(from).filter((name) => !name.startsWith(".git"))) {
    if (isWanted(name)) cpSync(join(from, name), join(to, name), { recursive: true });
  }
}

/**
 * Replaces a text that a file has once.
 *
 * @param {string} file
 * @param {string} text
 * @param {string} by
 */
function edit(file, text, by) {
  const parts = readFileSync(file, "utf8").split(text);
  if (parts.length !== 2) {
    throw new Error(`generating the SDKs: ${file} has ${text} ${parts.length - 1} times, not once`);
  }
  writeFileSync(file, parts.join(by));
}

/** Finds the generator in the cache, or builds it. */
async function findGenerator() {
  const files = ["go.mod", "go.sum", "main.go"].map((file) => readFileSync(join(source, file)));
  const version = createHash("sha256").update(Buffer.concat(files)).digest("hex").slice(0, 16);
  const folder = cacheFolder();
  const generator = join(
    folder,
    `sdk-generator-${version}${process.platform === "win32" ? ".exe" : ""}`,
  );
  if (existsSync(generator)) return generator;
  mkdirSync(folder, { recursive: true });
  return inTemporaryFolder(join(folder, ".sdk-generator-"), async (temporary) => {
    console.log("Building Pulumi's SDK generators with Go: takes a minute, only once ...");
    const built = join(temporary, "generator");
    await run("go", ["build", "-trimpath", "-o", built, "."], source);
    renameSync(built, generator);
    return generator;
  });
}

/**
 * @param {string} command
 * @param {string[]} args
 * @param {string} cwd
 */
async function run(command, args, cwd) {
  const env = { CGO_ENABLED: "0", GOWORK: "off", GOFLAGS: "" };
  const { code, output } = await capture(command, args, { cwd, env, timeout: 30 * minute });
  if (code !== 0) {
    throw new Error(
      `generating the SDKs: "${command} ${args.join(" ")}" ended with exit code ${code}: ${output.trim()}\nInstall Go 1.25 or later (https://go.dev/dl/), make its module proxy reachable, and run the command again.`,
    );
  }
}

if (isMain(import.meta.url)) endWith(generate);
