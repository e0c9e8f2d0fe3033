import { spawnSync } from "node:child_process";
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  realpathSync,
  rmSync,
  statSync,
} from "node:fs";
import { homedir, tmpdir } from "node:os";
import { dirname, extname, join, relative } from "node:path";
import { afterAll, beforeAll, expect, it } from "vitest";
import { packPackage, root } from "./projects.js";

let folder: string;
let tarball: string;
let content: string;
let files: string[];

const text = (file: string) => readFileSync(join(content, file), "utf8");

beforeAll(async () => {
  folder = realpathSync(mkdtempSync(join(tmpdir(), "packed-")));
  tarball = await packPackage(folder);
  spawnSync("tar", ["-xf", tarball, "-C", folder]);
  content = join(folder, "package");
  files = readdirSync(content, { recursive: true, encoding: "utf8" }).filter((file) =>
    statSync(join(content, file)).isFile(),
  );
});
afterAll(() => rmSync(folder, { recursive: true }));

it("the package contains the build, its sources and what a reader needs, and nothing else", () => {
  expect(readdirSync(content).sort()).toEqual([
    "CHANGELOG.md",
    "LICENSE",
    "README.md",
    "dist",
    "package.json",
    "plugin",
    "src",
  ]);
});

it("the package contains the plugin, as a folder that Pulumi can start, and as a tarball of the same files", () => {
  const tarball = "pulumi-resource-aws-snapshots.tar.gz";
  const launchers = ["pulumi-resource-aws-snapshots", "pulumi-resource-aws-snapshots.cmd"];
  const inFolder = readdirSync(join(content, "plugin")).filter((file) => file !== tarball);
  expect(inFolder.sort()).toEqual(["LICENSES.txt", "plugin.js", ...launchers, "schema.json"]);
  const unpacked = join(folder, "unpacked");
  mkdirSync(unpacked);
  spawnSync("tar", ["-xf", join(content, "plugin", tarball), "-C", unpacked]);
  expect(readdirSync(unpacked).sort()).toEqual(inFolder);
  for (const file of inFolder) {
    const [ofTarball, ofFolder] = [unpacked, join(content, "plugin")].map((place) =>
      readFileSync(join(place, file), "latin1"),
    );
    // Not toEqual: it compares the megabytes one by one.
    expect(ofTarball === ofFolder, file).toBe(true);
    for (const place of [unpacked, join(content, "plugin")]) {
      const mode = statSync(join(place, file)).mode & 0o777;
      expect([file, mode]).toEqual([file, launchers.includes(file) ? 0o755 : 0o644]);
    }
  }
});

it("the package contains the license of every package that is bundled in the plugin", () => {
  const licenses = text(join("plugin", "LICENSES.txt"));
  const { name, version, dependencies } = JSON.parse(text("package.json"));
  expect(licenses).toContain(`${name} ${version} (Apache-2.0)`);
  // Types need no license in a bundle.
  const bundled = Object.keys(dependencies).filter((name) => name !== "@smithy/types");
  for (const dependency of [...bundled, "@pulumi/pulumi", "@grpc/grpc-js", "google-protobuf"]) {
    expect(licenses).toMatch(new RegExp(`^${dependency} \\d+\\.\\d+\\.\\d+ \\(`, "m"));
  }
});

it("the package contains the compiled form of every source, and no compiled file without a source", () => {
  const sources = files.filter((file) => dirname(file).split(/[\\/]/)[0] === "src");
  expect(sources).toContain(join("src", "index.ts"));
  const built = sources.flatMap((source) => {
    const base = join("dist", relative("src", source)).slice(0, -extname(source).length);
    return [`${base}.js`, `${base}.js.map`, `${base}.d.ts`];
  });
  // The classes for the provider plugin are generated, so their source tells a reader nothing more.
  const generated = join("dist", "provider");
  const compiled = files.filter((file) => file.startsWith("dist") && !file.startsWith(generated));
  expect(compiled.sort()).toEqual(built.sort());
});

it("the package contains the classes for the provider plugin, and no other SDK", () => {
  const provider = files.filter((file) => file.startsWith(join("dist", "provider")));
  expect(provider).toContain(join("dist", "provider", "memorydb", "snapshotCopy.d.ts"));
  expect(provider).toContain(join("dist", "provider", "memorydb", "snapshotCopy.js"));
  expect(files.filter((file) => [".py", ".go"].includes(extname(file)))).toEqual([]);
});

it("the package has source maps that lead to its sources", () => {
  const maps = files.filter((file) => extname(file) === ".map");
  expect(maps).toContain(join("dist", "index.js.map"));
  const lost = maps.filter((map) => {
    const { sources, sourceRoot } = JSON.parse(text(map));
    return !sources.every((source: string) =>
      isInside(join(dirname(join(content, map)), sourceRoot ?? "", source)),
    );
  });
  expect(lost).toEqual([]);
});

it("the package names nothing of the machine that built it", () => {
  const ends = (path: string) => `${path.replace(/[^\w/]/g, "\\$&")}(?![\\w.-])`;
  const ours = new RegExp([root, homedir(), folder].map(ends).join("|"));
  expect(ours.test(`at ${join(root, "src", "index.ts")}`)).toBe(true);
  expect(files.filter((file) => ours.test(text(file)))).toEqual([]);
});

it("the package passes publint", async () => {
  const { publint } = await import("publint");
  const { messages } = await publint({ pkgDir: content, pack: false, strict: true });
  expect(messages).toEqual([]);
});

it("the package has types for every entry, however a program finds packages since Node 16", () => {
  const args = ["attw", tarball, "--profile", "node16", "--no-color"];
  const { status, stdout, stderr } = spawnSync("npx", args, {
    cwd: root,
    encoding: "utf8",
    shell: process.platform === "win32",
  });
  expect(status, stdout + stderr).toBe(0);
});

function isInside(file: string): boolean {
  return !relative(content, file).startsWith("..") && existsSync(file);
}
