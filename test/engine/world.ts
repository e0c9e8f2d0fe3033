import { delimiter, join } from "node:path";
import {
  DEFAULT_ACCOUNT,
  DEFAULT_REGION,
  type LocalAws,
  type LocalAwsOptions,
  type MemoryDbSnapshot,
  realClock,
  startLocalAws,
} from "../../src/local-aws/index.js";
import { EngineStack } from "./stack.js";

/** The speed of the clock of the provider and of AWS, as a multiple of real time. */
export const rate = 20;

/** The home account and region, unless a test names another. */
export const home = [DEFAULT_ACCOUNT, DEFAULT_REGION] as const;

/** The environment in which the engine finds stand-ins for plugins that are in no package registry. */
export const withPlugins = {
  PATH: `${join(__dirname, "plugins")}${delimiter}${process.env["PATH"]}`,
};

/** A local AWS with the cluster `orders` of two shards, and stacks whose provider talks to it. */
export interface World {
  readonly aws: LocalAws;
  /** Stops and removes everything. */
  close(): Promise<void>;
  stack(
    config?: Record<string, string>,
    environment?: Record<string, string>,
    project?: string,
  ): Promise<EngineStack>;
  /** Returns the manual snapshots in AWS, as `name status`. */
  held(): string[];
  /** Returns a manual snapshot by the prefix of its name. */
  find(beginning: string): MemoryDbSnapshot | undefined;
  /** Returns a function that returns the status that a snapshot had when AWS got the first DeleteSnapshot from now on. */
  statusAtDelete(beginning: string): () => string | undefined;
}

/** Creates a world for the tests of a file. */
export async function makeWorld(options: LocalAwsOptions = {}): Promise<World> {
  const aws = await startLocalAws({ clock: realClock(rate), ...options });
  aws.memorydb.addCluster(...home, { ClusterName: "orders", NumShards: 2 });
  const stacks: EngineStack[] = [];
  const find = (beginning: string) =>
    aws.memorydb.snapshots(...home).find(({ name }) => name.startsWith(beginning));
  return {
    aws,
    close: async () => {
      await aws.close();
      for (const stack of stacks) {
        stack.remove();
      }
    },
    stack: async (config = {}, environment = {}, project = "orders") => {
      const stack = await EngineStack.make(
        {
          ...aws.environment(),
          PULUMI_AWS_SNAPSHOTS_CLOCK_RATE: String(rate),
          ...environment,
        },
        config,
        project,
      );
      stacks.push(stack);
      return stack;
    },
    held: () =>
      aws.memorydb.snapshots(...home).map(({ name, lifetime }) => `${name} ${lifetime.status}`),
    find,
    statusAtDelete: (beginning) => {
      let status: string | undefined;
      aws.faults.add({
        operation: "DeleteSnapshot",
        where: () => {
          status ??= find(beginning)?.lifetime.status;
          return false;
        },
      });
      return () => status;
    },
  };
}
