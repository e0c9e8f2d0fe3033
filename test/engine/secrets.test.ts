import { readdirSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import * as pulumi from "@pulumi/pulumi";
import { memorydb, neptune } from "pulumi-aws-snapshots";
import { beforeAll, describe, expect, it } from "vitest";
import type { EngineStack, Run } from "./stack.js";
import { home, makeWorld, type World } from "./world.js";

// Secrets of every sort go into a stack's life, with failures and a kill in it. Nothing that the stack leaves contains
// a secret.
const secrets = {
  secretKey: "SECRET-KEY-of-the-environment",
  sessionToken: "SESSION-TOKEN-of-the-environment",
  roleKey: "SECRET-KEY-of-the-role",
  roleToken: "SESSION-TOKEN-of-the-role",
  externalId: "EXTERNAL-ID-of-the-role",
  defaultTag: "VALUE-of-a-default-tag",
  ownTag: "VALUE-of-an-own-tag",
  changedTag: "OTHER-VALUE-of-an-own-tag",
} as const;
/** The parameters that sign a pre-signed URL. They are known only after it is made. */
const signatures: string[] = [];
const runs: Run[] = [];
const source = "arn:aws:rds:us-east-1:111122223333:cluster-snapshot:base";
let world: World;
let stack: EngineStack;

beforeAll(async () => {
  world = await makeWorld();
  const { memorydb, rds, faults } = world.aws;
  for (const ClusterName of ["broken", "killed"]) {
    memorydb.addCluster(...home, { ClusterName });
  }
  rds.addCluster(home[0], "us-east-1", { DBClusterIdentifier: "graph", Engine: "neptune" });
  rds.addSnapshot(home[0], "us-east-1", "graph", "base");
  // Returns a role's session with known credentials.
  faults.add({
    operation: "AssumeRole",
    times: Number.POSITIVE_INFINITY,
    where: ({ ExternalId }) => ExternalId === secrets.externalId,
    rawBody: {
      status: 200,
      body: `<AssumeRoleResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/"><AssumeRoleResult><Credentials><AccessKeyId>ASIA${home[0]}ROLE</AccessKeyId><SecretAccessKey>${secrets.roleKey}</SecretAccessKey><SessionToken>${secrets.roleToken}</SessionToken><Expiration>${new Date(Date.now() + 3_600_000).toISOString()}</Expiration></Credentials></AssumeRoleResult></AssumeRoleResponse>`,
    },
  });
  // Strikes nothing, and sees what the record of requests hides.
  faults.add({
    operation: "CopyDBClusterSnapshot",
    where: ({ PreSignedUrl }) => {
      const { searchParams } = new URL(String(PreSignedUrl));
      signatures.push(searchParams.get("X-Amz-Signature") ?? "");
      return false;
    },
  });
  stack = await world.stack(
    {},
    { AWS_SECRET_ACCESS_KEY: secrets.secretKey, AWS_SESSION_TOKEN: secrets.sessionToken },
  );
  const roleArn = `arn:aws:iam::${home[0]}:role/backup`;
  const role = { roleArn, externalId: secrets.externalId };
  await stack.setSecret("aws:assumeRoles", JSON.stringify([role]));
  const tags = { token: secrets.defaultTag };
  await stack.setSecret("aws:defaultTags", JSON.stringify({ tags }));
  return world.close;
});

const program =
  (password: string, more: readonly string[] = []) =>
  async () => {
    const tags = { password: pulumi.secret(password) };
    const { tagsAll } = new memorydb.Snapshot("orders", { clusterName: "orders", tags });
    new neptune.ClusterSnapshotCopy("graph", { sourceDbClusterSnapshotIdentifier: source, tags });
    for (const clusterName of more) {
      new memorydb.Snapshot(clusterName, { clusterName, tags });
    }
    return { tagsAll };
  };

/** Returns every file that the stack left, except files of other packages. */
function filesLeft(): string {
  return readdirSync(stack.folder, { recursive: true, encoding: "utf8" })
    .map((file) => join(stack.folder, file))
    .filter((file) => statSync(file).isFile())
    .map((file) => readFileSync(file, "utf8"))
    .join("\n");
}

/**
 * Returns what the engine reported of a run. For every resource, Pulumi's SDK for Node writes the engine's whole answer
 * into a debug message, with secrets in clear text. This package cannot change that, so those messages are left out.
 */
function told({ events, output, diagnostics, progress }: Run): string {
  const lines = events
    .split("\n")
    .filter((line) => !line.includes('"message":"RegisterResource RPC finished:'));
  return [...lines, output, diagnostics, ...progress].join("\n");
}

describe("a secret", () => {
  it("a secret tag is sent to AWS", async () => {
    runs.push(await stack.preview(program(secrets.ownTag)));
    const run = await stack.up(program(secrets.ownTag));
    runs.push(run);
    expect(run.diagnostics).toBe("");
    expect(Object.fromEntries(world.find("orders-")?.tags ?? [])).toEqual({
      token: secrets.defaultTag,
      password: secrets.ownTag,
    });
    expect(signatures).toEqual([expect.stringMatching(/^[0-9a-f]{64}$/)]);
  });

  it("a secret tag is in no error if requests fail or a provider is killed", async () => {
    const { faults, requests } = world.aws;
    faults.add({
      operation: "CreateSnapshot",
      where: ({ ClusterName }) => ClusterName === "broken",
      error: { code: "AccessDeniedException", message: "You may not do this", status: 400 },
    });
    // Otherwise the first failure may prevent the other from being tried.
    const failing = await stack.up(program(secrets.changedTag, ["broken", "missing"]), {
      continueOnError: true,
    });
    runs.push(failing);
    expect(failing.diagnostics).toContain("AccessDeniedException");
    expect(failing.diagnostics).toContain("ClusterNotFoundFault");

    const accepted = requests.arrival("memorydb:CreateSnapshot");
    const killed = stack.up(program(secrets.changedTag, ["killed"]));
    await accepted;
    stack.kill(["provider"]);
    runs.push(await killed);
    expect(runs.at(-1)?.failed).toBe(true);
    runs.push(await stack.up(program(secrets.changedTag, ["killed"])));
    runs.push(await stack.refresh());
    expect(runs.at(-1)?.failed).toBe(false);
  });

  it("a secret tag is in nothing that the stack leaves on disk", async () => {
    const left = { files: filesLeft(), told: runs.map(told).join("\n") };
    const { defaultTag, ownTag, changedTag, externalId, ...credentials } = secrets;
    // Everything except credentials is sent to AWS.
    const asked = JSON.stringify(world.aws.requests.all());
    expect(asked).toContain("X-Amz-Signature=");
    expect(
      [...Object.values(credentials), ...signatures].filter((one) => asked.includes(one)),
    ).toEqual([]);
    expect(left.files).toContain("v1:"); // What is encrypted.
    const progress = runs.flatMap((run) => run.progress);
    expect(progress).toContainEqual(expect.stringMatching(/^graph: AWS: copying/));
    const all = [...Object.values(secrets), ...signatures];
    for (const [where, text] of Object.entries(left)) {
      const found = all.filter((secret) => text.includes(secret));
      expect({ where, found }).toEqual({ where, found: [] });
    }
  });
});

it("a secret input that names something is shown, with a warning", async () => {
  const other = await world.stack();
  const run = await other.preview(async () => {
    new memorydb.Snapshot("orders", {
      clusterName: pulumi.secret("orders"),
      tags: { password: pulumi.secret(secrets.ownTag) },
      triggers: { day: pulumi.secret("monday") },
    });
  });
  expect(run.failed).toBe(false);
  expect(run.diagnostics).toBe(
    "warning: clusterName was passed as a secret, but will appear in plain text: names, sources, regions, buckets and keys are part of ARNs and messages. If that is acceptable, pass it through pulumi.unsecret.\n",
  );
});

it("a tag with the engine's own key for secrets and files is taken for neither", async () => {
  const [key, asset] = ["4dabf18193072939515e22adb298388d", "c44067f5952c0a294b673a41bacd8c17"];
  const other = await world.stack();
  const { arn, tags } = world.aws.memorydb.addAutomaticSnapshot(...home, "orders");
  tags.set(key, asset).set("path", "/etc/hostname").set("team", "orders");
  const run = await other.up(async () => ({
    tags: memorydb.Snapshot.get("found", arn).tagsAll,
  }));
  expect(run.diagnostics).toBe("");
  expect(await other.outputs()).toEqual({ tags: { path: "/etc/hostname", team: "orders" } });
});
