import type { Kind } from "../kinds/kind.js";
import { exportLife } from "./exporting/export.js";
import { Known } from "./keeping/known.js";
import type { Life } from "./life.js";
import type { Runtime } from "./runtime.js";
import { snapshotLife } from "./snapshot.js";

/** The lives that resources of a kind may have. */
export type Lives = Readonly<Record<Life["noun"], Life>>;

/** Returns the lives of a kind. `known` has the facts that its creates need. */
export function livesOf<Client, Remote>(
  kind: Kind<Client, Remote>,
  runtime: Runtime,
  known = new Known(),
): Lives {
  return {
    export: exportLife(kind, runtime),
    snapshot: snapshotLife(kind, runtime, known),
  };
}
