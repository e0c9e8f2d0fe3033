import { describe, expect, it } from "vitest";
import { Life } from "./life.js";
import { chosen, report } from "./sample.js";
import { worldFaults } from "./world.js";

// What goes on in AWS beside the program, in each stage of the life of all kinds.
const faults = chosen(worldFaults());

describe("events in AWS", () => {
  it.each(faults)("the next update finishes an update that met: $title", async (fault) => {
    const outcome = await Life.of(fault);
    report(outcome);
    expect(outcome.complaints).toEqual([]);
  });
});
