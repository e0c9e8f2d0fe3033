import { credentials } from "@grpc/grpc-js";
import { ResourceProviderClient } from "@pulumi/pulumi/proto/provider_grpc_pb.js";
import {
  ConfigureRequest,
  InvokeRequest,
  type InvokeResponse,
} from "@pulumi/pulumi/proto/provider_pb.js";
import { Struct } from "google-protobuf/google/protobuf/struct_pb.js";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { lookUpForProgram } from "../../src/lookups/for-program.js";
import { Plugin } from "../../src/plugin/plugin.js";
import { serve } from "../../src/plugin/server.js";
import type { Clock } from "../../src/values/clock.js";
import { secretSignature, signatureKey } from "../../src/values/engine-values.js";
import { isRecord, type Props } from "../../src/values/json.js";
import { faultOn, throttled } from "./cases.js";
import { addManual, lookupCases } from "./lookup-cases.js";
import { home, World } from "./world.js";

// Both doors: the functions of the plugin, called over gRPC, and those of a program.
let world: World;
let plugin: Plugin;
let client: ResourceProviderClient;
let close: () => void;

async function startPlugin(clock: Clock): Promise<void> {
  plugin = new Plugin(clock);
  const { port, server } = await serve(plugin);
  client = new ResourceProviderClient(`127.0.0.1:${port}`, credentials.createInsecure());
  close = () => {
    client.close();
    server.forceShutdown();
  };
}

beforeEach(async () => {
  world = await World.start();
  await startPlugin({
    now: () => world.aws.clock.now(),
    sleep: async (milliseconds) => world.aws.clock.advance(Math.ceil(milliseconds)),
  });
});
afterEach(async () => {
  close();
  await world.close();
});

/** What a door answers: a result, what is wrong with the arguments, or an error. */
type Said = { result: unknown } | { failures: unknown } | { error: string };

async function byPlugin(name: string, args: Props, config: Props = {}): Promise<Said> {
  const configuring = new ConfigureRequest();
  configuring.setArgs(Struct.fromJavaScript({ ...jsonOf(config) }));
  await new Promise((resolve) => client.configure(configuring, resolve));
  const request = new InvokeRequest();
  request.setTok(`aws-snapshots:${name}`);
  request.setArgs(Struct.fromJavaScript({ ...jsonOf(args) }));
  return new Promise((resolve) => {
    client.invoke(request, (error, response: InvokeResponse | undefined) => {
      const failures = response?.getFailuresList().map((each) => each.toObject()) ?? [];
      if (error !== null) {
        resolve({ error: error.details });
      } else if (failures.length > 0) {
        resolve({ failures });
      } else {
        resolve({ result: response?.getReturn()?.toJavaScript() });
      }
    });
  });
}

function byProgram(name: string, args: Props, config: Record<string, string> = {}): Promise<Said> {
  return lookUpForProgram(name, args, config, { tell: () => {} }).catch((error: unknown) => ({
    error: error instanceof Error ? error.message : String(error),
  }));
}

/** Arguments as JSON, which has no undefined members. */
function jsonOf(props: Props) {
  const json: unknown = JSON.parse(JSON.stringify(props));
  return isRecord(json) ? (json as Record<string, string>) : {};
}

describe.each(lookupCases)("$get and $latest", (one) => {
  const { example, get, latest, key } = one;
  const source = { [key]: "orders" };
  beforeEach(() => example.addSources(world.aws));

  it("return the same in both doors", async () => {
    const { arn, tags } = addManual(one, world.aws, "weekly");
    tags.set("team", "orders");
    for (const [name, args] of [
      [get, { name: "weekly" }],
      [get, { arn, region: null }],
      [latest, { ...source, tags: { team: "orders" } }],
      [latest, { ...source, tags: { team: "others" }, allowNone: true }],
    ] as const) {
      const said = await byPlugin(name, args);
      expect(said).toEqual(await byProgram(name, args));
      expect(said).toHaveProperty("result");
    }
  });

  it("say the same of bad arguments and of what is not there in both doors", async () => {
    const [arn] = example.nowhere;
    const bad: readonly (readonly [string, Props])[] = [
      [get, {}],
      [get, { arn: "weekly", name: "weekly" }],
      [get, { arn, region: "us-east-1" }],
      [get, { nam: "weekly" }],
      [latest, { [key]: 7, tags: [] }],
      [latest, { ...source, createdAfter: "yesterday", allowNone: "no" }],
    ];
    for (const [name, args] of bad) {
      const said = await byPlugin(name, args);
      expect(said).toEqual(await byProgram(name, args));
      expect(said).toHaveProperty("failures");
    }
    const said = await byPlugin(latest, source);
    expect(said).toEqual(await byProgram(latest, source));
    expect(said).toEqual({ error: expect.stringContaining("there is none") });
  });

  it("look in the region of the door's own configuration", async () => {
    addManual(one, world.aws, "weekly");
    const elsewhere = await byPlugin(
      latest,
      { ...source, allowNone: true },
      { region: "us-east-1" },
    );
    expect(elsewhere).toEqual({ result: {} });
    const here = await byProgram(latest, source, { "aws:region": home[1] });
    expect(here).toMatchObject({ result: { name: "weekly" } });
  });
});

describe("a function of the plugin", () => {
  const one = lookupCases[0] ?? expect.fail();
  const source = { clusterName: "orders" };
  beforeEach(() => one.example.addSources(world.aws));

  it("returns a secret for a secret argument", async () => {
    addManual(one, world.aws, "weekly");
    const secret = { [signatureKey]: secretSignature, value: "orders" };
    const hidden = await byPlugin(one.latest, { clusterName: secret });
    expect(hidden).toMatchObject({
      result: { name: { [signatureKey]: secretSignature, value: "weekly" } },
    });
  });

  it("names the plugin's own key if no region is set, where a program's lookup names that of the stack", async () => {
    vi.stubEnv("AWS_REGION", undefined);
    const doing = 'looking up the latest MemoryDB snapshot of "orders": no region is set.';
    expect(await byProgram(one.latest, source)).toEqual({
      error: `${doing} Set region, aws:region or AWS_REGION.`,
    });
    expect(await byPlugin(one.latest, source)).toEqual({
      error: `${doing} Set region, aws-snapshots:region or AWS_REGION. The plugin does not read aws:region.`,
    });
  });

  it("that the plugin does not know is an error with a sentence", async () => {
    expect(await byPlugin("memorydb:getNothing", {})).toEqual({
      error:
        "this version of the plugin aws-snapshots does not know the function aws-snapshots:memorydb:getNothing. Install a newer version",
    });
  });

  it("stops waiting when the run is cancelled", async () => {
    close();
    let asleep = () => {};
    const waits = new Promise<void>((resolve) => {
      asleep = resolve;
    });
    const sleep = () => {
      asleep();
      return new Promise<void>(() => {});
    };
    await startPlugin({ now: () => world.aws.clock.now(), sleep });
    faultOn(world.aws, one.example, "list", { ...throttled, times: Number.POSITIVE_INFINITY });
    const said = byPlugin(one.latest, source);
    await waits;
    plugin.cancel();
    expect(await said).toEqual({
      error: expect.stringMatching(
        /^looking up the latest MemoryDB snapshot .*the run was cancelled/,
      ),
    });
  });
});
