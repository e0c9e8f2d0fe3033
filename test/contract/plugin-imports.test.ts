import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { Props } from "../../src/values/json.js";
import { caseOf, cases, held } from "./cases.js";
import { PluginHost } from "./plugin-host.js";
import { failureOf, home, World } from "./world.js";

// Imports through the plugin's server. The engine sends a read with neither properties nor inputs.
let world: World;
beforeEach(async () => {
  world = await World.start();
});
afterEach(() => world.close());

/** Returns a plugin in a process of its own. */
async function process(config: Props = {}): Promise<PluginHost> {
  const host = await PluginHost.start(world, config);
  hosts.push(host);
  return host;
}
let hosts: PluginHost[] = [];
afterEach(() => {
  for (const host of hosts) {
    host.close();
  }
  hosts = [];
});

function visible(program: Props): Props {
  return Object.fromEntries(Object.entries(program).filter(([key]) => !key.startsWith("__")));
}

const subjects = [
  ...cases.map((example) => ({
    name: example.kind.name,
    label: example.kind.label,
    isTagged: true,
    program: visible(example.program),
    source: example.source in example.lookedUp ? undefined : example.source,
    addSources: () => example.addSources(world.aws),
  })),
  {
    name: "redshiftserverless:SnapshotCopyConfiguration",
    label: "Redshift Serverless snapshot copy configuration",
    isTagged: false,
    program: {
      namespaceName: "orders",
      destinationRegion: "eu-west-2",
      snapshotRetentionPeriod: 7,
    },
    source: undefined,
    addSources: () => void world.aws.redshiftserverless.addNamespace(...home, "orders"),
  },
];

describe.each(subjects)("an import of a $label by the plugin", (subject) => {
  const { name, isTagged, program, source, addSources } = subject;
  beforeEach(() => addSources());

  it("returns inputs that preview as unchanged, and whose tags are not default tags", async () => {
    const { id } = await (await process()).make(name, "theirs", program);
    const [snapshot] = isTagged ? held(caseOf(name), world.aws, home) : [];
    snapshot?.tags.set("owner", "platform");
    const config = { defaultTags: { tags: { owner: "platform" } } };
    const imported = await (await process(config)).read(name, "orders", { id });
    const { inputs, outs } = imported ?? expect.fail("there is nothing");
    expect(inputs["tags"]).toEqual(isTagged ? { team: "orders" } : undefined);
    const { tagsAll: _, ...printed } = inputs;
    // A copy of which AWS does not report the source needs it from the program, and a node stands for its group.
    const given = source === undefined ? printed : { ...printed, [source]: program[source] };
    world.aws.requests.clear();
    const later = await process(config);
    const checked = await later.check(name, "orders", given, inputs);
    expect(checked.failures).toEqual([]);
    const kept = { id, inputs, outs };
    const difference = await later.diff(name, "orders", kept, checked.inputs);
    expect(difference.replaces).toEqual([]);
    if (source === undefined) {
      expect(difference.changes).toBe("none");
      expect(await later.read(name, "orders", kept)).toEqual(kept);
    } else {
      const updated = await later.update(name, "orders", kept, checked.inputs);
      const after = { ...updated, id, inputs: checked.inputs };
      expect(await later.diff(name, "orders", after, checked.inputs)).toMatchObject({
        changes: "none",
      });
    }
    expect(world.aws.requests.changing()).toEqual([]);
  });

  it("is refused with a sentence if AWS has no such ARN", async () => {
    const { id } = await (await process()).make(name, "theirs", program);
    const { message } = await failureOf((await process()).read(name, "orders", { id: `${id}0` }));
    expect(message).toContain(`AWS has nothing with the ARN ${id}0`);
    expect(message).toMatch(/importing /);
  });
});

it("the plugin refuses to import an automatic snapshot, and lets a program look it up", async () => {
  caseOf("memorydb:Snapshot").addSources(world.aws);
  const { arn } = world.aws.memorydb.addAutomaticSnapshot(...home, "orders");
  const host = await process();
  const { message } = await failureOf(host.read("memorydb:Snapshot", "orders", { id: arn }));
  expect(message).toContain("AWS created it automatically");
  const found = await host.read("memorydb:Snapshot", "orders", { id: arn, inputs: {}, outs: {} });
  expect(found?.outs["arn"]).toBe(arn);
});
