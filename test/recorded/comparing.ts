import { isRecord } from "../../src/values/json.js";
import type { Structure } from "./items.js";
import { textOf } from "./wire.js";

/**
 * Members that describe the state of a resource rather than its identity: their values are compared, not only their
 * form.
 */
const exact = new Set([
  "AllocatedStorage",
  "AttributeName",
  "AutomaticFailover",
  "CacheNodeId",
  "DataTiering",
  "LicenseModel",
  "NumCacheNodes",
  "PercentProgress",
  "SnapshotSource",
  "SnapshotStatus",
  "SnapshotType",
  "Source",
  "Status",
  "StorageEncrypted",
  "destinationKmsKeyId",
  "kmsKeyId",
  "snapshotRetentionPeriod",
  "status",
]);

/** A difference: its path, without list indexes, and its description. */
export interface Difference {
  readonly path: string;
  readonly what: string;
}

/**
 * Returns the differences between a recorded answer and that of local AWS in the same situation. If an item is not
 * whole, only its own members are compared; a member that is null was looked for and absent.
 */
export function differences(
  recorded: unknown,
  local: unknown,
  { whole }: { readonly whole: boolean },
  path = "",
): Difference[] {
  const differs = (what: string): Difference[] => [{ path, what }];
  if (Array.isArray(recorded)) {
    if (!Array.isArray(local)) return differs(`is a list, and ${formOf(local)} in local AWS`);
    if ((recorded.length === 0) !== (local.length === 0)) {
      return differs(`has ${recorded.length} in it, and ${local.length} in local AWS`);
    }
    return recorded.flatMap((one, index) =>
      differences(one, local[Math.min(index, local.length - 1)], { whole }, path),
    );
  }
  if (isRecord(recorded)) {
    if (!isRecord(local)) return differs(`is a structure, and ${formOf(local)} in local AWS`);
    return ofMembers(recorded, local, whole, path);
  }
  const [left, right] = [textOf(recorded), textOf(local)];
  const member = path.split(".").at(-1) ?? "";
  if (exact.has(member)) {
    // Any key's ARN will do, unless AWS's word for "no key" is expected.
    const values = [left, right].map((value) => (value.startsWith("arn:") ? formOf(value) : value));
    return values[0] === values[1] ? [] : differs(`is "${left}", and "${right}" in local AWS`);
  }
  // A port of zero means that there is none.
  if (member === "Port" && (left === "0") !== (right === "0")) {
    return differs(`is ${left}, and ${right} in local AWS`);
  }
  return formOf(left) === formOf(right)
    ? []
    : differs(`has the form ${formOf(left)}, and ${formOf(right)} in local AWS`);
}

function ofMembers(
  recorded: Structure,
  local: Structure,
  whole: boolean,
  path: string,
): Difference[] {
  const at = (member: string) => (path === "" ? member : `${path}.${member}`);
  const present = Object.entries(local).filter(([, value]) => value !== undefined);
  const names = new Set([...Object.keys(recorded), ...present.map(([name]) => name)]);
  return [...names].flatMap((name): Difference[] => {
    const [left, right] = [recorded[name], local[name]];
    if (left === undefined) {
      return whole ? [{ path: at(name), what: "is not there, and there in local AWS" }] : [];
    }
    if (left === null) {
      return right === undefined
        ? []
        : [{ path: at(name), what: "is not there, and there in local AWS" }];
    }
    if (right === undefined) return [{ path: at(name), what: "is there, and not in local AWS" }];
    return differences(left, right, { whole }, at(name));
  });
}

/** Returns the form of a value, in which each character stands for its class. */
function formOf(value: unknown): string {
  if (value === undefined) return "nothing";
  if (typeof value === "object") return Array.isArray(value) ? "a list" : "a structure";
  const text = String(value);
  if (text === "") return "of the empty text";
  if (text.trim() === "") return "of blanks";
  if (/^(true|false)$/.test(text)) return "of a flag";
  if (/^-?\d+$/.test(text)) return "of a number";
  if (/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/.test(text)) return "of a time in seconds";
  if (/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/.test(text)) return "of a time in milliseconds";
  if (/^\d+ MB$/.test(text)) return "of a size in MB";
  const arn = /^arn:aws:([\w-]+):[\w-]+:\d+:([\w-]+)([:/])/.exec(text);
  if (arn !== null) return `arn:aws:${arn[1]}:region:account:${arn[2]}${arn[3]}…`;
  return "of a text";
}
