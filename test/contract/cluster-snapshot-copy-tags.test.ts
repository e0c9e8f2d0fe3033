import { describe, expect, it } from "vitest";
import { creatingTag } from "../../src/abi/mark-tag.js";
import { arn, denied, describeBoth } from "./cluster-snapshots.js";
import { door } from "./doors.js";
import { checked, failureOf, home } from "./world.js";

// The tags that a copy takes from its source, and a snapshot from its cluster.
describeBoth((setup) => {
  const { engine, copies, copied, start, take, copy, request, find, tagsOf } = setup;

  describe("the tags of the source", () => {
    const theirs = { team: "theirs", origin: "base", "aws:backup": "x", "rds:y": "z" };

    it("are copied with copyTags, except AWS's own and the creating tag, and the copy's own tags win", async () => {
      find("base").tags = new Map(Object.entries({ ...theirs, [creatingTag]: "old" }));
      const { outs } = await copy({ copyTags: true });
      expect(tagsOf("orders-dr")).toEqual({ team: "orders", origin: "base" });
      expect(outs).toMatchObject({ copyTags: true, tagsAll: { team: "orders" } });
      expect(request()).toMatchObject({ CopyTags: true });
    });

    it("are not copied without copyTags", async () => {
      find("base").tags = new Map(Object.entries(theirs));
      await copy();
      expect(tagsOf("orders-dr")).toEqual({ team: "orders" });
    });

    it("are copied by AWS if the caller may not read them, and the copy's own tags are set afterwards", async () => {
      find("base").tags = new Map([["origin", "base"]]);
      setup.world.aws.faults.add({ operation: "ListTagsForResource", ...denied });
      const { outs } = await copy({ copyTags: true });
      expect(request()).toMatchObject({ CopyTags: true });
      expect(request()).not.toHaveProperty("Tags");
      expect(tagsOf("orders-dr")).toEqual({ team: "orders", origin: "base" });
      expect(outs).toMatchObject({ status: "available", tagsAll: { team: "orders" } });
    });

    it("are remembered with own tags that could not be set, and set by the next update", async () => {
      setup.world.aws.faults.add({ operation: "ListTagsForResource", ...denied });
      setup.world.aws.faults.add({ operation: "AddTagsToResource", ...denied });
      const provider = setup.world.provider(copies.kind);
      const inputs = await checked(provider, { ...copied, copyTags: true });
      const { id = "", message, properties } = await failureOf(provider.create(inputs));
      expect(message).toContain(`tagging ${copies.kind.label} "orders-dr" in eu-west-1: `);
      expect(id).toBe(arn("orders-dr"));
      expect(properties).toMatchObject({ copyTags: true, tagsAll: {} });
      expect(await provider.diff(id, properties, inputs)).toEqual(door().afterFailure);
      const { outs } = await setup.world.provider(copies.kind).update(id, properties, inputs);
      expect(outs).toMatchObject({ status: "available", tagsAll: { team: "orders" } });
      expect(tagsOf("orders-dr")).toEqual({ team: "orders" });
    });

    it("are refused before anything is created if they and the copy's own tags are too many", async () => {
      find("base").tags = new Map(
        Array.from({ length: 49 }, (_tag, index): [string, string] => [`key-${index}`, "x"]),
      );
      const { message, id } = await failureOf(copy({ copyTags: true }));
      expect(id).toBeUndefined();
      expect(message).toContain(
        "it would have 51 tags (its own, those of its source and the temporary creating tag), but AWS allows 50",
      );
      expect(setup.world.aws.requests.changing()).toEqual([]);
    });

    it.each([true, false])(
      "are copied from a cluster that passes them on, whether or not AWS does so beside own tags (%s)",
      async (clusterTagsBesideOwn) => {
        await start({ clusterTagsBesideOwn });
        const cluster = setup.world.aws.rds.addCluster(...home, {
          DBClusterIdentifier: "orders",
          Engine: engine,
          CopyTagsToSnapshot: true,
        });
        cluster.tags = new Map(Object.entries({ team: "theirs", origin: "cluster" }));
        await take();
        expect(tagsOf("orders-1")).toEqual({ team: "orders", origin: "cluster" });
      },
    );
  });
});
