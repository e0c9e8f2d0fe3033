import { isRecord } from "../../src/values/json.js";
import type { Item, RecordedError, Structure } from "./items.js";

/** An HTTP answer as AWS would send it. */
export interface WireAnswer {
  readonly status: number;
  readonly contentType: string;
  readonly body: string;
}

/** The element name of a list item in XML answers and in the corresponding requests. */
export const listItems: Readonly<Record<string, string>> = {
  AttributeValues: "AttributeValue",
  AvailabilityZones: "AvailabilityZone",
  CacheClusters: "CacheCluster",
  DBClusterSnapshotAttributes: "DBClusterSnapshotAttribute",
  DBClusterSnapshots: "DBClusterSnapshot",
  DBClusters: "DBCluster",
  Filters: "Filter",
  NodeSnapshots: "NodeSnapshot",
  ServerlessCacheSnapshots: "ServerlessCacheSnapshot",
  Snapshots: "Snapshot",
  TagKeys: "member",
  TagList: "Tag",
  Tags: "Tag",
  Values: "Value",
  ValuesToAdd: "AttributeValue",
  ValuesToRemove: "AttributeValue",
};

/** The wire name of a recorded service. */
export function wireService(service: string) {
  switch (service) {
    case "memorydb":
      return { signingName: "memorydb", target: "AmazonMemoryDB", api: "memorydb" };
    case "redshift-serverless":
      return {
        signingName: "redshift-serverless",
        target: "RedshiftServerless",
        api: "redshift_serverless",
      };
    case "elasticache":
    case "elasticache-serverless":
      return { signingName: "elasticache", target: "", api: "elasticache" };
    default:
      return { signingName: "rds", target: "", api: service === "docdb" ? "docdb" : "neptune" };
  }
}

/** Returns whether a service has the query protocol, with XML answers. The others have JSON. */
export function speaksXml(service: string): boolean {
  return service !== "memorydb" && service !== "redshift-serverless";
}

/** Returns a recorded answer of a service's operation in its wire form. */
export function wireAnswer(service: string, operation: string, answer: Structure): WireAnswer {
  if (!speaksXml(service)) {
    return { status: 200, contentType: jsonType, body: JSON.stringify(jsonOf(answer)) };
  }
  const members = elementsOf(answer, 2);
  const result =
    members === "" ? "" : `  <${operation}Result>\n${members}  </${operation}Result>\n`;
  const metadata = `  <ResponseMetadata>\n    <RequestId>${requestId}</RequestId>\n  </ResponseMetadata>\n`;
  return {
    status: 200,
    contentType: "text/xml",
    body: `<${operation}Response xmlns="${namespaceOf(service)}">\n${result}${metadata}</${operation}Response>\n`,
  };
}

/** Returns a refusal in its wire form. */
export function wireError(
  service: string,
  { code, message, status }: Pick<RecordedError, "code" | "message" | "status">,
): WireAnswer {
  const said = message ?? "AWS's text is not recorded.";
  if (!speaksXml(service)) {
    return { status, contentType: jsonType, body: JSON.stringify({ __type: code, message: said }) };
  }
  return {
    status,
    contentType: "text/xml",
    body:
      `<ErrorResponse xmlns="${namespaceOf(service)}">\n  <Error>\n    <Type>Sender</Type>\n` +
      `    <Code>${escaped(code ?? "")}</Code>\n    <Message>${escaped(said)}</Message>\n` +
      `  </Error>\n  <RequestId>${requestId}</RequestId>\n</ErrorResponse>\n`,
  };
}

/** Returns a recorded item in its wire form. */
export function wireOf({ service, operation, answer, error }: Item): WireAnswer {
  return error === undefined
    ? wireAnswer(service, operation, answer ?? {})
    : wireError(service, error);
}

const jsonType = "application/x-amz-json-1.1";

const requestId = "12345678-1234-1234-1234-123456789012";

function namespaceOf(service: string): string {
  return service.startsWith("elasticache")
    ? "http://elasticache.amazonaws.com/doc/2015-02-02/"
    : "http://rds.amazonaws.com/doc/2014-10-31/";
}

/** Returns the members of a structure as elements, one on each line. Members that are null were missing. */
function elementsOf(members: Structure, depth: number): string {
  return Object.entries(members)
    .filter(([, value]) => value !== null)
    .map(([name, value]) => element(name, value, depth))
    .join("");
}

function element(name: string, value: unknown, depth: number): string {
  const margin = "  ".repeat(depth);
  if (isRecord(value) || Array.isArray(value)) {
    const inner = Array.isArray(value)
      ? value.map((one) => element(listItems[name] ?? "member", one, depth + 1)).join("")
      : elementsOf(value, depth + 1);
    return inner === ""
      ? `${margin}<${name}/>\n`
      : `${margin}<${name}>\n${inner}${margin}</${name}>\n`;
  }
  const text = escaped(textOf(value));
  return text === "" ? `${margin}<${name}/>\n` : `${margin}<${name}>${text}</${name}>\n`;
}

/** Returns a value as a string on the wire. Consoles print times in their own formats. */
export function textOf(value: unknown): string {
  const text = String(value);
  return /^\d{4}-\d\d-\d\dT[\d:.]+[+-]\d\d:\d\d$/.test(text) ? new Date(text).toISOString() : text;
}

function escaped(value: string): string {
  return value.replace(/&/g, "&amp;").replace(/</g, "&lt;").replace(/>/g, "&gt;");
}

/** Returns the same for JSON, in which MemoryDB's times are seconds. */
function jsonOf(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(jsonOf);
  if (!isRecord(value)) return value;
  return Object.fromEntries(
    Object.entries(value)
      .filter(([, member]) => member !== null)
      .map(([name, member]) => [
        name,
        /^SnapshotCreationTime$/.test(name) ? Date.parse(String(member)) / 1000 : jsonOf(member),
      ]),
  );
}
