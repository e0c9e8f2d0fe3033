import { randomUUID } from "node:crypto";
import { appendFileSync, mkdirSync } from "node:fs";
import { join } from "node:path";
import type { HttpAnswer, HttpRequest } from "./answer.js";
import { hidingSecrets } from "./secrets.js";

/** Takes down one request and what became of it. */
export type WireRecord = (request: HttpRequest, result: HttpAnswer | "drop" | "hang") => void;

/**
 * A record of what goes over the wire, as lines of JSON in a file of each server's own, so that tests can compare it
 * with AWS's own models. Only where the environment names a folder for it; never with anything secret.
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
  // Not Buffer.from, which calls string methods that the SDK's bytes have and warn of.
  return contentType.endsWith("/cbor")
    ? Buffer.copyBytesFrom(body).toString("base64")
    : new TextDecoder().decode(body);
}
