import { randomUUID } from "node:crypto";
import { appendFileSync, mkdirSync } from "node:fs";
import { join } from "node:path";
import type { HttpAnswer, HttpRequest } from "./answer.js";
import { hidingSecrets } from "./secrets.js";

/** Records a request and its answer. */
export type WireRecord = (request: HttpRequest, result: HttpAnswer | "drop" | "hang") => void;

/**
 * Records the wire traffic as lines of JSON, in a separate file for each server, so that tests can compare it with
 * AWS's own models. Records only if the environment names a folder, and never anything secret.
 */
export function wireRecord(): WireRecord | undefined {
  const folder = process.env["PULUMI_AWS_SNAPSHOTS_WIRE_RECORD"];
  if (!folder) return undefined;
  mkdirSync(folder, { recursive: true });
  const file = join(folder, `${randomUUID()}.jsonl`);
  return ({ method, path, headers, body }, result) => {
    const line = {
      request: {
        method,
        path,
        target: headers["x-amz-target"],
        contentType: headers["content-type"],
        userAgent: headers["user-agent"],
        body: typeof body === "string" ? hidingSecrets(body) : undefined,
      },
      answer: typeof result === "string" ? result : recordedAnswer(result),
    };
    appendFileSync(file, `${JSON.stringify(line)}\n`);
  };
}

function recordedAnswer({ status, headers, body, origin }: HttpAnswer) {
  const contentType = headers["content-type"] ?? "";
  return { origin, status, contentType, body: hidingSecrets(textOf(body, contentType)) };
}

function textOf(body: string | Uint8Array, contentType: string): string {
  if (typeof body === "string") return body;
  // Not Buffer.from, because it calls string methods that the SDK's bytes deprecate with a warning.
  return contentType.endsWith("/cbor")
    ? Buffer.copyBytesFrom(body).toString("base64")
    : new TextDecoder().decode(body);
}
