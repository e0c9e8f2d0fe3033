import type { LocalAws } from "../../src/local-aws/index.js";
import { home } from "./world.js";

/** The second region of the programs with all kinds. */
const recoveryRegion = "eu-central-1";

/** Something in AWS that a stack made or took over. */
export interface Held {
  readonly arn: string | undefined;
  readonly name?: string;
  readonly tags?: Map<string, string>;
}

/** Returns everything in AWS that a stack with all kinds may hold, with its tags. */
export function held({ memorydb, rds, elasticache, redshiftserverless }: LocalAws): Held[] {
  const { configurations } = redshiftserverless.at(...home);
  return [
    ...memorydb.snapshots(...home).filter(({ source }) => source === "manual"),
    ...rds.snapshots(...home),
    ...rds.snapshots(home[0], recoveryRegion),
    ...elasticache.nodes.snapshots(...home),
    ...elasticache.serverless.snapshots(...home),
    ...redshiftserverless.snapshots(...home),
    ...[...configurations.values()].map((one) => ({ arn: one.snapshotCopyConfigurationArn })),
  ];
}
