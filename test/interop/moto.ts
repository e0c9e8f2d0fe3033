import { type ChildProcess, spawn } from "node:child_process";
import { devNull } from "node:os";
import { vi } from "vitest";
import { behindBoundary } from "../../src/dynamic/boundary.js";
import { withHiddenInputs } from "../../src/dynamic/hidden-inputs.js";
import type { DynamicProvider } from "../../src/dynamic/provider.js";
import { sealingSecrets } from "../../src/dynamic/secret-tags.js";
import type { Kind } from "../../src/kinds/kind.js";
import { lifecycle } from "../../src/lifecycle/lifecycle.js";
import { Runtime } from "../../src/lifecycle/runtime.js";
import { manualClock } from "../../src/local-aws/index.js";
import type { Props } from "../../src/values/json.js";
import { PluginHost } from "../contract/plugin-host.js";
import type { HostName } from "../contract/suites.js";
import { type KnownInputs, throughPlugin } from "../contract/through-plugin.js";
import { Road } from "./road.js";

/** The account of every caller, unless moto is configured otherwise. */
export const account = "123456789012";

/** The home account and region, unless a test names another. */
export const region = "eu-west-1";

/** A moto server, and clients and providers that talk only to it. Waits turn the clock. */
export class Moto {
  readonly url: string;
  readonly #process: ChildProcess;
  readonly #clock = manualClock();
  readonly #knownInputs: KnownInputs = new Map();
  /** Everything that ends with moto. */
  readonly #open: { close(): void }[] = [];

  private constructor(process_: ChildProcess, url: string) {
    this.#process = process_;
    this.url = url;
  }

  static async start(): Promise<Moto> {
    const child = spawn(python(), ["-m", "moto.server", "-H", "127.0.0.1", "-p", "0"], {
      stdio: ["ignore", "ignore", "pipe"],
    });
    process.once("exit", () => child.kill());
    const url = await listening(child);
    for (const key of Object.keys(process.env).filter((name) => name.startsWith("AWS_"))) {
      vi.stubEnv(key, undefined);
    }
    const environment = {
      AWS_ENDPOINT_URL: url,
      AWS_REGION: region,
      AWS_ACCESS_KEY_ID: "AKIAIOSFODNN7EXAMPLE",
      AWS_SECRET_ACCESS_KEY: "moto",
      AWS_EC2_METADATA_DISABLED: "true",
      AWS_CONFIG_FILE: devNull,
      AWS_SHARED_CREDENTIALS_FILE: devNull,
      // The SDK waits in real time before a retry.
      AWS_MAX_ATTEMPTS: "1",
      AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED: "true",
    };
    for (const [key, value] of Object.entries(environment)) {
      vi.stubEnv(key, value);
    }
    return new Moto(child, url);
  }

  /** Deletes everything in moto. */
  async reset(): Promise<void> {
    await fetch(`${this.url}/moto-api/reset`, { method: "POST" });
  }

  async close(): Promise<void> {
    vi.unstubAllEnvs();
    for (const open of this.#open) {
      open.close();
    }
    const gone = new Promise((resolve) => this.#process.once("exit", resolve));
    this.#process.kill();
    await gone;
  }

  /** Returns the provider of a kind in a new process behind a host, which remembers nothing of earlier processes. */
  provider(kind: Kind, host: HostName = "dynamic"): DynamicProvider {
    const clock = {
      now: () => this.#clock.now(),
      sleep: async (milliseconds: number) => this.#clock.advance(Math.ceil(milliseconds)),
    };
    if (host === "plugin") {
      return throughPlugin(kind, {}, this.#knownInputs, async (config) => {
        const plugin = await PluginHost.by(clock, config);
        this.#open.push(plugin);
        return plugin;
      });
    }
    const runtime = new Runtime(clock);
    runtime.configure(new Map());
    return behindBoundary(sealingSecrets(withHiddenInputs(lifecycle(kind, runtime))));
  }

  /** Creates in a process that is killed before AWS learns that it removes the creating tag. */
  async killedCreate(kind: Kind, host: HostName, inputs: Props): Promise<void> {
    const road = await Road.to(this.url, ({ headers }, body) =>
      /\.UntagResource\b|Action=RemoveTagsFromResource/.test(`${headers["x-amz-target"]} ${body}`),
    );
    this.#open.push(road);
    vi.stubEnv("AWS_ENDPOINT_URL", road.url);
    try {
      const finished = this.provider(kind, host).create(inputs);
      const unmarked = finished.then(() => {
        throw new Error("it had no creating tag to remove");
      });
      await Promise.race([road.blocked, unmarked]);
    } finally {
      vi.stubEnv("AWS_ENDPOINT_URL", this.url);
    }
  }
}

/** The Python that has moto installed. */
export function python(): string {
  const { INTEROP_PYTHON } = process.env;
  if (!INTEROP_PYTHON) {
    throw new Error(
      "starting moto: INTEROP_PYTHON does not name a Python that has it. Start these tests with `npm run test:interop`.",
    );
  }
  return INTEROP_PYTHON;
}

/** Returns the address that the server reports. */
function listening(child: ChildProcess): Promise<string> {
  return new Promise((resolve, reject) => {
    let printed = "";
    child.stderr?.on("data", (chunk) => {
      printed += chunk;
      const [url] = /http:\/\/127\.0\.0\.1:\d+/.exec(printed) ?? [];
      if (url !== undefined) resolve(url);
    });
    child.once("exit", (code) =>
      reject(new Error(`starting moto: it ended with exit code ${code}. It printed: ${printed}`)),
    );
  });
}
