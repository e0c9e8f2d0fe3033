import { describe, expect, it } from "vitest";
import { callOf, storedOf, visible } from "../../src/dynamic/hidden-inputs.js";
import { kinds } from "../../src/kinds/index.js";
import type { Kind } from "../../src/kinds/kind.js";
import type { Verdict } from "../../src/lifecycle/keeping/claims.js";
import { Runtime } from "../../src/lifecycle/runtime.js";
import { isExport } from "../../src/state/export.js";
import { unknownText } from "../../src/values/engine-values.js";
import type { Props } from "../../src/values/json.js";
import {
  examples,
  type KindExample,
  kindOf,
  program,
  surroundings,
  titled,
} from "./kind-examples.js";
import { ManualClock } from "./manual-clock.js";
import { check } from "./properties.js";

// What a run knows about names, from what the engine tells it: a check of each resource with its old inputs, and
// another check without them if the engine replaces it.

/** One run of the engine. */
class Run {
  readonly claims;

  constructor() {
    const runtime = new Runtime(new ManualClock());
    runtime.configure(new Map([["aws:region", "eu-west-1"]]));
    this.claims = runtime.claims;
  }

  /** Returns the problem or warning about the name of a resource whose inputs have no mistake. */
  check(kind: Kind, news: Props, olds: Props = {}): Verdict {
    const { inputs, failures } = check(kind, surroundings(), olds, news);
    expect(failures).toEqual([]);
    return this.claims.weigh(kind, callOf(inputs), storedOf(olds), visible(inputs));
  }

  /** Returns the advice about a name that AWS reports as taken. */
  advice(kind: Kind, inputs: Props, arn?: string): string | undefined {
    return this.claims.advice(kind, callOf(inputs), visible(inputs), arn);
  }

  /** Returns the same for a resource that the engine then replaces. */
  replace(kind: Kind, news: Props, olds: Props): Verdict {
    expect(this.check(kind, news, olds)).toEqual({});
    return this.check(kind, news);
  }
}

function urn(name: string): string {
  return `urn:pulumi:prod::shop::pulumi-nodejs:dynamic/aws/any:Any::${name}`;
}

/** Returns a resource of this logical name. */
function called(logicalName: string, inputs: Props): Props {
  return { ...inputs, __urn: urn(logicalName) };
}

/** Returns the program of an example, with another name in AWS. */
function under(example: KindExample, name: string, logicalName: string): Props {
  const { naming, export: export_ } = example.kind;
  const isOwnName = naming.isOwn || export_ === undefined;
  return called(logicalName, {
    region: "eu-west-1",
    ...program(example),
    // Exports without a name differ in their bucket.
    ...(isOwnName ? { [naming.input]: name } : { [export_?.bucket ?? ""]: `bucket-${name}` }),
  });
}

const asksForExports = (example: KindExample) => isExport(example.kind, program(example));
const named = titled.filter(([, example]) => !asksForExports(example));
const exports = titled.filter(([, example]) => asksForExports(example));

const snapshot = kindOf("memorydb:Snapshot");
const copy = kindOf("memorydb:SnapshotCopy");
const orders: Props = { region: "eu-west-1", clusterName: "orders", snapshotName: "fixed" };
const m: Props = called("m", { region: "eu-west-1", clusterName: "orders" });
const c: Props = called("c", {
  region: "eu-west-1",
  sourceSnapshotName: "arn:aws:memorydb:eu-west-1:111122223333:snapshot/m-1234567",
  targetSnapshotName: "fixed",
});
const monday = { ...m, snapshotName: "m-1234567", triggers: { day: "monday" }, tagsAll: {} };
const tuesday = { ...m, triggers: { day: "tuesday" } };
const optional = "an option (replaceWith, replaceOnChanges or replacementTrigger) replaces the ";

describe.each(titled)("a %s", (_title, example) => {
  const { kind } = example;
  const a = under(example, "orders-a", "a");
  const alsoA = under(example, "orders-a", "b");
  const b = under(example, "orders-b", "b");
  const twin = {
    problem: expect.stringContaining(`${kind.label} "a" of this program also uses "`),
  };

  it("is refused beside another resource of the same name", () => {
    const run = new Run();
    expect(run.check(kind, a)).toEqual({});
    expect(run.check(kind, alsoA)).toEqual(twin);
  });

  it("is refused beside an existing resource of the same name, whichever is checked first", () => {
    const first = new Run();
    expect(first.check(kind, a, a)).toEqual({});
    expect(first.check(kind, alsoA)).toEqual(twin);
    const second = new Run();
    expect(second.check(kind, a)).toEqual({});
    expect(second.check(kind, alsoA, alsoA)).toEqual(twin);
  });

  it("is accepted beside a resource of the same name if both exist already", () => {
    const run = new Run();
    expect(run.check(kind, a, a)).toEqual({});
    expect(run.check(kind, alsoA, alsoA)).toEqual({});
  });

  it("is accepted beside a resource of another name, of another caller, or of a name that is still unknown", () => {
    const run = new Run();
    expect(run.check(kind, a)).toEqual({});
    expect(run.check(kind, b)).toEqual({});
    const unnamed = { ...alsoA, [kind.naming.input]: unknownText, __urn: urn("c") };
    expect(run.check(kind, unnamed)).toEqual({});
    if (!asksForExports(example)) {
      expect(run.check(kind, { ...alsoA, profile: "dev", __urn: urn("d") })).toEqual({});
    }
  });
});

describe.each(named)("a %s with a fixed name", (_title, example) => {
  const { kind } = example;
  const a = under(example, "orders-a", "a");
  const b = under(example, "orders-b", "b");
  const input = kind.naming.input;

  it("is refused if an option replaces it, unless it is deleted first", () => {
    expect(new Run().replace(kind, a, a)).toEqual({
      problem: expect.stringContaining(
        `${optional}${kind.label}, but the old snapshot still has the name "orders-a"`,
      ),
    });
    const first = { ...a, __deleteBeforeReplace: true };
    expect(new Run().replace(kind, first, a)).toEqual({});
  });

  it("is refused if it is deleted first and retainOnDelete keeps it", () => {
    const news = { ...a, __deleteBeforeReplace: true };
    expect(new Run().replace(kind, news, { ...a, __retainOnDelete: true })).toEqual({
      problem: expect.stringContaining(
        kind.naming.isOwn
          ? "retainOnDelete keeps the old snapshot in AWS. Choose a new name, omit the name, or first set retain"
          : 'retainOnDelete keeps that of "orders-a" in AWS. To replace it, first set retain',
      ),
    });
    expect(new Run().replace(kind, news, { ...a, __retainOnDelete: false })).toEqual({});
    // The engine uses the option in the state.
    const later = { ...news, __retainOnDelete: true };
    expect(new Run().replace(kind, later, { ...a, __retainOnDelete: false })).toEqual({});
    expect(new Run().replace(kind, later, a)).toEqual({
      warning: expect.stringContaining("if it had retainOnDelete before"),
    });
  });

  it("is accepted if diff finds it gone or in another account", () => {
    const run = new Run();
    run.check(kind, a, a);
    run.claims.compared(callOf(a).urn, "arn:of-a", true);
    expect(run.check(kind, a)).toEqual({});
  });

  it("cannot take a name that another resource gives up in the same update", () => {
    const first = new Run();
    const moved = (from: Props, name: unknown) => ({ ...from, [input]: name });
    expect(first.replace(kind, moved(a, "orders-c"), a)).toEqual({});
    expect(first.check(kind, moved(b, a[input]), b)).toEqual({
      problem: expect.stringContaining(
        `${kind.label} "a" uses "orders-a" until the end of this update. ${kind.naming.unique}. Choose another ${input}`,
      ),
    });
    const swap = new Run();
    expect(swap.replace(kind, moved(a, b[input]), a)).toEqual({});
    expect(swap.check(kind, moved(b, a[input]), b)).toEqual({
      problem: expect.stringContaining("until the end of this update"),
    });
    const heir = new Run();
    expect(heir.replace(kind, moved(a, b[input]), a)).toEqual({});
    expect(heir.check(kind, moved(b, "orders-c"), b)).toEqual({
      problem: expect.stringContaining(
        `${kind.label} "a" will use "orders-b", which this resource uses`,
      ),
    });
  });

  it("can take a name that another resource gave up by being deleted before its replacement", () => {
    const run = new Run();
    const moved = { ...a, [input]: "orders-c", __deleteBeforeReplace: true };
    expect(run.replace(kind, moved, a)).toEqual({});
    expect(run.check(kind, { ...b, [input]: a[input] }, b)).toEqual({});
  });

  it("whose name this stack uses already is reported with its owner, and not recommended for import", () => {
    const run = new Run();
    run.check(kind, a, a);
    const { inputs } = check(kind, surroundings(), {}, { ...a, __urn: urn("b") });
    const advice = `It belongs to ${kind.label} "a" of this stack. Choose another ${input}`;
    expect(run.advice(kind, inputs)).toContain(advice);
    const other = { ...inputs, profile: "dev" };
    expect(run.advice(kind, other)).toBeUndefined();
    run.claims.compared(callOf(a).urn, "arn:of-a", false);
    expect(run.advice(kind, other, "arn:of-a")).toContain(advice);
    const own = check(kind, surroundings(), {}, a).inputs;
    expect(run.advice(kind, own, "arn:of-a")).toContain(
      `It belongs to the previous ${kind.label} of this resource`,
    );
  });
});

describe.each(exports)(
  "a %s under the name of files that another export left",
  (_title, example) => {
    it("is accepted with a warning, because the files may have been removed from the bucket", () => {
      const { kind } = example;
      const a = under(example, "orders-a", "a");
      const run = new Run();
      expect(run.replace(kind, under(example, "orders-c", "a"), a)).toEqual({});
      expect(run.check(kind, under(example, "orders-a", "b"))).toEqual({
        warning: expect.stringContaining(`${kind.label} "a" uses "`),
      });
    });
  },
);

describe("a name of an AWS service", () => {
  const groups = new Map<string, string[]>();
  for (const { name, naming } of kinds.values()) {
    groups.set(naming.unique, [...(groups.get(naming.unique) ?? []), name]);
  }

  it("is shared by the kinds of that service", () => {
    expect([...groups.values()].map((names) => names.sort()).sort()).toEqual([
      [
        "docdb:ClusterSnapshot",
        "docdb:ClusterSnapshotCopy",
        "neptune:ClusterSnapshot",
        "neptune:ClusterSnapshotCopy",
      ],
      [
        "elasticache:ServerlessCacheSnapshot",
        "elasticache:ServerlessCacheSnapshotCopy",
        "elasticache:ServerlessCacheSnapshotExport",
      ],
      ["elasticache:Snapshot", "elasticache:SnapshotCopy"],
      ["memorydb:Snapshot", "memorydb:SnapshotCopy"],
      ["redshiftserverless:Snapshot"],
      ["redshiftserverless:SnapshotCopyConfiguration"],
    ]);
  });

  it("is refused to a second kind that shares it, and only in one region", () => {
    const shown = examples.filter((one) => !asksForExports(one));
    for (const one of shown) {
      for (const other of shown.filter(({ kind }) => kind !== one.kind)) {
        const run = new Run();
        run.check(one.kind, under(one, "orders-a", "a"));
        const { problem } = run.check(other.kind, under(other, "orders-a", "b"));
        const shares = one.kind.naming.unique === other.kind.naming.unique;
        expect(problem !== undefined, `${one.title}, ${other.title}`).toBe(shares);
      }
    }
    const run = new Run();
    run.check(snapshot, called("a", orders));
    expect(run.check(snapshot, called("b", { ...orders, region: "eu-west-2" }))).toEqual({});
  });

  it("is shared by all exports into a bucket, whatever is exported", () => {
    const run = new Run();
    const serverless = kindOf("elasticache:ServerlessCacheSnapshotExport");
    run.check(copy, { ...c, targetSnapshotName: "one", targetBucket: "backups" });
    const inputs = { region: "eu-west-2", serverlessCacheSnapshotName: "one" };
    const problem = expect.stringContaining("Export names must be unique in a bucket");
    expect(run.check(serverless, called("e", { ...inputs, s3BucketName: "backups" }))).toEqual({
      problem,
    });
    expect(run.check(serverless, called("e", { ...inputs, s3BucketName: "others" }))).toEqual({});
  });
});

describe("a copy with a fixed name and an unknown source", () => {
  const unknown = { ...c, sourceSnapshotName: unknownText };
  const changes =
    'MemoryDB snapshot "m" is replaced, so sourceSnapshotName changes, which replaces the MemoryDB snapshot copy, but the old snapshot still has the name "fixed". Choose a new name, or omit the name';

  it("is refused if the source is replaced in this run", () => {
    const run = new Run();
    expect(run.replace(snapshot, tuesday, monday)).toEqual({});
    expect(run.replace(copy, unknown, c)).toEqual({ problem: expect.stringContaining(changes) });
  });

  it("is refused if a copy is replaced that it was made from", () => {
    const run = new Run();
    run.replace(snapshot, tuesday, monday);
    const middle = { ...unknown, targetSnapshotName: undefined };
    const before = { ...c, targetSnapshotName: "c-7654321" };
    expect(run.replace(copy, middle, before)).toEqual({});
    const source = "arn:aws:memorydb:eu-west-1:111122223333:snapshot/c-7654321";
    const last = called("last", { ...c, sourceSnapshotName: source });
    expect(run.replace(copy, { ...last, sourceSnapshotName: unknownText }, last)).toMatchObject({
      problem: expect.stringContaining('MemoryDB snapshot copy "c" is replaced, so'),
    });
  });

  it("is refused as an export too, if files of its name are in the bucket", () => {
    const run = new Run();
    run.replace(snapshot, tuesday, monday);
    const files = { targetBucket: "backups", __deleteBeforeReplace: true };
    expect(run.replace(copy, { ...unknown, ...files }, { ...c, ...files })).toEqual({
      problem: expect.stringContaining('files with the name "fixed" are already in the bucket'),
    });
  });

  const other = called("other", { ...monday, snapshotName: "other-1234567" });
  it.each([
    ["nothing is replaced", []],
    ["something else is replaced", [[other, { ...other, triggers: { day: "tuesday" } }]]],
    ["its source may be replaced", [[monday, { ...monday, clusterName: unknownText }]]],
  ])("is warned about if %s", (_where, replaced: Props[][]) => {
    const run = new Run();
    for (const [olds = {}, news] of replaced) {
      run.replace(snapshot, { ...news, snapshotName: undefined }, olds);
    }
    expect(run.replace(copy, unknown, c)).toEqual({
      warning: expect.stringContaining(
        "sourceSnapshotName is not known yet. If it changes, the update fails: the change replaces",
      ),
    });
  });

  it("is accepted if it is deleted first, or has another name", () => {
    const run = new Run();
    run.replace(snapshot, tuesday, monday);
    expect(run.replace(copy, { ...unknown, __deleteBeforeReplace: true }, c)).toEqual({});
    expect(run.replace(copy, { ...unknown, targetSnapshotName: "other" }, c)).toEqual({});
  });

  it("is accepted if the engine has deleted it before its source, and so checks it as a new resource", () => {
    const run = new Run();
    const fixed = { ...monday, __deleteBeforeReplace: true };
    run.replace(snapshot, { ...fixed, triggers: { day: "tuesday" } }, fixed);
    run.claims.compared(callOf(c).urn, "arn:of-c", false);
    expect(run.check(copy, unknown)).toEqual({});
  });
});

describe("a resource that an option may replace", () => {
  const a = called("a", orders);
  const warning = expect.stringContaining("the update fails: ");

  it("is warned about while the trigger is unknown", () => {
    const news = { ...a, __replacementTrigger: unknownText };
    expect(new Run().replace(snapshot, news, a)).toEqual({ warning });
    const known = { ...a, __replacementTrigger: true };
    expect(new Run().replace(snapshot, known, a)).toMatchObject({ problem: expect.anything() });
  });

  it("is warned about while one of its inputs, or one of an earlier replacement, is unknown", () => {
    expect(new Run().replace(snapshot, { ...a, tags: { team: unknownText } }, a)).toEqual({
      warning,
    });
    const run = new Run();
    run.replace(snapshot, { ...monday, snapshotName: undefined, clusterName: unknownText }, monday);
    expect(run.replace(snapshot, a, a)).toEqual({ warning });
  });
});
