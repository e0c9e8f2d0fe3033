import { setTimeout as sleep } from "node:timers/promises";
import type { LocalAwsOptions } from "../../src/local-aws/index.js";
import type { EngineProcess } from "../engine/processes.js";
import {
  calls,
  type Fault,
  type Purpose,
  type Scene,
  type Stage,
  type Strike,
  slow,
  stages,
  stagesOf,
  standstill,
} from "./faults.js";

type Roles = readonly EngineProcess["role"][];
const all: Roles = ["cli", "provider"];

/** Kills at the moment that is waited for, unless the update has come to its end before. */
function killing(roles: Roles, moment: () => Promise<void>): Pick<Strike, "meanwhile"> {
  return {
    meanwhile: (up) => Promise.race([up.then(() => undefined), moment().then(() => roles)]),
  };
}

/** What is under way when the processes are killed. */
type Step = `${Purpose} ${"sent" | "carried out"}`;

/**
 * Killed when all calls of a purpose are under way, and none of them has been answered. Steps of different stages
 * share a life: what is made, changed and deleted is then struck in the same stack. In a stage that has several of them
 * the first one counts. There is no "untag carried out": a kill then leaves by definition what no run finds again.
 */
function amidst(steps: readonly Step[], roles: Roles = all): Fault {
  const stepOf = new Map<Stage, Step>();
  for (const step of steps) {
    for (const stage of stagesOf[purposeOf(step)]) {
      stepOf.set(stage, stepOf.get(stage) ?? step);
    }
  }
  return {
    title: `${whom(roles)} killed: ${steps.join(", ")}`,
    stages: [...stepOf.keys()],
    strike: ({ aws, stage }) => {
      const step = stepOf.get(stage);
      if (step === undefined) {
        return { end: () => {} };
      }
      const fault = aws.faults.add({
        operation: calls[purposeOf(step)],
        times: Number.POSITIVE_INFINITY,
        hang: step.endsWith(" sent") ? "before" : "after",
      });
      return { ...killing(roles, () => standstill(() => fault.hits)), end: () => fault.remove() };
    },
  };
}

function purposeOf(step: Step): Purpose {
  return step.split(" ")[0] as Purpose;
}

/** Killed while AWS makes or deletes what it was asked for. */
function whileWaiting(roles: Roles, behaviour: LocalAwsOptions = {}, what = ""): Fault {
  return {
    title: `${whom(roles)} killed: while AWS is at work${what}`,
    // A change in place is over before anybody could wait for it.
    stages: stages.filter((stage) => stage !== "update"),
    behaviour: { ...slow, ...behaviour },
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
    // It may come too late in any of them, but not in all.
    stages: [],
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
    amidst(["lookup sent"]),
    amidst(["create sent", "tag sent"]),
    amidst(["create carried out", "tag carried out"]),
    whileWaiting(all),
    whileWaiting(["cli"]),
    whileWaiting(["provider"]),
    whileWaiting(all, { tagsOfUnfinished: "not found" }, " and finds no tags of it"),
    amidst(["untag sent"]),
    amidst(["delete sent", "setting sent"]),
    amidst(["delete carried out", "setting carried out"]),
    amidst(["create carried out"], ["cli"]),
    atRandom(random),
    atRandom(random),
    atRandom(random),
  ];
}
