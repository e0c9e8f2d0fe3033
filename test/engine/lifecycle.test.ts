import { afterAll, beforeAll, expect, it } from "vitest";
import { type LocalAws, realClock, startLocalAws } from "../../src/local-aws/index.js";
import { EngineStack } from "./stack.js";
import { memorydb } from "pulumi-aws-snapshots";

const rate = 20;
let aws: LocalAws;
let stack: EngineStack;

beforeAll(async () => {
  aws = await startLocalAws({ clock: realClock(rate) });
  aws.memorydb.addCluster("111122223333", "eu-west-1", { ClusterName: "orders", NumShards: 2 });
  stack = await EngineStack.make({
    ...aws.environment(),
    PULUMI_AWS_SNAPSHOTS_CLOCK_RATE: String(rate),
  });
});
afterAll(async () => {
  await aws.close();
  stack.remove();
});

it("previews, makes, keeps, changes and destroys", async () => {
  const program = (team: string) => async () => {
    const snapshot = new memorydb.Snapshot("orders", { clusterName: "orders", tags: { team } });
    const copy = new memorydb.SnapshotCopy("copy", { sourceSnapshotName: snapshot.id });
    const exported = new memorydb.SnapshotCopy(
      "export",
      { sourceSnapshotName: snapshot.id, targetSnapshotName: "x", targetBucket: "backups" },
      { dependsOn: copy },
    );
    return { arn: snapshot.arn, copy: copy.arn, exported: exported.id, status: copy.status };
  };
  console.log(await stack.preview(program("a")));
  console.log(aws.requests.operations());
  console.log(await stack.up(program("a")));
  console.log(aws.requests.operations());
  aws.requests.clear();
  console.log(await stack.preview(program("a")));
  console.log(aws.requests.operations());
  console.log(await stack.up(program("b")));
  console.log(aws.requests.operations());
  console.log(await stack.refresh());
  console.log(await stack.destroy());
  console.log(aws.requests.operations());
  expect(1).toBe(1);
});
