import { redshiftserverless } from "pulumi-aws-snapshots";
import { beforeAll, expect, it } from "vitest";
import { home, makeWorld, type World } from "./world.js";

// AWS allows one copy configuration for each namespace, so its replacement deletes first and creates afterwards.
let world: World;
beforeAll(async () => {
  world = await makeWorld();
  world.aws.redshiftserverless.addNamespace(...home, "sales");
  return world.close;
});

const program = (destinationRegion: string) => async () => {
  new redshiftserverless.SnapshotCopyConfiguration("copies", {
    namespaceName: "sales",
    destinationRegion,
  });
};

it("a copy configuration is deleted before its replacement is made, as the preview says", async () => {
  const stack = await world.stack();
  await stack.up(program("eu-central-1"));
  const preview = await stack.preview(program("us-east-1"));
  expect(preview.steps).toEqual([
    "delete-replaced copies",
    "replace copies",
    "create-replacement copies",
  ]);
  expect(preview.replaceKeys).toEqual({ copies: ["destinationRegion"] });
  world.aws.requests.clear();
  const run = await stack.up(program("us-east-1"));
  expect(run.diagnostics).toBe("");
  expect(run.steps).toEqual(preview.steps);
  expect(world.aws.requests.changing().map(({ operation }) => operation)).toEqual([
    "DeleteSnapshotCopyConfiguration",
    "CreateSnapshotCopyConfiguration",
  ]);
  const [state] = (await stack.state())["copies"] ?? [];
  const [held] = world.aws.redshiftserverless.at(...home).configurations.values();
  expect(state?.id).toBe(held?.snapshotCopyConfigurationArn);
  expect(held?.destinationRegion).toBe("us-east-1");
  await stack.destroy();
  expect(world.aws.redshiftserverless.at(...home).configurations.size).toBe(0);
});
