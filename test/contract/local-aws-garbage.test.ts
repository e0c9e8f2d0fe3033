import * as elasticache from "@aws-sdk/client-elasticache";
import * as memorydb from "@aws-sdk/client-memorydb";
import * as neptune from "@aws-sdk/client-neptune";
import * as redshiftserverless from "@aws-sdk/client-redshift-serverless";
import * as sts from "@aws-sdk/client-sts";
import type { NormalizedSchema } from "@smithy/core/schema";
import * as fc from "fast-check";
import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import type { LocalAws } from "../../src/local-aws/index.js";
import { modelOf } from "../../src/local-aws/wire/model.js";
import { isRecord } from "../../src/values/json.js";
import { anyValue, fixed, wireText } from "../hostile-values.js";
import { cases } from "./cases.js";
import { failure, start } from "./local-aws.js";

// A request that no client sends gets an answer in words, and local AWS continues. Such requests are left out of the
// record that is compared with AWS's models, because the models describe what clients send.
beforeAll(() => void vi.stubEnv("PULUMI_AWS_SNAPSHOTS_WIRE_RECORD", undefined));
afterAll(() => void vi.unstubAllEnvs());

/** A service on the wire: its model, its signing name, and how its requests name themselves. */
interface Wire {
  readonly client: object;
  readonly signedFor: string;
  /** The prefix of a JSON service's target, or the API version of a query service. */
  readonly target?: string;
  readonly version?: string;
}

const wires: Readonly<Record<string, Wire>> = {
  memorydb: { client: memorydb, signedFor: "memorydb", target: "AmazonMemoryDB" },
  "redshift-serverless": {
    client: redshiftserverless,
    signedFor: "redshift-serverless",
    target: "RedshiftServerless",
  },
  rds: { client: neptune, signedFor: "rds", version: "2014-10-31" },
  elasticache: { client: elasticache, signedFor: "elasticache", version: "2015-02-02" },
  sts: { client: sts, signedFor: "sts", version: "2011-06-15" },
};

const form = "application/x-www-form-urlencoded";
const signed = (service: string) =>
  `AWS4-HMAC-SHA256 Credential=AKIA111122223333HOME/20260102/eu-west-1/${service}/aws4_request, Signature=0`;

/** Returns the answer to a request, which must be in words: a status that does not blame local AWS, and a body. */
async function answerTo(
  aws: LocalAws,
  headers: Readonly<Record<string, string>>,
  body: string | Uint8Array<ArrayBuffer>,
): Promise<string> {
  const answer = await fetch(aws.url, { method: "POST", headers, body });
  const text = await answer.text();
  expect(text).not.toContain("Local AWS itself failed");
  expect(answer.status).toBeLessThan(500);
  if (answer.headers.get("content-type") === "text/xml") {
    expect(text).toMatch(/^<(\w+).*<\/\1>$/s);
  } else {
    expect(isRecord(JSON.parse(text))).toBe(true);
  }
  return `${answer.status} ${text}`;
}

/** Returns a value of any form that the schema accepts. */
function valuesOf(schema: NormalizedSchema): fc.Arbitrary<unknown> {
  if (schema.isStructSchema()) {
    const members = [...schema.structIterator()].map(([name, member]) => [name, valuesOf(member)]);
    const record: Record<string, fc.Arbitrary<unknown>> = Object.fromEntries(members);
    return fc.oneof(fc.record(record), fc.record(record, { requiredKeys: [] }));
  }
  if (schema.isListSchema()) {
    return fc.array(valuesOf(schema.getValueSchema()), { maxLength: 3 });
  }
  if (schema.isBooleanSchema()) {
    return fc.boolean();
  }
  return schema.isNumericSchema()
    ? fc.oneof(fc.constantFrom(0, -1, 20, 900, 2 ** 31, 0.5), fc.integer())
    : fc.oneof(
        wireText,
        fc.constantFrom("orders", "base", "customers", "all", "restore", "manual"),
        fc.constantFrom(...cases.map(({ nowhere: [arn] }) => arn)),
      );
}

/** Returns a value in form encoding. */
function fields(schema: NormalizedSchema, value: unknown, path: string): [string, string][] {
  const below = (name: string) => (path === "" ? name : `${path}.${name}`);
  if (schema.isStructSchema() && isRecord(value)) {
    return [...schema.structIterator()].flatMap(([name, member]) =>
      value[name] === undefined ? [] : fields(member, value[name], below(name)),
    );
  }
  if (schema.isListSchema() && Array.isArray(value)) {
    const item = schema.getValueSchema();
    const name = item.getMergedTraits().xmlName ?? "member";
    return value.flatMap((one, index) => fields(item, one, below(`${name}.${index + 1}`)));
  }
  return [[path, String(value)]];
}

describe.each(Object.entries(wires))("%s", (_name, { client, signedFor, target, version }) => {
  const operations = [...modelOf(client).operations];
  const authorization = signed(signedFor);

  const send = (aws: LocalAws, operation: string, content: string) =>
    target === undefined
      ? answerTo(
          aws,
          { authorization, "content-type": form },
          `Action=${operation}&Version=${version}&${content}`,
        )
      : answerTo(aws, { authorization, "x-amz-target": `${target}.${operation}` }, content);

  test("answers in words, whatever the inputs of its operations are", async () => {
    const { aws } = await start();
    for (const { addSources } of cases) {
      addSources(aws);
    }
    const requests = fc
      .constantFrom(...operations)
      .chain(([operation, { input }]) =>
        fc.tuple(fc.constant(operation), fc.constant(input), valuesOf(input)),
      );
    const runs = fc.asyncProperty(requests, async ([operation, input, value]) => {
      const content =
        target === undefined
          ? new URLSearchParams(fields(input, value, "")).toString()
          : JSON.stringify(value);
      await send(aws, operation, content);
    });
    await fc.assert(runs, { ...fixed, numRuns: 150 });
  });

  test("answers in words if the inputs have the wrong form", async () => {
    const { aws } = await start();
    const keys = fc
      .array(fc.oneof(fc.constantFrom("Tags", "Tag", "member", "1", "Key"), wireText), {
        maxLength: 5,
      })
      .map((parts) => parts.join("."));
    const pairs = fc.array(fc.tuple(keys, wireText), { maxLength: 5 });
    const content =
      target === undefined
        ? fc.oneof(
            wireText,
            pairs.map((some) => new URLSearchParams(some).toString()),
          )
        : fc.oneof(
            wireText,
            anyValue.map((value) => JSON.stringify(value)),
          );
    const names = fc.oneof(
      fc.constantFrom(...operations.map(([operation]) => operation)),
      fc.constantFrom("constructor", "__proto__", "toString", ""),
    );
    const runs = fc.asyncProperty(names, content, async (operation, text) => {
      await send(aws, operation, text);
    });
    await fc.assert(runs, { ...fixed, numRuns: 60 });
  });
});

describe("a request body", () => {
  const authorization = signed("memorydb");
  const json = { authorization, "x-amz-target": "AmazonMemoryDB.CreateSnapshot" };
  const query = { authorization: signed("rds"), "content-type": form };
  const bytes = (text: string) => new Uint8Array(Buffer.from(text, "latin1"));
  const deep = (open: string, close: string) => open.repeat(100_000) + close.repeat(100_000);

  const snapshot =
    "Action=CreateDBClusterSnapshot&Version=2014-10-31&DBClusterSnapshotIdentifier=a";

  test.each<[string, Record<string, string>, string | Uint8Array<ArrayBuffer>, string]>([
    [
      "no UTF-8",
      json,
      bytes('{"ClusterName":"orders","SnapshotName":"a","Tags":[{"Key":"k","Value":"\xff"}]}'),
      "SerializationException",
    ],
    ["half a character", json, bytes('{"SnapshotName":"\xe2\x82'), "SerializationException"],
    [
      "a form of no UTF-8",
      query,
      bytes(`${snapshot}&DBClusterIdentifier=\xff`),
      "SerializationException",
    ],
    [
      "no UTF-8 behind percent signs",
      query,
      `${snapshot}&DBClusterIdentifier=%ff`,
      "InvalidQueryParameter",
    ],
    ["a broken percent sign", query, `${snapshot}&DBClusterIdentifier=%`, "InvalidQueryParameter"],
    ["deep lists", json, deep("[", "]"), "SerializationException"],
    [
      "a deep object",
      json,
      `${deep('{"Tags":', "}").replace("}", "1}")}`,
      "SerializationException",
    ],
    ["a deep form", query, `${snapshot}&${"Tags.".repeat(100_000)}=1`, "InvalidQueryParameter"],
    ["half of JSON", json, '{"SnapshotName":"a', "SerializationException"],
  ])("of %s is refused in words", async (_what, headers, body, code) => {
    const { aws, statuses } = await start();
    expect(await answerTo(aws, headers, body)).toMatch(/^400 /);
    expect(aws.requests.refused()).toMatchObject([{ outcome: code, refused: true }]);
    expect(await statuses()).toEqual({ base: "available" });
  });
});

test("a tag may be as long as AWS allows, in whole characters, and must not contain what XML cannot hold", async () => {
  const { tag, untag } = await start();
  const [Key, Value] = ["😀".repeat(128), "😀".repeat(256)];
  await tag("base", { Key, Value });
  await untag("base", Key);
  for (const tags of [{ Key: `${Key}x` }, { Key: "k", Value: `${Value}x` }, { Key: "\u0001" }]) {
    expect(await failure(tag("base", tags))).toBe("InvalidParameterValueException 400");
  }
});

describe("request headers", () => {
  const target = { "x-amz-target": "AmazonMemoryDB.DescribeSnapshots" };
  test.each<[string, Record<string, string>, string]>([
    ["another scheme", { authorization: "Basic dXNlcjpwYXNz", ...target }, "403"],
    ["a credential of another day", { authorization: signed("x/y"), ...target }, "403"],
    [
      "an endless credential",
      { authorization: `AWS4-HMAC-SHA256 ${"Credential=".repeat(1000)}`, ...target },
      "403",
    ],
    ["a service that is not here", { authorization: signed("s3"), ...target }, "403"],
    ["a service without a target", { authorization: signed("s3") }, "400"],
    [
      "the target of another service",
      { authorization: signed("memorydb"), "x-amz-target": "DynamoDB_20120810.ListTables" },
      "400",
    ],
    [
      "a form for a service of JSON",
      { authorization: signed("memorydb"), "content-type": form },
      "400",
    ],
    [
      "JSON for a service of forms",
      { authorization: signed("rds"), "content-type": "application/json" },
      "400",
    ],
    ["an invalid content type", { authorization: signed("rds"), "content-type": ";;=" }, "400"],
  ])("with %s are refused in words", async (_what, headers, status) => {
    const { aws, statuses } = await start();
    expect(await answerTo(aws, headers, "{}")).toMatch(new RegExp(`^${status} `));
    expect(aws.requests.refused()).toHaveLength(1);
    expect(await statuses()).toEqual({ base: "available" });
  });
});
