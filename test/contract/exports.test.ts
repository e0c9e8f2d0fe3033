import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { LocalAws, LocalAwsOptions } from "../../src/local-aws/index.js";
import { cases, faultOn, held, type KindCase, purposes } from "./cases.js";
import { checked, failureOf, home, make, World } from "./world.js";

// Exports, of each kind that has them: AWS lists none and ends none in sight.
let world: World;
beforeEach(async () => {
  world = await World.start();
});
afterEach(() => world.close());

const exporting = cases.filter((example) => example.exporting !== undefined);

it("every kind that can export has a case of it", () => {
  const able = cases.filter(({ kind }) => kind.export !== undefined);
  expect(exporting.map(({ kind }) => kind.name)).toEqual(able.map(({ kind }) => kind.name));
  expect(able.length).toBeGreaterThan(0);
});

async function restart(example: KindCase, behaviour: LocalAwsOptions): Promise<void> {
  await world.close();
  world = await World.start(behaviour);
  example.addSources(world.aws);
}

describe.each(exporting)("an export by a $kind.label", (example) => {
  const { kind } = example;
  const program = { ...example.program, ...example.exporting, [kind.naming.input]: "Orders" };
  const id = "s3://backups/Orders";
  const source = (aws: LocalAws) =>
    example
      .service(aws)
      .all(...home)
      .find(({ name }) => name === "base");
  const objects = () => world.aws.buckets.objects("backups");
  beforeEach(() => example.addSources(world.aws));

  it("is done when its source is free again; nothing is listed, tagged or untagged", async () => {
    const made = await make(world.provider(kind), program);
    expect(made).toMatchObject({ id, outs: { ...made.inputs, status: "exported" } });
    expect(objects()).toEqual(["Orders-0001.rdb", "Orders-0002.rdb"]);
    expect(purposes(example, world.aws).join(" ")).toMatch(/^create( find)+$/);
    expect(held(example, world.aws, home)).toEqual([]);
    const news = await checked(world.provider(kind), program, made.inputs);
    expect(await world.provider(kind).diff(id, made.outs, news)).toEqual({ changes: false });
  });

  it.each([
    ["while exporting", "copying"],
    ["always", "copying"],
    ["while exporting", "available"],
    ["always", "available"],
  ] as const)(
    "is done at its end where AWS shows the target %s and the source as %s",
    async (exportTargetShown, exportSourceStatus) => {
      await restart(example, { exportTargetShown, exportSourceStatus, exportDuration: 20 });
      const named = { ...program, [kind.naming.input]: "orders-1" };
      const call = make(world.provider(kind), named);
      const seconds = await world.secondsOf(call);
      expect((await call).outs["status"]).toBe("exported");
      expect(objects()).toHaveLength(2);
      expect(seconds).toBeGreaterThanOrEqual(20);
      expect(seconds).toBeLessThan(30);
    },
  );

  it("is taken for done after some time where AWS shows neither its beginning nor its end", async () => {
    await restart(example, { exportTargetShown: "never", exportSourceStatus: "available" });
    const call = make(world.provider(kind), program);
    expect(await world.secondsOf(call)).toBeGreaterThanOrEqual(60);
    expect(await world.secondsOf(call)).toBe(0);
    expect((await call).outs["status"]).toBe("exported");
  });

  it("ends where its source goes away in the middle of it", async () => {
    const { aws } = world;
    const vanishAt = aws.clock.now() + 5_000;
    aws.faults.add({
      ...example.calls.find,
      where: () => {
        if (aws.clock.now() > vanishAt && source(aws) !== undefined) {
          example.service(aws).vanish(...home, "base");
        }
        return false;
      },
    });
    const call = make(world.provider(kind), program);
    expect(await world.secondsOf(call)).toBeLessThan(120);
    expect((await call).id).toBe(id);
    expect(source(aws)).toBeUndefined();
  });

  it("waits while its source is busy, and is not begun where that never ends", async () => {
    example.occupySource(world.aws, 40);
    await make(world.provider(kind), program);
    expect(objects()).toHaveLength(2);
    example.occupySource(world.aws, Number.POSITIVE_INFINITY);
    const more = { ...program, [kind.naming.input]: "More", __timeouts: { create: "5m" } };
    const failure = await failureOf(make(world.provider(kind), more));
    expect(failure.id).toBeUndefined();
    expect(failure.message).toContain(`${kind.doing} ${kind.label} "More" in eu-west-1: `);
    expect(objects()).toHaveLength(2);
  });

  it("that takes longer than its time is kept, and the next update goes on waiting", async () => {
    await restart(example, { exportDuration: 100 });
    const provider = world.provider(kind);
    const inputs = await checked(provider, { ...program, __timeouts: { create: "1m" } });
    const failure = await failureOf(provider.create(inputs));
    expect(failure.id).toBe(id);
    expect(failure.message).toContain("the source is still busy after 1m");
    expect(failure.properties).toMatchObject({ ...inputs, status: "exporting" });
    expect(await provider.diff(id, failure.properties, inputs)).toEqual({ changes: true });
    world.aws.requests.clear();
    const { outs } = await world.provider(kind).update(id, failure.properties, inputs);
    expect(outs).toMatchObject({ status: "exported" });
    expect(objects()).toHaveLength(2);
    expect(world.aws.requests.changing()).toEqual([]);
  });

  it("that AWS reports as failed is kept with that status, and exported again", async () => {
    const { aws } = world;
    const failAt = aws.clock.now() + 5_000;
    aws.faults.add({
      ...example.calls.find,
      where: () => {
        if (aws.clock.now() > failAt) {
          example.service(aws).fail(...home, "base");
        }
        return false;
      },
    });
    const provider = world.provider(kind);
    const inputs = await checked(provider, program);
    const failure = await failureOf(provider.create(inputs));
    expect(failure.id).toBe(id);
    expect(failure.message).toContain(`exporting to ${id}: AWS reports that it failed.`);
    const difference = await provider.diff(id, failure.properties, inputs);
    expect(difference.replaces).toEqual(["status"]);
  });

  it("is kept where the caller may not look at its source", async () => {
    faultOn(world.aws, example, "find", {
      error: { code: "AccessDeniedException", message: "You may not do this" },
    });
    const provider = world.provider(kind);
    const inputs = await checked(provider, program);
    const failure = await failureOf(provider.create(inputs));
    expect(failure.id).toBe(id);
    expect(failure.message).toContain("AccessDeniedException: You may not do this. ");
    expect(failure.properties).toMatchObject({ ...inputs, status: "exporting" });
    expect(await provider.diff(id, failure.properties, inputs)).toEqual({ changes: true });
  });

  it("that nobody waits for is not called exported while it is not, and can be waited for later", async () => {
    const provider = world.provider(kind);
    const made = await make(provider, { ...program, waitForCompletion: false });
    expect(objects()).toEqual([]);
    expect(made.outs["status"]).toBe("exporting");
    expect(await provider.diff(id, made.outs, made.inputs)).toEqual({ changes: false });
    const news = await checked(provider, program, made.inputs);
    const { outs } = await provider.update(id, made.outs, news);
    expect(outs).toMatchObject({ status: "exported" });
    expect(objects()).toHaveLength(2);
  });

  it("whose files are there already says so, and nothing is kept", async () => {
    world.aws.buckets.putObject("backups", "Orders-0001.rdb");
    const { id: kept, message } = await failureOf(make(world.provider(kind), program));
    expect(kept).toBeUndefined();
    expect(message).toContain(`${kind.doing} ${kind.label} "Orders" in eu-west-1: `);
    expect(message).toContain("already contains an object with key Orders-0001.rdb");
  });

  it("is read and deleted without a call, and a snapshot of its name stays", async () => {
    const made = await make(world.provider(kind), program);
    example.addForeign(world.aws, "orders");
    world.aws.requests.clear();
    const { id: read, props } = await world.provider(kind).read(id, made.outs);
    expect({ id: read, outs: props }).toEqual({ id, outs: made.outs });
    await world.provider(kind).delete(id, made.outs);
    expect(world.aws.requests.all()).toEqual([]);
    expect(held(example, world.aws, home)).toHaveLength(1);
    expect(objects()).toHaveLength(2);
  });
});
