import { readdirSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { isRecord } from "../../src/values/json.js";

/** A structure of an answer or a request, under AWS's own names. */
export type Structure = Readonly<Record<string, unknown>>;

/** What AWS said when it refused. */
export interface RecordedError {
  /** As on the wire; undefined where the source shows none. */
  readonly code: string | undefined;
  readonly status: number;
  /** Undefined where the source shows none. */
  readonly message: string | undefined;
  /** What the text is known to hold, where no more of it is known. */
  readonly messageContains: string | undefined;
  /** Codes that the same call was seen to be refused with as well. */
  readonly otherCodes: readonly string[];
}

/** One recorded answer or error. README.md says what the members mean. */
export interface Item {
  /** `<service>/<operation>-<what it shows>`, the file without its ending. */
  readonly file: string;
  readonly service: string;
  readonly operation: string;
  readonly evidence: "recorded" | "edited" | "console" | "asserted";
  readonly source: string;
  readonly year: number | undefined;
  readonly request: Structure | undefined;
  readonly answer: Structure | undefined;
  readonly error: RecordedError | undefined;
  /** Length of the body in bytes, where the source holds it. */
  readonly contentLength: number | undefined;
}

const evidences = ["recorded", "edited", "console", "asserted"] as const;

/** All recorded items, by service and name. */
export const items: readonly Item[] = readdirSync(__dirname)
  .filter((service) => statSync(join(__dirname, service)).isDirectory())
  .flatMap((service) => readdirSync(join(__dirname, service)).map((name) => `${service}/${name}`))
  .sort()
  .map((path) => itemOf(path));

/** The item in a file. */
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
    // Where no source shows the status: AWS's own refusals have this one unless they are about something missing.
    status: typeof status === "number" ? status : 400,
    message: optional("message"),
    messageContains: optional("messageContains"),
    otherCodes: Array.isArray(otherCodes) ? otherCodes.map(String) : [],
  };
}

/** A structure, if the value is one. */
export function structure(value: unknown): Structure | undefined {
  return isRecord(value) ? value : undefined;
}

function text(value: unknown, path: string): string {
  if (typeof value === "string") return value;
  throw new Error(`${path} must have texts for its service, operation and source`);
}
