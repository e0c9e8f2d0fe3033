import { setTimeout as sleep } from "node:timers/promises";
import type { EngineProcess } from "../engine/processes.js";
import { calls, type Fault, type Purpose, type Scene, type Strike, standstill } from "./faults.js";

type Roles = readonly EngineProcess["role"][];
const all: Roles = ["cli", "provider"];

/** Kills at the moment that is waited for, unless the update has come to its end before. */
function killing(roles: Roles, moment: () => Promise<void>): Pick<Strike, "meanwhile"> {
  return {
    meanwhile: (up) => Promise.race([up.then(() => undefined), moment().then(() => roles)]),
  };
}

/** Killed when all calls of a purpose are under way, and none of them has been answered. */
function amidst(purpose: Purpose, hang: "before" | "after", roles: Roles = all): Fault {
  const done = hang === "before" ? "sent" : "carried out";
  return {
    title: `${whom(roles)} killed: ${purpose} ${done}`,
    strike: ({ aws }) => {
      const times = Number.POSITIVE_INFINITY;
      const fault = aws.faults.add({ operation: calls[purpose], times, hang });
      return { ...killing(roles, () => standstill(() => fault.hits)), end: () => fault.remove() };
    },
  };
}

/** Killed while AWS makes or deletes what it was asked for. */
function whileWaiting(roles: Roles): Fault {
  return {
    title: `${whom(roles)} killed: while AWS is at work`,
    strike: ({ aws }) => ({
      ...killing(roles, () => standstill(() => aws.requests.changing().length)),
      end: () => {},
    }),
  };
}

/** Killed at an instant that nobody chose. */
function atRandom(random: () => number): Fault {
  const roles = random() < 0.3 ? (["cli"] as const) : all;
  const after = { create: random(), update: random(), replace: random(), delete: random() };
  return {
    title: `${whom(roles)} killed: after ${Object.values(after)
      .map((part) => (part * 4).toFixed(1))
      .join(", ")} s`,
    strike: ({ stage }: Scene) => ({
      ...killing(roles, () => sleep(after[stage] * 4000)),
      end: () => {},
    }),
  };
}

function whom(roles: Roles): string {
  return roles.length > 1 ? "all" : roles.join();
}

/** Everything that kills. */
export function killings(random: () => number): Fault[] {
  return [
    amidst("lookup", "before"),
    amidst("create", "before"),
    amidst("create", "after"),
    whileWaiting(all),
    whileWaiting(["cli"]),
    whileWaiting(["provider"]),
    amidst("untag", "before"),
    amidst("tag", "after"),
    amidst("setting", "after"),
    amidst("delete", "before"),
    amidst("delete", "after"),
    amidst("create", "after", ["cli"]),
    atRandom(random),
    atRandom(random),
    atRandom(random),
  ];
}
