import { inject } from "vitest";
import type { HostName } from "./suites.js";

/** Where the hosts differ on purpose in what the suites compare. */
interface Door {
  /** The command that imports what is in AWS already. */
  readonly importCommand: string;
  /**
   * The difference of inputs to which a failed call has not brought the resource. The engine keeps the inputs of the failed
   * call. The dynamic host leaves it to the engine to compare them; the plugin says itself that an update is due.
   */
  readonly afterFailure: object;
  /**
   * The difference of other customTimeouts. The dynamic host finds them among the inputs. To the plugin the engine tells the
   * limit of each operation, and keeps the option itself.
   */
  readonly changedTimeouts: object;
}

const doors: Readonly<Record<HostName, Door>> = {
  dynamic: {
    importCommand: "pulumi import --file",
    afterFailure: { replaces: [] },
    changedTimeouts: { changes: true },
  },
  plugin: {
    importCommand: "pulumi import",
    afterFailure: { changes: true },
    changedTimeouts: { changes: false },
  },
};

/** The host through which the suite runs. */
export const door = (): Door => doors[inject("host")];
