import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { caseOf, faultOn } from "./cases.js";
import { failureOf, home, make, World } from "./world.js";

// AWS never deletes an automatic snapshot on request, and refuses with the same code as for a busy snapshot.
let world: World;
beforeEach(async () => {
  world = await World.start();
});
afterEach(() => world.close());

describe.each(["neptune", "docdb"] as const)("a %s cluster snapshot", (service) => {
  const example = caseOf(`${service}:ClusterSnapshot`);
  const { kind, program } = example;

  it("that AWS took automatically is not deleted a second time, and the error says what to do", async () => {
    example.addSources(world.aws);
    const made = await make(world.provider(kind), program);
    world.aws.requests.clear();
    const error = {
      code: example.codes.undeletable,
      message: "Only manual snapshots may be deleted.",
    };
    faultOn(world.aws, example, "delete", { error, times: Number.POSITIVE_INFINITY });
    const call = world.provider(kind).delete(made.id, made.outs);
    expect(await world.secondsOf(call)).toBe(0);
    const { message } = await failureOf(call);
    expect(message).toContain("InvalidDBClusterSnapshotStateFault: Only manual snapshots may be");
    expect(message).toContain("Remove it from the stack with `pulumi state delete`");
    expect(world.aws.requests.changing()).toHaveLength(1);
  });

  it("that AWS is still working on is deleted by a later try, although AWS uses the same code", async () => {
    example.addSources(world.aws);
    const made = await make(world.provider(kind), program);
    const error = { code: example.codes.undeletable, message: "It is busy" };
    const fault = faultOn(world.aws, example, "delete", { error, times: 3 });
    await world.provider(kind).delete(made.id, made.outs);
    expect(fault.hits).toBe(3);
    expect(world.aws.rds.snapshots(...home)).toEqual([]);
  });
});
