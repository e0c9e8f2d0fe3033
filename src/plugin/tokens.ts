import { kinds } from "../kinds/index.js";
import type { Kind } from "../kinds/kind.js";

/** Name of the package and of the plugin, and of the namespace of their configuration. Part of every stack's state. */
export const packageName = "aws-snapshots";

/** Returns the type token of a kind, for example `aws-snapshots:memorydb:Snapshot`. Part of every stack's state. */
export function typeToken(kind: string): string {
  return `${packageName}:${kind}`;
}

const kindsByToken = new Map([...kinds.values()].map((kind) => [typeToken(kind.name), kind]));

/** Returns the kind of the resource with this URN. */
export function kindOf(urn: string): Kind {
  // The types of the parents come first.
  const token = urn.split("::")[2]?.split("$").at(-1) ?? "";
  const kind = kindsByToken.get(token);
  if (kind === undefined) {
    throw new Error(
      `this version of the plugin ${packageName} does not know ${token}. Install the version that last updated the stack, or a newer version`,
    );
  }
  return kind;
}
