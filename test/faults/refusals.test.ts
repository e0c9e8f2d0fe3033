import { describe } from "vitest";
import { finishes } from "./finishing.js";
import { refusalFaults } from "./refusals.js";
import { chosen, randomOf } from "./sample.js";

// Requests that AWS refuses, in each stage of the life of all kinds.
const faults = chosen("refusals", refusalFaults(randomOf("refusals")));

describe("refusals", () => {
  finishes(faults);
});
