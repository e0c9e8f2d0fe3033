import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { cases, faultOn, held, purposes } from "./cases.js";
import { checked, failureOf, home, make, type Place, World } from "./world.js";

// Calls use names, so the account that answers must be the account in the state.
let world: World;
beforeEach(async () => {
  world = await World.start();
});
afterEach(() => world.close());

const other: Place = ["444455556666", home[1]];
const role = (account: string) => `arn:aws:iam::${account}:role/backup`;

describe.each(cases)("a $kind.label", (example) => {
  const { kind, program } = example;
  const fixed = { ...program, [kind.naming.input]: "orders-1" };
  beforeEach(() => {
    example.addSources(world.aws);
    example.addSources(world.aws, other);
  });

  describe.each([
    ["which has one of the same name", true],
    ["which has no snapshot of that name", false],
  ])("with credentials of another account, %s,", (_what, there) => {
    it("is not read, forgotten, changed or deleted", async () => {
      const { aws } = world;
      const { id, inputs, outs } = await make(world.provider(kind), fixed);
      if (there) {
        example.addForeign(aws, "orders-1", other);
      }
      world.become(other[0]);
      aws.requests.clear();
      const provider = world.provider(kind);
      const news = await checked(provider, { ...fixed, tags: { team: "b" } }, inputs);
      const calls = {
        reading: await failureOf(provider.read(id, outs)),
        updating: await failureOf(provider.update(id, outs, news)),
        deleting: await failureOf(provider.delete(id, outs)),
      };
      for (const [doing, { message }] of Object.entries(calls)) {
        expect(message).toBe(
          `${doing} ${kind.label} "orders-1" in eu-west-1: the credentials belong to account 444455556666, but ${id} is in account 111122223333. Nothing was changed. Use credentials of account 111122223333.`,
        );
      }
      expect(calls.updating).toMatchObject({ id, properties: outs });
      expect(aws.requests.changing()).toEqual([]);
      expect(purposes(example, aws).filter((purpose) => purpose === "GetCallerIdentity")).toEqual(
        // A snapshot of another account is not found by its ARN.
        there && kind.naming.inArn ? [] : ["GetCallerIdentity"],
      );
      expect(held(example, aws, other)).toHaveLength(there ? 1 : 0);
    });
  });

  it("that seems gone is not forgotten if the account of the credentials cannot be found out", async () => {
    const { aws } = world;
    const { id, outs } = await make(world.provider(kind), fixed);
    example.service(aws).vanish(...home, "orders-1");
    aws.faults.add({
      operation: "GetCallerIdentity",
      error: { code: "AccessDenied", message: "You may not do this", status: 403 },
    });
    const provider = world.provider(kind);
    const { message } = await failureOf(provider.read(id, outs));
    expect(message).toMatch(
      /^reading .* in eu-west-1: AccessDenied: asking AWS which account the credentials belong to: You may not do this\. /,
    );
    expect(await provider.read(id, outs)).toEqual({});
  });

  it("is replaced to move to another account, and changed in place to use another role of its own account", async () => {
    const { aws } = world;
    const provider = world.provider(kind);
    const old = await make(provider, program);
    const renamed = await checked(
      provider,
      { ...program, assumeRoleArn: role(home[0]) },
      old.inputs,
    );
    expect(await provider.diff(old.id, old.outs, renamed)).toEqual({ replaces: [] });
    const { outs } = await provider.update(old.id, old.outs, renamed);
    expect(outs).toMatchObject({ assumeRoleArn: role(home[0]) });

    const moved = { ...program, assumeRoleArn: role(other[0]) };
    const news = await checked(provider, moved, old.inputs);
    expect(await provider.diff(old.id, old.outs, news)).toEqual({ replaces: ["assumeRoleArn"] });
    const next = await make(provider, moved);
    expect(held(example, aws, other).map(({ arn }) => arn)).toEqual([next.id]);
    expect(held(example, aws, home).map(({ arn }) => arn)).toEqual([old.id]);
    await world.provider(kind).delete(old.id, old.outs);
    expect(held(example, aws, home)).toEqual([]);
    expect(held(example, aws, other)).toHaveLength(1);
  });

  it("is looked for in the region of its ARN, whatever the region of the process", async () => {
    const { aws } = world;
    const elsewhere: Place = [home[0], "eu-central-1"];
    example.addSources(aws, elsewhere);
    const { id, outs } = await make(world.provider(kind), { ...program, region: elsewhere[1] });
    aws.requests.clear();
    const provider = world.provider(kind);
    expect((await provider.read(id, { ...outs, region: "eu-west-1" })).id).toBe(id);
    await provider.delete(id, outs);
    expect(new Set(aws.requests.all().map(({ region }) => region))).toEqual(
      new Set(["eu-central-1"]),
    );
    expect(held(example, aws, elsewhere)).toEqual([]);
  });

  it("is not passed to an account that the configuration forbids", async () => {
    const provider = world.provider(kind, {
      "aws:forbiddenAccountIds": JSON.stringify([home[0]]),
    });
    const handle = faultOn(world.aws, example, "create", {});
    const { message, id } = await failureOf(make(provider, fixed));
    expect(id).toBeUndefined();
    expect(message).toContain(`connecting for ${kind.label} "orders-1": `);
    expect(message).toContain("which is in forbiddenAccountIds (111122223333)");
    expect(handle.hits).toBe(0);
  });
});
