import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { cases, held } from "./cases.js";
import { checked, failureOf, home, make, World } from "./world.js";

// AWS looks for the service-linked role before it looks for a snapshot.
let world: World;
beforeEach(() => restart("missing"));
afterEach(() => world.close());

async function restart(serviceLinkedRole: "there" | "missing"): Promise<void> {
  await world?.close();
  world = await World.start({ serviceLinkedRole });
}

const withRole = cases.filter(({ kind }) =>
  Object.keys(kind.advice).includes("ServiceLinkedRoleNotFound"),
);

it("the kinds with a service-linked role are those of MemoryDB and serverless ElastiCache", () => {
  expect(withRole.map(({ kind }) => kind.name).sort()).toEqual([
    "elasticache:ServerlessCacheSnapshot",
    "elasticache:ServerlessCacheSnapshotCopy",
    "memorydb:Snapshot",
    "memorydb:SnapshotCopy",
  ]);
});

describe.each(withRole)(
  "a $kind.label in an account without the service-linked role",
  (example) => {
    const { kind, program } = example;

    it("is not created, and the error says how to create the role", async () => {
      example.addSources(world.aws);
      const provider = world.provider(kind);
      const { id, message } = await failureOf(provider.create(await checked(provider, program)));
      expect(id).toBeUndefined();
      expect(message).toContain("ServiceLinkedRoleNotFoundFault: ");
      expect(message).toContain("`aws iam create-service-linked-role --aws-service-name");
      expect(held(example, world.aws, home)).toEqual([]);
    });

    it("is deleted even if the role is gone", async () => {
      await restart("there");
      example.addSources(world.aws);
      const { id, outs } = await make(world.provider(kind), program);
      await restart("missing");
      await world.provider(kind).delete(id, outs);
      expect(world.aws.requests.changing()).toEqual([]);
    });
  },
);
