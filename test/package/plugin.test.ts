import { execFile, spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import {
  copyFileSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  realpathSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { basename, delimiter, join } from "node:path";
import { promisify } from "node:util";
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from "vitest";
import { version } from "../../package.json";
import { pluginDownloadUrl } from "../../src/abi/plugin-download.js";
import { serveMirror } from "./mirror.js";
import { type Life, live, makeProject, packPackage, runNode } from "./projects.js";

const execute = promisify(execFile);

let folder: string;
/** A project in which npm has installed the packed package. */
let project: string;
/** The package in it. */
let installed: string;

beforeAll(async () => {
  folder = realpathSync(mkdtempSync(join(tmpdir(), "plugin-")));
  const tarball = await packPackage(folder);
  project = join(folder, "project");
  installed = join(project, "node_modules", "pulumi-aws-snapshots");
  await makeProject(project, {
    manager: "npm",
    dependencies: {
      "@pulumi/pulumi": sdk,
      "pulumi-aws-snapshots": `file:${tarball}`,
    },
  });
});
afterAll(() => rmSync(folder, { recursive: true, maxRetries: 3 }));

/** The version of Pulumi's SDK that the repository is built with. */
const { version: sdk } = JSON.parse(
  readFileSync(join(__dirname, "../../node_modules/@pulumi/pulumi/package.json"), "utf8"),
);

/** A folder for a Pulumi project, with a home of Pulumi of its own. */
function makePlace(name: string): string {
  const place = join(folder, name);
  mkdirSync(place);
  return place;
}

/** The environment of a command of the Pulumi CLI that works on a place's plugins. */
const homeOf = (place: string) => ({
  PULUMI_HOME: join(place, "home"),
  PULUMI_SKIP_UPDATE_CHECK: "true",
});

/** Runs a command of the Pulumi CLI in a place. */
const pulumi = (place: string, environment: Record<string, string>, ...args: string[]) =>
  execute("pulumi", args, {
    cwd: place,
    env: { ...process.env, ...homeOf(place), ...environment },
  });

const install = ["plugin", "install", "resource", "aws-snapshots", version];

const tarballIn = (content: string) =>
  join(content, "plugin", "pulumi-resource-aws-snapshots.tar.gz");

/** This machine, as Pulumi writes it in the names of the files that it asks a server for. */
const platform = `${process.platform === "win32" ? "windows" : process.platform}-${process.arch === "x64" ? "amd64" : process.arch}`;

interface Plan {
  readonly yaml?: string;
  readonly options?: { readonly pluginDownloadURL?: string };
}

/** Takes a snapshot of the plugin through its life in a place. */
function liveInPlace(
  place: string,
  { yaml = "", options = {} }: Plan,
  environment: Record<string, string> = {},
): Promise<Life> {
  const plan = { folder: place, yaml, options: { version, ...options }, providers: {} };
  return live(project, "plugin.cjs", { args: [JSON.stringify(plan)], place, environment });
}

/** The life of a snapshot that nothing disturbed. */
const undisturbed = {
  printed: {
    changes: [{ create: 2 }, { delete: 2 }],
    messages: [],
    ids: {
      orders: expect.stringMatching(
        /^arn:aws:memorydb:eu-west-1:111122223333:snapshot\/orders-[0-9a-f]{7}$/,
      ),
    },
    failure: "",
  },
  stderr: "",
  calls: ["CreateSnapshot", "UntagResource", "DeleteSnapshot"],
  left: [],
};

/** The plugins that Pulumi holds in a place. */
function pluginsIn(place: string): string[] {
  const plugins = join(place, "home", "plugins");
  if (!existsSync(plugins)) return [];
  // Beside the folders of the plugins are locks, and the times when they were used.
  return readdirSync(plugins, { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map(({ name }) => name);
}

/** Where a mirror has the plugin, in the form of the address that schemas contain. */
function atMirror(url: string): string {
  const path = pluginDownloadUrl.match(/(?<=@\$\{VERSION\}).*/)?.[0];
  return `${url}${path}`;
}

const cached = [`resource-aws-snapshots-v${version}`];

describe("the plugin of the packed package", () => {
  it("is installed by npx pulumi-aws-snapshots plugin install", async () => {
    const place = makePlace("npx");
    const { stdout } = await execute("npx", ["pulumi-aws-snapshots", "plugin", "install"], {
      cwd: project,
      env: { ...process.env, ...homeOf(place) },
      shell: process.platform === "win32",
    });
    expect(stdout).toBe(`Pulumi can now use the plugin aws-snapshots ${version}.\n`);
    expect(pluginsIn(place)).toEqual(cached);
    expect(await liveInPlace(place, {})).toEqual(undisturbed);
  });

  it("is installed by pulumi plugin install with its file", async () => {
    const place = makePlace("file");
    await pulumi(place, {}, ...install, "--file", tarballIn(installed));
    expect(pluginsIn(place)).toEqual(cached);
    expect(await liveInPlace(place, {})).toEqual(undisturbed);
  });

  it("is downloaded from a mirror of npm, once, when a program first needs it", async () => {
    const mirror = await serveMirror(installed, version);
    onTestFinished(mirror.close);
    const place = makePlace("mirror");
    const pluginDownloadURL = atMirror(mirror.url);
    const messages = ["info#err: Downloading provider: aws-snapshots"];
    expect(await liveInPlace(place, { options: { pluginDownloadURL } })).toEqual({
      ...undisturbed,
      printed: { ...undisturbed.printed, messages },
    });
    expect(pluginsIn(place)).toEqual(cached);
    expect(mirror.asked).toEqual([
      `/npm/pulumi-aws-snapshots@${version}/plugin/pulumi-resource-aws-snapshots.tar.gz`,
    ]);
  });

  it("is downloaded in advance from a mirror of npm by pulumi plugin install", async () => {
    const mirror = await serveMirror(installed, version);
    onTestFinished(mirror.close);
    const place = makePlace("server");
    const server = ["--server", atMirror(mirror.url)];
    await pulumi(place, {}, ...install, ...server);
    expect(pluginsIn(place)).toEqual(cached);
    expect(mirror.asked).toEqual([
      `/npm/pulumi-aws-snapshots@${version}/plugin/pulumi-resource-aws-snapshots.tar.gz`,
    ]);
  });

  it("is downloaded from another server if Pulumi's environment overrides the address", async () => {
    const ours = join(folder, "server-of-ours");
    mkdirSync(ours);
    const name = `pulumi-resource-aws-snapshots-v${version}-${platform}.tar.gz`;
    copyFileSync(tarballIn(installed), join(ours, name));
    const mirror = await serveMirror(ours, version);
    onTestFinished(mirror.close);
    const place = makePlace("override");
    const overrides = `^https://cdn.jsdelivr.net/npm/pulumi-aws-snapshots=${mirror.url}`;
    const environment = { PULUMI_PLUGIN_DOWNLOAD_URL_OVERRIDES: overrides };
    await pulumi(place, environment, ...install, "--server", pluginDownloadUrl);
    expect(pluginsIn(place)).toEqual(cached);
    expect(mirror.asked).toEqual([`/npm/pulumi-aws-snapshots@${version}/${name}`]);
  });

  it("is used from node_modules if Pulumi.yaml names the folder, without an installation", async () => {
    // The path in Pulumi.yaml begins at Pulumi.yaml.
    const plugin = "plugins:\n  providers:\n    - name: aws-snapshots\n      path: ";
    const yaml = `${plugin}node_modules/pulumi-aws-snapshots/plugin\n`;
    expect(await liveInPlace(project, { yaml })).toEqual(undisturbed);
    expect(pluginsIn(project)).toEqual([]);
  });

  it("answers the schema beside it, with the version of the package", async () => {
    const place = makePlace("schema");
    const launcher = join(installed, "plugin", "pulumi-resource-aws-snapshots");
    const { stdout } = await pulumi(place, {}, "package", "get-schema", launcher);
    const schema = JSON.parse(readFileSync(join(installed, "plugin", "schema.json"), "utf8"));
    expect(JSON.parse(stdout)).toMatchObject({ version, resources: schema.resources });
    expect(schema).toMatchObject({ version, pluginDownloadURL: pluginDownloadUrl });
  });

  it("says which Node it needs if the Node on PATH is too old", async () => {
    const place = makePlace("old-node");
    await pulumi(place, {}, ...install, "--file", tarballIn(installed));
    writeFileSync(join(place, "node"), "#!/bin/sh\necho v18.20.8\n", { mode: 0o755 });
    const PATH = [place, process.env["PATH"]].join(delimiter);
    const { printed, calls } = await liveInPlace(place, {}, { PATH });
    expect(JSON.stringify(printed)).toContain(
      "The Pulumi plugin aws-snapshots needs Node.js 20 or newer on PATH, but found v18.20.8. Install it from https://nodejs.org.",
    );
    expect(calls).toEqual([]);
  });

  it("says that it needs Node if there is none on PATH", () => {
    const launcher = join(installed, "plugin", "pulumi-resource-aws-snapshots");
    const { status, stderr } = spawnSync(launcher, { env: { PATH: folder }, encoding: "utf8" });
    expect({ status, stderr }).toEqual({
      status: 1,
      stderr:
        "The Pulumi plugin aws-snapshots needs Node.js 20 or newer on PATH, but found none. Install it from https://nodejs.org.\n",
    });
  });

  it("is found by its launcher through symbolic links", async () => {
    const launcher = join(installed, "plugin", "pulumi-resource-aws-snapshots");
    mkdirSync(join(folder, "links", "bin"), { recursive: true });
    symlinkSync(launcher, join(folder, "links", "absolute"));
    symlinkSync("../absolute", join(folder, "links", "bin", "relative"));
    const plugin = spawn(join(folder, "links", "bin", "relative"));
    const [port] = await once(plugin.stdout, "data");
    expect(String(port)).toMatch(/^\d+\n$/);
    // The plugin ends with its engine.
    plugin.stdin.end();
    expect(await once(plugin, "close")).toEqual([1, null]);
  });

  it("is not needed by a program that uses only dynamic resources", async () => {
    const place = makePlace("dynamic");
    // The engine may not download plugins.
    const environment = { PULUMI_DISABLE_AUTOMATIC_PLUGIN_ACQUISITION: "true" };
    const life = await live(project, "commonjs.cjs", { place, environment });
    expect(life).toMatchObject({
      printed: { changes: [{ create: 2 }, { delete: 2 }], messages: [] },
      calls: undisturbed.calls,
    });
    expect(pluginsIn(place)).toEqual([]);
    // Pulumi's host of Node programs installs the plugins that such fields name before each run.
    const manifests = readdirSync(installed, { recursive: true, encoding: "utf8" }).filter(
      (file) => basename(file) === "package.json",
    );
    expect(manifests).toContain("package.json");
    const naming = manifests.filter((file) =>
      Object.hasOwn(JSON.parse(readFileSync(join(installed, file), "utf8")), "pulumi"),
    );
    expect(naming).toEqual([]);
  });
});

describe("npx pulumi-aws-snapshots plugin install", () => {
  const cli = () => join(installed, "dist", "cli.js");

  it("says what to do if there is no Pulumi CLI on PATH", async () => {
    const run = runNode(project, [cli(), "plugin", "install"], { PATH: folder });
    await expect(run).rejects.toMatchObject({
      code: 1,
      stdout: "",
      stderr:
        "pulumi-aws-snapshots: there is no pulumi on PATH. Install the Pulumi CLI (https://www.pulumi.com/docs/install/), and run the command again.\n",
    });
  });

  it("fails if the Pulumi CLI fails, and leaves no temporary files", async () => {
    const TMPDIR = makePlace("temporary");
    const run = runNode(project, [cli(), "plugin", "install"], {
      TMPDIR,
      // Not a folder.
      PULUMI_HOME: join(project, "package.json"),
    });
    await expect(run).rejects.toMatchObject({
      code: 1,
      stdout: "",
      stderr: expect.stringMatching(
        /^error: .*\n(?:.*\n)*pulumi-aws-snapshots: "pulumi plugin install" ended with exit code \d+\. Its message is above\.\n$/m,
      ),
    });
    expect(readdirSync(TMPDIR)).toEqual([]);
  });
});
