import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeEach, describe, expect, it, vi } from "vitest";
import { withHiddenInputs } from "../../src/dynamic/hidden-inputs.js";
import { lifecycle } from "../../src/lifecycle/lifecycle.js";
import { Runtime } from "../../src/lifecycle/runtime.js";
import { unknownText } from "../../src/values/engine-values.js";
import { kindOf } from "./kind-examples.js";
import { ManualClock } from "./manual-clock.js";

// The parts of the lifecycle that need no AWS: the configuration in check, and exports.
const folder = mkdtempSync(join(tmpdir(), "lifecycle-"));
const configFile = join(folder, "config");
writeFileSync(configFile, "[profile dev]\nregion = ap-south-1\n");

beforeEach(() => {
  vi.unstubAllEnvs();
  for (const key of Object.keys(process.env).filter((name) => name.startsWith("AWS_"))) {
    vi.stubEnv(key, undefined);
  }
  vi.stubEnv("AWS_CONFIG_FILE", configFile);
  vi.stubEnv("AWS_SHARED_CREDENTIALS_FILE", join(folder, "credentials"));
});
afterAll(() => {
  vi.unstubAllEnvs();
  rmSync(folder, { recursive: true });
});

function provider(config: Record<string, string>, kind = "memorydb:Snapshot") {
  const runtime = new Runtime(new ManualClock());
  runtime.configure(new Map(Object.entries(config)));
  return withHiddenInputs(lifecycle(kindOf(kind), runtime));
}

const base = { clusterName: "orders", snapshotName: "orders-1" };

describe("check", () => {
  it("writes the region into the inputs, so that a changed region shows", async () => {
    const west = provider({ "aws:region": "eu-west-1" });
    expect(await west.check({}, base)).toEqual({
      inputs: { ...base, region: "eu-west-1", tagsAll: {} },
      failures: [],
    });
    const of = async (inputs: object, config = {}) =>
      (await provider(config).check({}, { ...base, ...inputs })).inputs.region;
    expect(await of({ region: "eu-west-3" }, { "aws:region": "eu-west-1" })).toBe("eu-west-3");
    expect(await of({ __connection: { region: "eu-west-2" } })).toBe("eu-west-2");
    expect(await of({ profile: "dev" })).toBe("ap-south-1");
    expect(await of({ __connection: { region: unknownText } })).toBe(unknownText);
  });

  it("asks for a region if nothing names one, and reports other mistakes too", async () => {
    const { failures } = await provider({}).check({}, { ...base, clusterName: "" });
    expect(failures).toEqual([
      {
        property: "region",
        reason: "must be given, because neither aws:region nor AWS_REGION is set",
      },
      { property: "clusterName", reason: "must not be empty" },
    ]);
  });

  it.each([
    ["markUnfinishedCreates", "no", "must be one of: true, false"],
    ["markUnfinishedCreates", "False", "must be one of: true, false"],
    ["copiesAtOnce", "many", "must be a whole number"],
    ["copiesAtOnce", "0", "must be a whole number, 1 or more"],
    ["copiesAtOnce", "2.5", "must be a whole number"],
  ])("refuses pulumi-aws-snapshots:%s = %s", async (key, value, problem) => {
    const config = { "aws:region": "eu-west-1", [`pulumi-aws-snapshots:${key}`]: value };
    const { failures } = await provider(config).check({}, base);
    expect(failures).toEqual([
      {
        property: "",
        reason: expect.stringContaining(
          `reading the configuration: pulumi-aws-snapshots:${key} ${problem}`,
        ),
      },
    ]);
  });

  it("reports a mistake in the configuration together with those in the inputs", async () => {
    const broken = provider({ "aws:region": "eu-west-1", "aws:assumeRoles": "{" });
    const { failures } = await broken.check({}, { ...base, snapshotName: "orders--1" });
    expect(failures?.map(({ property }) => property)).toEqual(["", "snapshotName"]);
    expect(failures?.[0]?.reason).toBe(
      "reading the configuration: aws:assumeRoles is not valid JSON",
    );
  });

  it("finds no mistake in a connection that is not known yet, nor in the tags that it may add", async () => {
    const __connection = {
      region: unknownText,
      profile: unknownText,
      assumeRoles: unknownText,
      defaultTags: unknownText,
    };
    const news = { ...base, __connection, kmsKeyId: "alias/a", tags: { own: "x" } };
    const { inputs, failures } = await provider({ "aws:region": "eu-west-1" }).check({}, news);
    expect(failures).toEqual([]);
    expect(inputs).toMatchObject({ region: unknownText, tagsAll: unknownText });
  });

  it("counts the creating tag only for kinds that have it", async () => {
    const tags = Object.fromEntries(Array.from({ length: 200 }, (_, i) => [`key${i}`, "x"]));
    const config = { "aws:region": "eu-west-1" };
    const unmarked = { ...config, "pulumi-aws-snapshots:markUnfinishedCreates": "false" };
    expect((await provider(config).check({}, { ...base, tags })).failures).toHaveLength(1);
    expect((await provider(unmarked).check({}, { ...base, tags })).failures).toEqual([]);
  });
});

describe("an export", () => {
  const id = "s3://backups/Orders";
  const config = { "aws:region": "eu-west-1" };
  const inputs = {
    region: "eu-west-1",
    sourceSnapshotName: "orders-1",
    targetSnapshotName: "Orders",
    targetBucket: "backups",
    tagsAll: {},
  };
  const outs = { ...inputs, status: "exported" };
  // This test has no network, so a call to AWS would fail it.
  const exports = provider(config, "memorydb:SnapshotCopy");

  it("is read from the state, because AWS does not list exports", async () => {
    expect(await exports.read(id, outs)).toEqual({ id, props: outs, inputs });
  });

  it("is deleted without a call, because its files stay and a snapshot of its name is not its own", async () => {
    await expect(exports.delete(id, outs)).resolves.toBeUndefined();
  });

  it("changes its tags without a call", async () => {
    const news = { ...inputs, tags: { team: "a" }, tagsAll: { team: "a" } };
    expect(await exports.update(id, outs, news)).toEqual({ outs: { ...outs, ...news } });
  });
});
