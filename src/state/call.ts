import type { ConnectionProps } from "../aws/connection.js";
import type { Props } from "../values/json.js";

/**
 * Facts about a resource beside its inputs: its identity, and the options that the program gives it. Each host learns
 * them in its own way; the lifecycle reads them here.
 */
export interface Call {
  /** Absent if the resource was imported and no program has declared it yet. */
  readonly urn: string | undefined;
  /** The organization of the stack; absent if the backend has none. */
  readonly organization: string | undefined;
  /** `customTimeouts`: durations like `1h30m`, by operation. Check reports what is wrong with them. */
  readonly timeouts: Readonly<Record<string, unknown>> | undefined;
  /** The option `deleteBeforeReplace`: the engine deletes the old resource before it creates the new resource. */
  readonly deleteBeforeReplace: boolean;
  /** The option `retainOnDelete`: the engine leaves the resource in AWS when it deletes the resource; undefined if unknown. */
  readonly retainOnDelete: boolean | undefined;
  /** Whether the option `replacementTrigger` has a value that is not known before the update. */
  readonly isTriggerUnknown: boolean;
  /** Settings of the `aws.Provider` that the program passed on, as JSON. */
  readonly connection: unknown;
  /** Whether the program only looks the resource up. */
  readonly isLookup: boolean;
  /** Whether the stack is to keep the resource that is looked up. */
  readonly isImport?: boolean;
  /** The engine's seed for names, the same in a preview and in the update after it; absent if the engine gives none. */
  readonly seed: Uint8Array | undefined;
  /** How the stack's configuration `pulumi:autonaming` names the resource, if it says so and the host is told. */
  readonly autonaming?: Autonaming | undefined;
  /** Data that only the host needs. The lifecycle returns it unchanged, and the host finds it again in the state. */
  readonly ofHost: Props;
}

/** Returns the facts of a resource of which nothing is known but its URN. */
export function callWith(urn: string | undefined): Call {
  return {
    urn,
    organization: undefined,
    timeouts: undefined,
    deleteBeforeReplace: false,
    retainOnDelete: undefined,
    isTriggerUnknown: false,
    connection: undefined,
    isLookup: false,
    seed: undefined,
    ofHost: {},
  };
}

/** What Pulumi proposes as the name of a resource to which the program gives none. */
export interface Autonaming {
  readonly proposedName: string;
  /** Whether the name may be changed to fit, must be used as it is, or is refused. */
  readonly mode: "propose" | "enforce" | "disable";
}

/** Returns the settings that decide which caller AWS sees for a resource, and which endpoints are called. */
export function connectionProps({ connection }: Call, props: Props): ConnectionProps {
  const { region, profile, assumeRoleArn } = props;
  return { region, profile, assumeRoleArn, connection };
}
