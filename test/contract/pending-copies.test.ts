import { afterEach, describe, expect, it } from "vitest";
import { behindBoundary } from "../../src/dynamic/boundary.js";
import { withHiddenInputs } from "../../src/dynamic/hidden-inputs.js";
import { lifecycle } from "../../src/lifecycle/lifecycle.js";
import { Runtime } from "../../src/lifecycle/runtime.js";
import { caseOf } from "./cases.js";
import { checked, failureOf, home, make, World } from "./world.js";

// A source stays while a copy that this run or an earlier run requested is unfinished, whatever AWS would allow.
let world: World;
afterEach(() => world.close());

const pairs: readonly [snapshot: string, copy: string, source: string][] = [
  ["memorydb:Snapshot", "memorydb:SnapshotCopy", "sourceSnapshotName"],
  ["neptune:ClusterSnapshot", "neptune:ClusterSnapshotCopy", "sourceDbClusterSnapshotIdentifier"],
  ["docdb:ClusterSnapshot", "docdb:ClusterSnapshotCopy", "sourceDbClusterSnapshotIdentifier"],
  ["elasticache:Snapshot", "elasticache:SnapshotCopy", "sourceSnapshotName"],
  [
    "elasticache:ServerlessCacheSnapshot",
    "elasticache:ServerlessCacheSnapshotCopy",
    "sourceServerlessCacheSnapshotName",
  ],
];

/** The providers of both kinds in one process, with a source and a copy of it that nobody waits for. */
async function pendingCopy(
  [snapshotKind, copyKind, source]: (typeof pairs)[number],
  { byName = false, inLaterRun = false } = {},
) {
  world = await World.start({ copyDuration: 120 });
  const [snapshot, copy] = [caseOf(snapshotKind), caseOf(copyKind)];
  snapshot.addSources(world.aws);
  const run = () => {
    const runtime = new Runtime({
      now: () => world.aws.clock.now(),
      sleep: async (milliseconds) => world.aws.clock.advance(Math.ceil(milliseconds)),
    });
    runtime.configure(new Map());
    return {
      snapshots: behindBoundary(withHiddenInputs(lifecycle(snapshot.kind, runtime))),
      copies: behindBoundary(withHiddenInputs(lifecycle(copy.kind, runtime))),
    };
  };
  const first = run();
  // An earlier run has created it, because a process never deletes what it created itself.
  const original = await make(world.provider(snapshot.kind), {
    ...snapshot.program,
    [snapshot.kind.naming.input]: "original",
  });
  const program = {
    ...copy.program,
    __urn: `${copy.program["__urn"]}-copy`,
    kmsKeyId: undefined,
    [source]: byName ? "original" : original.id,
    [copy.kind.naming.input]: "copied",
    waitForCompletion: false,
  };
  const made = await make(first.copies, program);
  const second = inLaterRun ? run() : first;
  if (inLaterRun) {
    const news = await checked(second.copies, program, made.inputs);
    expect(await second.copies.diff(made.id, made.outs, news)).toEqual({ changes: false });
  }
  world.aws.requests.clear();
  const copied = () =>
    copy
      .service(world.aws)
      .manual(...home)
      .find(({ arn }) => arn === made.id);
  return { snapshot, copy, second, snapshots: second.snapshots, original, made, copied };
}

describe.each(pairs)("the source of an unfinished copy, for a %s,", (...pair) => {
  it.each([
    ["by its ARN", {}],
    ["by its name", { byName: true }],
    ["by its ARN, since an earlier run,", { inLaterRun: true }],
    ["by its name, since an earlier run,", { byName: true, inLaterRun: true }],
  ])("is deleted when the copy is available, if the source is given %s", async (_by, options) => {
    const { snapshot, copy, snapshots, original, copied } = await pendingCopy(pair, options);
    let atDelete: string | undefined;
    world.aws.faults.add({
      operation: snapshot.calls.delete.operation,
      where: () => {
        atDelete = copied()?.lifetime.status;
        return false;
      },
    });
    expect(copied()?.lifetime.status).toBe(copy.words.creating);
    await snapshots.delete(original.id, original.outs);
    expect(atDelete).toBe("available");
    expect(world.aws.requests.changing().map(({ operation }) => operation)).toEqual([
      snapshot.calls.delete.operation,
    ]);
  });

  it("is kept if the copy takes longer than the delete timeout", async () => {
    const { snapshots, original } = await pendingCopy(pair);
    const outs = { ...original.outs, __timeouts: { delete: "1m" } };
    const { message } = await failureOf(snapshots.delete(original.id, outs));
    expect(message).toMatch(
      /kept: the snapshot that is made from it is not available: .*"copied" in eu-west-1 is still "c\w+ing" after 1m.* raise customTimeouts\.delete/,
    );
    expect(world.aws.requests.changing()).toEqual([]);
  });

  it("is deleted at once if the same run deleted the copy before", async () => {
    const { second, made, snapshots, original } = await pendingCopy(pair, { inLaterRun: true });
    world.aws.clock.advance(120_000);
    await second.copies.delete(made.id, made.outs);
    const seconds = await world.secondsOf(snapshots.delete(original.id, original.outs));
    expect(seconds).toBeLessThan(10);
  });

  it("is deleted if the copy failed, because AWS no longer reads the source", async () => {
    const { copy, snapshots, original, copied } = await pendingCopy(pair, { inLaterRun: true });
    copy.service(world.aws).fail(...home, "copied", copy.words.failed);
    expect(copied()?.lifetime.status).toBe(copy.words.failed);
    await snapshots.delete(original.id, original.outs);
    expect(world.aws.requests.changing()).toHaveLength(1);
  });
});
