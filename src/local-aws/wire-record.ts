import { randomUUID } from "node:crypto";
import { appendFileSync, mkdirSync } from "node:fs";
import { join } from "node:path";
import type { HttpAnswer, HttpRequest } from "./answer.js";

/** Takes down one request and what became of it. */
export type WireRecord = (request: HttpRequest, result: HttpAnswer | "drop" | "hang") => void;

/**
 * Values that no record holds, wherever they stand: in the query of a pre-signed URL, itself a value of a form or
 * not, in a form, in XML, or in JSON.
 */
const secrets =
  /\b((?:X-Amz-(?:Signature|Credential|Security-Token)|SecretAccessKey|SessionToken|AuthToken|\w*Password)(?:=|%3D|>|":"))((?:(?!%26)[^&<"])*)/gi;

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
        body: body === undefined ? undefined : withoutSecrets(body),
      },
      answer: typeof result === "string" ? result : recordedAnswer(result),
    };
    appendFileSync(file, `${JSON.stringify(line)}\n`);
  };
}

function recordedAnswer({ status, headers, body, origin }: HttpAnswer) {
  const contentType = headers["content-type"] ?? "";
  const bytes = Buffer.from(body);
  return {
    origin,
    status,
    contentType,
    // CBOR is no text.
    body: contentType.endsWith("/cbor")
      ? bytes.toString("base64")
      : withoutSecrets(bytes.toString()),
  };
}

function withoutSecrets(text: string): string {
  return text.replace(secrets, "$1hidden");
}
