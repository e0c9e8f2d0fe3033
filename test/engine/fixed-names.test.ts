import * as pulumi from "@pulumi/pulumi";
import { memorydb, redshiftserverless } from "pulumi-aws-snapshots";
import { beforeEach, describe, expect, it } from "vitest";
import type { EngineStack, Run } from "./stack.js";
import { home, makeWorld, type World } from "./world.js";

// A fixed name is free only after its snapshot is gone. An update that cannot succeed is refused in the preview. The
// advice in the message then works, and no existing backup is missing at any moment.
let world: World;
let stack: EngineStack;

beforeEach(async () => {
  world = await makeWorld({ snapshotDuration: 0, copyDuration: 0, deleteDuration: 0 });
  world.aws.memorydb.addCluster(...home, { ClusterName: "customers" });
  world.aws.redshiftserverless.addNamespace(...home, "sales");
  stack = await world.stack();
  return world.close;
});

/** A program that creates resources. */
type Make = () => void;
const program = (make: Make) => async () => make();

function snapshot(
  name: string,
  args: Partial<memorydb.SnapshotArgs>,
  options: pulumi.CustomResourceOptions = {},
): memorydb.Snapshot {
  return new memorydb.Snapshot(name, { clusterName: "orders", ...args }, options);
}

async function made(make: Make): Promise<void> {
  const run = await stack.up(program(make));
  expect(run.diagnostics).toBe("");
  expect(run.failed).toBe(false);
}

/** Previews a program that must be refused. */
async function refused(make: Make, text: string): Promise<void> {
  const preview = await stack.preview(program(make));
  expect(preview.failed).toBe(true);
  expect(preview.diagnostics).toContain(text);
}

/** Updates without a preview to a program that must be refused. Nothing may be deleted, and no import recommended. */
async function refusedUnseen(make: Make, text: string): Promise<Run> {
  const before = world.held();
  world.aws.requests.clear();
  const up = await stack.up(program(make));
  expect(up.failed).toBe(true);
  expect(up.diagnostics).toContain(text);
  expect(up.diagnostics).not.toContain("import");
  expect(world.held()).toEqual(expect.arrayContaining(before));
  expect(calls().filter((operation) => operation.startsWith("Delete"))).toEqual([]);
  return up;
}

/** Checks that the update does what its preview says, and that the next update has nothing to do. */
async function kept(make: Make): Promise<readonly string[]> {
  const preview = await stack.preview(program(make));
  expect(preview.failed).toBe(false);
  world.aws.requests.clear();
  const up = await stack.up(program(make));
  expect(up.diagnostics).not.toContain("error");
  expect([...up.steps].sort()).toEqual([...preview.steps].sort());
  expect((await stack.preview(program(make))).steps).toEqual([]);
  return [...up.steps].sort();
}

/** Returns the calls that create or delete something. */
function calls(): string[] {
  const changing = world.aws.requests.changing().map(({ operation }) => operation);
  return changing.filter((operation) => operation !== "UntagResource");
}

const replaced = (name: string) => [
  `create-replacement ${name}`,
  `delete-replaced ${name}`,
  `replace ${name}`,
];
const cannot = 'but the old snapshot still has the name "fixed"';

describe("copy with a fixed name", () => {
  const copied =
    (day: string, targetSnapshotName: string, options = {}): Make =>
    () => {
      const m = snapshot("m", { triggers: { day } });
      const args = { sourceSnapshotName: m.id, targetSnapshotName };
      new memorydb.SnapshotCopy("c", args, options);
    };

  it("a copy with a fixed name is refused if its source is replaced, and replaced under another name", async () => {
    await made(copied("monday", "fixed"));
    await refused(
      copied("tuesday", "fixed"),
      `MemoryDB snapshot "m" is replaced, so sourceSnapshotName changes, which replaces the MemoryDB snapshot copy, ${cannot}`,
    );
    expect(await kept(copied("tuesday", "other"))).toEqual(
      [...replaced("c"), ...replaced("m")].sort(),
    );
    expect(world.held()).toEqual(["other available", expect.stringMatching(/^m-/)].sort());
  });

  it("a copy with a fixed name is refused by each update without a preview, until the program follows the message", async () => {
    await made(copied("monday", "fixed"));
    const text = `sourceSnapshotName changes, which replaces the MemoryDB snapshot copy, ${cannot}`;
    await refusedUnseen(copied("tuesday", "fixed"), text);
    await refusedUnseen(copied("tuesday", "fixed"), text);
    await refused(copied("tuesday", "fixed"), text);
    await kept(copied("tuesday", "fixed", { deleteBeforeReplace: true }));
    expect(world.held()).toHaveLength(2);
    expect(world.held()).toContain("fixed available");
  });

  it("a copy with a fixed name is deleted first if its source is deleted first", async () => {
    const both =
      (day: string): Make =>
      () => {
        const options = { deleteBeforeReplace: true };
        const m = snapshot("m", { snapshotName: "m", triggers: { day } }, options);
        const args = { sourceSnapshotName: m.id, targetSnapshotName: "fixed" };
        new memorydb.SnapshotCopy("c", args);
      };
    await made(both("monday"));
    await kept(both("tuesday"));
    expect(calls()).toEqual(["DeleteSnapshot", "DeleteSnapshot", "CreateSnapshot", "CopySnapshot"]);
  });

  it("a copy with a fixed name gets a warning while its source is unknown, and stays if the source turns out to be the same", async () => {
    const { name } = world.aws.memorydb.addAutomaticSnapshot(...home, "orders");
    const when =
      (day: string): Make =>
      () => {
        const { made } = new Occasion(day);
        const sourceSnapshotName = made.apply(() => name);
        new memorydb.SnapshotCopy("c", { sourceSnapshotName, targetSnapshotName: "fixed" });
      };
    await made(when("monday"));
    const preview = await stack.preview(program(when("tuesday")));
    expect(preview.failed).toBe(false);
    expect(preview.diagnostics).toContain(
      "warning: targetSnapshotName: sourceSnapshotName is not known yet. If it changes, the update fails",
    );
    const up = await stack.up(program(when("tuesday")));
    expect(up.steps).toEqual([]);
    expect(up.diagnostics).toBe("");
  });
});

/** A resource that is created anew each time, so that everything that depends on it is unknown in a preview. */
class Occasion extends pulumi.dynamic.Resource {
  declare readonly made: pulumi.Output<string>;
  constructor(when: string) {
    const provider = { create: async () => ({ id: "occasion", outs: { made: "yes" } }) };
    super(provider, "occasion", { when, made: undefined }, { replaceOnChanges: ["when"] });
  }
}

describe("snapshot with a fixed name", () => {
  const ways: Record<string, (day: string, options?: pulumi.CustomResourceOptions) => Make> = {
    "by replaceWith": (day, options) => () => {
      const m = snapshot("m", { triggers: { day } });
      const args = { clusterName: "customers", snapshotName: "fixed" };
      snapshot("c", args, { ...options, replaceWith: [m] });
    },
    "by replaceOnChanges": (day, options) => () => {
      const args = { snapshotName: "fixed", tags: { day } };
      snapshot("c", args, { ...options, replaceOnChanges: ["tags"] });
    },
    "by replacementTrigger": (day, options) => () => {
      snapshot("c", { snapshotName: "fixed" }, { ...options, replacementTrigger: day });
    },
  };

  it.each(Object.entries(ways))(
    "a snapshot with a fixed name is refused if it is replaced %s, and replaced if it may be deleted first",
    async (_way, make) => {
      await made(make("monday"));
      const text = `an option (replaceWith, replaceOnChanges or replacementTrigger) replaces the MemoryDB snapshot, ${cannot}`;
      await refused(make("tuesday"), text);
      const steps = await kept(make("tuesday", { deleteBeforeReplace: true }));
      expect(steps).toEqual(expect.arrayContaining(replaced("c")));
      expect(world.held()).toContain("fixed available");
    },
  );

  it("a snapshot with a fixed name is refused before AWS is asked if replaceOnChanges replaces it in an update without a preview", async () => {
    const make = ways["by replaceOnChanges"] ?? expect.fail("there is no such way");
    await made(make("monday"));
    await refusedUnseen(make("tuesday"), cannot);
    expect(calls()).toEqual([]);
  });

  it("a snapshot with a fixed name gets only a warning if its replacementTrigger is not known yet", async () => {
    const make =
      (day: string): Make =>
      () => {
        const replacementTrigger = new Occasion(day).made;
        snapshot("c", { snapshotName: "fixed" }, { replacementTrigger });
      };
    await made(make("monday"));
    const preview = await stack.preview(program(make("tuesday")));
    expect(preview.failed).toBe(false);
    expect(preview.diagnostics).toContain(
      "warning: snapshotName: replacementTrigger is not known yet. If it changes, the update fails",
    );
    expect((await stack.up(program(make("tuesday")))).steps).toEqual([]);
  });
});

describe("two resources with the same fixed name", () => {
  const two =
    (first: string, second: string): Make =>
    () => {
      snapshot("a", { snapshotName: first });
      snapshot("b", { clusterName: "customers", snapshotName: second });
    };

  const one =
    (name: string, options?: pulumi.CustomResourceOptions): Make =>
    () => {
      snapshot(name, { snapshotName: "fixed" }, options);
    };

  it("two resources with the same fixed name are refused at preview, and an update without a preview makes at most one of them", async () => {
    const text =
      'of this program also uses "fixed". MemoryDB snapshot names must be unique in an account and region. Choose another snapshotName (or omit it)';
    await refused(two("fixed", "fixed"), text);
    const up = await refusedUnseen(two("fixed", "fixed"), text);
    expect(up.steps.length).toBeLessThanOrEqual(1);
    await kept(two("one", "other"));
    expect(world.held().sort()).toEqual(["one available", "other available"]);
  });

  it("two resources that swap their fixed names need a third name in between", async () => {
    await made(two("x", "y"));
    const text = "until the end of this update";
    await refused(two("y", "x"), text);
    await refusedUnseen(two("y", "x"), text);
    expect(world.held().sort()).toEqual(["x available", "y available"]);
    await kept(two("z", "y"));
    await kept(two("z", "x"));
    await kept(two("y", "x"));
    expect(world.held().sort()).toEqual(["x available", "y available"]);
  });

  it("an error about a name that is taken suggests an alias, and no import, after a renaming without an alias", async () => {
    await made(one("a"));
    const up = await stack.up(program(one("b")));
    expect(up.diagnostics).toContain(
      "If `pulumi stack --show-ids` lists it, it belongs to this stack: a renamed resource needs an alias",
    );
    expect(await stack.cli(["stack", "--show-ids", "--stack", "dev"])).toContain("snapshot/fixed");
    const aliased = one("b", { aliases: [{ name: "a" }] });
    world.aws.requests.clear();
    expect((await stack.up(program(aliased))).failed).toBe(false);
    expect(calls()).toEqual([]);
    expect(world.held()).toEqual(["fixed available"]);
  });

  it("an error about a name that is taken suggests another name or deleteBeforeReplace, and no import, after --replace", async () => {
    const urn = "urn:pulumi:dev::orders::pulumi-nodejs:dynamic/aws/memorydb:Snapshot::a";
    await made(one("a"));
    const replace = { replace: [urn] };
    const up = await stack.up(program(one("a")), replace);
    expect(up.diagnostics).toContain(
      "a replaced resource needs another name or deleteBeforeReplace",
    );
    const first = one("a", { deleteBeforeReplace: true });
    expect((await stack.up(program(first), replace)).failed).toBe(false);
    expect(world.held()).toEqual(["fixed available"]);
  });
});

describe("retainOnDelete", () => {
  it("a fixed name that retainOnDelete keeps in use is refused for a replacement, until an update has removed the option", async () => {
    const make =
      (day: string, retainOnDelete: boolean): Make =>
      () => {
        const options = { deleteBeforeReplace: true, retainOnDelete };
        snapshot("a", { snapshotName: "fixed", triggers: { day } }, options);
      };
    await made(make("monday", true));
    const text =
      'cannot have the name "fixed", because retainOnDelete keeps the old snapshot in AWS';
    await refused(make("tuesday", true), text);
    await refusedUnseen(make("tuesday", true), text);
    // The engine uses the option in the state.
    await refused(make("tuesday", false), text);
    expect((await stack.up(program(make("monday", false)))).failed).toBe(false);
    expect(await kept(make("tuesday", false))).toEqual(replaced("a"));
    expect(world.held()).toEqual(["fixed available"]);
  });

  it("a copy configuration that retainOnDelete keeps is not replaced, since AWS allows one for each namespace", async () => {
    const make =
      (destinationRegion: string, retainOnDelete: boolean): Make =>
      () => {
        const args = { namespaceName: "sales", destinationRegion };
        new redshiftserverless.SnapshotCopyConfiguration("a", args, { retainOnDelete });
      };
    const { configurations } = world.aws.redshiftserverless.at(...home);
    await made(make("eu-west-2", true));
    const text =
      'A namespace can have only one copy configuration, and retainOnDelete keeps that of "sales" in AWS. To replace it, first set retainOnDelete to false';
    await refused(make("eu-west-3", true), text);
    await refusedUnseen(make("eu-west-3", true), text);
    expect(Object.keys(await stack.state())).toEqual(["a"]);
    expect((await stack.up(program(make("eu-west-2", false)))).failed).toBe(false);
    await kept(make("eu-west-3", false));
    expect([...configurations.values()].map((one) => one.destinationRegion)).toEqual(["eu-west-3"]);
  });
});
