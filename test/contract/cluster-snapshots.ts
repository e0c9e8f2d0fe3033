import { afterEach, beforeEach, describe } from "vitest";
import type { LocalAwsOptions, RdsSnapshot } from "../../src/local-aws/index.js";
import type { Props } from "../../src/values/json.js";
import { caseOf, type KindCase, purposeOf } from "./cases.js";
import { home, make, type Resource, World } from "./world.js";

/** Another account than the home account. */
export const other = "222233334444";

/** A KMS key. */
export const key = "1234abcd-12ab-34cd-56ef-1234567890ab";

/** The ARN of a cluster snapshot. */
export const arn = (name: string, region: string = home[1], account: string = home[0]) =>
  `arn:aws:rds:${region}:${account}:cluster-snapshot:${name}`;

/** The error of AWS for a caller who lacks a permission. */
export const denied = {
  error: { code: "AccessDeniedException", message: "You may not do this" },
};

/** The world of cluster snapshot tests. The snapshots `base` and `base-2` exist and can be copied. */
export interface Setup {
  readonly engine: "neptune" | "docdb";
  readonly world: World;
  readonly snapshots: KindCase;
  readonly copies: KindCase;
  /** The program of a snapshot, of a copy, and of a copy without a key. */
  readonly taken: Props;
  readonly copied: Props;
  readonly withoutKey: Props;
  /** Starts again, with other behaviour of AWS. */
  start(behaviour?: LocalAwsOptions): Promise<void>;
  take(more?: Props): Promise<Resource>;
  copy(more?: Props): Promise<Resource>;
  /** Returns the input of the copy request. */
  request(): Readonly<Record<string, unknown>>;
  find(name: string, account?: string, region?: string): RdsSnapshot;
  tagsOf(name: string): Record<string, string>;
  /** Returns the calls, with their regions. */
  calls(): string[];
}

/** Defines tests for Neptune and for DocumentDB. */
export function describeBoth(define: (setup: Setup) => void): void {
  let world: World;
  const start = async (behaviour: LocalAwsOptions = {}) => {
    await world?.close();
    world = await World.start(behaviour);
  };
  beforeEach(() => start());
  afterEach(() => world.close());

  describe.each(["neptune", "docdb"] as const)("%s:", (engine) => {
    const snapshots = caseOf(`${engine}:ClusterSnapshot`);
    const copies = caseOf(`${engine}:ClusterSnapshotCopy`);
    const taken: Props = { ...snapshots.program, dbClusterSnapshotIdentifier: "orders-1" };
    const copied: Props = {
      ...copies.program,
      sourceDbClusterSnapshotIdentifier: "base",
      targetDbClusterSnapshotIdentifier: "orders-dr",
    };
    const { kmsKeyId: _, ...withoutKey } = copied;
    const find: Setup["find"] = (name, account = home[0], region = home[1]) => {
      const found = world.aws.rds.snapshot(account, region, name);
      if (found === undefined) {
        throw new Error(`there is no snapshot ${name} in ${account}/${region}`);
      }
      return found;
    };
    beforeEach(() => copies.addSources(world.aws));

    define({
      engine,
      get world() {
        return world;
      },
      snapshots,
      copies,
      taken,
      copied,
      withoutKey,
      start,
      take: (more) => make(world.provider(snapshots.kind), { ...taken, ...more }),
      copy: (more) => make(world.provider(copies.kind), { ...copied, ...more }),
      request: () =>
        world.aws.requests.all().find((one) => purposeOf(copies, one) === "create")?.input ?? {},
      find,
      tagsOf: (name) => Object.fromEntries(find(name).tags),
      calls: () =>
        world.aws.requests.all().map(({ operation, region }) => `${operation} ${region}`),
    });
  });
}
