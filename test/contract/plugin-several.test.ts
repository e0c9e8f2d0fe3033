import { chmodSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Server, ServerCredentials } from "@grpc/grpc-js";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { OtherProcesses, otherProcessesService } from "../../src/plugin/other-processes.js";
import type { Props } from "../../src/values/json.js";
import { type Kept, PluginFailure, PluginHost } from "./plugin-host.js";
import { home, World } from "./world.js";

// A resource that gets another provider is created by one process of a run, and deleted by another.
const engineAddress = "127.0.0.1:1";
let world: World;
let temporary: string;
let old: Kept;
const closing: (() => void)[] = [];

beforeEach(async () => {
  world = await World.start({ snapshotDuration: 120, copyDuration: 120 });
  temporary = mkdtempSync(join(tmpdir(), "several-"));
  vi.stubEnv("TMPDIR", temporary);
  world.aws.memorydb.addCluster(...home, { ClusterName: "orders" });
  // A process never deletes what it created itself.
  const earlier = await start({}, "127.0.0.1:3");
  old = await earlier.make("memorydb:Snapshot", "daily", program("monday"));
});
afterEach(async () => {
  for (const close of closing.splice(0)) {
    close();
  }
  await world.close();
  rmSync(temporary, { recursive: true });
});

/** Starts a process of the run. */
async function start(config: Props = {}, address = engineAddress): Promise<PluginHost> {
  const host = await PluginHost.start(world, config, undefined, address);
  closing.push(() => host.close());
  return host;
}

const program = (snapshotName: string, more: Props = {}): Props => ({
  clusterName: "orders",
  snapshotName,
  tags: { password: "hidden" },
  ...more,
});
const unawaited = { waitForCompletion: false };
const replace = (host: PluginHost, name: string, more: Props = unawaited) =>
  host.make("memorydb:Snapshot", "daily", program(name, more));
const find = (name: string) => world.aws.memorydb.snapshot(...home, name);
const remove = (host: PluginHost) =>
  host.delete("memorydb:Snapshot", "daily", old, { timeout: 300 });

/** Returns why a process refuses to delete the old snapshot, which must stay. */
async function refusal(host: PluginHost): Promise<string> {
  const failure = await remove(host).then(
    () => expect.fail("the old snapshot was deleted"),
    (error: unknown) => error,
  );
  expect(find("monday")?.lifetime.status).toBe("available");
  return failure instanceof PluginFailure ? failure.message : expect.fail(String(failure));
}

/** Returns a function that tells the status that a snapshot had when the first snapshot was deleted. */
function statusAtDelete(name: string): () => string | undefined {
  let status: string | undefined;
  world.aws.faults.add({
    operation: "DeleteSnapshot",
    where: () => {
      status ??= find(name)?.lifetime.status;
      return false;
    },
  });
  return () => status;
}

/** The files of the processes of the run. */
const folder = () => {
  const [user = expect.fail("no process has a file")] = readdirSync(temporary);
  return join(temporary, user, "127.0.0.1-1");
};

describe("a process that is to delete a snapshot", () => {
  it("waits until the replacement that another process began is available", async () => {
    const [before, after] = [await start(), await start()];
    await replace(after, "tuesday");
    const status = statusAtDelete("tuesday");
    await remove(before);
    expect(status()).toBe("available");
    expect(find("monday")).toBeUndefined();
  });

  it("keeps the snapshot if the replacement of another process failed, was not created, or is late", async () => {
    const [before, after] = [await start(), await start()];
    world.aws.memorydb.fail(...home, "tuesday");
    await expect(replace(after, "tuesday", {})).rejects.toThrow('"failed"');
    expect(await refusal(before)).toBe(
      'deleting MemoryDB snapshot "monday" in eu-west-1: kept: the snapshot that replaces it is not available: MemoryDB snapshot "tuesday" in eu-west-1 is "failed". The next `pulumi up` deletes this snapshot when the replacement is available.',
    );
    const error = { code: "SnapshotQuotaExceededFault", message: "too many" };
    const refused = world.aws.faults.add({ operation: "CreateSnapshot", error });
    await expect(replace(after, "wednesday")).rejects.toThrow("too many");
    refused.remove();
    expect(await refusal(before)).toContain("kept: the snapshot that replaces it was not created");
    world.aws.memorydb.freeze(...home, "thursday");
    await replace(after, "thursday");
    expect(await refusal(before)).toMatch(/"thursday" in eu-west-1 is still "creating" after 5m/);
  });

  it("waits for a copy that another process makes from the snapshot", async () => {
    const [before, after] = [await start(), await start()];
    await after.make("memorydb:SnapshotCopy", "copy", {
      sourceSnapshotName: "monday",
      targetSnapshotName: "copied",
      ...unawaited,
    });
    const status = statusAtDelete("copied");
    await remove(before);
    expect(status()).toBe("available");
  });

  it("keeps the snapshot if it has no credentials for the account of the replacement", async () => {
    const other = "222222222222";
    world.aws.memorydb.addCluster(other, home[1], { ClusterName: "orders" });
    const { AWS_ACCESS_KEY_ID: accessKey, AWS_SECRET_ACCESS_KEY: secretKey } =
      world.aws.environment(other);
    const [before, after] = [await start(), await start({ accessKey, secretKey })];
    await replace(after, "tuesday");
    expect(await refusal(before)).toContain(
      `kept: it is not known whether the snapshot that replaces it is available: it is in account ${other}, but the provider that deletes this snapshot has credentials of account ${home[0]}. The next \`pulumi up --refresh\` checks again`,
    );
  });

  it("asks no process of another run, and forgets processes that have ended", async () => {
    const [before, ended] = [await start(), await start()];
    const elsewhere = await start({}, "127.0.0.1:2");
    world.aws.memorydb.freeze(...home, "tuesday");
    await replace(ended, "tuesday");
    ended.close();
    // A process of another run has the port of an ended one.
    const [port] = readdirSync(folder().replace(/1$/, "2"))[0]?.split(".") ?? [];
    writeFileSync(join(folder(), `${port}.${process.pid}.earlier`), "");
    world.aws.memorydb.addCluster(...home, { ClusterName: "customers" });
    world.aws.memorydb.freeze(...home, "wednesday");
    await replace(elsewhere, "wednesday", { clusterName: "customers", ...unawaited });
    expect(readdirSync(folder())).toHaveLength(3);
    await remove(before);
    expect(find("monday")).toBeUndefined();
    expect(readdirSync(folder())).toEqual([expect.stringContaining(before.plugin.others.name)]);
  });

  it("keeps the snapshot if others could have changed the files of the processes", async () => {
    const before = await start();
    chmodSync(folder(), 0o755);
    expect(await refusal(before)).toMatch(/kept: .* is open to other users\. Let TMPDIR name/);
  });
});

describe("a process that tells what it has", () => {
  it("tells no tags", async () => {
    const after = await start();
    await replace(after, "tuesday");
    const urns = ["urn:pulumi:dev::orders::aws-snapshots:memorydb:Snapshot::daily"];
    const facts = after.plugin.factsFor({ id: old.id, urns });
    expect(facts).toEqual({
      replacements: [
        {
          kind: "memorydb:Snapshot",
          life: "snapshot",
          id: find("tuesday")?.arn,
          urn: urns[0],
          props: {
            clusterName: "orders",
            snapshotName: "tuesday",
            region: home[1],
            status: "creating",
          },
          isGivenUp: false,
        },
      ],
      copies: [],
    });
  });

  it("that this version does not understand keeps the snapshot", async () => {
    const before = await start();
    let answer: string | undefined;
    const server = new Server();
    const responseSerialize = (text: string) => Buffer.from(text);
    server.addService(
      { related: { ...otherProcessesService.related, responseSerialize } },
      {
        related: (_call: unknown, respond: (error: Error | null, text?: string) => void) =>
          answer === undefined ? respond(new Error("no")) : respond(null, answer),
      },
    );
    const port = await new Promise<number>((resolve) => {
      server.bindAsync("127.0.0.1:0", ServerCredentials.createInsecure(), (_error, bound) =>
        resolve(bound),
      );
    });
    closing.push(() => server.forceShutdown());
    const file = `${port}.${process.pid}.later`;
    writeFileSync(join(folder(), file), "");

    const silent = /kept: .* did not answer .* `pulumi up` asks it again/;
    expect(await refusal(before)).toMatch(silent);
    answer = "{";
    expect(await refusal(before)).toMatch(silent);
    const backup = {
      kind: "memorydb:Snapshot",
      life: "snapshot",
      id: "arn",
      props: {},
      isGivenUp: false,
    };
    const answers: readonly unknown[] = [
      null,
      { process: "later" },
      { process: "later", replacements: [], copies: "none" },
      { process: "later", replacements: [], copies: [{ ...backup, kind: "s3:Snapshot" }] },
      { process: "later", replacements: [{ ...backup, life: "tape" }], copies: [] },
      { process: "later", replacements: [{ ...backup, isGivenUp: "no" }], copies: [] },
      { process: "later", replacements: [{ ...backup, id: 1 }], copies: [] },
    ];
    for (const each of answers) {
      answer = JSON.stringify(each);
      expect(await refusal(before)).toMatch(/kept: .*does not understand its answer: .*in AWS/);
    }
    expect(readdirSync(folder())).toContain(file);
    answer = JSON.stringify({ process: "later", replacements: [], copies: [] });
    await remove(before);
    expect(find("monday")).toBeUndefined();
  });

  it("is not waited for without end", async () => {
    const before = await start();
    const silent = createServer();
    const port = await new Promise<number>((resolve) => {
      silent.listen(0, "127.0.0.1", () => {
        const address = silent.address();
        resolve(typeof address === "object" ? (address?.port ?? 0) : 0);
      });
    });
    closing.push(() => silent.close());
    writeFileSync(join(folder(), `${port}.${process.pid}.silent`), "");
    const others = new OtherProcesses(engineAddress, 100);
    others.join(0);
    before.close();
    await expect(others.ask({ id: old.id, urns: [] }, () => {})).rejects.toThrow("did not answer");
  });
});
