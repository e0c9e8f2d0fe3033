import {
  CopySnapshotCommand,
  CreateClusterCommand,
  CreateSnapshotCommand,
  DeleteClusterCommand,
  DeleteSnapshotCommand,
  DescribeSnapshotsCommand,
  MemoryDBClient,
  TagResourceCommand,
  UntagResourceCommand,
} from "@aws-sdk/client-memorydb";
import { onTestFinished } from "vitest";
import { type LocalAwsOptions, manualClock, startLocalAws } from "../../src/local-aws/index.js";
import { clientSettings } from "../client-settings.js";
import { home } from "./world.js";

/** One hour of the clock, in milliseconds. */
export const HOUR = 3_600_000;

/** The prefix of ARNs of snapshots at home. */
export const ARN = `arn:aws:memorydb:${home[1]}:${home[0]}:snapshot`;

/** Returns the ARN of a snapshot at home, unless the value is an ARN already. */
export const arnOf = (name: string) => (name.includes(":") ? name : `${ARN}/${name}`);

/**
 * Starts a local AWS for one test, which closes it, and returns functions to call it. It has the cluster `orders` (two
 * shards) and its available snapshot `base`; its clock stands still.
 */
export async function start(options: LocalAwsOptions = {}) {
  const aws = await startLocalAws({ clock: manualClock(Date.UTC(2026, 0, 2, 3, 4)), ...options });
  onTestFinished(() => aws.close());
  aws.memorydb.addCluster(...home, { ClusterName: "orders", NumShards: 2 });
  const settings = (account?: string, region?: string) => ({
    ...clientSettings(aws.environment(account, region)),
    maxAttempts: 1,
  });
  const client = new MemoryDBClient(settings());
  const calls = callsOf(client);
  await calls.create("base");
  aws.clock.advance(HOUR);
  aws.requests.clear();
  return { aws, settings, client, ...calls };
}

/** Short functions for the calls of a MemoryDB client. */
export function callsOf(client: MemoryDBClient) {
  const list = (more = {}) => client.send(new DescribeSnapshotsCommand(more));
  return {
    list,
    create: (SnapshotName: string, more = {}) =>
      client.send(new CreateSnapshotCommand({ ClusterName: "orders", SnapshotName, ...more })),
    copy: (TargetSnapshotName: string, more = {}) =>
      client.send(
        new CopySnapshotCommand({ SourceSnapshotName: "base", TargetSnapshotName, ...more }),
      ),
    remove: (SnapshotName: string) => client.send(new DeleteSnapshotCommand({ SnapshotName })),
    createCluster: (ClusterName: string, more = {}) =>
      client.send(
        new CreateClusterCommand({ ClusterName, NodeType: "db.t4g.small", ACLName: "a", ...more }),
      ),
    removeCluster: (ClusterName: string, more = {}) =>
      client.send(new DeleteClusterCommand({ ClusterName, ...more })),
    tag: (name: string, ...Tags: object[]) =>
      client.send(new TagResourceCommand({ ResourceArn: arnOf(name), Tags })),
    untag: (name: string, ...TagKeys: string[]) =>
      client.send(new UntagResourceCommand({ ResourceArn: arnOf(name), TagKeys })),
    /** Returns the status of every snapshot, by name. */
    statuses: async () => {
      const { Snapshots = [] } = await list();
      return Object.fromEntries(Snapshots.map(({ Name, Status }) => [Name, Status]));
    },
  };
}

/** The short functions of a MemoryDB client. */
export type Calls = ReturnType<typeof callsOf>;

/** Returns the error of a failing call: its name and the status of the answer. */
export async function failure(call: Promise<unknown>): Promise<string> {
  const error = await call.then(
    () => undefined,
    (reason: unknown) => reason,
  );
  if (!(error instanceof Error)) return "no error";
  const status = "$metadata" in error ? Object(error.$metadata).httpStatusCode : undefined;
  return `${error.name} ${status}`;
}
