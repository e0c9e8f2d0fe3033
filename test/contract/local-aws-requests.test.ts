import { once } from "node:events";
import { connect } from "node:net";
import { MemoryDBClient } from "@aws-sdk/client-memorydb";
import { AwsSmithyRpcV2CborProtocol } from "@aws-sdk/core/protocols";
import { describe, expect, test } from "vitest";
import { DEFAULT_ACCOUNT, DEFAULT_REGION } from "../../src/local-aws/index.js";
import { callsOf, start } from "./local-aws.js";

test("local AWS records every request, its input and its outcome", async () => {
  const { aws, create, list } = await start();
  await create("a", { Tags: [{ Key: "k", Value: "v" }] });
  await list({ MaxResults: 5 });
  expect(aws.requests.operations()).toEqual([
    "memorydb:CreateSnapshot",
    "memorydb:DescribeSnapshots",
  ]);
  expect(aws.requests.changing()).toEqual([
    {
      service: "memorydb",
      operation: "CreateSnapshot",
      account: DEFAULT_ACCOUNT,
      region: DEFAULT_REGION,
      input: { ClusterName: "orders", SnapshotName: "a", Tags: [{ Key: "k", Value: "v" }] },
      at: aws.clock.now(),
      outcome: "ok",
      refused: false,
    },
  ]);
  aws.requests.clear();
  expect([...aws.requests]).toEqual([]);
});

describe("an invalid request", () => {
  const signed = (service: string) =>
    `AWS4-HMAC-SHA256 Credential=AKIA111122223333HOME/20260102/eu-west-1/${service}/aws4_request, Signature=0`;

  type Post = readonly [headers: Record<string, string>, body: string];
  const json = (operation: string, body: string, more = {}): Post => [
    { "x-amz-target": `AmazonMemoryDB.${operation}`, ...more },
    body,
  ];
  const form = (body: string): Post => [
    { authorization: signed("sts"), "content-type": "application/x-www-form-urlencoded" },
    body,
  ];
  const role = "Version=2011-06-15&Action=AssumeRole&RoleArn=x&RoleSessionName=y";

  const refusals: [string, Post, string, string][] = [
    ["an unknown operation", json("Explode", "{}"), "UnknownOperationException", "not exist"],
    [
      "an operation that is not carried out",
      json("UpdateCluster", "{}"),
      "UnknownOperationException",
      "is not supported by local AWS",
    ],
    [
      "an unknown member",
      json("DeleteSnapshot", '{"SnapshotName":"a","Force":true}'),
      "SerializationException",
      "Force is not a member of DeleteSnapshotRequest. Its members: SnapshotName.",
    ],
    [
      "a missing member",
      json("CreateSnapshot", '{"ClusterName":null,"SnapshotName":"a"}'),
      "InvalidParameterValueException",
      "ClusterName is required in CreateSnapshotRequest and is missing.",
    ],
    [
      "a number for a string",
      json("DeleteSnapshot", '{"SnapshotName":1}'),
      "SerializationException",
      "SnapshotName must be a string and is a number.",
    ],
    [
      "a string for a number",
      json("DescribeSnapshots", '{"MaxResults":"9"}'),
      "SerializationException",
      "MaxResults must be a number and is a string.",
    ],
    [
      "a string for a list",
      json("TagResource", '{"ResourceArn":"a","Tags":"x"}'),
      "SerializationException",
      "Tags must be a list and is a string.",
    ],
    [
      "a wrong item of a list",
      json("TagResource", '{"ResourceArn":"a","Tags":[{"Key":"a"},{"key":"b"}]}'),
      "SerializationException",
      "Tags[1].key is not a member of Tag.",
    ],
    ["a list for a body", json("DeleteSnapshot", "[]"), "SerializationException", "object"],
    ["text", json("DeleteSnapshot", "hello"), "SerializationException", "cannot be read"],
    [
      "nothing",
      [{}, ""],
      "UnknownOperationException",
      "Local AWS has memorydb, rds, elasticache, redshift-serverless, sts.",
    ],
    [
      "half a credential",
      json("DeleteSnapshot", "{}", { authorization: "AWS4-HMAC-SHA256 Credential=AKIA" }),
      "IncompleteSignature",
      "has no SigV4 credential",
    ],
    [
      "a signature for another service",
      json("DeleteSnapshot", "{}", { authorization: signed("sts") }),
      "InvalidSignatureException",
      "signed for sts, but was sent to memorydb",
    ],
    [
      "more than a megabyte",
      json("DeleteSnapshot", `{"SnapshotName":"${"a".repeat(1024 * 1024)}"}`),
      "RequestEntityTooLarge",
      "413",
    ],
    ["a form without an action", form("Version=2011-06-15"), "InvalidAction", "sts:"],
    ["a form of another version", form("Action=AssumeRole"), "NoSuchVersion", "2011-06-15"],
    ["a form with a stray key", form(`${role}&Mood=1`), "InvalidQueryParameter", "Mood"],
    [
      "a form with a word for a number",
      form(`${role}&DurationSeconds=long`),
      "InvalidQueryParameter",
      "DurationSeconds must be a number",
    ],
    [
      "a form with a list of the wrong shape",
      form(`${role}&Tags.Tag.1.Key=a`),
      "InvalidQueryParameter",
      "Tags must be a list member.1",
    ],
  ];
  test.each(refusals)("is refused and recorded: %s", async (_what, [headers, body], code, text) => {
    const { aws } = await start();
    const authorization = signed("memorydb");
    const answer = await fetch(aws.url, {
      method: "POST",
      headers: { authorization, ...headers },
      body,
    });
    expect(answer.headers.get("x-amzn-requestid")).toMatch(/^[\da-f-]{36}$/);
    const answered = `${answer.status} ${await answer.text()}`;
    expect(answered).toContain(code);
    expect(answered).toContain(text);
    expect(aws.requests.refused()).toMatchObject([{ outcome: code, refused: true, input: {} }]);
    expect(aws.requests.all()).toHaveLength(1);
  });

  test("is refused without a signature, and with another method than POST", async () => {
    const { aws } = await start();
    const unsigned = await fetch(aws.url, { method: "POST" });
    expect(`${unsigned.status} ${await unsigned.text()}`).toContain(
      '403 {"__type":"MissingAuthenticationToken"',
    );
    const headers = { authorization: signed("memorydb") };
    expect((await fetch(`${aws.url}/bucket`, { headers })).status).toBe(400);
    expect(aws.requests.refused()).toHaveLength(2);
  });

  test("is refused in CBOR, in words that the client understands", async () => {
    const { aws, settings } = await start();
    const client = new MemoryDBClient({ ...settings(), protocol: AwsSmithyRpcV2CborProtocol });
    await expect(callsOf(client).list()).rejects.toThrow(
      "The client uses the protocol rpc-v2-cbor",
    );
    expect(aws.requests.refused()).toMatchObject([{ outcome: "UnsupportedProtocol" }]);
  });

  test.each([
    ["is not HTTP", "hello\r\n\r\n", "HTTP/1.1 400"],
    [
      "does not come to its end",
      "POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 9\r\n\r\n",
      "HTTP/1.1 408",
    ],
  ])("ends the connection that %s", async (_what, bytes, answer) => {
    const { aws, statuses } = await start({ requestTimeout: 50 });
    const socket = connect(Number(new URL(aws.url).port), "127.0.0.1", () => socket.write(bytes));
    let received = "";
    socket.on("data", (chunk) => {
      received += chunk;
    });
    await once(socket, "close");
    expect(received).toContain(answer);
    expect(await statuses()).toEqual({ base: "available" });
  });
});
