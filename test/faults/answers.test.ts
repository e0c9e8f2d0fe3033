import { describe, expect, it } from "vitest";
import { answerFaults } from "./answers.js";
import { Life } from "./life.js";
import { chosen, randomOf, report } from "./sample.js";

// Answers of AWS that are lost, late, wrong or refused, in each stage of the life of all kinds.
const faults = chosen(answerFaults(randomOf("answers")));

describe("faulty answers", () => {
  it.each(faults)("the next update finishes an update that met: $title", async (fault) => {
    const outcome = await Life.of(fault);
    report(outcome);
    expect(outcome.complaints).toEqual([]);
  });
});
