import { expect, it } from "vitest";
import { Life } from "./life.js";
import { type Choice, report } from "./sample.js";

/** Declares a test for each fault: a life of all kinds with the fault in each stage. */
export function finishes(faults: readonly Choice[]): void {
  it.each(faults)(
    "the next update finishes an update through the $door door that met: $title",
    async (choice) => {
      const outcome = await Life.of(choice);
      report(choice, outcome);
      expect(outcome.complaints).toEqual([]);
    },
  );
}
