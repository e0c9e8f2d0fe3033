import { beforeAll, expect, it } from "vitest";
import { addFiveServices } from "../../bench/sources.js";
import { typeToken } from "../../src/abi/stored-text.js";
import { kinds } from "../../src/kinds/index.js";
import { declare } from "./plugin-classes.js";
import { example } from "./programs.js";
import type { EngineStack, StateResource } from "./stack.js";
import { makeWorld, type World, withPlugins } from "./world.js";

// Snapshots that another stack has come into a stack of the plugin, by `pulumi import` and by the option `import`.
let world: World;
let left: readonly Left[];
let stack: EngineStack;

interface Left {
  readonly kind: Parameters<typeof declare>[0];
  readonly name: string;
  readonly id: string;
  /** What the user has to say, because AWS does not report it. */
  readonly unsaid: Readonly<Record<string, unknown>>;
}

const ofOurs = typeToken("");
const sources = ["sourceSnapshotName", "sourceServerlessCacheSnapshotName"];

beforeAll(async () => {
  world = await makeWorld();
  addFiveServices(world.aws);
  const before = await world.stack({ "five-services:team": "orders" }, {}, "five-services");
  expect((await before.up(example("five-services"), { parallel: 32 })).failed).toBe(false);
  const { deployment } = JSON.parse(await before.cli(["stack", "export", "--stack", "dev"]));
  left = deployment.resources
    .filter(({ type, id }: { type: string; id: string }) => {
      return type.startsWith(ofOurs) && id.startsWith("arn:");
    })
    .map(
      ({ urn, type, id, inputs }: { urn: string; type: string; id: string; inputs: object }) => ({
        kind: type.slice(ofOurs.length),
        name: urn.split("::").at(-1),
        id,
        unsaid: Object.fromEntries(Object.entries(inputs).filter(([key]) => sources.includes(key))),
      }),
    );
  const config = { "aws-snapshots:defaultTags": JSON.stringify({ tags: { team: "orders" } }) };
  stack = await world.stack(config, withPlugins, "taking-over");
  world.aws.requests.clear();
  return world.close;
});

/** Returns the arguments of an imported resource, as `pulumi import` prints them for the program. */
function printed({ inputs }: StateResource): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(inputs).filter(([key]) => key !== "tagsAll" && !key.startsWith("__")),
  );
}

it("pulumi import takes every kind that AWS shows, and the inputs that it returns preview as unchanged", async () => {
  const shown = [...kinds.values()].filter(({ makes }) => makes !== "export");
  expect(new Set(left.map(({ kind }) => kind))).toEqual(new Set(shown.map(({ name }) => name)));
  const ofUs = ["--generate-code=false", "--yes", "--stack", "dev"];
  for (const { kind, name, id } of left) {
    await stack.cli(["import", `aws-snapshots:${kind}`, name, id, ...ofUs]);
  }
  expect(world.aws.requests.changing()).toEqual([]);
  const state = await stack.state();
  const program = async () => {
    for (const { kind, name, unsaid } of left) {
      const [imported = expect.fail(`${name} is not imported`)] = state[name] ?? [];
      declare(kind, name, { ...printed(imported), ...unsaid });
    }
  };
  const unsaid = left.filter((one) => Object.keys(one.unsaid).length > 0);
  const recorded = unsaid.map(({ name }) => `update ${name}`).sort();
  world.aws.requests.clear();
  const run = await stack.up(program);
  expect([[...run.steps].sort(), run.diagnostics]).toEqual([recorded, ""]);
  expect([...world.aws.requests]).toEqual([]);
  expect((await stack.preview(program)).steps).toEqual([]);
  expect((await stack.refresh()).failed).toBe(false);
  const again = await stack.preview(program);
  expect([again.steps, again.diagnostics]).toEqual([[], ""]);
  expect(world.aws.requests.changing()).toEqual([]);
});

it("pulumi import changes nothing if the ARN is of something else, and says so in a sentence", async () => {
  const [{ id } = expect.fail()] = left.filter(({ kind }) => kind === "docdb:ClusterSnapshot");
  const args = ["import", "aws-snapshots:neptune:ClusterSnapshot", "wrong", id];
  const failed = await stack
    .cli([...args, "--generate-code=false", "--yes", "--stack", "dev"])
    .then(
      () => expect.fail("it was imported"),
      (error: unknown) => String(Object(error).stdout) + String(Object(error).stderr),
    );
  expect(failed).toContain('has the engine "docdb"; expected Neptune');
  expect((await stack.state())["wrong"]).toBeUndefined();
});

it("imported resources are destroyed once their protection is removed", async () => {
  await stack.cli(["state", "unprotect", "--all", "--yes", "--stack", "dev"]);
  world.aws.requests.clear();
  const run = await stack.destroy();
  expect(run.diagnostics).not.toContain("error");
  expect(run.steps).toHaveLength(left.length);
});
