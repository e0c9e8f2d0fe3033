import { inputsOf } from "../kinds/input.js";
import { asksForExport, type Kind } from "../kinds/kind.js";
import { nameOrArnName } from "../values/arn.js";
import type { Props } from "../values/json.js";

/** The destination and the source of an export. */
export interface ExportTarget {
  /** `s3://bucket/name`: the id of the resource, and the prefix of the files' addresses. */
  readonly uri: string;
  /** Name of the exported snapshot, which is busy until the export is done. */
  readonly source: string;
}

/** Returns the export that these inputs request, if any. */
export function exportTarget(kind: Kind, props: Props): ExportTarget | undefined {
  if (kind.export === undefined || !asksForExport(kind, props)) {
    return undefined;
  }
  const inputs = inputsOf(props);
  const named = inputs.text(kind.naming.input);
  const source = nameOrArnName(inputs.text(kind.madeFrom.inputs[0]));
  const name = kind.export.namedBy === "source" ? source : named;
  return { uri: `s3://${inputs.text(kind.export.bucket)}/${name}`, source };
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

/** Whether an id is the id of an export. */
export function isExport(id: string): boolean {
  return id.startsWith("s3://");
}
