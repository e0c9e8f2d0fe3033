import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { kinds } from "../../src/kinds/index.js";
import { createVerb } from "../../src/kinds/kind.js";
import type { LocalAws, LocalAwsOptions } from "../../src/local-aws/index.js";
import { cases, exportCases, faultOn, held, type KindCase, purposes, throttled } from "./cases.js";
import { checked, failureOf, home, make, World } from "./world.js";

// Exports of each kind that has them. AWS lists no exports, and does not show when an export ends.
let world: World;
beforeEach(async () => {
  world = await World.start();
});
afterEach(() => world.close());

const exporting = [
  ...cases.filter((example) => example.exporting !== undefined),
  ...Object.values(exportCases),
];

it("every kind that can export has a case", () => {
  const able = [...kinds.values()].filter((kind) => kind.export !== undefined);
  expect(exporting.map(({ kind }) => kind.name).sort()).toEqual(
    able.map(({ name }) => name).sort(),
  );
});

async function restart(example: KindCase, behaviour: LocalAwsOptions): Promise<void> {
  await world.close();
  world = await World.start(behaviour);
  example.addSources(world.aws);
}

describe.each(exporting)("an export by a $kind.label", (example) => {
  const { kind } = example;
  // Some exports have their own name, others the name of their source.
  const hasName = kind.naming.isOwn;
  const named = (name: string) => ({
    ...example.program,
    ...example.exporting,
    ...(hasName ? { [kind.naming.input]: name } : {}),
  });
  const program = named("Orders");
  const name = hasName ? "Orders" : "base";
  const id = `s3://backups/${name}`;
  const files = ["0001", "0002"].slice(0, hasName ? 2 : 1).map((shard) => `${name}-${shard}.rdb`);
  const refusal = (code: string) =>
    new RegExp(
      `^${createVerb(kind)} ${kind.label} "${name}" in eu-west-1: ${code}: [^.]+\\. [A-Z][^()]+\\. \\(request [0-9a-f-]{36}\\)`,
    );
  const source = (aws: LocalAws) =>
    example
      .service(aws)
      .all(...home)
      .find(({ name }) => name === "base");
  const objects = () => world.aws.buckets.objects("backups");
  beforeEach(() => example.addSources(world.aws));

  it("is done when its source is available again, and nothing is listed, tagged or untagged", async () => {
    const made = await make(world.provider(kind), program);
    expect(made).toMatchObject({ id, outs: { ...made.inputs, status: "exported" } });
    expect(objects()).toEqual(files);
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
    "is done at its end, and not before, if AWS shows the target %s and the source as %s",
    async (exportTargetShown, exportSourceStatus) => {
      await restart(example, { exportTargetShown, exportSourceStatus, exportDuration: 20 });
      const call = make(world.provider(kind), named("orders-1"));
      const seconds = await world.secondsOf(call);
      expect((await call).outs["status"]).toBe("exported");
      expect(objects()).toHaveLength(files.length);
      expect(seconds).toBeGreaterThanOrEqual(20);
      // Only the source shows an export that has no name of its own.
      const isSeen = hasName || exportSourceStatus !== "available";
      expect(seconds).toBeLessThan(isSeen ? 30 : 70);
    },
  );

  it("is assumed to be done after a minute if AWS shows neither its start nor its end", async () => {
    await restart(example, { exportTargetShown: "never", exportSourceStatus: "available" });
    const call = make(world.provider(kind), program);
    expect(await world.secondsOf(call)).toBeGreaterThanOrEqual(60);
    expect(await world.secondsOf(call)).toBe(0);
    expect((await call).outs["status"]).toBe("exported");
  });

  it("ends if its source is deleted meanwhile", async () => {
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

  it("waits while its source is busy, and is not started if the source stays busy", async () => {
    example.occupySource(world.aws, 40);
    await make(world.provider(kind), program);
    expect(objects()).toHaveLength(files.length);
    example.occupySource(world.aws, Number.POSITIVE_INFINITY);
    const more = { ...named("More"), __timeouts: { create: "5m" } };
    const failure = await failureOf(make(world.provider(kind), more));
    expect(failure.id).toBeUndefined();
    expect(failure.message).toContain(
      `${createVerb(kind)} ${kind.label} "${hasName ? "More" : name}" in eu-west-1: `,
    );
    expect(objects()).toHaveLength(files.length);
  });

  // A kind that only exports never replaces a snapshot in AWS.
  const replacing = hasName ? describe : undefined;
  replacing?.("in place of a copy in AWS", () => {
    const copying = { ...example.program, [kind.naming.input]: "copied" };
    const copied = () => held(example, world.aws, home).find((one) => one.name === "copied");

    async function replaced(more: Record<string, unknown>) {
      await restart(example, { exportDuration: 100 });
      const copy = await make(world.provider(kind), copying);
      const provider = world.provider(kind);
      const news = { ...program, ...more };
      const { replaces } = await provider.diff(
        copy.id,
        copy.outs,
        await checked(provider, news, copy.inputs),
      );
      expect(replaces).toContain(kind.export?.bucket);
      return { copy, provider, created: provider.create(await checked(provider, news)) };
    }

    it("without a wait has the copy that it replaces deleted when its files are there", async () => {
      const { copy, provider, created } = await replaced({ waitForCompletion: false });
      expect((await created).outs["status"]).toBe("exporting");
      let atDelete: string[] | undefined;
      world.aws.faults.add({
        operation: example.calls.delete.operation,
        where: () => {
          atDelete = objects();
          return false;
        },
      });
      await provider.delete(copy.id, copy.outs);
      expect(atDelete).toEqual(files);
      expect(copied()).toBeUndefined();
    });

    it("that exceeds its timeout has the copy that it replaces kept", async () => {
      const { copy, provider, created } = await replaced({ __timeouts: { create: "1m" } });
      expect((await failureOf(created)).id).toBe(id);
      const { message } = await failureOf(provider.delete(copy.id, copy.outs));
      expect(message).toContain(
        `kept: the export that replaces it is not available: the export to ${id} is "exporting".`,
      );
      expect(copied()).toBeDefined();
    });
  });

  it("that exceeds its timeout is kept, and the next update continues to wait", async () => {
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
    expect(objects()).toHaveLength(files.length);
    expect(world.aws.requests.changing()).toEqual([]);
  });

  it("is given up after its stall limit and kept, and the next update continues to wait", async () => {
    await restart(example, { exportDuration: 1000 });
    const provider = world.provider(kind);
    const inputs = await checked(provider, { ...program, stallTimeout: "2m" });
    const failure = await failureOf(provider.create(inputs));
    expect(failure.id).toBe(id);
    expect(failure.message).toContain("AWS reported no progress for 2m 0s");
    expect(failure.properties).toMatchObject({ ...inputs, status: "exporting" });
    expect(await provider.diff(id, failure.properties, inputs)).toEqual({ changes: true });
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
    expect(failure.message).toContain(`exporting to ${id}: AWS reports that the export failed.`);
    const difference = await provider.diff(id, failure.properties, inputs);
    expect(difference.replaces).toEqual(["status"]);
  });

  it("of a source that does not exist names the input to check, and nothing is kept", async () => {
    example.service(world.aws).vanish(...home, "base");
    const call = make(world.provider(kind), program);
    expect(await world.secondsOf(call)).toBe(0);
    const { message, id: kept } = await failureOf(call);
    expect(kept).toBeUndefined();
    expect(message).toMatch(refusal(example.codes.missing));
    expect(message).toContain(
      `Check ${example.source}. The snapshot must be in this region and account.`,
    );
    expect(objects()).toEqual([]);
  });

  it("that the caller may not start names the action to allow, and nothing is kept", async () => {
    faultOn(world.aws, example, "create", {
      error: { code: "AccessDeniedException", message: "You may not do this" },
    });
    const { message, id: kept } = await failureOf(make(world.provider(kind), program));
    expect(kept).toBeUndefined();
    expect(message).toMatch(refusal("AccessDeniedException"));
    expect(message).toContain(`${kind.actions}:${example.calls.create.operation}`);
    expect(objects()).toEqual([]);
    expect(purposes(example, world.aws)).toEqual(["create"]);
  });

  it.each(["create", "find"] as const)(
    "succeeds although its %s call is throttled with a code that the SDK does not know",
    async (purpose) => {
      const fault = faultOn(world.aws, example, purpose, throttled);
      const { outs } = await make(world.provider(kind), program);
      expect(outs["status"]).toBe("exported");
      expect(fault.hits).toBe(1);
      expect(objects()).toEqual(files);
    },
  );

  it("is kept if the caller may not describe its source", async () => {
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

  it("that nobody waits for is not shown as exported before it is, and can be waited for later", async () => {
    const provider = world.provider(kind);
    const made = await make(provider, { ...program, waitForCompletion: false });
    expect(objects()).toEqual([]);
    expect(made.outs["status"]).toBe("exporting");
    expect(await provider.diff(id, made.outs, made.inputs)).toEqual({ changes: false });
    const news = await checked(provider, program, made.inputs);
    const { outs } = await provider.update(id, made.outs, news);
    expect(outs).toMatchObject({ status: "exported" });
    expect(objects()).toHaveLength(files.length);
  });

  it.each(Object.keys(kind.inputs))("is made again when %s changes", async (key) => {
    const old = await make(world.provider(kind), program);
    const provider = world.provider(kind);
    const changed = key === kind.export?.bucket ? "archive" : example.others[key];
    const news = { ...program, [key]: changed };
    // Without a new name, the new export would collide with the files of the old one.
    const fixed = hasName && ![kind.naming.input, kind.export?.bucket].includes(key);
    const { inputs, failures = [] } = await provider.check(old.inputs, news);
    if (fixed) {
      expect(failures).toEqual([
        { property: kind.naming.input, reason: expect.stringContaining("Choose a new name") },
      ]);
      return;
    }
    expect(failures).toEqual([]);
    expect(await provider.diff(id, old.outs, inputs)).toEqual({ replaces: [key] });
    const next = await provider.create(inputs);
    expect(next.id).not.toBe(id);
    expect([...objects(), ...world.aws.buckets.objects("archive")].length).toBeGreaterThan(
      files.length,
    );
  });

  it("is not made again into the same place, because its files stay", async () => {
    const old = await make(world.provider(kind), program);
    const news = { ...program, triggers: { day: "tuesday" } };
    const { failures = [] } = await world.provider(kind).check(old.inputs, news);
    expect(failures).toEqual([
      {
        property: kind.naming.input,
        reason: expect.stringContaining(
          `files with the name "${name}" are already in the bucket and stay there. Choose a`,
        ),
      },
    ]);
  });

  it("is looked up by its address alone", async () => {
    const { inputs, props } = await world.provider(kind).read(id, { __lookup: true });
    expect(inputs).toEqual({
      [kind.export?.bucket ?? ""]: "backups",
      [kind.naming.input]: name,
      region: home[1],
    });
    expect(props).toMatchObject(inputs ?? {});
    expect(world.aws.requests.all()).toEqual([]);
  });

  it("whose files exist already is refused, and nothing is kept", async () => {
    world.aws.buckets.putObject("backups", `${name}-0001.rdb`);
    const { id: kept, message } = await failureOf(make(world.provider(kind), program));
    expect(kept).toBeUndefined();
    expect(message).toContain(`${createVerb(kind)} ${kind.label} "${name}" in eu-west-1: `);
    expect(message).toContain(`already contains an object with key ${name}-0001.rdb`);
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
    expect(objects()).toHaveLength(files.length);
  });
});
