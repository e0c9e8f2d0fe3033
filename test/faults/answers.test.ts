import { describe } from "vitest";
import { answerFaults } from "./answers.js";
import { finishes } from "./finishing.js";
import { chosen } from "./sample.js";
import { worldFaults } from "./world.js";

// Answers of AWS that are lost, late or wrong, and events in AWS beside the program, in each stage of the life of all
// kinds. The files of this level hold about equally many faults, because each file takes a worker of its own.
const faults = chosen("answers", [...answerFaults(), ...worldFaults()]);

describe("faulty answers, and events in AWS", () => {
  finishes(faults);
});
