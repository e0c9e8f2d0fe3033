import { randomBytes } from "node:crypto";
import {
  existsSync,
  readFileSync,
  realpathSync,
  renameSync,
  statSync,
  writeFileSync,
} from "node:fs";
import type { ImportEntry } from "../dynamic/importing.js";
import { equal, isRecord } from "../values/json.js";

/**
 * Adds a resource to a file for `pulumi import --file`, or makes the file. Everything else that the file has stays in
 * it. A file that is none of that sort is left as it is.
 */
export function addTo(file: string, entry: ImportEntry): void {
  const content = existsSync(file) ? readList(file) : { resources: [] };
  const { resources } = content;
  const isSame = (key: keyof ImportEntry, one: unknown) =>
    isRecord(one) && equal(one[key], entry[key]);
  if (resources.some((one) => isSame("id", one) && isSame("type", one))) {
    throw new Error(`${file} already imports ${entry.id}. Nothing was written`);
  }
  if (resources.some((one) => isSame("name", one) && isSame("type", one))) {
    throw new Error(
      `${file} already imports another resource of the same type with the name "${entry.name}". Choose another name. Nothing was written`,
    );
  }
  write(file, JSON.stringify({ ...content, resources: [...resources, entry] }, undefined, 2));
}

type List = Readonly<Record<string, unknown>> & { readonly resources: readonly unknown[] };

function readList(file: string): List {
  const content = parsed(readFileSync(file, "utf8"));
  const resources = isRecord(content) ? content["resources"] : undefined;
  if (!isRecord(content) || !Array.isArray(resources)) {
    throw new Error(
      `${file} exists and is not a file for pulumi import --file. Choose another file with --file. Nothing was written`,
    );
  }
  return { ...content, resources };
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** Writes beside the file and renames, so that a failure in the middle loses nothing. */
function write(file: string, text: string): void {
  const [path, mode] = existsSync(file) ? [realpathSync(file), statSync(file).mode] : [file, 0o666];
  const beside = `${path}.${randomBytes(4).toString("hex")}`;
  writeFileSync(beside, `${text}\n`, { flag: "wx", mode });
  renameSync(beside, path);
}
