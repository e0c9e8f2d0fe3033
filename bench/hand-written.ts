// What people write without this package: a dynamic provider of their own, the way Pulumi's documentation teaches
// it, that makes a MemoryDB snapshot and then asks every 15 seconds until it is there. Clients are made in the
// functions, because Pulumi cannot serialize one that was made outside.
import * as memorydb from "@aws-sdk/client-memorydb";
import * as pulumi from "@pulumi/pulumi";

/** So that snapshots of ten minutes do not take ten minutes, all clocks of the bench run faster. */
const pause = () =>
  new Promise((resolve) => setTimeout(resolve, 15_000 / Number(process.env["BENCH_CLOCK_RATE"])));

async function untilAvailable(client: memorydb.MemoryDBClient, name: string): Promise<string> {
  for (;;) {
    const { Snapshots } = await client.send(
      new memorydb.DescribeSnapshotsCommand({ SnapshotName: name }),
    );
    const status = Snapshots?.[0]?.Status;
    if (status === "available") {
      return status;
    }
    if (status === "failed") {
      throw new Error(`snapshot ${name} failed`);
    }
    await pause();
  }
}

async function remove(name: string): Promise<void> {
  const client = new memorydb.MemoryDBClient({});
  await client.send(new memorydb.DeleteSnapshotCommand({ SnapshotName: name }));
  for (;;) {
    try {
      await client.send(new memorydb.DescribeSnapshotsCommand({ SnapshotName: name }));
    } catch (error) {
      if (error instanceof Error && error.name === "SnapshotNotFoundFault") {
        return;
      }
      throw error;
    }
    await pause();
  }
}

interface SnapshotInputs {
  clusterName: string;
  snapshotName: string;
}

const snapshotProvider: pulumi.dynamic.ResourceProvider<SnapshotInputs> = {
  async create(inputs) {
    const client = new memorydb.MemoryDBClient({});
    const { Snapshot } = await client.send(
      new memorydb.CreateSnapshotCommand({
        ClusterName: inputs.clusterName,
        SnapshotName: inputs.snapshotName,
      }),
    );
    const status = await untilAvailable(client, inputs.snapshotName);
    return { id: inputs.snapshotName, outs: { ...inputs, arn: Snapshot?.ARN, status } };
  },
  delete: remove,
};

interface SnapshotCopyInputs {
  sourceSnapshotName: string;
  snapshotName: string;
}

const copyProvider: pulumi.dynamic.ResourceProvider<SnapshotCopyInputs> = {
  async create(inputs) {
    const client = new memorydb.MemoryDBClient({});
    const { Snapshot } = await client.send(
      new memorydb.CopySnapshotCommand({
        SourceSnapshotName: inputs.sourceSnapshotName,
        TargetSnapshotName: inputs.snapshotName,
      }),
    );
    const status = await untilAvailable(client, inputs.snapshotName);
    return { id: inputs.snapshotName, outs: { ...inputs, arn: Snapshot?.ARN, status } };
  },
  delete: remove,
};

class Snapshot extends pulumi.dynamic.Resource {
  declare readonly arn: pulumi.Output<string>;
  declare readonly status: pulumi.Output<string>;

  constructor(name: string, args: SnapshotInputs) {
    super(snapshotProvider, name, { ...args, arn: undefined, status: undefined });
  }
}

class SnapshotCopy extends pulumi.dynamic.Resource {
  declare readonly arn: pulumi.Output<string>;
  declare readonly status: pulumi.Output<string>;

  constructor(name: string, args: SnapshotCopyInputs) {
    super(copyProvider, name, { ...args, arn: undefined, status: undefined });
  }
}

/** A snapshot of each of so many clusters. */
export function snapshots(count: number): Snapshot[] {
  return Array.from(
    { length: count },
    (_, i) =>
      new Snapshot(`snapshot-${i}`, { clusterName: `cluster-${i}`, snapshotName: `s-${i}` }),
  );
}

/** So many copies of one snapshot. */
export function copies(count: number): SnapshotCopy[] {
  return Array.from(
    { length: count },
    (_, i) =>
      new SnapshotCopy(`copy-${i}`, { sourceSnapshotName: "source", snapshotName: `c-${i}` }),
  );
}
