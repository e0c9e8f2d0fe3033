import { execFileSync } from "node:child_process";
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { ModuleKind, transpileModule } from "typescript";
import { afterEach, beforeEach, describe, expect, onTestFinished, test } from "vitest";
import { storedText, typeToken } from "../../src/abi/stored-text.js";
import { programLines } from "../../src/cli/program-lines.js";
import { importOf } from "../../src/dynamic/importing.js";
import { kinds } from "../../src/kinds/index.js";
import { caseOf } from "./cases.js";
import { runCli } from "./cli.js";
import { checked, home, make, World } from "./world.js";

let world: World;
beforeEach(async () => {
  world = await World.start();
});
afterEach(() => world.close());

/** Returns what the command prints with these arguments, and its exit code. */
async function importing(...args: string[]) {
  const { seen, exit } = runCli("import", ...args);
  return { code: await exit, ...seen };
}

/** Makes a snapshot that belongs to no stack, and returns its ARN. */
async function existing(kind: string, inputs: Record<string, unknown> = {}): Promise<string> {
  const { program, addSources } = caseOf(kind);
  addSources(world.aws);
  const { id } = await make(world.provider(caseOf(kind).kind), { ...program, ...inputs });
  world.aws.requests.clear();
  return id;
}

function newFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), "import-"));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  return folder;
}

const key = `arn:aws:kms:eu-west-1:${home[0]}:key/1234abcd-12ab-34cd-56ef-1234567890ab`;

describe("the import command", () => {
  test("writes the file for pulumi import, and prints the lines of the program and the next command", async () => {
    const arn = await existing("memorydb:Snapshot", { snapshotName: "orders-1" });
    const file = join(newFolder(), "it's one.json");
    const { code, out, err } = await importing("memorydb:Snapshot", "orders", arn, "--file", file);
    expect([code, err]).toEqual([0, ""]);
    expect(out).toContain(`import { memorydb } from "pulumi-aws-snapshots";

new memorydb.Snapshot("orders", {
  kmsKeyId: "${key}",
  clusterName: "orders",
  snapshotName: "orders-1",
  region: "eu-west-1",
  tags: {
    team: "orders",
  },
}, { protect: true });
`);
    const [command = ""] = /^pulumi import .*$/m.exec(out) ?? [];
    // Split as a shell does.
    const script = `pulumi() { printf '%s\\n' "$@"; }; ${command}`;
    expect(execFileSync("sh", ["-c", script]).toString().trim().split("\n")).toEqual([
      ...["import", "--file", file, "--generate-code=false"],
    ]);
    const [{ inputs, outputs, ...entry }, ...others] = JSON.parse(
      readFileSync(file, "utf8"),
    ).resources;
    expect(others).toEqual([]);
    expect(entry).toEqual({ type: typeToken("memorydb:Snapshot"), name: "orders", id: arn });
    const __provider = storedText("memorydb:Snapshot");
    const tags = { team: "orders" };
    const known = {
      ...{ clusterName: "orders", snapshotName: "orders-1", kmsKeyId: key, region: "eu-west-1" },
      ...{ tags, tagsAll: tags, __provider },
    };
    expect(inputs).toEqual(known);
    expect(outputs).toMatchObject({ ...known, arn, status: "available", dataTiering: "false" });
    expect(world.aws.requests.changing()).toEqual([]);
  });

  test.each(["aws:memorydb:Snapshot", "memorydb.Snapshot", typeToken("memorydb:Snapshot")])(
    "takes the type %s",
    async (type) => {
      const arn = await existing("memorydb:Snapshot");
      const file = join(newFolder(), "import.json");
      const { code, err } = await importing(type, "orders", arn, "--file", file);
      expect([code, err]).toEqual([0, ""]);
    },
  );

  test("takes the source of a copy from the command line if AWS does not report it", async () => {
    const arn = await existing("elasticache:SnapshotCopy");
    const file = join(newFolder(), "import.json");
    const take = (...more: string[]) =>
      importing("elasticache:SnapshotCopy", "orders", arn, "--file", file, ...more);
    const without = await take();
    expect([without.code, without.out]).toEqual([1, ""]);
    expect(without.err).toContain(
      "AWS does not report what the ElastiCache snapshot copy was made from. Pass the name or ARN with --source. It becomes sourceSnapshotName.",
    );
    const wrong = await take("--source", "arn:aws:elasticache:eu-west-2:1:snapshot:base");
    expect(wrong.code).toBe(1);
    expect(wrong.err).toContain("sourceSnapshotName is in eu-west-2, but the resource is in eu-");
    expect(existsSync(file)).toBe(false);
    const { code, out, err } = await take("--source", "base");
    expect([code, err]).toEqual([0, ""]);
    expect(out).toContain('  sourceSnapshotName: "base",\n');
    const [{ inputs, outputs }] = JSON.parse(readFileSync(file, "utf8")).resources;
    expect([inputs.sourceSnapshotName, outputs.sourceSnapshotName]).toEqual(["base", "base"]);
  });

  test("refuses a source if AWS reports it", async () => {
    const arn = await existing("neptune:ClusterSnapshotCopy");
    const file = join(newFolder(), "import.json");
    const args = ["neptune:ClusterSnapshotCopy", "orders", arn, "--file", file];
    const { code, err } = await importing(...args, "--source", "base");
    expect(code).toBe(1);
    expect(err).toMatch(/AWS reports what .* sourceDbClusterSnapshotIdentifier is "arn:.*:base"\./);
    expect(existsSync(file)).toBe(false);
  });

  test("adds to a file of another import, and loses nothing that is in the file", async () => {
    const arn = await existing("memorydb:Snapshot");
    const folder = newFolder();
    const file = join(folder, "import.json");
    const other = { type: "aws:s3/bucket:Bucket", name: "orders", id: "orders", more: [1] };
    writeFileSync(file, JSON.stringify({ nameTable: { a: "b" }, resources: [other] }));
    const take = (name: string) => importing("memorydb:Snapshot", name, arn, "--file", file);
    expect((await take("orders")).code).toBe(0);
    const text = readFileSync(file, "utf8");
    expect(JSON.parse(text)).toMatchObject({
      nameTable: { a: "b" },
      resources: [other, { type: typeToken("memorydb:Snapshot"), name: "orders", id: arn }],
    });
    const again = await take("another");
    expect([again.code, again.out]).toEqual([1, ""]);
    expect(again.err).toContain(`import.json already imports ${arn}. Nothing was written.`);
    writeFileSync(file, text.replaceAll(arn, `${arn}-2`));
    const sameName = await take("orders");
    expect(sameName.code).toBe(1);
    expect(sameName.err).toContain('of the same type with the name "orders". Choose another name.');
    expect(readdirSync(folder)).toEqual(["import.json"]);
  });

  test.each(["export const a = 1;", "[]", '{"resources": {}}', ""])(
    "leaves a file alone that contains %j",
    async (text) => {
      const arn = await existing("memorydb:Snapshot");
      const file = join(newFolder(), "index.ts");
      writeFileSync(file, text);
      const { code, err } = await importing("memorydb:Snapshot", "orders", arn, "--file", file);
      expect(code).toBe(1);
      expect(err).toContain("index.ts exists and is not a file for pulumi import --file. Choose");
      expect(readFileSync(file, "utf8")).toBe(text);
    },
  );

  test("writes nothing if AWS has no such snapshot, or the credentials are of another account", async () => {
    const arn = await existing("memorydb:Snapshot");
    const file = join(newFolder(), "import.json");
    const take = (id: string) => importing("memorydb:Snapshot", "orders", id, "--file", file);
    const missing = await take(`${arn}-2`);
    expect([missing.code, missing.out]).toEqual([1, ""]);
    expect(missing.err).toMatch(
      /^pulumi-aws-snapshots: importing MemoryDB snapshot ".*-2" in eu-west-1: AWS has nothing with the ARN arn:.*\.\n$/,
    );
    world.become("444455556666");
    const foreign = await take(arn);
    expect(foreign.code).toBe(1);
    expect(foreign.err).toContain("the credentials belong to account 444455556666, but arn:");
    expect(existsSync(file)).toBe(false);
  });

  test("reports a stack whose configuration Pulumi cannot read, and asks AWS nothing", async () => {
    const arn = await existing("memorydb:Snapshot");
    const { code, out, err } = await importing("memorydb:Snapshot", "a", arn, "--stack", "nowhere");
    expect([code, out]).toEqual([1, ""]);
    expect(err).toMatch(/^pulumi-aws-snapshots: reading the configuration of the stack nowhere: ./);
    expect([...world.aws.requests]).toEqual([]);
  });

  test.each([
    [["--help"], 0, "--source S"],
    [[], 2, "TYPE is not given; expected import TYPE NAME ARN"],
    [["memorydb:Snapshot", "orders"], 2, "ARN is not given; expected import TYPE NAME ARN"],
    [["memorydb:Snapshot", "a", "b", "c"], 2, '"c" is too much; expected import TYPE NAME ARN'],
    [["memorydb:Cluster", "a", "b"], 2, "TYPE must be one of memorydb:Snapshot, memorydb:Snap"],
    [["memorydb:Snapshot", "a", "b", "--json"], 2, "Unknown option '--json'. See --help."],
  ])("answers %j with exit code %i", async (args, expected, text) => {
    const { code, out, err } = await importing(...args);
    expect(code).toBe(expected);
    expect(out + err).toContain(text);
    expect([...world.aws.requests]).toEqual([]);
  });
});

test("an import writes no secret default tags, and the first update adds those that AWS does not have", async () => {
  const arn = await existing("memorydb:Snapshot");
  const kind = kinds.get("memorydb:Snapshot") ?? expect.fail("there is no such kind");
  const [snapshot] = world.aws.memorydb.snapshots(...home);
  snapshot?.tags.set("token", "hush-hush");
  const defaults = { "aws:defaultTags": JSON.stringify({ tags: { token: "hush-hush" } }) };
  const { entry, args } = await importOf({
    ...{ kind: kind.name, name: "orders", id: arn, source: undefined, profile: undefined },
    config: new Map(Object.entries(defaults)),
    hasSecretTags: true,
    warn: expect.fail,
  });
  expect(JSON.stringify([entry, args])).not.toContain("hush-hush");
  expect(entry.inputs["tagsAll"]).toEqual({ team: "orders" });
  const provider = world.provider(kind, defaults);
  const news = await checked(provider, args, entry.inputs);
  expect(await provider.diff(arn, entry.outputs, news)).toEqual({ replaces: [] });
  const { outs = {} } = await provider.update(arn, entry.outputs, news);
  expect(await provider.diff(arn, outs, news)).toEqual({ changes: false });
  expect(Object.fromEntries(snapshot?.tags ?? [])).toEqual({ team: "orders", token: "hush-hush" });
});

test("the lines of the program are TypeScript that gives exactly the inputs", () => {
  const kind = kinds.get("memorydb:Snapshot") ?? expect.fail("there is no such kind");
  const tags = { team: 'a "b" \\ \u2028', "bot:x": "1", ["__proto__"]: "p", _a: "2", "1": "3" };
  const args = { clusterName: "orders", tags, list: ["1"], count: 7, yes: true };
  const text = programLines(kind, 'it\'s "one"', args);
  const { outputText } = transpileModule(text, {
    compilerOptions: { module: ModuleKind.CommonJS },
  });
  const made: unknown[][] = [];
  class Snapshot {
    constructor(...all: unknown[]) {
      made.push(all);
    }
  }
  new Function("require", "exports", outputText)(() => ({ memorydb: { Snapshot } }), {});
  expect(made).toEqual([['it\'s "one"', args, { protect: true }]]);
  expect(Object.entries(Object(Object(made[0]?.[1]).tags)).sort()).toEqual(
    Object.entries(tags).sort(),
  );
});
