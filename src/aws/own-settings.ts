import { ConfigValue } from "./config-value.js";

/** Config key that switches the tag of unfinished creates off. */
export const markConfigKey = "pulumi-aws-snapshots:markUnfinishedCreates";

/** Config key that says how many copies of cluster snapshots across regions AWS makes at one time. */
export const copiesConfigKey = "pulumi-aws-snapshots:copiesAtOnce";

/** The settings of this package itself, read. */
export interface OwnSettings {
  /** Whether a snapshot carries a tag while its create is under way. */
  readonly marking: boolean;
  /** Copies of cluster snapshots across regions that may run at one time into a region; undefined for AWS's own number. */
  readonly copiesAtOnce: number | undefined;
}

/** Reads them. What cannot be read is an error that names the key. */
export function parseOwnSettings(get: (key: string) => string | undefined): OwnSettings {
  const value = (key: string) => new ConfigValue(key, get(key));
  const copies = value(copiesConfigKey);
  return {
    marking: value(markConfigKey).flag() ?? true,
    copiesAtOnce:
      copies.count() === 0 ? copies.fail("must be a whole number, 1 or more") : copies.count(),
  };
}
