import type { Call } from "../state/call.js";
import type { ResourceInputs } from "../state/inputs.js";
import type { Stored } from "../state/stored.js";
import type { Props } from "../values/json.js";
import type { Waiting } from "../waiting/retry.js";
import type { Created, Found } from "./provider.js";

/**
 * Called as soon as AWS has accepted a create, with the id of the resource, and its inputs with the name that it has in
 * AWS.
 */
export type Accepting = (id: string, inputs: Props) => void;

/** A backup whose end another resource waits for. */
export interface AwaitedBackup {
  readonly id: string;
  readonly call: Call;
  readonly props: Props;
  /** Whether this run has already failed to create the backup, or to wait for it. */
  readonly isGivenUp: boolean;
  /** Whether another process has the backup, whose provider may have other credentials. */
  readonly isOfOtherProcess: boolean;
}

/** The status of a backup whose end another resource waits for. */
export interface BackupStatus {
  /** What the backup is, with its name, for messages. */
  readonly subject: string;
  readonly status: string;
  /** Whether AWS is no longer at work on the backup. */
  readonly hasEnded: boolean;
}

/**
 * How resources of a kind live: as snapshots that AWS keeps, or as exports. A kind may have both. Only `lifecycle.ts`
 * decides which life a resource has.
 */
export interface Life {
  /** What people call the resource. */
  readonly noun: "snapshot" | "export";
  create(call: Call, inputs: ResourceInputs, accepting: Accepting): Promise<Created>;
  read(call: Call, id: string, before: Stored): Promise<Found | undefined>;
  update(call: Call, id: string, before: Stored, inputs: ResourceInputs): Promise<Stored>;
  delete(call: Call, id: string, before: Stored): Promise<void>;
  /** Whether a resource of that status can be restored from. */
  isAvailable(status: string | undefined): boolean;
  /**
   * Waits until AWS has finished a backup, for at most so many seconds, and returns its status. Does not wait if this run
   * has given the backup up. The row of the waiting resource shows the wait; `role` says what the backup has to do with
   * that resource, for example `replaces it`.
   */
  untilEnded(
    backup: AwaitedBackup,
    role: string,
    waiting: Waiting,
    timeout: number,
  ): Promise<BackupStatus>;
}
