import { storedText, typeToken } from "../abi/stored-text.js";
import type { Orphan } from "../lookups/orphans.js";

/** Returns the file with which `pulumi import --file` imports a snapshot, as a resource with the snapshot's name. */
export function importFile({ kind, name, arn, region, source }: Orphan): string {
  const known = {
    ...source,
    [kind.naming.input]: name,
    region,
    __provider: storedText(kind.name),
  };
  const resource = { type: typeToken(kind.name), name, id: arn, inputs: known, outputs: known };
  return JSON.stringify({ resources: [resource] }, undefined, 2);
}
