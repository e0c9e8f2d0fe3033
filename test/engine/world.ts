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

/** How many times as fast as on the wall time runs for the provider and for AWS. */
export const rate = 20;

/** Account and region where things are, unless a test says otherwise. */
export const home = [DEFAULT_ACCOUNT, DEFAULT_REGION] as const;

/** Environment in which the engine finds the stand-ins for plugins that no package registry has. */
export const withPlugins = {
  PATH: `${join(__dirname, "plugins")}${delimiter}${process.env["PATH"]}`,
};

/** A local AWS with the cluster `orders` of two shards, and stacks whose provider talks to it. */
export interface World {
  readonly aws: LocalAws;
  /** Takes everything down again. */
  close(): Promise<void>;
  stack(
    config?: Record<string, string>,
    environment?: Record<string, string>,
    project?: string,
  ): Promise<EngineStack>;
  /** The manual snapshots that AWS holds, as `name status`. */
  held(): string[];
  /** One of them, by the beginning of its name. */
  find(beginning: string): MemoryDbSnapshot | undefined;
}

/** Makes a world for the tests of a file. */
export async function makeWorld(options: LocalAwsOptions = {}): Promise<World> {
  const aws = await startLocalAws({ clock: realClock(rate), ...options });
  aws.memorydb.addCluster(...home, { ClusterName: "orders", NumShards: 2 });
  const stacks: EngineStack[] = [];
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
    find: (beginning) =>
      aws.memorydb.snapshots(...home).find(({ name }) => name.startsWith(beginning)),
  };
}
