/**
 * Entry of the provider process. The text in every stack's state calls {@link provider} with the name of a
 * kind: entry, function and names are there for as long as such stacks are.
 *
 * @packageDocumentation
 */
import { fstatSync } from "node:fs";
import * as elasticache from "../kinds/elasticache/index.js";
import type { Kind } from "../kinds/kind.js";
import * as memorydb from "../kinds/memorydb.js";
import * as docdb from "../kinds/rds/docdb.js";
import * as neptune from "../kinds/rds/neptune.js";
import * as redshiftserverless from "../kinds/redshiftserverless.js";
import { lifecycle } from "../lifecycle/lifecycle.js";
import { Runtime } from "../lifecycle/runtime.js";
import { processClock } from "../values/clock.js";
import { inProviderHost } from "../waiting/progress.js";
import { behindBoundary, type Provider } from "./boundary.js";
import { sealingSecrets } from "./secret-tags.js";

/** All kinds, by name. */
export const kinds: ReadonlyMap<string, Kind> = new Map(
  [memorydb, neptune, docdb, elasticache, redshiftserverless]
    .flatMap((service): Kind[] => Object.values(service))
    .map((kind) => [kind.name, kind]),
);

const runtime = new Runtime(processClock());
const providers = new Map<string, Provider>();

/** The provider of a kind. */
export function provider(name: string): Provider {
  const known = providers.get(name);
  if (known !== undefined) {
    return known;
  }
  const kind = kinds.get(name);
  if (kind === undefined) {
    throw new Error(
      `this version of pulumi-aws-snapshots knows no ${name}: install the version that the stack was last updated with, or a newer one`,
    );
  }
  stopWithEngine();
  const made = behindBoundary({
    // Only stored here: a host that is still waiting for configure lets other calls through.
    configure: async ({ config }) => runtime.configure(config),
    ...sealingSecrets(lifecycle(kind, runtime)),
  });
  providers.set(name, made);
  return made;
}

let stopping = false;

/**
 * Ends the process when the engine is gone. A killed engine leaves its providers running, and a create that
 * went on by itself would finish, and unmark, a snapshot that no state will ever hold.
 */
function stopWithEngine(): void {
  if (stopping || !inProviderHost()) {
    return;
  }
  stopping = true;
  const stdin = fstatSync(0);
  if (stdin.isFIFO() || stdin.isSocket()) {
    process.stdin.on("end", () => process.exit(1)).resume();
  }
}
