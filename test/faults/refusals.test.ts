import { describe, expect, it } from "vitest";
import { Life } from "./life.js";
import { refusalFaults } from "./refusals.js";
import { chosen, randomOf, report } from "./sample.js";

// Requests that AWS refuses, in each stage of the life of all kinds.
const faults = chosen("refusals", refusalFaults(randomOf("refusals")));

describe("refusals", () => {
  it.each(faults)(
    "the next update finishes an update through the $door door that met: $title",
    async (choice) => {
      const outcome = await Life.of(choice);
      report(choice, outcome);
      expect(outcome.complaints).toEqual([]);
    },
  );
});
