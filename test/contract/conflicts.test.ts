import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { caseOf, faultOn, held } from "./cases.js";
import { failureOf, home, make, World } from "./world.js";

// Redshift Serverless has one error code for a taken name, for an operation in progress, and for states that no waiting
// changes.
let world: World;
beforeEach(async () => {
  world = await World.start();
});
afterEach(() => world.close());

const example = caseOf("redshiftserverless:Snapshot");
const { kind } = example;
const program = { ...example.program, snapshotName: "orders-1" };
const always = Number.POSITIVE_INFINITY;

function conflict(message: string, times = always) {
  return { error: { code: "ConflictException", message }, times };
}

describe("a Redshift Serverless snapshot", () => {
  describe.each(["ConflictException", "ResourceNotFoundException", "ValidationException"] as const)(
    "of a namespace without a workgroup, which AWS calls %s,",
    (withoutWorkgroup) => {
      it("fails at once, and reports what is missing", async () => {
        await world.close();
        world = await World.start({ withoutWorkgroup });
        world.aws.redshiftserverless.addNamespace(...home, "orders").hasWorkgroup = false;
        const call = make(world.provider(kind), program);
        expect(await world.secondsOf(call)).toBe(0);
        const { message, id } = await failureOf(call);
        expect(id).toBeUndefined();
        expect(message).toContain(`${withoutWorkgroup}: You can't create a snapshot because there`);
        expect(message).toContain("Create a workgroup for the namespace");
        expect(message).not.toContain("Choose another name");
        expect(world.aws.requests.changing()).toHaveLength(1);
      });
    },
  );

  it.each(["Serverless namespace orders not found.", "The namespace orders does not exist"])(
    "fails without another try if AWS says: %s",
    async (text) => {
      example.addSources(world.aws);
      faultOn(world.aws, example, "create", conflict(text));
      const call = make(world.provider(kind), program);
      expect(await world.secondsOf(call)).toBe(0);
      const { message } = await failureOf(call);
      expect(message).toContain(text);
      expect(message).not.toContain("Choose another name");
      expect(world.aws.requests.changing()).toHaveLength(1);
    },
  );

  it.each([
    "There is an operation running on the namespace. Try again later.",
    "An operation on the namespace orders is in progress.",
  ])("is tried again, without a listing, if AWS says: %s", async (text) => {
    example.addSources(world.aws);
    faultOn(world.aws, example, "create", conflict(text, 3));
    const { outs } = await make(world.provider(kind), program);
    expect(outs).toMatchObject({ status: "AVAILABLE" });
    const [first, second] = world.aws.requests.all().flatMap(({ operation }, at) => {
      return operation === "CreateSnapshot" ? [at] : [];
    });
    const between = world.aws.requests.operations().slice(Number(first) + 1, second);
    expect(between).not.toContain("redshift-serverless:GetSnapshot");
  });

  it("is tried again if AWS's message is unknown and its name is free", async () => {
    example.addSources(world.aws);
    faultOn(world.aws, example, "create", conflict("Something else is the matter", 3));
    const { outs } = await make(world.provider(kind), program);
    expect(outs).toMatchObject({ status: "AVAILABLE" });
  });

  it.each(["Snapshot orders-1 already exists.", "Something else is the matter"])(
    "whose name is taken fails at once if AWS says: %s",
    async (text) => {
      example.addSources(world.aws);
      example.addForeign(world.aws, "orders-1");
      faultOn(world.aws, example, "create", conflict(text));
      const { message, id } = await failureOf(make(world.provider(kind), program));
      expect(id).toBeUndefined();
      expect(message).toContain(text);
      expect(message).toContain("Choose another name");
      expect(world.aws.requests.changing()).toHaveLength(1);
      expect(held(example, world.aws, home)).toHaveLength(1);
    },
  );

  it("is recognized after a create whose answer was lost, although AWS forgets it for a moment", async () => {
    example.addSources(world.aws);
    faultOn(world.aws, example, "create", { dropConnection: "after" });
    faultOn(world.aws, example, "find", {
      error: { code: "ResourceNotFoundException", message: "never heard of it" },
    });
    const { id } = await make(world.provider(kind), program);
    expect(held(example, world.aws, home).map(({ arn }) => arn)).toEqual([id]);
  });

  it("that can never be deleted is not deleted a second time", async () => {
    example.addSources(world.aws);
    const made = await make(world.provider(kind), program);
    faultOn(world.aws, example, "delete", conflict("Serverless namespace orders not found."));
    const call = world.provider(kind).delete(made.id, made.outs);
    expect(await world.secondsOf(call)).toBe(0);
    expect((await failureOf(call)).message).toContain("Serverless namespace orders not found.");
  });
});
