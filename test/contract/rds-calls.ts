import { Neptune } from "@aws-sdk/client-neptune";
import type { LocalAwsOptions } from "../../src/local-aws/index.js";
import { HOUR, start } from "./local-aws.js";
import { home } from "./world.js";

/** An account other than the home account. */
export const other = "222233334444";
/** The ARN of a cluster snapshot. */
export const arn = (name: string, region: string = home[1], account: string = home[0]) =>
  `arn:aws:rds:${region}:${account}:cluster-snapshot:${name}`;

/**
 * Starts a local AWS with an encrypted Neptune cluster `graph`, its snapshot `base`, and a DocumentDB cluster
 * `documents`.
 */
export async function startRds(options: LocalAwsOptions = {}) {
  const { aws, settings } = await start(options);
  const { rds } = aws;
  for (const region of [home[1], "us-east-1"]) {
    rds.addCluster(home[0], region, {
      DBClusterIdentifier: "graph",
      Engine: "neptune",
      KmsKeyId: "alias/graph",
    });
  }
  rds.addCluster(...home, { DBClusterIdentifier: "documents", Engine: "docdb" });
  const neptune = new Neptune(settings());
  const create = (DBClusterSnapshotIdentifier: string, more = {}) =>
    neptune.createDBClusterSnapshot({
      DBClusterIdentifier: "graph",
      DBClusterSnapshotIdentifier,
      ...more,
    });
  const copy = (TargetDBClusterSnapshotIdentifier: string, more = {}, client = neptune) =>
    client.copyDBClusterSnapshot({
      SourceDBClusterSnapshotIdentifier: "base",
      TargetDBClusterSnapshotIdentifier,
      ...more,
    });
  const list = async (more = {}) =>
    (await neptune.describeDBClusterSnapshots(more)).DBClusterSnapshots ?? [];
  const names = async (more = {}) =>
    (await list(more)).map(({ DBClusterSnapshotIdentifier }) => DBClusterSnapshotIdentifier);
  const one = async (DBClusterSnapshotIdentifier: string) =>
    (await list({ DBClusterSnapshotIdentifier }))[0];
  const remove = (DBClusterSnapshotIdentifier: string) =>
    neptune.deleteDBClusterSnapshot({ DBClusterSnapshotIdentifier });
  await create("base");
  aws.clock.advance(HOUR);
  return { aws, rds, settings, neptune, create, copy, list, names, one, remove };
}

/** The functions that {@link startRds} gives a test. */
export type Started = Awaited<ReturnType<typeof startRds>>;
