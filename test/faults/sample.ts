import { appendFileSync } from "node:fs";
import type { Fault } from "./faults.js";
import type { Outcome } from "./outcome.js";

/** The seed of all random choices. The same seed gives the same faults. */
export const seed = process.env["FAULTS_SEED"] ?? String(Date.now() % 1_000_000);

/** The doors through which a program's resources go: the dynamic resources, or the provider plugin. */
const doors = ["dynamic", "plugin"] as const;
export type Door = (typeof doors)[number];

/** The sorts of faults. Each has a file of tests, and goes through one door in a run. */
const sorts = ["answers", "killings", "refusals"] as const;
type Sort = (typeof sorts)[number];

/**
 * Returns the door through which the faults of a sort go in this run. A sample takes one sort through the plugin, which
 * the seed draws, so that it costs no more than a sample through one door.
 */
function doorOf(sort: Sort): Door {
  const { FAULTS_DOOR: given } = process.env;
  if (given === undefined) {
    return sort === sorts[Math.floor(randomOf("door")() * sorts.length)] ? "plugin" : "dynamic";
  }
  const door = doors.find((one) => one === given);
  if (door === undefined) {
    throw new Error(`FAULTS_DOOR is "${given}". It must be dynamic or plugin.`);
  }
  return door;
}

/** The number of faults of each sort that are tried; all of them if the environment says so. */
const each = process.env["FAULTS"] === "all" ? Number.POSITIVE_INFINITY : 1;

/** Returns a source of pseudo-random numbers from 0 to 1: a linear congruence is enough to choose by. */
export function randomOf(topic: string): () => number {
  let state = [...`${seed} ${topic}`].reduce(
    (hash, char) => (hash * 31 + (char.codePointAt(0) ?? 0)) >>> 0,
    7,
  );
  return () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state / 2 ** 32;
  };
}

/** Returns one of two sides for a topic. A seed whose last character is the next one reverses all of them. */
export function isHeads(topic: string): boolean {
  const sum = [...topic].reduce((parity, char) => parity + (char.codePointAt(0) ?? 0), 0);
  return (sum + (seed.codePointAt(seed.length - 1) ?? 0)) % 2 === 0;
}

/** A fault that this run tries, and the door through which the struck resources go. */
export interface Choice {
  readonly title: string;
  readonly door: Door;
  readonly fault: Fault;
}

/** Returns the faults of a sort that this run tries. */
export function chosen(sort: Sort, faults: readonly Fault[]): Choice[] {
  const door = doorOf(sort);
  const choice = (fault: Fault): Choice => ({ title: fault.title, door, fault });
  const only = process.env["FAULT"];
  if (only !== undefined) {
    return faults.filter(({ title }) => title.includes(only)).map(choice);
  }
  const random = randomOf("sample");
  return faults
    .map((fault) => ({ fault, at: random() }))
    .toSorted((a, b) => a.at - b.at)
    .slice(0, each)
    .map(({ fault }) => choice(fault));
}

/** Reports the outcome of a life to the script, or to the terminal with the command that repeats the life. */
export function report({ title, door }: Choice, outcome: Outcome): void {
  const file = process.env["FAULTS_REPORT"];
  if (file !== undefined) {
    appendFileSync(file, `${JSON.stringify(outcome)}\n`);
    return;
  }
  const again = `FAULTS_SEED=${seed} FAULT="${title}" npm run test:faults -- --door ${door}`;
  process.stdout.write(`seed ${seed}, door ${door}: ${title}\n  to repeat it: ${again}\n`);
}
