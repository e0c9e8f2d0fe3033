// What a stack's state holds of the resources of a bench.
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { isRecord, type Props } from "../src/values/json.js";

/** Bytes of one resource in the state, as JSON without spaces; the mean of all. */
export interface StateSize {
  readonly resources: number;
  readonly bytes: number;
  /** The stored provider text. The state of a dynamic resource holds it twice, in inputs and in outputs. */
  readonly text: number;
  /** Outputs that are no inputs. */
  readonly outputs: number;
  /** The whole file of the state, as Pulumi writes it, in parts of its resources. */
  readonly share: number;
}

/** A resource in the state. */
export interface StoredResource {
  readonly urn: string;
  readonly inputs: Props;
}

/** Measures the state in the backend of a project. */
export function stateSize(folder: string): StateSize {
  const { text, resources } = readState(folder);
  const mean = (of: (resource: unknown) => string | undefined) =>
    resources.reduce<number>((sum, resource) => sum + Buffer.byteLength(of(resource) ?? ""), 0) /
    resources.length;
  return {
    resources: resources.length,
    bytes: mean((resource) => JSON.stringify(resource)),
    text: mean((resource) => textOf(member(member(resource, "inputs"), "__provider"))),
    outputs: mean((resource) => JSON.stringify(addedOutputs(resource))),
    share: Buffer.byteLength(text) / resources.length,
  };
}

/** Returns one of the resources in the backend of a project. */
export function anyResource(folder: string): StoredResource {
  const [first] = readState(folder).resources;
  const [urn, inputs] = [member(first, "urn"), member(first, "inputs")];
  if (typeof urn !== "string" || !isRecord(inputs)) {
    throw new Error("reading the state of the bench: it holds no resource.");
  }
  return { urn, inputs };
}

function readState(folder: string): { text: string; resources: readonly unknown[] } {
  const text = readFileSync(
    join(folder, "backend", ".pulumi", "stacks", "bench", "dev.json"),
    "utf8",
  );
  const stored: unknown = JSON.parse(text);
  const resources = member(member(member(stored, "checkpoint"), "latest"), "resources");
  const measured = (Array.isArray(resources) ? resources : []).filter((resource: unknown) =>
    /^(pulumi-nodejs:dynamic|aws-snapshots:)/.test(String(member(resource, "type"))),
  );
  return { text, resources: measured };
}

function textOf(value: unknown): string | undefined {
  return typeof value === "string" ? value : undefined;
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
