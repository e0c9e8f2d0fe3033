import { readFileSync } from "node:fs";
import { join } from "node:path";
import { CopyDBClusterSnapshotCommand, DocDBClient } from "@aws-sdk/client-docdb";
import { CreateSnapshotCommand, MemoryDBClient } from "@aws-sdk/client-memorydb";
import {
  CreateSnapshotCopyConfigurationCommand,
  RedshiftServerlessClient,
} from "@aws-sdk/client-redshift-serverless";
import { beforeAll, expect, it, onTestFinished } from "vitest";
import { addFiveServices } from "../../bench/sources.js";
import { blocksOf } from "../../scripts/code-blocks.mjs";
import { pluginDownloadUrl } from "../../src/abi/plugin-download.js";
import { kinds } from "../../src/kinds/index.js";
import { version } from "../../src/values/version.js";
import { clientSettings } from "../client-settings.js";
import { serveMirror } from "../package/mirror.js";
import { held as heldIn } from "./five-services.js";
import { home, makeWorld, rate, type World } from "./world.js";
import { YamlStack } from "./yaml-stack.js";

// The example in YAML, which has every kind, and a function beside it, run by the real CLI with the installed plugin; each test is the next step of its
// life.
let world: World;
let stack: YamlStack;
const recoveryRegion = "eu-central-1";
/** Stands for the version in the address of the plugin. YAML would take it for a reference to a resource. */
const versionPlace = `\${VERSION}`;
const example = join(__dirname, "..", "..", "examples", "five-services", "yaml", "Pulumi.yaml");
const lookup = `
  lastNight:
    fn::invoke:
      function: aws-snapshots:memorydb:getLatestSnapshot
      arguments:
        clusterName: customers
        snapshotType: automated
      return: name
`;
let program = `${readFileSync(example, "utf8")}  lastNight: \${lastNight}\nvariables:${lookup}`;
const names = [...program.matchAll(/^ {2}([\w-]+):\n {4}type: aws-snapshots:/gm)].map(
  ([, name]) => name,
);

beforeAll(async () => {
  world = await makeWorld();
  addFiveServices(world.aws);
  world.aws.memorydb.addCluster(...home, { ClusterName: "customers" });
  world.aws.memorydb.addAutomaticSnapshot(...home, "customers");
  stack = await YamlStack.make(program, environment());
  await stack.installPlugin();
  return async () => {
    stack.remove();
    await world.close();
  };
}, 600_000);

const environment = () => ({
  ...world.aws.environment(),
  PULUMI_AWS_SNAPSHOTS_CLOCK_RATE: String(rate),
});

/** Replaces a text that the program has once. */
function edit(text: string, by: string): void {
  const parts = program.split(text);
  expect(parts).toHaveLength(2);
  program = parts.join(by);
  stack.write(program);
}

/** The ARNs of everything in AWS that the stack may hold. */
const held = () => heldIn(world.aws).map(({ arn }) => arn);

const all = (operation: string) => names.map((name) => `${operation} ${name}`).sort();

it("a program in YAML has every kind, and its preview changes nothing in AWS", async () => {
  const types = [...program.matchAll(/^ {4}type: aws-snapshots:(\S+)$/gm)].map(([, type]) => type);
  expect(new Set(types)).toEqual(new Set(kinds.keys()));
  const run = await stack.preview();
  expect([[...run.steps].sort(), run.diagnostics]).toEqual([all("create"), ""]);
  expect(world.aws.requests.changing()).toEqual([]);
});

it("a program in YAML is created as previewed, and its function finds another snapshot", async () => {
  const run = await stack.up();
  expect([[...run.steps].sort(), run.diagnostics]).toEqual([all("create"), ""]);
  expect(held()).toHaveLength(12);
  const taken = world.aws.memorydb.snapshots(...home);
  const outputs = JSON.parse(await stack.cli(["stack", "output", "--json", "--stack", "dev"]));
  expect(held()).toEqual(expect.arrayContaining([...outputs.copies, ...outputs.redshift]));
  expect(outputs.lastNight).toBe(taken.find(({ source }) => source !== "manual")?.name);
});

it("a program in YAML is unchanged in a second update and after a refresh", async () => {
  world.aws.requests.clear();
  expect((await stack.up()).steps).toEqual([]);
  const refreshed = await stack.refresh();
  expect([
    refreshed.steps.filter((step) => !step.startsWith("refresh ")),
    refreshed.failed,
  ]).toEqual([[], false]);
  expect((await stack.preview()).steps).toEqual([]);
  expect(world.aws.requests.changing()).toEqual([]);
});

it("a changed tag in YAML updates in place, and another occasion replaces the backups as previewed", async () => {
  edit("default: orders", "default: billing");
  const updated = await stack.up();
  expect(updated.steps).toHaveLength(10);
  expect(updated.steps.every((step) => step.startsWith("update "))).toBe(true);
  expect(world.find("sessions-")?.tags.get("team")).toBe("billing");

  edit("default: first", "default: second");
  const preview = await stack.preview();
  expect(Object.keys(preview.replaceKeys)).toHaveLength(13);
  expect(preview.replaceKeys).toMatchObject({
    sessions: ["triggers"],
    "sessions-copy": ["sourceSnapshotName"],
  });
  const before = new Set(held());
  expect((await stack.up()).failed).toBe(false);
  // All but the copy configuration are new.
  expect(held()).toHaveLength(12);
  expect(held().filter((arn) => before.has(arn))).toHaveLength(1);
});

/** Has somebody make a snapshot, a copy and a copy configuration, and returns what imports them. */
async function madeByHand(): Promise<
  readonly (readonly [type: string, name: string, arn: string])[]
> {
  const settings = clientSettings(world.aws.environment());
  const Tags = [{ Key: "team", Value: "platform" }];
  const memorydb = new MemoryDBClient(settings);
  const hand = { ClusterName: "sessions", SnapshotName: "hand", Tags };
  const { Snapshot } = await memorydb.send(new CreateSnapshotCommand(hand));
  world.find("hand")?.lifetime.end("available");
  const docdb = new DocDBClient(settings);
  const [original] = world.aws.rds.snapshots(...home).filter(({ engine }) => engine === "docdb");
  const copy = {
    SourceDBClusterSnapshotIdentifier: original?.arn,
    TargetDBClusterSnapshotIdentifier: "hand-copy",
    Tags,
  };
  const { DBClusterSnapshot } = await docdb.send(new CopyDBClusterSnapshotCommand(copy));
  world.aws.rds
    .snapshots(...home)
    .find(({ name }) => name === "hand-copy")
    ?.lifetime.end("available");
  world.aws.redshiftserverless.addNamespace(...home, "returns");
  const redshift = new RedshiftServerlessClient(settings);
  const { snapshotCopyConfiguration } = await redshift.send(
    new CreateSnapshotCopyConfigurationCommand({
      namespaceName: "returns",
      destinationRegion: recoveryRegion,
      snapshotRetentionPeriod: 3,
    }),
  );
  for (const client of [memorydb, docdb, redshift]) {
    client.destroy();
  }
  return [
    ["memorydb:Snapshot", "hand", Snapshot?.ARN ?? ""],
    ["docdb:ClusterSnapshotCopy", "hand-copy", DBClusterSnapshot?.DBClusterSnapshotArn ?? ""],
    [
      "redshiftserverless:SnapshotCopyConfiguration",
      "hand-copies",
      snapshotCopyConfiguration?.snapshotCopyConfigurationArn ?? "",
    ],
  ];
}

it("pulumi import prints YAML for what somebody made, with its tags, that previews as unchanged", async () => {
  const made = await madeByHand();
  world.aws.requests.clear();
  for (const [type, name, arn] of made) {
    const args = ["import", `aws-snapshots:${type}`, name, arn, "--yes", "--stack", "dev"];
    const printed = await stack.cli(args);
    const [, resource = expect.fail(printed)] = /^resources:\n((?: {2}.*\n)+)/m.exec(printed) ?? [];
    edit("\noutputs:\n", `${resource}\noutputs:\n`);
  }
  expect(program.match(/team: platform/g)).toHaveLength(2);
  const run = await stack.preview();
  expect([run.steps, run.diagnostics, run.failed]).toEqual([[], "", false]);
  expect(world.aws.requests.changing()).toEqual([]);
});

it("destroy deletes everything of a program in YAML once the protection of imports is removed", async () => {
  await stack.cli(["state", "unprotect", "--all", "--yes", "--stack", "dev"]);
  const run = await stack.destroy();
  expect(run.failed).toBe(false);
  expect(run.steps).toHaveLength(names.length + 3);
  expect(held()).toEqual([]);
});

it("the README's program in YAML takes a snapshot and a copy of it, by a plugin that the lines in docs/languages.md download", async () => {
  const [readme = expect.fail()] = blocksOf("README.md", "yaml");
  const [download = expect.fail()] = blocksOf("docs/languages.md", "yaml");
  const mirror = await serveMirror(join(__dirname, "..", ".."), version);
  onTestFinished(mirror.close);
  const address = pluginDownloadUrl.replaceAll(versionPlace, version);
  expect(download).toContain(address);
  const atMirror = (mirror.url + pluginDownloadUrl.split(versionPlace)[1]).replaceAll(
    versionPlace,
    version,
  );
  const withDownload = readme.replace("resources:", download.replace(address, atMirror));
  const first = await YamlStack.make(withDownload, environment());
  onTestFinished(() => first.remove());
  const preview = await first.preview();
  expect([preview.steps, preview.diagnostics]).toEqual([
    ["create orders", "create orders-copy"],
    "",
  ]);
  expect(mirror.asked).toHaveLength(1);

  first.write(readme);
  const run = await first.up();
  expect([run.steps, run.diagnostics]).toEqual([["create orders", "create orders-copy"], ""]);
  const copy = world.find("orders-copy-");
  expect(Object.fromEntries(copy?.tags ?? [])).toEqual({ team: "orders" });
  const outputs = JSON.parse(await first.cli(["stack", "output", "--json", "--stack", "dev"]));
  expect(outputs).toEqual({ copyName: copy?.name });
});
