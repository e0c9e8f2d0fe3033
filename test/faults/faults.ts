import { setTimeout as sleep } from "node:timers/promises";
import type { LocalAws, LocalAwsOptions } from "../../src/local-aws/index.js";
import type { EngineProcess } from "../engine/processes.js";
import type { Run } from "../engine/stack.js";

/** What happens to all backups at once. */
export const stages = ["create", "update", "replace", "delete"] as const;
export type Stage = (typeof stages)[number];

/** What a call is for, whatever the service calls it. */
export const calls = {
  lookup: /^(Describe|List|Get)(?!CallerIdentity)/,
  create: /^(Create|Copy|Export|Convert)/,
  tag: /^(Tag|AddTags)/,
  untag: /^(Untag|RemoveTags)/,
  tags: /^ListTags/,
  setting: /^(Modify|Update)/,
  delete: /^Delete/,
} as const;
export type Purpose = keyof typeof calls;

/** Where a fault strikes. */
export interface Scene {
  readonly aws: LocalAws;
  readonly stage: Stage;
}

/** A fault that is under way. */
export interface Strike {
  /** What happens while the update runs, until its end. Says which of its processes are to be killed, if any. */
  meanwhile?(up: Promise<unknown>): Promise<readonly EngineProcess["role"][] | undefined>;
  /** Takes back what lasts. */
  end(): void;
}

/** Milliseconds without a new one after which no further one is expected. */
const quiet = 600;

/** Resolves when there were some, and no further ones come. */
export async function standstill(count: () => number): Promise<void> {
  let [seen, since] = [0, Date.now()];
  while (seen === 0 || Date.now() - since < quiet) {
    await sleep(20);
    const now = count();
    if (now !== seen) {
      [seen, since] = [now, Date.now()];
    }
  }
}

/** Something that goes wrong while all backups are made, changed, replaced or deleted. */
export interface Fault {
  readonly title: string;
  readonly behaviour?: LocalAwsOptions;
  /** Whether it takes away itself what backups are restored from. */
  readonly destroys?: boolean;
  strike(scene: Scene): Strike;
  /** What must hold of the update that was struck. */
  expect?(run: Run, stage: Stage): void;
}
