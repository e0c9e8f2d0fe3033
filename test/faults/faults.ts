import type { LocalAws, LocalAwsOptions } from "../../src/local-aws/index.js";
import type { EngineProcess } from "../engine/processes.js";
import type { Run } from "../engine/stack.js";
import type { HeldClock } from "./held-clock.js";

/** What happens to all backups at once. */
export const stages = ["create", "update", "replace", "delete"] as const;
export type Stage = (typeof stages)[number];

/** The stages that create something, and the stages that delete something. */
export const making = ["create", "replace"] as const;
export const deleting = ["replace", "delete"] as const;

/** The purpose of a call, whatever the service's name for it. */
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

/** The stages in which calls of each purpose are sent. */
export const stagesOf: Readonly<Record<Purpose, readonly Stage[]>> = {
  lookup: stages,
  create: making,
  tag: ["update"],
  untag: making,
  tags: making,
  // Some are part of a change in place only; others follow a create.
  setting: ["create", "update", "replace"],
  delete: deleting,
};

/** The place and the stage of a strike. */
export interface Scene {
  readonly aws: LocalAws;
  /** The clock of AWS. */
  readonly clock: HeldClock;
  readonly stage: Stage;
}

/** A fault in progress. */
export interface Strike {
  /** Strikes while the update runs, until its end. Returns which of its processes must be killed, if any. */
  meanwhile?(up: Promise<unknown>): Promise<readonly EngineProcess["role"][] | undefined>;
  /** The number of strikes, unless the fault kills. */
  hits?(): number;
  /** Removes lasting effects. */
  end(): void;
}

/** What AWS delays so long that the update after a strike still finds it unfinished. */
export const slow: LocalAwsOptions = {
  snapshotDuration: 60,
  copyDuration: 60,
  exportDuration: 60,
  deleteDuration: 40,
};

/** A failure while all backups are created, changed, replaced or deleted. */
export interface Fault {
  readonly title: string;
  readonly behaviour?: LocalAwsOptions;
  /** Whether the fault itself removes snapshots that backups are restored from. */
  readonly destroys?: boolean;
  /** Whether the state does not learn of the fault if nobody waits for the end of a create. */
  readonly isUnheard?: boolean;
  /** The stages in which it must strike. If there are none, it must strike in at least one stage. */
  readonly stages: readonly Stage[];
  strike(scene: Scene): Strike;
  /** What must be true of the update that was struck. */
  expect?(run: Run, stage: Stage): void;
}
