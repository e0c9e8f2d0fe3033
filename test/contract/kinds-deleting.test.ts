import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { cases, faultOn, held, type KindCase, purposeOf, purposes, throttled } from "./cases.js";
import { checked, failureOf, home, make, World } from "./world.js";

// Deletes of each kind, and what prevents them.
let world: World;
beforeEach(async () => {
  world = await World.start();
});
afterEach(() => world.close());

async function restart(example: KindCase, deleteDuration: number): Promise<void> {
  await world.close();
  world = await World.start({ deleteDuration });
  example.addSources(world.aws);
}

describe.each(cases)("a $kind.label", (example) => {
  const { kind, program, words } = example;
  const fixed = { ...program, [kind.naming.input]: "orders-1" };
  beforeEach(() => example.addSources(world.aws));

  it("is deleted, and is gone when the delete ends", async () => {
    const { aws } = world;
    const { id, outs } = await make(world.provider(kind), program);
    aws.requests.clear();
    await world.provider(kind).delete(id, outs);
    expect(held(example, aws, home)).toEqual([]);
    expect(purposes(example, aws).join(" ")).toMatch(/^find delete( find)+$/);
  });

  it("is not deleted by the process that created it, whatever else the engine replaces", async () => {
    const provider = world.provider(kind);
    const { id, outs } = await make(provider, program);
    world.aws.requests.clear();
    await provider.delete(id, outs);
    expect(world.aws.requests.all()).toEqual([]);
  });

  it("that was deleted outside Pulumi is read as gone after two checks, and deleted without an error", async () => {
    const { aws } = world;
    const { id, outs } = await make(world.provider(kind), program);
    example.service(aws).vanish(...home, held(example, aws, home)[0]?.name ?? "");
    aws.requests.clear();
    const provider = world.provider(kind);
    await provider.delete(id, outs);
    expect(await provider.read(id, outs)).toEqual({});
    // If an ARN does not contain the name, the name may belong to another snapshot, so each check asks for both.
    const looks = kind.naming.inArn ? ["find", "find"] : ["find", "find", "find", "find"];
    // The account of the credentials is read once: in another account the snapshot would be missing too.
    expect(purposes(example, aws)).toEqual([...looks, "GetCallerIdentity", ...looks]);
  });

  it("that a single answer leaves out is not forgotten and not left behind", async () => {
    const { aws } = world;
    const { id, inputs, outs } = await make(world.provider(kind), program);
    const provider = world.provider(kind);
    const forget = () =>
      faultOn(aws, example, "find", { error: { code: example.codes.gone, message: "What?" } });
    forget();
    expect((await provider.read(id, outs)).id).toBe(id);
    forget();
    const news = await checked(provider, { ...program, tags: { team: "b" } }, inputs);
    const updated = await provider.update(id, outs, news);
    expect(updated.outs).toMatchObject({ status: example.words.available, tags: { team: "b" } });
    forget();
    await provider.delete(id, { ...updated.outs });
    expect(held(example, aws, home)).toEqual([]);
  });

  it("is not taken as gone by a delete because a single answer leaves it out", async () => {
    await restart(example, 40);
    const { aws } = world;
    const { id, outs } = await make(world.provider(kind), program);
    aws.faults.add({
      operation: example.calls.delete.operation,
      where: () => {
        const gone = { code: example.codes.gone, message: "What?" };
        faultOn(aws, example, "find", { error: gone });
        return false;
      },
    });
    await world.provider(kind).delete(id, outs);
    expect(held(example, aws, home)).toEqual([]);
  });

  it("that somebody else deletes during its delete is gone, and that is not an error", async () => {
    const { aws } = world;
    const { id, outs } = await make(world.provider(kind), program);
    const { name = "" } = held(example, aws, home)[0] ?? {};
    aws.faults.add({
      operation: example.calls.delete.operation,
      where: () => {
        example.service(aws).vanish(...home, name);
        return false;
      },
    });
    await world.provider(kind).delete(id, outs);
    expect(aws.requests.all().find((one) => purposeOf(example, one) === "delete")?.outcome).toBe(
      example.codes.gone,
    );
  });

  it.each(["find", "delete"] as const)(
    "is deleted although its %s call is throttled with a code that the SDK does not know",
    async (purpose) => {
      const { id, outs } = await make(world.provider(kind), program);
      const fault = faultOn(world.aws, example, purpose, throttled);
      await world.provider(kind).delete(id, outs);
      expect(held(example, world.aws, home)).toEqual([]);
      expect(fault.hits).toBe(1);
    },
  );

  it("is deleted once AWS allows it", async () => {
    const { id, outs } = await make(world.provider(kind), program);
    held(example, world.aws, home)[0]?.lifetime.occupy(words.undeletable, 60);
    world.aws.requests.clear();
    await world.provider(kind).delete(id, outs);
    expect(held(example, world.aws, home)).toEqual([]);
    expect(purposes(example, world.aws).join(" ")).toMatch(/^find( delete){3,}( find)+$/);
  });

  it("has its whole delete timeout from the moment when AWS accepts the delete", async () => {
    await restart(example, 40);
    const { id, outs } = await make(world.provider(kind), {
      ...program,
      __timeouts: { delete: "1m" },
    });
    held(example, world.aws, home)[0]?.lifetime.occupy(words.undeletable, 50);
    await world.provider(kind).delete(id, outs);
    expect(held(example, world.aws, home)).toEqual([]);
  });

  it("stays if AWS never accepts the delete, and the error has AWS's code and what to do", async () => {
    const { id, outs } = await make(world.provider(kind), {
      ...fixed,
      __timeouts: { delete: "2m" },
    });
    held(example, world.aws, home)[0]?.lifetime.occupy(words.undeletable, Number.POSITIVE_INFINITY);
    const call = world.provider(kind).delete(id, outs);
    const seconds = await world.secondsOf(call);
    expect(seconds).toBeGreaterThanOrEqual(120);
    expect(seconds).toBeLessThanOrEqual(135);
    const { message } = await failureOf(call);
    expect(message).toContain(`deleting ${kind.label} "orders-1" in eu-west-1: `);
    expect(message).toContain("customTimeouts");
    expect(message).toContain(example.codes.undeletable);
    expect(held(example, world.aws, home)).toHaveLength(1);
  });

  it("is an error if it is not gone in time, and the next destroy finishes the delete", async () => {
    await restart(example, 90);
    const { id, outs } = await make(world.provider(kind), {
      ...fixed,
      __timeouts: { delete: "1m" },
    });
    const call = world.provider(kind).delete(id, outs);
    expect(await world.secondsOf(call)).toBeCloseTo(60);
    expect((await failureOf(call)).message).toMatch(
      new RegExp(
        `^deleting ${kind.label} "orders-1" in eu-west-1: AWS accepted the delete, but has not finished it after 1m( 0s)?\\. Run .*, or raise customTimeouts\\.delete\\.$`,
      ),
    );
    await world.provider(kind).delete(id, outs);
    expect(held(example, world.aws, home)).toEqual([]);
  });
});
