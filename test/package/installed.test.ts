import { mkdtempSync, readFileSync, realpathSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { storedText } from "../../src/abi/stored-text.js";
import { kinds } from "../../src/kinds/index.js";
import { live, makeProject, type Plan, packPackage, root, runNode } from "./projects.js";
import { typeErrors } from "./type-check.js";

/** The oldest supported version of Pulumi's SDK, and the version that the repository is built with. */
const oldest = "3.216.0";
const newest = "3.270.0";
const { version: ours } = JSON.parse(
  readFileSync(join(root, "node_modules/@pulumi/pulumi/package.json"), "utf8"),
);

let folder: string;
let tarball: string;

beforeAll(async () => {
  // Without symbolic links, because resolved paths are compared with the folder.
  folder = realpathSync(mkdtempSync(join(tmpdir(), "installed-")));
  tarball = await packPackage(folder);
});
afterAll(() => rmSync(folder, { recursive: true, maxRetries: 3 }));

const dependencies = (sdk: string) => ({
  "@pulumi/pulumi": sdk,
  "pulumi-aws-snapshots": `file:${tarball}`,
});

/** A project that several tests use is created once. */
function once(name: string, plan: () => Plan): () => Promise<string> {
  let made: Promise<void> | undefined;
  return async () => {
    const project = join(folder, name);
    made ??= makeProject(project, plan());
    await made;
    return project;
  };
}

const projects = {
  npmOldest: once("npm-oldest", () => ({ manager: "npm", dependencies: dependencies(oldest) })),
  npmNewest: once("npm-newest", () => ({
    manager: "npm",
    type: "module",
    dependencies: dependencies(newest),
    files: Object.fromEntries(
      ["typed", "typed-entries"].flatMap((name) => {
        const text = readFileSync(join(__dirname, "program", `${name}.ts`), "utf8");
        return [".cts", ".mts"].map((extension) => [name + extension, text]);
      }),
    ),
  })),
  pnpm: once("pnpm", () => ({ manager: "pnpm", dependencies: dependencies(ours) })),
  pnpmIndirect: once("pnpm-indirect", () => ({
    manager: "pnpm",
    dependencies: { "@pulumi/pulumi": ours, backups: "file:./backups" },
    files: {
      "backups/package.json": JSON.stringify({
        name: "backups",
        version: "1.0.0",
        dependencies: { "pulumi-aws-snapshots": `file:${tarball}` },
        peerDependencies: { "@pulumi/pulumi": "*" },
      }),
      "backups/index.js": 'module.exports = require("pulumi-aws-snapshots");',
      "indirect.cjs": 'require("./lifecycle.cjs").live(require("backups").memorydb);',
    },
  })),
  yarn: once("yarn", () => ({
    manager: "yarn",
    dependencies: dependencies(ours),
    // A lockfile makes a folder a project.
    files: {
      "yarn.lock": "",
      ".yarnrc.yml": "nodeLinker: pnp\nenableScripts: false\npnpEnableEsmLoader: false\n",
    },
  })),
  // A program has one copy of Pulumi's SDK: linked packages share the repository's copy.
  linked: once("linked", () => ({
    manager: "npm",
    dependencies: {
      "@pulumi/pulumi": `file:${join(root, "node_modules/@pulumi/pulumi")}`,
      "pulumi-aws-snapshots": `file:${root}`,
    },
  })),
};

/** The options that `yarn node` gives to node if there is no node_modules. */
/** Only yarn's hook of require: our package must not need its experimental loader of ES modules. */
const plugAndPlay = (project: string) => `--require ${join(project, ".pnp.cjs")}`;

const lifecycles: [title: string, keyof typeof projects, program: string, sdk: string][] = [
  ["an ES module installed by npm, with the newest SDK", "npmNewest", "module.mjs", newest],
  ["a program whose dependency depends on it, with pnpm", "pnpmIndirect", "indirect.cjs", ours],
  ["a program of yarn without node_modules", "yarn", "commonjs.cjs", ours],
  ["a program that is linked to this repository", "linked", "commonjs.cjs", ours],
];

// They share two processors, and installing depends on a registry.
describe.concurrent("the packed package", { timeout: 600_000 }, () => {
  it.each(lifecycles)("creates and deletes a snapshot for %s", async (_, name, program, sdk) => {
    const project = await projects[name]();
    const environment = { NODE_OPTIONS: name === "yarn" ? plugAndPlay(project) : "" };
    const life = await live(project, program, { environment });
    expect(life).toEqual({
      printed: {
        sdk,
        changes: [{ create: 2 }, { delete: 2 }],
        messages: [],
        status: "available",
      },
      stderr: "",
      calls: ["CreateSnapshot", "UntagResource", "DeleteSnapshot"],
      left: [],
    });
  });

  it("reports what to do if it was removed before its resources, with the oldest SDK", async () => {
    const project = await projects.npmOldest();
    const life = await live(project, "uninstalled.cjs");
    expect(life).toEqual({
      printed: {
        sdk: oldest,
        // The destroy without the package changes nothing; the destroy after its return works.
        changes: [{ create: 2 }, {}, { delete: 2 }],
        messages: expect.arrayContaining([
          `error: pulumi-aws-snapshots is not installed in ${project}: install it there, it is needed until its resources are destroyed\n`,
        ]),
        status: "available",
      },
      stderr: "",
      calls: ["CreateSnapshot", "UntagResource", "DeleteSnapshot"],
      left: [],
    });
  });

  it.each([
    ["npm", "npmNewest"],
    ["pnpm", "pnpm"],
    ["yarn without node_modules", "yarn"],
  ] as const)("contains everything that its entries need, installed by %s", async (_, name) => {
    const project = await projects[name]();
    // The AWS clients and the URL signer are loaded only on first use.
    const lazy = readFileSync(join(root, "src", "aws", "sdk.ts"), "utf8")
      .match(/(?<=require\(")[^"]+/g)
      ?.map((module) => `own("${module}");`);
    expect(lazy?.length).toBeGreaterThan(8);
    const text = `
      require("pulumi-aws-snapshots/dynamic").provider("neptune:ClusterSnapshotCopy");
      const own = require("module").createRequire(require.resolve("pulumi-aws-snapshots/dynamic"));
      ${lazy?.join("\n")}
      require("pulumi-aws-snapshots/local-aws").startLocalAws().then((local) => local.close());
      console.log(Object.keys(require("pulumi-aws-snapshots")).sort().join());`;
    const environment = name === "yarn" ? { NODE_OPTIONS: plugAndPlay(project) } : {};
    const { stdout, stderr } = await runNode(project, ["-e", text], environment);
    expect({ stdout, stderr }).toEqual({
      stdout: "docdb,elasticache,memorydb,neptune,redshiftserverless\n",
      stderr: "",
    });
  });

  it.each([
    ["the program's entry loads no AWS client", "", false],
    ["the provider's entry alone loads no AWS client", "/dynamic", false],
    ["an AWS client that is loaded would be seen", "/local-aws", true],
  ])("%s", async (_, entry, loads) => {
    const text = `
      require("pulumi-aws-snapshots${entry}");
      console.log(Object.keys(require.cache).some((file) => /@aws-sdk|@smithy/.test(file)));`;
    const { stdout } = await runNode(await projects.npmNewest(), ["-e", text]);
    expect(stdout).toBe(`${loads}\n`);
  });

  it.each([
    ["node10", ["typed.ts"]],
    ["node16", ["typed.cts", "typed.mts", "typed-entries.cts", "typed-entries.mts"]],
    ["nodenext", ["typed.cts", "typed.mts", "typed-entries.cts", "typed-entries.mts"]],
    ["bundler", ["typed.ts", "typed-entries.ts"]],
  ] as const)("type-checks with the module resolution %s", async (resolution, files) => {
    const project = await projects.npmNewest();
    const { checked, errors } = typeErrors(project, files, resolution);
    expect(checked).toContain(`${project}/node_modules/pulumi-aws-snapshots/dist/index.d.ts`);
    expect(errors).toEqual([]);
  });

  it("brings its command", async () => {
    const command = join("node_modules", "pulumi-aws-snapshots", "dist", "cli.js");
    const { stdout } = await runNode(await projects.npmNewest(), [command, "--help"]);
    expect(stdout).toContain("pulumi-aws-snapshots local");
  });
});

it.each([...kinds.keys()])("the state stores at most 600 bytes with each %s", (kind) => {
  expect(Buffer.byteLength(storedText(kind))).toBeLessThanOrEqual(600);
});
