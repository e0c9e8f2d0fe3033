import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { creatingTag } from "../../src/abi/mark-tag.js";
import { markConfigKey } from "../../src/aws/own-settings.js";
import { kinds } from "../../src/kinds/index.js";
import { cases, exportCases, faultOn, held, inOrder, purposes } from "./cases.js";
import { failureOf, home, make, World } from "./world.js";

// Creates that AWS accepted with an empty or unreadable answer.
let world: World;
beforeEach(async () => {
  world = await World.start();
});
afterEach(() => world.close());

/** An empty answer. */
const empty = (body: string) =>
  body.startsWith("{") ? "{}" : body.replace(/<(\w+Result)>.*<\/\1>/s, "<$1/>");
const answers: [what: string, rewrite: (body: string) => string][] = [
  ["is empty", empty],
  ["cannot be read", (body) => body.slice(0, body.length / 2)],
];

describe.each(answers)("a create whose answer %s", (_what, rewrite) => {
  describe.each(cases)("of a $kind.label", (example) => {
    const { kind, program, words } = example;
    const fixed = { ...program, [kind.naming.input]: "orders-1" };
    const ours = () => held(example, world.aws, home);
    beforeEach(() => {
      example.addSources(world.aws);
      faultOn(world.aws, example, "create", { rewrite });
    });

    it("is followed by a listing, which recognizes the creating tag", async () => {
      const { id, outs } = await make(world.provider(kind), program);
      expect(ours().map(({ arn }) => arn)).toEqual([id]);
      expect(outs["status"]).toBe(words.available);
      expect(ours().some(({ tags }) => tags.has(creatingTag))).toBe(false);
      expect(purposes(example, world.aws).join(" ")).toMatch(
        inOrder(example, "list create find( tags)+( find)+ untag"),
      );
    });

    it("is followed without a creating tag by a check of the name, because AWS is working on it", async () => {
      const unmarked = world.provider(kind, { [markConfigKey]: "false" });
      const { id, outs } = await make(unmarked, fixed);
      expect(ours().map(({ arn }) => arn)).toEqual([id]);
      expect(outs["status"]).toBe(words.available);
    });

    it("is not confused with an earlier snapshot of that name", async () => {
      example.addForeign(world.aws, "orders-1");
      // The answer came not from AWS, but from something in between.
      const body = rewrite("{}") || "<html>";
      faultOn(world.aws, example, "create", { rawBody: { status: 200, body }, times: 2 });
      for (const marking of ["true", "false"]) {
        const provider = world.provider(kind, { [markConfigKey]: marking });
        const { message, id } = await failureOf(make(provider, fixed));
        expect(id).toBeUndefined();
        expect(message).toContain(example.codes.taken);
      }
      expect(ours()).toHaveLength(1);
    });
  });

  it("of a copy configuration is followed by a listing", async () => {
    const kind = kinds.get("redshiftserverless:SnapshotCopyConfiguration") ?? expect.fail();
    world.aws.redshiftserverless.addNamespace(...home, "orders");
    world.aws.faults.add({ operation: "CreateSnapshotCopyConfiguration", rewrite });
    const program = { namespaceName: "orders", destinationRegion: "eu-west-2" };
    const { id } = await make(world.provider(kind), program);
    const { configurations } = world.aws.redshiftserverless.at(...home);
    expect(configurations.get("orders")?.snapshotCopyConfigurationArn).toBe(id);
    expect(world.aws.requests.changing()).toHaveLength(1);
  });

  it.each([...Object.values(exportCases), ...cases.filter(({ exporting }) => exporting)])(
    "of an export by a $kind.label is not sent a second time",
    async (example) => {
      const { kind, program, exporting, addSources } = example;
      addSources(world.aws);
      faultOn(world.aws, example, "create", { rewrite });
      const { outs } = await make(world.provider(kind), { ...program, ...exporting });
      expect(outs).toMatchObject({ status: "exported" });
      expect(world.aws.requests.changing()).toHaveLength(1);
    },
  );
});
