import type { LocalAws } from "../../src/local-aws/index.js";
import type { Lifetime } from "../../src/local-aws/store/lifetime.js";
import { home } from "../engine/world.js";
import { type Backup, backups } from "./backups.js";

/** A snapshot or a configuration in local AWS. */
export interface Held {
  readonly name: string;
  readonly arn: string;
  readonly tags?: Map<string, string>;
  readonly lifetime?: Lifetime;
}

/** Returns everything in AWS except the sources. */
export function held({ memorydb, rds, elasticache, redshiftserverless }: LocalAws): Held[] {
  const configurations = redshiftserverless.at(...home).configurations.values();
  return [
    ...memorydb.snapshots(...home).filter(({ source }) => source === "manual"),
    ...rds.snapshots(...home).filter(({ name }) => !name.endsWith("-src")),
    ...elasticache.nodes.snapshots(...home).filter(({ source }) => source === "manual"),
    ...elasticache.serverless.snapshots(...home).filter(({ source }) => source === "manual"),
    ...redshiftserverless.snapshots(...home),
    ...[...configurations].map((one) => ({
      name: `${one.namespaceName}`.replace(/-src$/, "-"),
      arn: `${one.snapshotCopyConfigurationArn}`,
    })),
  ];
}

/** Returns the backup that a snapshot belongs to, by its name. */
export function backupOf(name: string): Backup | undefined {
  return backups.find((one) => name.startsWith(`${one.name}-`));
}

/** Returns whether it is neither a source nor a neighbour. */
export function isOurs({ name }: { readonly name: string }): boolean {
  return backupOf(name) !== undefined && !/-(src|1234567|89abcde)$/.test(name);
}
