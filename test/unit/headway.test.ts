import { describe, expect, it } from "vitest";
import { howFar, rowText, secondsLeft } from "../../src/dynamic/headway.js";
import { MessageLimit, messageInterval } from "../../src/dynamic/progress.js";
import { kindOf } from "./kind-examples.js";

describe("what a row says", () => {
  it.each([
    ["memorydb:Snapshot", { Status: "creating" }, "AWS: creating, 1m 40s"],
    [
      "neptune:ClusterSnapshotCopy",
      { Status: "copying", PercentProgress: 40 },
      "AWS: copying 40%, 1m 40s, about 3m 0s left",
    ],
    [
      "docdb:ClusterSnapshot",
      { Status: "creating", PercentProgress: 2 },
      "AWS: creating 2%, 1m 40s",
    ],
    [
      "redshiftserverless:Snapshot",
      {
        status: "CREATING",
        backupProgressInMegaBytes: 3174,
        totalBackupSizeInMegaBytes: 7578,
        estimatedSecondsToCompletion: 33,
      },
      "AWS: CREATING, 3.1 of 7.4 GB, 1m 40s, about 35s left",
    ],
    [
      "redshiftserverless:Snapshot",
      { status: "CREATING", backupProgressInMegaBytes: 50, totalBackupSizeInMegaBytes: 200 },
      "AWS: CREATING, 50 of 200 MB, 1m 40s, about 5m 0s left",
    ],
    [
      "redshiftserverless:Snapshot",
      { status: "CREATING", backupProgressInMegaBytes: 0, totalBackupSizeInMegaBytes: 0 },
      "AWS: CREATING, 1m 40s",
    ],
  ])("of a %s with %j is: %s", (kind, remote, text) => {
    expect(rowText(kindOf(kind), remote, 100)).toBe(text);
  });

  it("has no estimate rather than a wrong one", () => {
    expect(secondsLeft({}, 100)).toBeUndefined();
    expect(secondsLeft({ percent: 0 }, 100)).toBeUndefined();
    expect(secondsLeft({ percent: 100 }, 100)).toBeUndefined();
    expect(secondsLeft({ secondsLeft: 0, percent: 50 }, 100)).toBe(100);
    expect(secondsLeft({ megabytes: [undefined, 10] }, 100)).toBeUndefined();
  });

  it("of one that was never seen is that", () => {
    expect(howFar(kindOf("memorydb:Snapshot"), undefined)).toBe("unknown");
  });
});

describe("messages", () => {
  const minute = 60_000;

  it.each([
    [0, 2_000],
    [minute, 4_000],
    [10 * minute, 40_000],
    [2 * 60 * minute, minute],
  ])("of a row that is %d ms old come every %d ms", (age, interval) => {
    expect(messageInterval(age, {})).toBe(interval);
  });

  it.each([
    [{ CI: "true" }, minute],
    [{ CI: "true", PULUMI_AWS_SNAPSHOTS_PROGRESS: "live" }, 2_000],
    [{ PULUMI_AWS_SNAPSHOTS_PROGRESS: "quiet" }, minute],
    [{ PULUMI_AWS_SNAPSHOTS_PROGRESS: "off" }, Number.POSITIVE_INFINITY],
    [{ PULUMI_AWS_SNAPSHOTS_PROGRESS: "whatever" }, 2_000],
  ])("are turned down and up with %j", (environment, interval) => {
    expect(messageInterval(0, environment)).toBe(interval);
  });

  it("are 20 in a second at most, whatever wants to be shown", () => {
    const limit = new MessageLimit();
    let shown = 0;
    for (let now = 0; now < 10_000; now++) {
      shown += limit.admits(now) ? 1 : 0;
    }
    expect(shown).toBeLessThanOrEqual(200);
    expect(shown).toBeGreaterThan(190);
  });
});
