import { readdirSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { memorydb } from "pulumi-aws-snapshots";
import { beforeEach, describe, expect, it } from "vitest";
import type { EngineStack, Run } from "./stack.js";
import { home, makeWorld, type World, withPlugins } from "./world.js";

// Arguments and options that a program's transformations add count as if they were written at the resource: Pulumi runs
// transformations inside the constructor. Transforms run in the engine, which passes no options on to this package.
let world: World;
let stack: EngineStack;

beforeEach(async () => {
  world = await makeWorld({ snapshotDuration: 0, copyDuration: 0, deleteDuration: 0 });
  stack = await world.stack({}, withPlugins);
  return world.close;
});

/** Returns a transformation that adds options. */
function adding(more: pulumi.CustomResourceOptions): pulumi.ResourceTransformation {
  return ({ props, opts }) => ({ props, opts: { ...opts, ...more } });
}

const token = (value: string) => ({ token: pulumi.secret(value) });

/**
 * Returns the same as a transform. Pulumi's SDK calls transforms outside the context of an inline program, where it
 * assumes an engine without secrets and drops the secret mark, so the value is written in its wire form here.
 */
const tokenOnWire = (value: string) => ({
  token: {
    "4dabf18193072939515e22adb298388d": "1b47061264138c4ac30d75fd1eb44270",
    value,
  },
});

/**
 * Returns the surroundings of a string in the files that the stack left and in the engine's reports, except the SDK's
 * own debug messages.
 */
function around(text: string, runs: readonly Run[]): string[] {
  const files = readdirSync(stack.folder, { recursive: true, encoding: "utf8" })
    .map((file) => join(stack.folder, file))
    .filter((file) => statSync(file).isFile())
    .map((file) => readFileSync(file, "utf8"));
  const told = runs
    .flatMap(({ events }) => events.split("\n"))
    .filter((line) => !line.includes('"message":"RegisterResource RPC finished:'));
  return [...files, ...told].flatMap((left) => {
    const at = left.indexOf(text);
    return at < 0 ? [] : [left.slice(Math.max(0, at - 300), at + 200)];
  });
}

describe("secret tag", () => {
  const clusterName = "orders";
  const value = "VALUE-of-a-secret-tag";

  it.each<[where: string, program: () => void]>([
    [
      "a transformation of the stack adds it",
      () => {
        pulumi.runtime.registerStackTransformation(({ props, opts }) => ({
          props: { ...props, tags: { ...props["tags"], ...token(value) } },
          opts,
        }));
        new memorydb.Snapshot("one", { clusterName, tags: { team: "a" } });
      },
    ],
    [
      "a transformation of the resource itself adds it",
      () => {
        const transformations: pulumi.ResourceTransformation[] = [
          ({ props, opts }) => ({ props: { ...props, tags: token(value) }, opts }),
        ];
        new memorydb.Snapshot("one", { clusterName }, { transformations });
      },
    ],
    [
      "a transformation gives the aws.Provider that has it among its default tags",
      () => {
        const provider = new aws.Provider("given", {
          region: home[1],
          defaultTags: { tags: token(value) },
        });
        pulumi.runtime.registerStackTransformation(({ type, props, opts }) => ({
          props,
          opts: type.startsWith("pulumi-nodejs:") ? { ...opts, provider } : opts,
        }));
        new memorydb.Snapshot("one", { clusterName });
      },
    ],
    [
      "a transform of the stack adds it",
      () => {
        pulumi.runtime.registerStackTransform(({ props, opts }) => ({
          props: { ...props, tags: { ...props["tags"], ...tokenOnWire(value) } },
          opts,
        }));
        new memorydb.Snapshot("one", { clusterName, tags: { team: "a" } });
      },
    ],
    [
      "a transform of the resource itself adds it to none",
      () => {
        const transforms: pulumi.ResourceTransform[] = [
          ({ props, opts }) => ({ props: { ...props, tags: tokenOnWire(value) }, opts }),
        ];
        new memorydb.Snapshot("one", { clusterName }, { transforms });
      },
    ],
  ])("a secret tag is nowhere in plain text if %s", async (_where, program) => {
    const runs = [
      await stack.preview(async () => program()),
      await stack.up(async () => program()),
      await stack.up(async () => program(), { refresh: true }),
    ];
    expect(runs.map(({ failed }) => failed)).toEqual([false, false, false]);
    expect(runs.at(-1)?.steps.filter((step) => !step.startsWith("refresh "))).toEqual([]);
    expect(world.find("one-")?.tags.get("token")).toBe(value);
    expect(around(value, runs)).toEqual([]);
  });
});

it.each(["tags", "tagsAll"])(
  "all tags are secret if additionalSecretOutputs names %s",
  async (output) => {
    const value = "VALUE-of-a-tag";
    const program = async () => {
      const options = { additionalSecretOutputs: [output] };
      new memorydb.Snapshot("one", { clusterName: "orders", tags: { team: value } }, options);
    };
    expect((await stack.up(program)).diagnostics).toBe("");
    const { one: [one] = [] } = await stack.state();
    expect(world.find("one-")?.tags.get("team")).toBe(value);
    expect(JSON.stringify([one?.inputs["tagsAll"], one?.outputs["tagsAll"]])).not.toContain(value);
  },
);

it("plain tags stay plain, even if transformations add them", async () => {
  const program = async () => {
    pulumi.runtime.registerStackTransformation(({ props, opts }) => ({
      props: { ...props, tags: { ...props["tags"], added: "yes" } },
      opts,
    }));
    new memorydb.Snapshot("one", { clusterName: "orders", tags: { team: "a" } });
    new memorydb.Snapshot("two", { clusterName: "orders" });
  };
  await stack.up(program);
  const { one: [one] = [], two: [two] = [] } = await stack.state();
  for (const made of [one, two]) {
    expect(Object.keys({ ...made?.inputs, ...made?.outputs })).not.toContain("__secretTags");
  }
  expect(one?.outputs["tagsAll"]).toEqual({ team: "a", added: "yes" });
  expect(one?.inputs["tagsAll"]).toEqual({ team: "a", added: "yes" });
  expect(two?.outputs["tagsAll"]).toEqual({ added: "yes" });
});

describe("option from a transformation", () => {
  const fixed = (day: string, transformation: pulumi.ResourceTransformation) => async () => {
    pulumi.runtime.registerStackTransformation(transformation);
    const args = { clusterName: "orders", snapshotName: "fixed", triggers: { day } };
    new memorydb.Snapshot("one", args);
  };

  it("a deleteBeforeReplace that a transformation adds counts", async () => {
    const first = adding({ deleteBeforeReplace: true });
    await stack.up(fixed("monday", first));
    const run = await stack.up(fixed("tuesday", first));
    expect(run.diagnostics).toBe("");
    expect(run.steps).toEqual(["delete-replaced one", "replace one", "create-replacement one"]);
  });

  it("customTimeouts that a transformation adds count", async () => {
    await stack.up(fixed("monday", adding({ customTimeouts: { create: "5m", delete: "7m" } })));
    const { one: [one] = [] } = await stack.state();
    expect(one?.outputs["__timeouts"]).toEqual({ create: "5m", delete: "7m" });
  });

  it("a provider that a transformation adds counts, and the resource is not sent to the AWS plugin", async () => {
    const run = await stack.up(async () => {
      const provider = new aws.Provider("given", { region: "us-east-1" });
      world.aws.memorydb.addCluster(home[0], "us-east-1", { ClusterName: "orders" });
      const transformations = [adding({ provider })];
      new memorydb.Snapshot("one", { clusterName: "orders" }, { transformations });
    });
    expect(run.failed, run.diagnostics).toBe(false);
    expect(world.aws.memorydb.snapshots(home[0], "us-east-1").map(({ name }) => name)).toEqual([
      expect.stringMatching(/^one-/),
    ]);
  });

  it("an import option that a transformation adds is refused", async () => {
    const run = await stack.preview(fixed("monday", adding({ import: "orders" })));
    expect(run.failed).toBe(true);
    expect(run.output).toContain("one: the import option cannot work for memorydb:Snapshot");
  });
});

it("the refusal of a fixed name says where deleteBeforeReplace counts if only a transform sets it", async () => {
  const program = (day: string) => async () => {
    pulumi.runtime.registerStackTransform(({ props, opts }) => ({
      props,
      opts: { ...opts, deleteBeforeReplace: true },
    }));
    const args = { clusterName: "orders", snapshotName: "fixed", triggers: { day } };
    new memorydb.Snapshot("one", args);
  };
  await stack.up(program("monday"));
  const run = await stack.preview(program("tuesday"));
  expect(run.failed).toBe(true);
  expect(run.diagnostics).toContain(
    "Set it in the resource's options or in a transformation; it has no effect in a transform",
  );
});
