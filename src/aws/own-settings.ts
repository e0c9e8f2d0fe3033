import { ConfigValue } from "./config-value.js";

/** Config key that switches the creating tag off. */
export const markConfigKey = "pulumi-aws-snapshots:markUnfinishedCreates";

/** Config key for the number of cluster snapshot copies across regions that AWS makes at a time. */
export const copiesConfigKey = "pulumi-aws-snapshots:copiesAtOnce";

/** The settings of this package, after reading. */
export interface OwnSettings {
  /** Whether a snapshot carries a tag while its create is in progress. */
  readonly marking: boolean;
  /**
   * Number of cluster snapshot copies across regions that may run into a region at a time; undefined for AWS's own
   * number.
   */
  readonly copiesAtOnce: number | undefined;
}

/** Reads the settings. If a value cannot be read, the error names its key. */
export function parseOwnSettings(get: (key: string) => string | undefined): OwnSettings {
  const value = (key: string) => new ConfigValue(key, get(key));
  const copies = value(copiesConfigKey);
  return {
    marking: value(markConfigKey).flag() ?? true,
    copiesAtOnce:
      copies.count() === 0 ? copies.fail("must be a whole number, 1 or more") : copies.count(),
  };
}
