import { describe, expect, it } from "vitest";
import { Life } from "./life.js";
import { refusalFaults } from "./refusals.js";
import { chosen, randomOf, report } from "./sample.js";

// Requests that AWS refuses, in each stage of the life of all kinds.
const faults = chosen(refusalFaults(randomOf("refusals")));

describe("refusals", () => {
  it.each(faults)("the next update finishes an update that met: $title", async (fault) => {
    const outcome = await Life.of(fault);
    report(outcome);
    expect(outcome.complaints).toEqual([]);
  });
});
