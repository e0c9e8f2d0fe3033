import { describe } from "vitest";
import { finishes } from "./finishing.js";
import { killings } from "./killed.js";
import { chosen, randomOf } from "./sample.js";

// Processes that are killed, at every step and at random instants, in each stage of the life of all kinds.
const faults = chosen("killings", killings(randomOf("killed")));

describe("killed processes", () => {
  finishes(faults);
});
