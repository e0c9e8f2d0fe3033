import type { ConnectionProps } from "../aws/connection.js";
import type { Props } from "../values/json.js";

/**
 * What is known of a resource beside its inputs: who it is, and the options that the program gives it. Each host hears
 * of these in a way of its own; the lifecycle takes them from here.
 */
export interface Call {
  /** Absent where a resource was imported, and no program has spoken of it yet. */
  readonly urn: string | undefined;
  /** The organization of the stack; absent where the backend has none. */
  readonly organization: string | undefined;
  /** `customTimeouts`: durations like `1h30m`, by operation. Check says what is wrong with them. */
  readonly timeouts: Readonly<Record<string, unknown>> | undefined;
  /** The option of that name: the engine deletes the old resource before it makes the new one. */
  readonly deleteBeforeReplace: boolean;
  /** The option of that name; undefined where nobody says. */
  readonly retainOnDelete: boolean | undefined;
  /** Whether the option `replacementTrigger` has a value that is not known before the update. */
  readonly isTriggerUnknown: boolean;
  /** Settings of the `aws.Provider` that the program passed on, as JSON. */
  readonly connection: unknown;
  /** Whether the program only looks the resource up. */
  readonly isLookup: boolean;
  /** What the engine gives to make names from, the same in a preview and in the update after it, where it gives any. */
  readonly seed: Uint8Array | undefined;
  /** What the host finds in the state again: its own affair, which the lifecycle hands back as it is. */
  readonly ofHost: Props;
}

/** What decides as whom AWS is called for a resource, and where. */
export function connectionProps({ connection }: Call, props: Props): ConnectionProps {
  const { region, profile, assumeRoleArn } = props;
  return { region, profile, assumeRoleArn, connection };
}
