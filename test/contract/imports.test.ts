import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { creatingTag } from "../../src/abi/mark-tag.js";
import { kinds } from "../../src/kinds/index.js";
import type { Kind } from "../../src/kinds/kind.js";
import { lifecycle } from "../../src/lifecycle/lifecycle.js";
import type { Provider } from "../../src/lifecycle/provider.js";
import { Runtime } from "../../src/lifecycle/runtime.js";
import { type Call, callWith } from "../../src/state/call.js";
import type { Stored } from "../../src/state/stored.js";
import type { Props } from "../../src/values/json.js";
import { caseOf, cases, held } from "./cases.js";
import { failureOf, home, World } from "./world.js";

// A stack takes over a snapshot that somebody else made. The engine knows its ARN and nothing else.
let world: World;
beforeEach(async () => {
  world = await World.start();
});
afterEach(() => world.close());

const call = callWith("urn:pulumi:prod::shop::aws-snapshots:any:Any::orders");
const importing: Call = { ...call, isLookup: true, isImport: true };
const nothing: Stored = { props: {}, call: importing, notes: {} };

/** Returns the provider of a kind in a process of its own. */
function provider(kind: Kind, config: Record<string, string> = {}): Provider {
  const { clock } = world.aws;
  const sleep = async (milliseconds: number) => clock.advance(Math.ceil(milliseconds));
  const runtime = new Runtime({ now: () => clock.now(), sleep });
  runtime.configure(new Map(Object.entries(config)));
  return lifecycle(kind, runtime);
}

async function checked(of: Provider, before: Stored, program: Props): Promise<Props> {
  const { inputs, failures } = await of.check(call, before, program);
  expect(failures).toEqual([]);
  return inputs;
}

/** Makes a resource in a stack of which the importing stack knows nothing. */
async function makeElsewhere(kind: Kind, program: Props): Promise<string> {
  const other = { ...call, urn: "urn:pulumi:prod::other::aws-snapshots:any:Any::theirs" };
  const { inputs, failures } = await provider(kind).check(other, nothing, program);
  expect(failures).toEqual([]);
  return (await provider(kind).create(other, inputs)).id;
}

async function imported(of: Provider, id: string) {
  return (await of.read(importing, id, nothing)) ?? expect.fail("the import found nothing");
}

/** Returns the inputs without those that a program gives only to check. */
function printed({ tagsAll: _, ...inputs }: Props): Props {
  return Object.fromEntries(Object.entries(inputs).filter(([, value]) => value !== undefined));
}

const configuration = kindOf("redshiftserverless:SnapshotCopyConfiguration");

const ofConfiguration: Props = {
  namespaceName: "orders",
  destinationRegion: "eu-west-2",
  destinationKmsKeyId: `arn:aws:kms:eu-west-2:${home[0]}:key/mrk-1`,
  snapshotRetentionPeriod: 7,
};

const subjects = [
  ...cases.map((example) => ({
    kind: example.kind,
    program: visible(example.program),
    told: {
      ...without(visible(example.program), example.source),
      ...example.spelled,
      ...sourceOf(example.lookedUp),
    },
    // What AWS does not report of a copy, the user has to say.
    unsaid:
      example.kind.inputs[example.source]?.required && !(example.source in example.lookedUp)
        ? example.source
        : undefined,
    addSources: () => example.addSources(world.aws),
  })),
  {
    kind: configuration,
    program: ofConfiguration,
    told: ofConfiguration,
    unsaid: undefined,
    addSources: () => void world.aws.redshiftserverless.addNamespace(...home, "orders"),
  },
];

/** Returns what a lookup finds, without lists that are empty: to an import they say nothing. */
function sourceOf(lookedUp: Props): Props {
  return Object.fromEntries(Object.entries(lookedUp).filter(([, value]) => !Array.isArray(value)));
}

function without(props: Props, key: string): Props {
  return Object.fromEntries(Object.entries(props).filter(([each]) => each !== key));
}

function visible(program: Props): Props {
  return Object.fromEntries(Object.entries(program).filter(([key]) => !key.startsWith("__")));
}

it("every kind that AWS shows is imported by these tests", () => {
  const shown = [...kinds.values()].filter(({ makes }) => makes !== "export");
  expect(new Set(subjects.map(({ kind }) => kind.name))).toEqual(
    new Set(shown.map(({ name }) => name)),
  );
});

describe.each(subjects)(
  "an imported $kind.label",
  ({ kind, program, told, unsaid, addSources }) => {
    beforeEach(() => addSources());
    const source = unsaid === undefined ? {} : { [unsaid]: program[unsaid] };

    it("previews as unchanged with the inputs that the import returned, after an update without calls if AWS does not report its source", async () => {
      const id = await makeElsewhere(kind, program);
      const { inputs, stored } = await imported(provider(kind), id);
      expect(inputs).toMatchObject(told);
      world.aws.requests.clear();
      const process = provider(kind);
      const before = { ...nothing, props: inputs };
      const news = await checked(process, before, { ...printed(inputs), ...source });
      expect(await process.diff(call, id, stored, news)).toEqual(
        unsaid === undefined ? { changes: false } : { replaces: [] },
      );
      const after = await process.update(call, id, stored, news);
      expect(await process.diff(call, id, after, news)).toEqual({ changes: false });
      expect([...world.aws.requests]).toEqual([]);
      if (unsaid !== undefined) {
        const other = { ...news, [unsaid]: "another" };
        expect((await process.diff(call, id, after, other)).replaces).toEqual([unsaid]);
      }
    });

    it("has the tags of the program that made it, and not those of the connection", async () => {
      const id = await makeElsewhere(kind, program);
      const [snapshot] = kind.tagging === undefined ? [] : held(caseOf(kind.name), world.aws, home);
      snapshot?.tags.set("stage", "prod").set("cost", "7").set("bot:seen", "x").set("aws:own", "1");
      const config = {
        "aws:defaultTags": JSON.stringify({ tags: { stage: "prod", cost: "8" } }),
        "aws:ignoreTags": JSON.stringify({ keyPrefixes: ["bot:"] }),
      };
      const { inputs, stored } = await imported(provider(kind, config), id);
      const own = { team: "orders", cost: "7" };
      const [tags, tagsAll] = kind.tagging === undefined ? [] : [own, { ...own, stage: "prod" }];
      expect(inputs["tags"]).toEqual(tags);
      expect(inputs["tagsAll"]).toEqual(tagsAll);
      const process = provider(kind, config);
      const news = await checked(
        process,
        { ...nothing, props: inputs },
        {
          ...printed(inputs),
          ...source,
        },
      );
      expect(news["tagsAll"]).toEqual(tagsAll);
      const { replaces = [] } = await process.diff(call, id, stored, news);
      expect(replaces).toEqual([]);
    });

    it("is updated without a call to AWS if the program gives inputs that AWS does not have, and replaced if it gives triggers", async () => {
      const id = await makeElsewhere(kind, program);
      const process = provider(kind);
      const { inputs, stored } = await imported(process, id);
      const before = { ...nothing, props: inputs };
      const given = { ...printed(inputs), ...source, stallTimeout: "1h" };
      const news = await checked(process, before, given);
      expect(await process.diff(call, id, stored, news)).toEqual({ replaces: [] });
      world.aws.requests.clear();
      const after = await process.update(call, id, stored, news);
      expect([...world.aws.requests]).toEqual([]);
      expect(await process.diff(call, id, after, news)).toEqual({ changes: false });
      const triggers = { ...news, triggers: { day: "monday" } };
      expect((await process.diff(call, id, after, triggers)).replaces).toEqual(["triggers"]);
    });

    it("is refused with a sentence if its ARN is of another account, of another sort, of no region, or of nothing", async () => {
      const id = await makeElsewhere(kind, program);
      const refused = async (arn: string) => {
        const { message } = await failureOf(provider(kind).read(importing, arn, nothing));
        return message;
      };
      world.become("444455556666");
      expect(await refused(id)).toContain(
        `the credentials belong to account 444455556666, but ${id} is in account ${home[0]}. Nothing was changed.`,
      );
      world.become(home[0]);
      world.aws.requests.clear();
      const cluster = `arn:aws:eks:eu-west-1:${home[0]}:cluster/orders`;
      expect(await refused(cluster)).toBe(
        `importing ${kind.label}: "${cluster}" is not the ARN of a ${kind.label}`,
      );
      expect(await refused("orders-1")).toBe(
        `importing ${kind.label}: "orders-1" is not an ARN. The id must be the ARN of the resource`,
      );
      expect(await refused(id.replace("eu-west-1", "moon"))).toContain(
        'has no valid region: "moon" is not a region',
      );
      expect([...world.aws.requests]).toEqual([]);
      expect(await refused(`${id}0`)).toMatch(
        /^importing .* in eu-west-1: AWS has nothing with the ARN arn:.*0\.$/,
      );
      expect(await refused(id.replace("eu-west-1", "eu-west-2"))).toContain(
        "in eu-west-2: AWS has nothing with the ARN",
      );
    });

    it("goes on being waited for by the next update if AWS has not finished it", async () => {
      const other = { ...program, waitForCompletion: false };
      const id = await makeElsewhere(kind, kind.makes === "configuration" ? program : other);
      const { inputs, stored } = await imported(provider(kind), id);
      const isPending = stored.props["status"] !== undefined;
      const news = await checked(
        provider(kind),
        { ...nothing, props: inputs },
        {
          ...printed(inputs),
          ...source,
        },
      );
      const { replaces = [] } = await provider(kind).diff(call, id, stored, news);
      expect(replaces).toEqual([]);
      const after = await provider(kind).update(call, id, stored, news);
      expect(after.props["status"]?.toString().toLowerCase()).toBe(
        isPending ? "available" : undefined,
      );
      expect(await provider(kind).diff(call, id, after, news)).toEqual({ changes: false });
    });
  },
);

describe("an import", () => {
  it.each([
    ["neptune:ClusterSnapshot", "docdb", "Neptune"],
    ["neptune:ClusterSnapshotCopy", "aurora-postgresql", "Neptune"],
    ["docdb:ClusterSnapshot", "neptune", "DocumentDB"],
    ["docdb:ClusterSnapshotCopy", "aurora-mysql", "DocumentDB"],
  ])("of a %s is refused if the snapshot has the engine %s", async (name, engine, title) => {
    world.aws.rds.addCluster(...home, { DBClusterIdentifier: "others", Engine: engine });
    const { arn } = world.aws.rds.addSnapshot(...home, "others", "others-1");
    const { message } = await failureOf(provider(kindOf(name)).read(importing, arn, nothing));
    expect(message).toBe(
      `importing ${kindOf(name).label} "others-1" in eu-west-1: the snapshot "others-1" has the engine "${engine}"; expected ${title}.`,
    );
  });

  it.each([
    ["memorydb:Snapshot", () => world.aws.memorydb.addAutomaticSnapshot(...home, "orders")],
    ["neptune:ClusterSnapshot", () => world.aws.rds.addAutomaticSnapshot(...home, "orders")],
    ["docdb:ClusterSnapshot", () => world.aws.rds.addAutomaticSnapshot(...home, "orders")],
    [
      "elasticache:Snapshot",
      () => world.aws.elasticache.nodes.addAutomaticSnapshot(...home, "orders"),
    ],
    [
      "elasticache:ServerlessCacheSnapshot",
      () => world.aws.elasticache.serverless.addAutomaticSnapshot(...home, "orders"),
    ],
  ])(
    "of a %s is refused if AWS took the snapshot automatically, while a lookup finds it",
    async (name, add) => {
      caseOf(name).addSources(world.aws);
      const { arn, name: taken } = add();
      const { message, id } = await failureOf(provider(kindOf(name)).read(importing, arn, nothing));
      expect(message).toBe(
        `importing ${kindOf(name).label} "${taken}" in eu-west-1: AWS created it automatically, and deletes it automatically, so a stack cannot keep it. Import a manual snapshot, or copy this one.`,
      );
      expect(id).toBeUndefined();
      const lookup = { ...importing, isImport: false };
      const found = await provider(kindOf(name)).read(lookup, arn, { ...nothing, call: lookup });
      expect(found?.stored.props["arn"]).toBe(arn);
    },
  );

  it("without permission to read tags has none, and the next update removes none", async () => {
    const { kind, program, addSources } = caseOf("memorydb:Snapshot");
    addSources(world.aws);
    const id = await makeElsewhere(kind, visible(program));
    world.aws.faults.add({
      operation: "ListTags",
      error: { code: "AccessDeniedException", message: "no" },
    });
    const { inputs, stored } = await imported(provider(kind), id);
    expect(inputs).not.toHaveProperty("tags");
    const before = { ...nothing, props: inputs };
    const news = await checked(provider(kind), before, printed(inputs));
    expect(await provider(kind).diff(call, id, stored, news)).toEqual({ changes: false });
  });

  it("keeps a creating tag in mind, which the next update removes", async () => {
    const { kind, program, addSources } = caseOf("memorydb:Snapshot");
    addSources(world.aws);
    const id = await makeElsewhere(kind, visible(program));
    const [snapshot] = held(caseOf(kind.name), world.aws, home);
    snapshot?.tags.set(creatingTag, "somebody's");
    const process = provider(kind);
    const { inputs, stored } = await imported(process, id);
    expect(inputs["tags"]).toEqual({ team: "orders" });
    const news = await checked(process, { ...nothing, props: inputs }, printed(inputs));
    expect(await process.diff(call, id, stored, news)).toEqual({ changes: true });
    await provider(kind).update(call, id, stored, news);
    expect([...(snapshot?.tags ?? [])]).toEqual([["team", "orders"]]);
  });

  it("of a copy that the program makes an export is a difference", async () => {
    const { kind, program, addSources } = caseOf("memorydb:SnapshotCopy");
    addSources(world.aws);
    const id = await makeElsewhere(kind, visible(program));
    const process = provider(kind);
    const { inputs, stored } = await imported(process, id);
    const news = { ...printed(inputs), sourceSnapshotName: "base", targetBucket: "backups" };
    expect((await process.diff(call, id, stored, news)).replaces).toEqual(["targetBucket"]);
  });
});

function kindOf(name: string): Kind {
  return kinds.get(name) ?? expect.fail(`there is no kind ${name}`);
}
