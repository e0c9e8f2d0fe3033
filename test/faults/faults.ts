import type { LocalAws, LocalAwsOptions } from "../../src/local-aws/index.js";
import type { EngineProcess } from "../engine/processes.js";
import type { Run } from "../engine/stack.js";
import type { HeldClock } from "./held-clock.js";

/** What happens to all backups at once. */
export const stages = ["create", "update", "replace", "delete"] as const;
export type Stage = (typeof stages)[number];

/** Stages in which something is made, and in which something is deleted. */
export const making = ["create", "replace"] as const;
export const deleting = ["replace", "delete"] as const;

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

/** In which stages calls of each purpose are sent. */
export const stagesOf: Readonly<Record<Purpose, readonly Stage[]>> = {
  lookup: stages,
  create: making,
  tag: ["update"],
  untag: making,
  tags: making,
  // Some are part of a change in place only, others follow on a create.
  setting: ["create", "update", "replace"],
  delete: deleting,
};

/** Where a fault strikes. */
export interface Scene {
  readonly aws: LocalAws;
  /** The clock of AWS. */
  readonly clock: HeldClock;
  readonly stage: Stage;
}

/** A fault that is under way. */
export interface Strike {
  /** What happens while the update runs, until its end. Says which of its processes are to be killed, if any. */
  meanwhile?(up: Promise<unknown>): Promise<readonly EngineProcess["role"][] | undefined>;
  /** How often it has struck, where it is not by killing. */
  hits?(): number;
  /** Takes back what lasts. */
  end(): void;
}

/** What AWS takes so long for that the update after a strike still finds it unfinished. */
export const slow: LocalAwsOptions = {
  snapshotDuration: 60,
  copyDuration: 60,
  exportDuration: 60,
  deleteDuration: 40,
};

/** Something that goes wrong while all backups are made, changed, replaced or deleted. */
export interface Fault {
  readonly title: string;
  readonly behaviour?: LocalAwsOptions;
  /** Whether it takes away itself what backups are restored from. */
  readonly destroys?: boolean;
  /** Whether the state does not hear of it where nobody waits for the end of what is being made. */
  readonly isUnheard?: boolean;
  /** In which stages it has to strike. Where there are none, it has to in any. */
  readonly stages: readonly Stage[];
  strike(scene: Scene): Strike;
  /** What must hold of the update that was struck. */
  expect?(run: Run, stage: Stage): void;
}
