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
  /** Waits until processes of the update are to be killed, and says which; none where it came to its end before. */
  killing?(up: Promise<unknown>): Promise<readonly EngineProcess["role"][] | undefined>;
  /** Takes back what lasts. */
  end(): void;
}

/** Something that goes wrong while all backups are made, changed, replaced or deleted. */
export interface Fault {
  readonly title: string;
  readonly behaviour?: LocalAwsOptions;
  strike(scene: Scene): Strike;
  /** What must hold of the update that was struck. */
  expect?(run: Run, stage: Stage): void;
}
