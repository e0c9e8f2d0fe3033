import { describe, expect, it } from "vitest";
import { killings } from "./killed.js";
import { Life } from "./life.js";
import { chosen, randomOf, report } from "./sample.js";

// Processes that are killed, at every step and at random instants, in each stage of the life of all kinds.
const faults = chosen("killings", killings(randomOf("killed")));

describe("killed processes", () => {
  it.each(faults)(
    "the next update finishes an update through the $door door that met: $title",
    async (choice) => {
      const outcome = await Life.of(choice);
      report(choice, outcome);
      expect(outcome.complaints).toEqual([]);
    },
  );
});
