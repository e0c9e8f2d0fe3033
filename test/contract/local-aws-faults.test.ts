import { DeleteSnapshotCommand, MemoryDBClient } from "@aws-sdk/client-memorydb";
import { describe, expect, test, vi } from "vitest";
import { DEFAULT_ACCOUNT, DEFAULT_REGION } from "../../src/local-aws/index.js";
import { callsOf, failure, start } from "./local-aws.js";

describe("an injected fault", () => {
  test("strikes a number of matching requests, after a number has passed", async () => {
    const { aws, list } = await start();
    const fault = aws.faults.add({
      service: "memorydb",
      operation: "DescribeSnapshots",
      region: DEFAULT_REGION,
      account: DEFAULT_ACCOUNT,
      after: 1,
      times: 2,
      error: { code: "ThrottlingException", message: "slower" },
    });
    aws.faults.add({ region: "us-east-1", times: 9, hang: "before" });
    const outcomes: string[] = [];
    for (let index = 0; index < 4; index += 1) outcomes.push(await failure(list()));
    const throttled = "ThrottlingException 400";
    expect(outcomes).toEqual(["no error", throttled, throttled, "no error"]);
    expect(fault.hits).toBe(2);
  });

  test("is over when it is removed", async () => {
    const { aws, remove } = await start();
    const fault = aws.faults.add({ error: { code: "SnapshotNotFoundFault", message: "gone" } });
    expect(await failure(remove("base"))).toBe("SnapshotNotFoundFault 404");
    aws.faults.add({ error: { code: "SnapshotNotFoundFault", message: "gone" } }).remove();
    expect(await failure(remove("base"))).toBe("no error");
    expect(fault.hits).toBe(1);
  });

  test.each([
    ["before", "no error", ["dropped before", "ok"]],
    ["after", "SnapshotAlreadyExistsFault 400", ["dropped after", "SnapshotAlreadyExistsFault"]],
    ["in the answer", "SnapshotAlreadyExistsFault 400", ["cut", "SnapshotAlreadyExistsFault"]],
  ] as const)(
    "can close the connection %s the operation",
    async (dropConnection, seen, outcomes) => {
      const { aws, settings } = await start();
      const { create, statuses } = callsOf(new MemoryDBClient({ ...settings(), maxAttempts: 3 }));
      aws.faults.add({ operation: "CreateSnapshot", dropConnection });
      expect(await failure(create("a"))).toBe(seen);
      expect(aws.requests.changing().map(({ outcome }) => outcome)).toEqual(outcomes);
      expect(await statuses()).toEqual({ base: "available", a: "creating" });
    },
  );

  test("can answer late, never, or with something else", async () => {
    const { aws, client, list, statuses } = await start();
    aws.faults.add({ delay: 40 });
    const begun = performance.now();
    await list();
    expect(performance.now() - begun).toBeGreaterThan(38);

    aws.faults.add({ rawBody: { status: 503, body: "<html>" } });
    expect(await failure(list())).toContain("503");

    aws.faults.add({ operation: "DeleteSnapshot", hang: "before" });
    const abort = new AbortController();
    const arrived = aws.requests.arrival("memorydb:DeleteSnapshot");
    const hung = client.send(new DeleteSnapshotCommand({ SnapshotName: "base" }), {
      abortSignal: abort.signal,
    });
    expect((await arrived).input).toEqual({ SnapshotName: "base" });
    abort.abort();
    await expect(hung).rejects.toThrow("aborted");
    expect(await statuses()).toEqual({ base: "available" });
    expect(aws.requests.all().map(({ outcome }) => outcome)).toEqual([
      "ok",
      "raw 503",
      "hung before",
      "ok",
    ]);
  });

  test("can carry out an operation without ever answering", async () => {
    const { aws, client, statuses } = await start();
    aws.faults.add({ operation: "DeleteSnapshot", hang: "after" });
    const abort = new AbortController();
    const hung = client.send(new DeleteSnapshotCommand({ SnapshotName: "base" }), {
      abortSignal: abort.signal,
    });
    await vi.waitUntil(() => aws.requests.all()[0]?.outcome === "hung after");
    abort.abort();
    await expect(hung).rejects.toThrow("aborted");
    expect(await statuses()).toEqual({ base: "deleting" });
  });

  test("can change the text of an answer", async () => {
    const { aws, list } = await start();
    aws.faults.add({ rewrite: (body) => body.slice(0, -20) });
    expect(await failure(list())).toContain("SyntaxError");
    aws.faults.add({ rewrite: (body) => body.replace("{", '{"Newer":[{}],') });
    expect(await failure(list())).toBe("no error");
  });
});
