import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import type { LocalAws } from "../../../src/local-aws/index.js";
import { kill } from "../processes.js";
import { makeWorld, withPlugins } from "../world.js";
import { type EarlierStack, earlierStacks, type Fate } from "./backups.js";
import { type EarlierState, type SentRequest, StateClock } from "./state.js";

// Run in a checkout of an earlier version by scripts/earlier-states.mjs: makes the stacks with that version, and writes
// down what it left in the state and what it asked AWS for.

async function make(fate: Fate, earlier: EarlierStack, commit: string): Promise<EarlierState> {
  const clock = new StateClock();
  const { aws, close, stack } = await makeWorld({ clock, ...earlier.behaviour });
  try {
    earlier.addSources(aws);
    clock.run();
    const made = await stack({ ...earlier.config }, withPlugins);
    const up = made.up(earlier.program("orders"), { parallel: 50 });
    if (fate === "killed") {
      await allAsked(aws, earlier);
      kill(made.id, ["cli", "provider"]);
    }
    const { failed, diagnostics } = await up;
    if (failed !== (fate !== "made")) {
      throw new Error(`a stack that should be ${fate} came out otherwise: ${diagnostics}`);
    }
    if (fate === "killed") {
      await made.cancel();
    } else if (Object.keys(await made.state()).length !== earlier.count) {
      // A create that times out before AWS has accepted it leaves nothing.
      throw new Error(`a stack that should be ${fate} has too few resources: make it again`);
    }
    const exported = await made.cli(["stack", "export", "--stack", "dev"]);
    const deployment: unknown = JSON.parse(exported, withoutPlaces);
    return { commit, requests: sent(aws), deployment };
  } finally {
    clock.stop();
    await close();
  }
}

/** Leaves out the machine's paths of the program and its libraries. */
function withoutPlaces(key: string, value: unknown): unknown {
  return key === "sourcePosition" || key === "stackTrace" ? undefined : value;
}

/** Waits until AWS has accepted a request for each backup. */
async function allAsked(aws: LocalAws, earlier: EarlierStack): Promise<void> {
  const accepted = () => sent(aws).filter(({ operation }) => /^(Create|Copy)/.test(operation));
  while (accepted().length < earlier.count) {
    await sleep(20);
  }
}

/** Returns the requests that changed something, without signed URLs: they expire, and local AWS does not need them. */
function sent(aws: LocalAws): SentRequest[] {
  return aws.requests
    .changing()
    .filter(({ outcome }) => outcome === "ok")
    .map(({ service, region, operation, input: { PreSignedUrl: _, ...input }, at }) => ({
      service,
      region,
      operation,
      input,
      at,
    }));
}

async function main(): Promise<void> {
  const [, , folder = "", commit = ""] = process.argv;
  mkdirSync(folder, { recursive: true });
  for (const fate of ["made", "timed out", "killed"] as const) {
    const state = await make(fate, earlierStacks[fate], commit);
    const file = join(folder, `${fate.replace(" ", "-")}.json`);
    writeFileSync(file, `${JSON.stringify(state, undefined, 2)}\n`);
  }
}

main().then(
  () => process.exit(0),
  (error) => {
    process.stderr.write(`${error}\n`);
    process.exit(1);
  },
);
