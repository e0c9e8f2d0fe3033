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
} from "./faults.js";
import { allAccepted, arrivals, standstill } from "./instants.js";

type Roles = readonly EngineProcess["role"][];
const all: Roles = ["cli", "provider"];

/** Kills at the given instant, unless the update has ended before. */
function killing(
  roles: Roles,
  comes: (up: Promise<unknown>) => Promise<boolean>,
): Pick<Strike, "meanwhile"> {
  return { meanwhile: async (up) => ((await comes(up)) ? roles : undefined) };
}

/** What is in progress when the processes are killed. */
type Step = `${Purpose} ${"sent" | "carried out"}`;

/**
 * Kills while all calls of a purpose are in progress, and none has been answered. Steps of different stages share a
 * life, so that creates, changes and deletes are struck in the same stack. In a stage that has several such calls the
 * first counts. There is no "untag carried out", because such a kill always leaves a snapshot that no run finds again.
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
      return {
        ...killing(roles, (up) => standstill(() => fault.hits, up)),
        end: () => fault.remove(),
      };
    },
  };
}

function purposeOf(step: Step): Purpose {
  return step.split(" ")[0] as Purpose;
}

/** Kills while AWS creates or deletes what was requested. */
function whileWaiting(roles: Roles, behaviour: LocalAwsOptions = {}, what = ""): Fault {
  return {
    title: `${whom(roles)} killed: while AWS is at work${what}`,
    // A change in place is over before a test could wait for it.
    stages: stages.filter((stage) => stage !== "update"),
    behaviour: { ...slow, ...behaviour },
    strike: (scene) => {
      scene.clock.hold();
      return {
        ...killing(roles, (up) => allAccepted(scene, up)),
        end: () => scene.clock.release(),
      };
    },
  };
}

/** The random instant is at one of this many requests. A create stage has more requests. */
const most = 60;

/** Kills at a random instant. */
function atRandom(random: () => number): Fault {
  const roles = random() < 0.3 ? (["cli"] as const) : all;
  const draw = () => 1 + Math.floor(random() * most);
  const after = { create: draw(), update: draw(), replace: draw(), delete: draw() };
  return {
    title: `${whom(roles)} killed: at the requests ${Object.values(after).join(", ")}`,
    // It may come too late in a stage, but not in every stage.
    stages: [],
    strike: ({ aws, stage }: Scene) => ({
      ...killing(roles, (up) => arrivals(aws, after[stage], up)),
      end: () => {},
    }),
  };
}

function whom(roles: Roles): string {
  return roles.length > 1 ? "all" : roles.join();
}

/** Returns all faults that kill. */
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
