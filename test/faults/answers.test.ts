import { describe, expect, it } from "vitest";
import { answerFaults } from "./answers.js";
import { Life } from "./life.js";
import { chosen, report } from "./sample.js";
import { worldFaults } from "./world.js";

// Answers of AWS that are lost, late or wrong, and events in AWS beside the program, in each stage of the life of all
// kinds. The files of this level hold about equally many faults, because each file takes a worker of its own.
const faults = chosen("answers", [...answerFaults(), ...worldFaults()]);

describe("faulty answers, and events in AWS", () => {
  it.each(faults)(
    "the next update finishes an update through the $door door that met: $title",
    async (choice) => {
      const outcome = await Life.of(choice);
      report(choice, outcome);
      expect(outcome.complaints).toEqual([]);
    },
  );
});
