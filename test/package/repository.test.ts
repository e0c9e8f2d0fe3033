import { execFileSync, spawnSync } from "node:child_process";
import {
  copyFileSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  realpathSync,
  rmSync,
  statSync,
} from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { dirname, join, resolve } from "node:path";
import ts from "typescript";
import { describe, expect, it } from "vitest";

const root = resolve(__dirname, "../..");
const examples = readdirSync(join(root, "examples"), { withFileTypes: true })
  .filter((entry) => entry.isDirectory())
  .map((entry) => join("examples", entry.name));

const text = (file: string) => readFileSync(join(root, file), "utf8");
const json = (file: string): unknown => JSON.parse(text(file));

/** Returns every string in a JSON value. */
function strings(value: unknown): string[] {
  if (typeof value === "string") return [value];
  return typeof value === "object" && value !== null ? Object.values(value).flatMap(strings) : [];
}

describe("the examples", () => {
  it("are started from the root: Pulumi.yaml runs the quickstart with Node.js", () => {
    expect(text("Pulumi.yaml")).toMatch(/^main: examples\/quickstart$/m);
    expect(text("Pulumi.yaml")).toMatch(/^runtime:\n {2}name: nodejs$/m);
    expect(examples).toContain(join("examples", "quickstart"));
  });

  it("are workspaces of the package", () => {
    expect(json("package.json")).toMatchObject({ workspaces: ["examples/*"] });
  });

  it.each(examples)("include %s, a program that depends on this package", (example) => {
    expect(json(join(example, "package.json"))).toMatchObject({
      private: true,
      main: "index.ts",
      dependencies: { "pulumi-aws-snapshots": "file:../.." },
    });
    expect(existsSync(join(root, example, "index.ts"))).toBe(true);
  });

  it.each(examples)(
    "include %s, which finds this repository under the package's name",
    (example) => {
      const program = createRequire(join(root, example, "index.ts"));
      expect(realpathSync(program.resolve("pulumi-aws-snapshots/package.json"))).toBe(
        realpathSync(join(root, "package.json")),
      );
      expect(realpathSync(program.resolve("pulumi-aws-snapshots/dynamic"))).toBe(
        realpathSync(join(root, "dist/dynamic/index.js")),
      );
    },
  );

  it.each(examples)("include %s, which is type-checked together with the package", (example) => {
    const config = ts.getParsedCommandLineOfConfigFile(join(root, "tsconfig.json"), undefined, {
      ...ts.sys,
      onUnRecoverableConfigFileDiagnostic: (diagnostic) => {
        throw new Error(ts.flattenDiagnosticMessageText(diagnostic.messageText, "\n"));
      },
    });
    expect(config?.fileNames.map((file) => resolve(file))).toContain(
      join(root, example, "index.ts"),
    );
  });
});

describe("package.json", () => {
  const {
    exports: entries,
    main,
    types,
    bin,
  } = ts.readConfigFile(join(root, "package.json"), (file) => readFileSync(file, "utf8")).config;

  it.each(strings([entries, main, types, bin]))("names %s, which the build has created", (file) => {
    expect(existsSync(join(root, file))).toBe(true);
  });
});

describe("package-lock.json", () => {
  it("is in step with every package.json, so that npm ci works", () => {
    // In a separate folder, because npm ci begins by emptying node_modules.
    const folder = mkdtempSync(join(tmpdir(), "pulumi-aws-snapshots-lock-"));
    try {
      const manifests = examples.map((example) => join(example, "package.json"));
      for (const file of ["package.json", "package-lock.json", ".npmrc", ...manifests]) {
        mkdirSync(dirname(join(folder, file)), { recursive: true });
        copyFileSync(join(root, file), join(folder, file));
      }
      const npm = spawnSync("npm", ["ci", "--dry-run", "--offline", "--no-audit", "--no-fund"], {
        cwd: folder,
        encoding: "utf8",
        shell: process.platform === "win32",
      });
      const differences = npm.stderr.match(/^npm error (?:Missing|Invalid): .*$/gm) ?? [];
      expect(differences).toEqual([]);
      expect(npm.status, npm.stderr).toBe(0);
    } finally {
      rmSync(folder, { recursive: true });
    }
  });

  it("names no host, because each machine asks its own registry", () => {
    const resolved = text("package-lock.json").match(/"resolved": ".*"/g) ?? [];
    // Links to folders of this repository have no `resolved` host.
    expect(resolved.length).toBeGreaterThan(0);
    expect(resolved.filter((line) => line.includes(":/"))).toEqual([]);
  });
});

describe("the files of the repository", () => {
  // Includes new files that are not committed yet.
  const list = ["ls-files", "--cached", "--others", "--exclude-standard", "-z"];
  const files = execFileSync("git", list, { cwd: root, encoding: "utf8" })
    .split("\0")
    .filter((file) => file !== "" && existsSync(join(root, file)));

  it("contain no absolute path of a machine", () => {
    const machinePath = /(?:^|[\s"'`(=:,])\/(?:work|root|home|Users)(?:\/|["'`\s]|$)/m;
    expect(machinePath.test(`cd /${"home"}/somebody`)).toBe(true);
    expect(files).toContain("package.json");
    expect(files.filter((file) => machinePath.test(text(file)))).toEqual([]);
  });

  it("include the command that CI runs, ready to be started", () => {
    expect(statSync(join(root, ".ci/run")).mode & 0o111).toBe(0o111);
  });
});
