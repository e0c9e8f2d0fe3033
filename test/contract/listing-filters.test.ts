import { afterEach, describe, expect, it } from "vitest";
import { Connections } from "../../src/aws/connection.js";
import { kinds } from "../../src/kinds/index.js";
import type { LocalAwsOptions } from "../../src/local-aws/index.js";
import { findOrphans } from "../../src/lookups/orphans.js";
import { cases, held } from "./cases.js";
import { checked, home, make, World } from "./world.js";

// Each kind works even if AWS ignores or misreads the filters of a listing.
let world: World;
afterEach(() => world.close());

const treatments = ["obeyed", "ignored", "misread"] as const;

describe.each(cases)("a $kind.label", (example) => {
  const { kind, program } = example;

  async function start(listingFilters: LocalAwsOptions["listingFilters"]): Promise<void> {
    world = await World.start({ listingFilters: listingFilters ?? "obeyed" });
    example.addSources(world.aws);
  }

  it.each(treatments)(
    "whose create was killed is adopted by the next run if filters are %s",
    async (treatment) => {
      await start(treatment);
      await world.killedCreate(kind, await checked(world.provider(kind), program));
      const [left] = held(example, world.aws, home);
      const { id } = await make(world.provider(kind), program);
      expect(id).toBe(left?.arn);
      expect(held(example, world.aws, home)).toHaveLength(1);
    },
  );

  it.each(treatments)(
    "whose create was killed is reported by the search for orphans if filters are %s",
    async (treatment) => {
      await start(treatment);
      await world.killedCreate(kind, await checked(world.provider(kind), program));
      const { clock } = world.aws;
      // The tags of an unfinished snapshot may be unreadable.
      clock.advance(60_000);
      world.aws.requests.clear();
      const { orphans, failures } = await findOrphans([kind], {
        connections: new Connections(undefined),
        region: home[1],
        profile: undefined,
        clock: { now: () => clock.now(), sleep: async (ms) => clock.advance(Math.ceil(ms)) },
        tell: () => {},
      });
      const [left] = held(example, world.aws, home);
      expect(failures).toEqual([]);
      expect(orphans.map(({ arn }) => arn)).toEqual([left?.arn]);
      const automatic = example
        .service(world.aws)
        .all(...home)
        .filter((one) => "source" in one && one.source === "automated")
        .map(({ arn }) => arn);
      const asked = world.aws.requests.all().flatMap(({ input }) => Object.values(input));
      expect(automatic.filter((arn) => asked.includes(arn))).toEqual([]);
    },
  );
});

it("a copy configuration of another namespace is never used, whatever a listing shows", async () => {
  world = await World.start({ listingFilters: "ignored" });
  const kind = kinds.get("redshiftserverless:SnapshotCopyConfiguration") ?? expect.fail();
  for (const namespace of ["customers", "orders"]) {
    world.aws.redshiftserverless.addNamespace(...home, namespace);
  }
  const of = (namespaceName: string) => ({ namespaceName, destinationRegion: "eu-west-2" });
  const theirs = await make(world.provider(kind), of("customers"));
  const ours = await make(world.provider(kind), of("orders"));
  expect(ours.outs).toMatchObject({ namespaceName: "orders", arn: ours.id });
  await world.provider(kind).delete(ours.id, ours.outs);
  const left = [...world.aws.redshiftserverless.at(...home).configurations.values()];
  expect(left.map(({ snapshotCopyConfigurationArn }) => snapshotCopyConfigurationArn)).toEqual([
    theirs.id,
  ]);
});
