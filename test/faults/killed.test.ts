import { describe, expect, it } from "vitest";
import { killings } from "./killed.js";
import { Life } from "./life.js";
import { chosen, randomOf, report } from "./sample.js";

// Processes that are killed, at every step and at random instants, in each stage of the life of all kinds.
const faults = chosen(killings(randomOf("killed")));

describe("killed processes", () => {
  it.each(faults)("the next update finishes an update that met: $title", async (fault) => {
    const outcome = await Life.of(fault);
    report(outcome);
    expect(outcome.complaints).toEqual([]);
  });
});
