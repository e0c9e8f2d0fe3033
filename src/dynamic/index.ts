/**
 * Entry of the provider process. The string in every stack's state calls {@link provider} with the name of a kind. The
 * entry, the function and the names must exist as long as such stacks do.
 *
 * @packageDocumentation
 */

import { kinds } from "../kinds/index.js";
import { lifecycle } from "../lifecycle/lifecycle.js";
import { Runtime } from "../lifecycle/runtime.js";
import { processClock } from "../values/clock.js";
import { endWithEngine } from "../values/engine-end.js";
import { behindBoundary } from "./boundary.js";
import { engineLog, inProviderHost } from "./engine-log.js";
import { withHiddenInputs } from "./hidden-inputs.js";
import type { DynamicProvider } from "./provider.js";
import { sealingSecrets } from "./secret-tags.js";

const runtime = new Runtime(processClock(), engineLog());
const providers = new Map<string, DynamicProvider>();

/** Returns the provider of a kind. */
export function provider(name: string): DynamicProvider {
  const known = providers.get(name);
  if (known !== undefined) {
    return known;
  }
  const kind = kinds.get(name);
  if (kind === undefined) {
    throw new Error(
      `this version of pulumi-aws-snapshots does not know ${name}. Install the version that last updated the stack, or a newer version`,
    );
  }
  stopWithEngine();
  const made = behindBoundary({
    // Only stores the configuration: a host that is still waiting for configure lets other calls through.
    configure: async ({ config }) => runtime.configure(config),
    ...sealingSecrets(withHiddenInputs(lifecycle(kind, runtime))),
  });
  providers.set(name, made);
  return made;
}

let ends = false;

/** Ends the process with the engine, once the process serves a provider. */
function stopWithEngine(): void {
  if (!ends && inProviderHost()) {
    ends = true;
    endWithEngine();
  }
}
