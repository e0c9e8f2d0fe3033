import { readdirSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { isRecord } from "../../src/values/json.js";

/** A structure of an answer or a request, with AWS's own names. */
export type Structure = Readonly<Record<string, unknown>>;

/** The error with which AWS refused. */
export interface RecordedError {
  /** The code on the wire; undefined if the source of the recording does not show it. */
  readonly code: string | undefined;
  readonly status: number;
  /** The status; undefined if the source of the recording does not show it. */
  readonly message: string | undefined;
  /** A known part of the message, if the rest is unknown. */
  readonly messageContains: string | undefined;
  /** Other codes that AWS was seen to answer to the same call. */
  readonly otherCodes: readonly string[];
}

/** A recorded answer or error. README.md explains the members. */
export interface Item {
  /** `<service>/<operation>-<what it shows>`, the file name without its extension. */
  readonly file: string;
  readonly service: string;
  readonly operation: string;
  readonly evidence: "recorded" | "edited" | "console" | "asserted";
  readonly source: string;
  readonly year: number | undefined;
  readonly request: Structure | undefined;
  readonly answer: Structure | undefined;
  readonly error: RecordedError | undefined;
  /** The length of the body in bytes, if the source of the recording has it. */
  readonly contentLength: number | undefined;
}

const evidences = ["recorded", "edited", "console", "asserted"] as const;

/** All recorded items, by service and name. */
export const items: readonly Item[] = readdirSync(__dirname)
  .filter((service) => statSync(join(__dirname, service)).isDirectory())
  .flatMap((service) => readdirSync(join(__dirname, service)).map((name) => `${service}/${name}`))
  .sort()
  .map((path) => itemOf(path));

/** Returns the item in a file. */
export function itemNamed(file: string): Item {
  const found = items.find((item) => item.file === file);
  if (found === undefined) throw new Error(`there is no recorded item ${file}`);
  return found;
}

function itemOf(path: string): Item {
  const file = path.replace(/\.json$/, "");
  const value: unknown = JSON.parse(readFileSync(join(__dirname, path), "utf8"));
  if (!isRecord(value)) throw new Error(`${path} holds no item`);
  const evidence = evidences.find((word) => word === value["evidence"]);
  const { service, operation, source, kind, year } = value;
  if (evidence === undefined || kind !== (value["error"] === undefined ? "answer" : "error")) {
    throw new Error(`${path} is neither an answer nor an error with a mark of its evidence`);
  }
  const length = structure(value["http"])?.["contentLength"];
  return {
    file,
    service: text(service, path),
    operation: text(operation, path),
    evidence,
    source: text(source, path),
    year: typeof year === "number" ? year : undefined,
    request: structure(value["request"]),
    answer: structure(value["answer"]),
    error: errorOf(structure(value["error"])),
    contentLength: typeof length === "number" ? length : undefined,
  };
}

function errorOf(error: Structure | undefined): RecordedError | undefined {
  if (error === undefined) return undefined;
  const optional = (key: string) => {
    const value = error[key];
    return typeof value === "string" ? value : undefined;
  };
  const { status, otherCodes } = error;
  return {
    code: optional("code"),
    // AWS's own refusals have this status, unless they are about something missing.
    status: typeof status === "number" ? status : 400,
    message: optional("message"),
    messageContains: optional("messageContains"),
    otherCodes: Array.isArray(otherCodes) ? otherCodes.map(String) : [],
  };
}

/** Returns the value if it is a structure. */
export function structure(value: unknown): Structure | undefined {
  return isRecord(value) ? value : undefined;
}

function text(value: unknown, path: string): string {
  if (typeof value === "string") return value;
  throw new Error(`${path} must have texts for its service, operation and source`);
}
