import { describe, expect, it } from "vitest";
import { callOf } from "../../src/dynamic/hidden-inputs.js";
import { timeoutsOf } from "../../src/state/timeouts.js";
import { formatSeconds, parseDuration } from "../../src/values/durations.js";

describe("a duration", () => {
  it.each([
    ["90s", 90],
    ["1h30m", 5400],
    ["1.5h", 5400],
    [".5h", 1800],
    ["2m500ms", 120.5],
    ["1h0m0s", 3600],
    ["-5m", -300],
    ["+5m", 300],
    ["0", 0],
    ["0s", 0],
  ])("of %s is read as Go reads it", (text, seconds) => {
    expect(parseDuration(text)).toBe(seconds);
  });

  it.each(["", "1", "90", "h", "1d", "1h 30m", "one hour", "1h-5m", "s1", "1.2.3s", "1H"])(
    "cannot be %j",
    (text) => {
      expect(parseDuration(text)).toBeUndefined();
    },
  );

  it.each([
    [0, "0s"],
    [0.4, "0s"],
    [59.6, "1m 0s"],
    [80, "1m 20s"],
    [3599, "59m 59s"],
    [3600, "1h 0m"],
    [7325, "2h 2m"],
    [-3, "0s"],
  ])("of %d s is shown as %s", (seconds, text) => {
    expect(formatSeconds(seconds)).toBe(text);
  });
});

describe("the time for an operation", () => {
  it("comes from customTimeouts, separately for each operation", () => {
    const call = callOf({ __timeouts: { create: "10m", delete: "45s" } });
    expect(timeoutsOf(call).create).toBe(600);
    expect(timeoutsOf(call).delete).toBe(45);
    expect(timeoutsOf(call).update).toBe(7200);
  });

  it.each([[undefined], [null], [{}], ["1h"], [{ create: "soon" }], [{ create: 5 }]])(
    "is the default if customTimeouts has nothing that can be read: %j",
    (timeouts) => {
      expect(timeoutsOf(callOf({ __timeouts: timeouts })).create).toBe(7200);
      expect(timeoutsOf(callOf({ __timeouts: timeouts })).delete).toBe(3600);
    },
  );
});
