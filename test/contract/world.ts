import { devNull } from "node:os";
import { expect, inject, vi } from "vitest";
import { behindBoundary } from "../../src/dynamic/boundary.js";
import { withHiddenInputs } from "../../src/dynamic/hidden-inputs.js";
import type { DynamicProvider } from "../../src/dynamic/provider.js";
import { sealingSecrets } from "../../src/dynamic/secret-tags.js";
import type { Kind } from "../../src/kinds/kind.js";
import { lifecycle } from "../../src/lifecycle/lifecycle.js";
import { Runtime } from "../../src/lifecycle/runtime.js";
import {
  DEFAULT_ACCOUNT,
  DEFAULT_REGION,
  type LocalAws,
  type LocalAwsOptions,
  manualClock,
  startLocalAws,
} from "../../src/local-aws/index.js";
import type { Clock } from "../../src/values/clock.js";
import { isRecord, type Props } from "../../src/values/json.js";
import { PluginHost } from "./plugin-host.js";
import type { HostName } from "./suites.js";
import { type KnownInputs, throughPlugin } from "./through-plugin.js";

/** An account and a region. */
export type Place = readonly [account: string, region: string];

/** The home account and region, unless a test names another. */
export const home: Place = [DEFAULT_ACCOUNT, DEFAULT_REGION];

/** A local AWS, and the providers that talk to it. All share a clock, which only waits turn. */
export class World {
  readonly aws: LocalAws;
  readonly #plugins: Promise<PluginHost>[] = [];
  readonly #knownInputs = new Map<string, Props>();

  private constructor(aws: LocalAws) {
    this.aws = aws;
  }

  static async start(options: LocalAwsOptions = {}): Promise<World> {
    const world = new World(await startLocalAws({ clock: manualClock(), ...options }));
    for (const key of Object.keys(process.env).filter((name) => name.startsWith("AWS_"))) {
      vi.stubEnv(key, undefined);
    }
    vi.stubEnv("AWS_CONFIG_FILE", devNull);
    vi.stubEnv("AWS_SHARED_CREDENTIALS_FILE", devNull);
    // The SDK waits in real time before a retry, so it retries only in tests about retries.
    vi.stubEnv("AWS_MAX_ATTEMPTS", "1");
    world.become(DEFAULT_ACCOUNT);
    return world;
  }

  /** Makes all later processes run as a user of this account. */
  become(account: string): void {
    for (const [key, value] of Object.entries(this.aws.environment(account))) {
      vi.stubEnv(key, value);
    }
  }

  async close(): Promise<void> {
    vi.unstubAllEnvs();
    for (const plugin of await Promise.all(this.#plugins)) {
      plugin.close();
    }
    await this.aws.close();
  }

  /** Returns the provider of a kind in a new process, which remembers nothing of earlier processes. */
  provider(kind: Kind, config: Config = {}): DynamicProvider {
    return this.through(inject("host"), kind, config);
  }

  /** Returns the provider of a kind in a new process behind this host, whichever host the suite runs through. */
  through(host: HostName, kind: Kind, config: Config = {}): DynamicProvider {
    return hosts[host](this, kind, config, this.#clock());
  }

  /** Creates in a process that is killed as soon as it waits for what AWS has accepted. */
  killedCreate(kind: Kind, inputs: Props): Promise<void> {
    return new Promise((killed, failed) => {
      const waiting = () => {
        killed();
        return new Promise<void>(() => {});
      };
      const provider = hosts[inject("host")](this, kind, {}, this.#clock(waiting));
      provider.create(inputs).then(() => failed(new Error("it waited for nothing")), failed);
    });
  }

  /** Returns the seconds that pass on the clock during a call. */
  async secondsOf(call: Promise<unknown>): Promise<number> {
    const start = this.aws.clock.now();
    await call.catch(() => {});
    return (this.aws.clock.now() - start) / 1000;
  }

  /** Returns the clock of a process, which turns the clock of the world when it waits. */
  #clock(
    // Like a timer, the clock has whole milliseconds: a smaller step might not move it.
    sleep = async (milliseconds: number) => this.aws.clock.advance(Math.ceil(milliseconds)),
  ): Clock {
    return { now: () => this.aws.clock.now(), sleep };
  }

  /** Starts a process of the plugin, which ends with the world. */
  plugin(config: Props, clock: Clock): Promise<PluginHost> {
    const plugin = PluginHost.start(this, config, clock);
    this.#plugins.push(plugin);
    return plugin;
  }

  /** The engine's memory of the inputs of all resources. */
  get knownInputs(): KnownInputs {
    return this.#knownInputs;
  }
}

type Config = Readonly<Record<string, string>>;

/** The hosts of the lifecycle. Each makes the provider of a kind in a new process. */
const hosts: Readonly<
  Record<HostName, (world: World, kind: Kind, config: Config, clock: Clock) => DynamicProvider>
> = {
  dynamic: (_world, kind, config, clock) => {
    const runtime = new Runtime(clock);
    runtime.configure(new Map(Object.entries(config)));
    return behindBoundary(sealingSecrets(withHiddenInputs(lifecycle(kind, runtime))));
  },
  plugin: (world, kind, config, clock) =>
    throughPlugin(kind, config, world.knownInputs, (own) => world.plugin(own, clock)),
};

/** A resource in the engine's state. */
export interface Resource {
  readonly id: string;
  readonly inputs: Props;
  readonly outs: Props;
}

/** Returns the inputs that check makes of a program's inputs. Check may refuse none. */
export async function checked(
  provider: DynamicProvider,
  program: Props,
  olds: Props = {},
): Promise<Props> {
  const { inputs, failures } = await provider.check(olds, program);
  expect(failures).toEqual([]);
  return inputs;
}

/** Creates a resource as the engine does: check, then create. */
export async function make(provider: DynamicProvider, program: Props): Promise<Resource> {
  const inputs = await checked(provider, program);
  const { id, outs } = await provider.create(inputs);
  return { id, inputs, outs: { ...outs } };
}

/** What the engine learns from a failing call; id and properties are what it keeps of the resource. */
export interface Failure {
  readonly message: string;
  readonly id: string | undefined;
  readonly properties: Props;
}

/** Returns the failure of a call, which must fail. */
export async function failureOf(call: Promise<unknown>): Promise<Failure> {
  const error = await call.then(
    () => new Error("the call succeeded, and should have failed"),
    (thrown: unknown) => thrown,
  );
  const { id, properties, message }: Partial<Failure> = isRecord(error) ? error : {};
  return {
    message: message ?? String(error),
    id,
    properties: isRecord(properties) ? properties : {},
  };
}
