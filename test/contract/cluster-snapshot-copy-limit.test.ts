import { beforeEach, describe, expect, it } from "vitest";
import type { Props } from "../../src/values/json.js";
import { arn, describeBoth } from "./cluster-snapshots.js";
import { failureOf, home, make } from "./world.js";

// AWS limits the copies that run from other regions at a time, and reports it with the error code of the snapshot quota.
describeBoth((setup) => {
  const { copies, copied, start, copy, find } = setup;

  describe("the limit of copies across regions", () => {
    const quota = "SnapshotQuotaExceededFault";
    const tooManyAtOnce = "Cannot copy more than 5 snapshots across regions";
    const tooManyThere = "Cannot create more than 100 manual snapshots";
    const copyHere = (more: Props = {}) => copy({ sourceRegion: "us-east-1", ...more });

    /** Adds copies by somebody else into this region: the first takes this many seconds, the second twice that. */
    function occupy(count: number, seconds: number, from = "us-east-1"): void {
      const place = setup.world.aws.rds.at(...home);
      for (let index = 1; index <= count; index++) {
        const { serial: _serial, lifetime: _lifetime, ...base } = find("base");
        const theirs = { ...base, name: `theirs-${index}`, sourceArn: arn("base", from) };
        place.addSnapshot(theirs, seconds * index, "copying");
      }
    }

    const refuse = (message: string, times: number) =>
      setup.world.aws.faults.add({
        operation: "CopyDBClusterSnapshot",
        times,
        error: { code: quota, message },
      });

    const creates = () =>
      setup.calls().filter((call) => call.startsWith("CopyDBClusterSnapshot")).length;

    beforeEach(() => copies.addSources(setup.world.aws, [home[0], "us-east-1"]));

    it("makes a copy wait until another copy is done", async () => {
      occupy(5, 60);
      const call = copyHere();
      expect(await setup.world.secondsOf(call)).toBeGreaterThanOrEqual(60);
      expect((await call).outs["status"]).toBe("available");
    });

    it("makes a copy wait for its create timeout at most, and then nothing was created", async () => {
      occupy(5, 1e9);
      const call = copyHere({ __timeouts: { create: "2m" } });
      const seconds = await setup.world.secondsOf(call);
      const { message, id } = await failureOf(call);
      expect(id).toBeUndefined();
      expect(message).toContain(`${quota}: ${tooManyAtOnce}`);
      expect(message).toContain("Try again later, or raise customTimeouts.create.");
      expect(message).not.toMatch(/delete|100/);
      // The last request is sent when the time is up.
      expect(seconds).toBeGreaterThanOrEqual(120);
      expect(seconds).toBeLessThanOrEqual(121);
      expect(setup.world.aws.rds.at(...home).snapshots.get("orders-dr")).toBeUndefined();
    });

    it("makes a copy wait if AWS reports it, even if no running copy can be seen", async () => {
      refuse(tooManyAtOnce, 20);
      const call = copyHere();
      expect(await setup.world.secondsOf(call)).toBeGreaterThan(60);
      expect((await call).outs["status"]).toBe("available");
      expect(creates()).toBe(21);
    });

    it.each([tooManyThere, tooManyThere.replace("C", "c")])(
      "is not assumed if AWS reports too many snapshots, whatever runs: %s",
      async (text) => {
        occupy(5, 1e9);
        refuse(text, Number.POSITIVE_INFINITY);
        const call = copyHere();
        expect(await setup.world.secondsOf(call)).toBe(0);
        const { message, id } = await failureOf(call);
        expect(id).toBeUndefined();
        expect(message).toContain(`${quota}: ${text}.`);
        expect(message).toContain("allow 100 manual cluster snapshots in a region. Ask AWS");
        expect(creates()).toBe(1);
      },
    );

    it("is not assumed if the quota of snapshots is reached", async () => {
      await start({ manualClusterSnapshots: 2 });
      copies.addSources(setup.world.aws);
      const { message, id } = await failureOf(copy());
      expect(id).toBeUndefined();
      expect(message).toContain(`${quota}: Cannot create more than 2 manual snapshots.`);
      expect(message).toContain("delete snapshots that are no longer needed");
    });

    const makeWith = (copiesAtOnce?: string) => {
      const key = "pulumi-aws-snapshots:copiesAtOnce";
      const config = copiesAtOnce === undefined ? {} : { [key]: copiesAtOnce };
      const provider = setup.world.provider(copies.kind, config);
      return make(provider, { ...copied, sourceRegion: "us-east-1" });
    };

    it.each([
      [5, undefined],
      [2, "2"],
    ])(
      "is assumed if AWS's message is not clear, and %s copies run of a limit of %s",
      async (count, copiesAtOnce) => {
        occupy(count, 600);
        refuse("Too much", 3);
        expect((await makeWith(copiesAtOnce)).outs["status"]).toBe("available");
        expect(creates()).toBeGreaterThan(3);
      },
    );

    it.each([
      [4, undefined],
      [5, "6"],
      [6, "20"],
    ])(
      "is not assumed if AWS's message is not clear, and %s copies run of a limit of %s",
      async (count, copiesAtOnce) => {
        occupy(count, 600);
        refuse("Too much", 3);
        const { message, id } = await failureOf(makeWith(copiesAtOnce));
        expect(id).toBeUndefined();
        expect(message).toContain(`${quota}: Too much. AWS does not say which quota is exceeded.`);
        expect(message).toContain("delete snapshots that are no longer needed");
        // A running copy may have ended while the copies were counted.
        expect(creates()).toBe(2);
      },
    );

    it("does not count copies within the region, however many there are", async () => {
      occupy(9, 1e9, home[1]);
      refuse("Too much", 2);
      const { message } = await failureOf(copyHere());
      expect(message).toContain("AWS does not say which quota is exceeded");
      expect((await copyHere()).outs["status"]).toBe("available");
    });
  });
});
