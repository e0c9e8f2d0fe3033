import { appendFileSync } from "node:fs";
import type { Outcome } from "./outcome.js";

/** The seed of all random choices. The same seed gives the same faults. */
export const seed = process.env["FAULTS_SEED"] ?? String(Date.now() % 1_000_000);

/** The door through which the resources of this run go: the dynamic resources, or the provider plugin. */
export const door: "dynamic" | "plugin" = doorOf(process.env["FAULTS_DOOR"]);

function doorOf(name = "dynamic"): "dynamic" | "plugin" {
  if (name !== "dynamic" && name !== "plugin") {
    throw new Error(`FAULTS_DOOR is "${name}". It must be dynamic or plugin.`);
  }
  return name;
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

/** Returns the faults that this run tries. */
export function chosen<Fault extends { readonly title: string }>(
  faults: readonly Fault[],
): Fault[] {
  const only = process.env["FAULT"];
  if (only !== undefined) {
    return faults.filter(({ title }) => title.includes(only));
  }
  const random = randomOf("sample");
  return faults
    .map((fault) => ({ fault, at: random() }))
    .toSorted((a, b) => a.at - b.at)
    .slice(0, each)
    .map(({ fault }) => fault);
}

/** Reports the outcome of a life to the script, or to the terminal. */
export function report(outcome: Outcome): void {
  const file = process.env["FAULTS_REPORT"];
  if (file !== undefined) {
    appendFileSync(file, `${JSON.stringify(outcome)}\n`);
  } else {
    process.stdout.write(`seed ${seed}: ${outcome.fault}\n`);
  }
}
