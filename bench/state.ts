// What a stack's state holds of the resources of a bench.
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { isRecord } from "../src/values/json.js";

/** Bytes of one resource in the state, as JSON without spaces; the mean of all. */
export interface StateSize {
  readonly resources: number;
  readonly bytes: number;
  /** The stored provider text. The state holds it twice, in inputs and in outputs. */
  readonly text: number;
  /** Outputs that are no inputs. */
  readonly outputs: number;
}

/** Measures the state in the backend of a project. */
export function stateSize(folder: string): StateSize {
  const file = join(folder, "backend", ".pulumi", "stacks", "bench", "dev.json");
  const stored: unknown = JSON.parse(readFileSync(file, "utf8"));
  const resources = member(member(member(stored, "checkpoint"), "latest"), "resources");
  const ours = (Array.isArray(resources) ? resources : []).filter((resource: unknown) =>
    String(member(resource, "type")).startsWith("pulumi-nodejs:dynamic"),
  );
  const mean = (of: (resource: unknown) => string | undefined) =>
    ours.reduce((sum, resource) => sum + Buffer.byteLength(of(resource) ?? ""), 0) / ours.length;
  return {
    resources: ours.length,
    bytes: mean((resource) => JSON.stringify(resource)),
    text: mean((resource) => String(member(member(resource, "inputs"), "__provider"))),
    outputs: mean((resource) => JSON.stringify(addedOutputs(resource))),
  };
}

function addedOutputs(resource: unknown): unknown {
  const outputs = member(resource, "outputs");
  const added = Object.entries(isRecord(outputs) ? outputs : {}).filter(
    ([key]) => !key.startsWith("__") && member(member(resource, "inputs"), key) === undefined,
  );
  return Object.fromEntries(added);
}

function member(value: unknown, key: string): unknown {
  return isRecord(value) ? value[key] : undefined;
}
