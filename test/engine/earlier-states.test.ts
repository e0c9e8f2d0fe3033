import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, describe, expect, it } from "vitest";
import { creatingTag } from "../../src/abi/mark-tag.js";
import { kinds } from "../../src/kinds/index.js";
import { earlierStacks, type Fate } from "./earlier/backups.js";
import { readState, replay } from "./earlier/replay.js";
import { StateClock } from "./earlier/state.js";
import type { EngineStack, StateResource } from "./stack.js";
import { home, makeWorld, type World, withPlugins } from "./world.js";

// Stacks that an earlier version made, with every kind: this version takes them over. AWS holds what that version asked it
// for; the state is what that version wrote. scripts/earlier-states.mjs made both.
const version = "0.1.0-before-rooms";
const recoveryRegion = "eu-central-1";

/** Returns everything in AWS that a stack created, by ARN with its tags. */
function held({ aws }: World): Map<string, ReadonlyMap<string, string>> {
  const { memorydb, rds, elasticache, redshiftserverless } = aws;
  const configurations = redshiftserverless.at(...home).configurations.values();
  const isOurs = ({ name, source }: { name: string; source?: string }) =>
    source !== "automated" && !name.endsWith("-src");
  const snapshots = [
    ...memorydb.snapshots(...home),
    ...rds.snapshots(...home),
    ...rds.snapshots(home[0], recoveryRegion),
    ...elasticache.nodes.snapshots(...home),
    ...elasticache.serverless.snapshots(...home),
    ...redshiftserverless.snapshots(...home),
  ].filter(isOurs);
  const untagged = new Map<string, string>();
  return new Map([
    ...snapshots.map(({ arn, tags }): [string, Map<string, string>] => [arn, tags]),
    ...[...configurations].map((one): [string, Map<string, string>] => [
      String(one.snapshotCopyConfigurationArn),
      untagged,
    ]),
  ]);
}

interface TakenOver {
  readonly world: World;
  readonly stack: EngineStack;
  close(): Promise<void>;
}

/** Returns a stack in the state that the earlier version left, in an AWS that holds what that version created. */
async function takenOver(fate: Fate): Promise<TakenOver> {
  const earlier = earlierStacks[fate];
  const clock = new StateClock();
  const world = await makeWorld({ clock, ...earlier.behaviour });
  earlier.addSources(world.aws);
  const { requests, deployment } = readState(version, fate);
  await replay(world.aws, clock, requests);
  const stack = await world.stack({ ...earlier.config }, withPlugins);
  const file = join(stack.folder, "deployment.json");
  writeFileSync(file, JSON.stringify(deployment));
  await stack.cli(["stack", "import", "--file", file, "--stack", "dev"]);
  const close = () => {
    clock.stop();
    return world.close();
  };
  return { world, stack, close };
}

/** Returns the resources of the state that AWS knows, by ARN. */
async function kept(stack: EngineStack): Promise<Map<string, StateResource>> {
  const resources = Object.values(await stack.state()).flat();
  const inAws = resources.filter(({ id }) => !id.startsWith("s3:"));
  return new Map(inAws.map((resource) => [resource.id, resource]));
}

/** Returns the inputs and outputs of the whole state, with their secrets decrypted: each write encrypts them anew. */
async function plain(stack: EngineStack): Promise<unknown> {
  const text = await stack.cli(["stack", "export", "--show-secrets", "--stack", "dev"]);
  const { resources }: { resources: { urn: string; inputs?: unknown; outputs?: unknown }[] } =
    JSON.parse(text).deployment;
  return resources.map(({ urn, inputs, outputs }) => ({ urn, inputs, outputs }));
}

const sorted = (texts: Iterable<string>) => [...texts].sort();

/** Destroys the stack, and checks that AWS is empty afterwards. */
async function expectDestroyed(world: World, stack: EngineStack): Promise<void> {
  const run = await stack.destroy();
  expect(run.failed, run.diagnostics).toBe(false);
  expect(Object.keys(await stack.state())).toEqual([]);
  expect([...held(world).keys()]).toEqual([]);
}

describe("finished stack of an earlier version", () => {
  const { program, count } = earlierStacks.made;
  let world: World;
  let stack: EngineStack;

  beforeAll(async () => {
    const taken = await takenOver("made");
    ({ world, stack } = taken);
    return taken.close;
  });

  it("a stack of an earlier version holds every kind, and AWS holds what is in its state", async () => {
    const state = await stack.state();
    expect(Object.keys(state)).toHaveLength(count);
    const handlers = Object.values(state).map(([one]) => String(one?.inputs["__provider"]));
    const missing = [...kinds.keys()].filter(
      (kind) => !handlers.some((text) => text.includes(`.provider("${kind}")`)),
    );
    expect(missing).toEqual([]);
    expect(sorted(held(world).keys())).toEqual(sorted((await kept(stack)).keys()));
  });

  it("a preview shows no change in a stack of an earlier version, and asks AWS nothing", async () => {
    const preview = await stack.preview(program("orders"));
    expect(preview.failed, preview.diagnostics).toBe(false);
    expect(preview.diagnostics).not.toContain("error");
    expect(preview.steps).toEqual([]);
    expect(world.aws.requests.all()).toEqual([]);
  });

  it("a refresh changes nothing in a stack of an earlier version, and neither does the preview afterwards", async () => {
    const before = await plain(stack);
    const refresh = await stack.refresh();
    expect(refresh.failed, refresh.diagnostics).toBe(false);
    // The backups, the stack and the aws.Provider are counted, and nothing else.
    expect(refresh.output).toContain(`${count + 2} unchanged\n`);
    expect(await plain(stack)).toEqual(before);
    expect((await stack.preview(program("orders"))).steps).toEqual([]);
    expect(world.aws.requests.changing()).toEqual([]);
  });

  it("changed tags update a stack of an earlier version in place, as previewed", async () => {
    const preview = await stack.preview(program("billing"));
    const ids = sorted((await kept(stack)).keys());
    const up = await stack.up(program("billing"), { parallel: 50 });
    expect(up.failed, up.diagnostics).toBe(false);
    expect(sorted(up.steps)).toEqual(sorted(preview.steps));
    // Only the export of ElastiCache has neither tags nor settings to change.
    expect(up.steps.filter((step) => step.startsWith("update "))).toHaveLength(count - 1);
    expect(up.steps).toHaveLength(count - 1);
    expect(sorted((await kept(stack)).keys())).toEqual(ids);
    const tagged = [...held(world).values()].filter((tags) => tags.size > 0);
    expect(tagged.map((tags) => tags.get("team"))).toEqual(tagged.map(() => "billing"));
    expect(stack.stateText()).not.toContain("hush-hush");
  });

  it("destroy leaves nothing in AWS of a finished stack of an earlier version", async () => {
    await expectDestroyed(world, stack);
  });
});

describe("timed-out stack of an earlier version", () => {
  const { program, count } = earlierStacks["timed out"];
  let world: World;
  let stack: EngineStack;

  beforeAll(async () => {
    const taken = await takenOver("timed out");
    ({ world, stack } = taken);
    return taken.close;
  });

  it("an update finishes what timed out under an earlier version, and creates nothing", async () => {
    const before = Object.values(await stack.state()).flat();
    expect(before).toHaveLength(count);
    expect(before.filter(({ initErrors }) => initErrors.length > 0)).toHaveLength(count);
    // The program still gives each snapshot only a few seconds, in which AWS finishes on any machine.
    world.aws.clock.advance(120_000);
    const preview = await stack.preview(program("orders"));
    const up = await stack.up(program("orders"), { parallel: 50 });
    expect(up.failed, up.diagnostics).toBe(false);
    expect(sorted(up.steps)).toEqual(sorted(preview.steps));
    expect(up.steps.filter((step) => step.startsWith("update "))).toHaveLength(count);
    const creates = world.aws.requests
      .changing()
      .filter(({ operation }) => /^(Create|Copy|Export|Convert)/.test(operation));
    expect(creates).toEqual([]);
    const after = Object.values(await stack.state()).flat();
    expect(sorted(after.map(({ id }) => id))).toEqual(sorted(before.map(({ id }) => id)));
    expect(after.filter(({ initErrors }) => initErrors.length > 0)).toEqual([]);
    expect((await stack.preview(program("orders"))).steps).toEqual([]);
  });

  it("destroy leaves nothing in AWS of a timed-out stack of an earlier version", async () => {
    await expectDestroyed(world, stack);
  });
});

describe("killed stack of an earlier version", () => {
  const { program, count } = earlierStacks.killed;
  let world: World;
  let stack: EngineStack;

  beforeAll(async () => {
    const taken = await takenOver("killed");
    ({ world, stack } = taken);
    return taken.close;
  });

  it("an update adopts what was being created when an earlier version was killed, and creates nothing else", async () => {
    // Only what AWS creates at once was in the state before the kill.
    expect((await kept(stack)).size).toBeLessThanOrEqual(1);
    const begun = sorted(held(world).keys());
    expect(begun).toHaveLength(count);
    const up = await stack.up(program("orders"), { parallel: 50 });
    expect(up.failed, up.diagnostics).toBe(false);
    expect(sorted(held(world).keys())).toEqual(begun);
    expect(sorted((await kept(stack)).keys())).toEqual(begun);
    const marked = [...held(world).values()].filter((tags) => tags.has(creatingTag));
    expect(marked).toEqual([]);
    expect((await stack.preview(program("orders"))).steps).toEqual([]);
  });

  it("destroy leaves nothing in AWS of a killed stack of an earlier version", async () => {
    await expectDestroyed(world, stack);
  });
});
