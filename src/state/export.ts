import { inputsOf, stringOf } from "../kinds/input.js";
import type { ExportSpec, Kind } from "../kinds/kind.js";
import { nameOrArnName } from "../values/arn.js";
import type { Props } from "../values/json.js";

/**
 * Whether a resource is an export: files in a bucket, which the service can neither describe nor delete. The id shows
 * this; if there is no id yet, the inputs do.
 */
export function isExport(kind: Kind, inputs: Props, id?: string): boolean {
  return id === undefined
    ? kind.export !== undefined && typeof inputs[kind.export.bucket] === "string"
    : id.startsWith("s3://");
}

/** The destination and the source of an export. */
export interface ExportTarget {
  /** `s3://bucket/name`: the id of the resource, and the prefix of the files' addresses. */
  readonly uri: string;
  /** Name of the exported snapshot, which is busy until the export is done. */
  readonly source: string;
}

/** Returns the export that these inputs request. */
export function exportTarget(kind: Kind, props: Props): ExportTarget {
  const spec = exportSpec(kind);
  const inputs = inputsOf(kind, props);
  const named = stringOf(inputs, kind.naming.input);
  const source = nameOrArnName(stringOf(inputs, kind.madeFrom.inputs[0]));
  // If AWS takes no name for the export, its files have the name of the snapshot.
  const name = spec.namedBy === "source" ? source : named;
  return { uri: `s3://${stringOf(inputs, spec.bucket)}/${name}`, source };
}

/**
 * Returns the inputs that the id of an export reveals. Nothing more is known about an export that is only looked up.
 */
export function exportInputs(kind: Kind, id: string): Props {
  const [, bucket, name] = /^s3:\/\/([^/]+)\/(.+)$/s.exec(id) ?? [];
  if (kind.export === undefined || bucket === undefined) {
    throw new Error(`looking up ${kind.label}: "${id}" does not have the form s3://bucket/name`);
  }
  return { [kind.export.bucket]: bucket, [kind.naming.input]: name };
}

/** Returns how exports of that kind are requested. */
export function exportSpec({ export: spec, name }: Kind): ExportSpec {
  if (spec === undefined) {
    throw new Error(`${name} has no exports`);
  }
  return spec;
}
