import type { LocalAws } from "../../src/local-aws/index.js";
import { accessKeyOf } from "../../src/local-aws/wire/caller.js";
import { isRecord } from "../../src/values/json.js";
import type { Structure } from "./items.js";
import { listItems, speaksXml, wireService } from "./wire.js";

/** An answer of local AWS, as it came over the wire: every XML value is a string. */
export interface LocalAnswer {
  readonly status: number;
  readonly answer: Structure | undefined;
  readonly code: string | undefined;
  readonly message: string | undefined;
}

/** The caller, and the place of the request. */
export interface Asker {
  readonly account: string;
  readonly region: string;
}

/**
 * Sends a request to local AWS without an SDK, because a client drops members that its model lacks, and converts the
 * types of the others.
 */
export async function ask(
  aws: LocalAws,
  service: string,
  operation: string,
  members: Structure,
  { account, region }: Asker,
): Promise<LocalAnswer> {
  const { signingName, target, api } = wireService(service);
  const isXml = speaksXml(service);
  const response = await fetch(aws.url, {
    method: "POST",
    headers: {
      authorization: `AWS4-HMAC-SHA256 Credential=${accessKeyOf(account)}/20260101/${region}/${signingName}/aws4_request, SignedHeaders=host, Signature=0`,
      "user-agent": `recorded api/${api}#1`,
      ...(isXml
        ? { "content-type": "application/x-www-form-urlencoded" }
        : {
            "content-type": "application/x-amz-json-1.1",
            "x-amz-target": `${target}.${operation}`,
          }),
    },
    body: isXml ? formOf(operation, service, members) : JSON.stringify(members),
  });
  const body = await response.text();
  return isXml ? xmlAnswer(response.status, body) : jsonAnswer(response.status, body);
}

/** Returns a request of the query protocol. */
function formOf(operation: string, service: string, members: Structure): string {
  const version = service.startsWith("elasticache") ? "2015-02-02" : "2014-10-31";
  const form = new URLSearchParams({ Action: operation, Version: version });
  const add = (name: string, value: unknown, item: string) => {
    if (Array.isArray(value)) {
      for (const [index, one] of value.entries()) add(`${name}.${item}.${index + 1}`, one, "");
    } else if (isRecord(value)) {
      for (const [member, one] of Object.entries(value)) {
        add(`${name}.${member}`, one, listItems[member] ?? "member");
      }
    } else form.set(name, String(value));
  };
  for (const [name, value] of Object.entries(members))
    add(name, value, listItems[name] ?? "member");
  return form.toString();
}

function jsonAnswer(status: number, body: string): LocalAnswer {
  const value: unknown = JSON.parse(body);
  const answer = isRecord(value) ? value : {};
  const [code, message] = [answer["__type"], answer["message"]].map((one) =>
    typeof one === "string" ? one : undefined,
  );
  return status === 200
    ? { status, answer, code: undefined, message: undefined }
    : { status, answer: undefined, code, message };
}

function xmlAnswer(status: number, body: string): LocalAnswer {
  const [, whole] = Object.entries(elementsOf(body))[0] ?? [];
  const root = isRecord(whole) ? whole : {};
  if (status !== 200) {
    const error = isRecord(root["Error"]) ? root["Error"] : {};
    return {
      status,
      answer: undefined,
      code: String(error["Code"]),
      message: String(error["Message"]),
    };
  }
  const result = Object.entries(root).find(([name]) => name.endsWith("Result"))?.[1];
  return {
    status,
    answer: isRecord(result) ? result : {},
    code: undefined,
    message: undefined,
  };
}

/** Returns the elements of an XML text as a structure. Elements with the names of lists become lists. */
function elementsOf(xml: string): Record<string, unknown> {
  const members: Record<string, unknown> = {};
  for (const [name, inner] of elements(xml)) members[name] = contentOf(name, inner);
  return members;
}

function contentOf(name: string, inner: string): unknown {
  const item = listItems[name];
  if (item !== undefined) return elements(inner).map(([, one]) => contentOf("", one));
  return inner.includes("<") ? elementsOf(inner) : unescaped(inner);
}

/** Returns the sibling elements of an XML text. No element of ours contains another of the same name. */
function elements(xml: string): [name: string, inner: string][] {
  return [...xml.matchAll(/<([A-Za-z0-9]+)(?:\s[^>]*)?(?:\/>|>([\s\S]*?)<\/\1>)/g)].map(
    ([, name = "", inner = ""]) => [name, inner],
  );
}

function unescaped(text: string): string {
  return text
    .replace(/&lt;/g, "<")
    .replace(/&gt;/g, ">")
    .replace(/&quot;/g, '"')
    .replace(/&apos;/g, "'")
    .replace(/&amp;/g, "&");
}
