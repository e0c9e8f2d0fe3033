import type { Call } from "../state/call.js";
import type { Stored } from "../state/stored.js";
import type { Props } from "../values/json.js";
import type { Waiting } from "../waiting/retry.js";
import type { Created, Found } from "./provider.js";

/** Hears of a resource as soon as AWS has accepted it: its id, and its inputs with the name that it has in AWS. */
export type Accepting = (id: string, inputs: Props) => void;

/** A backup that somebody waits for. */
export interface AwaitedBackup {
  readonly id: string;
  readonly call: Call;
  readonly props: Props;
  readonly isGivenUp: boolean;
}

/** How it stands with a backup that somebody waits for. */
export interface Standing {
  /** What it is, with its name. */
  readonly subject: string;
  readonly status: string;
  /** Whether AWS is at work on it no more. */
  readonly isOver: boolean;
}

/**
 * How resources of a kind live: as snapshots that AWS keeps, or as exports. A kind may have both, and which of them a
 * resource leads is decided once, by `lifecycle.ts`.
 */
export interface Life {
  /** What a person calls what is made. */
  readonly noun: "snapshot" | "export";
  create(call: Call, inputs: Props, accepting: Accepting): Promise<Created>;
  read(call: Call, id: string, before: Stored): Promise<Found | undefined>;
  update(call: Call, id: string, before: Stored, inputs: Props): Promise<Stored>;
  delete(call: Call, id: string, before: Stored): Promise<void>;
  /** Whether there was something to restore from when AWS had this status. */
  isAvailable(status: string | undefined): boolean;
  /**
   * How it stands with a backup: now, if this run gave it up, else when AWS has finished it or these seconds are up. What
   * it `does` to another one is told in the row of that.
   */
  standing(backup: AwaitedBackup, does: string, other: Waiting, timeout: number): Promise<Standing>;
}
