import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { secretSignature, signatureKey, unknownText } from "../../src/values/engine-values.js";
import { isRecord, type Props } from "../../src/values/json.js";
import { PluginFailure, PluginHost } from "./plugin-host.js";
import { home, World } from "./world.js";

// Configuration, secrets and options of the plugin, through its own server.
let world: World;
let host: PluginHost;
beforeEach(async () => {
  world = await World.start();
  world.aws.memorydb.addCluster(...home, { ClusterName: "orders" });
  host = await PluginHost.start(world);
});
afterEach(async () => {
  host.close();
  await world.close();
});

const kind = "memorydb:Snapshot";
const program = { clusterName: "orders" };
const secret = (value: unknown) => ({ [signatureKey]: secretSignature, value });

/** Starts the process of the next run. */
async function restart(config: Props = {}): Promise<void> {
  host.close();
  host = await PluginHost.start(world, config);
}

/** Returns what is readable in the state: properties as text, without the secrets in them. */
function openly(props: Props): string {
  return JSON.stringify(props, (_, value: unknown) =>
    isRecord(value) && value[signatureKey] === secretSignature ? "[secret]" : value,
  );
}

async function failureOf(call: Promise<unknown>): Promise<PluginFailure> {
  const error = await call.catch((thrown: unknown) => thrown);
  return error instanceof PluginFailure ? error : expect.fail("the call succeeded");
}

describe("provider configuration", () => {
  it("is accepted with all sorts of values, in the forms in which languages pass them", async () => {
    const news = {
      region: "eu-west-1",
      maxRetries: "3",
      useFipsEndpoint: true,
      defaultTags: JSON.stringify({ tags: { owner: "platform" } }),
      ignoreTags: { keys: ["theirs"] },
      allowedAccountIds: [home[0]],
      assumeRoles: unknownText,
      accessKey: "AKIA",
      secretKey: unknownText,
      organization: "acme",
      markUnfinishedCreates: "false",
      version: "0.1.0",
    };
    expect(await host.checkConfig(news)).toEqual({ inputs: news, failures: [] });
  });

  it("is refused with a sentence for each mistake, under the key that has it", async () => {
    const { failures } = await host.checkConfig({
      retryMode: "fast",
      regoin: "eu-west-1",
      endpoints: [{ memorydb: "localhost" }],
      accessKey: "AKIA",
      copiesAtOnce: "0",
      assumeRole: { roleArn: "arn:aws:iam::111122223333:role/r" },
      defaultTags: "{",
    });
    expect(Object.fromEntries(failures.map(({ property, reason }) => [property, reason]))).toEqual({
      retryMode: "must be one of: standard, adaptive",
      regoin: "is not a setting of aws-snapshots; did you mean region?",
      endpoints: "endpoints[0].memorydb must be an http or https URL",
      accessKey: "secretKey is missing",
      copiesAtOnce: "must be a whole number, 1 or more",
      assumeRole: "is no longer supported. Use assumeRoles, a list of roles",
      defaultTags: "is not valid JSON",
    });
  });

  it("without a region says which key sets it", async () => {
    const region = process.env["AWS_REGION"];
    delete process.env["AWS_REGION"];
    const { failures } = await host.check(kind, "orders", program);
    process.env["AWS_REGION"] = region;
    expect(failures).toEqual([
      {
        property: "region",
        reason:
          "must be given, because neither aws-snapshots:region nor AWS_REGION is set. The plugin does not read aws:region. Run `pulumi config set aws-snapshots:region` with a region",
      },
    ]);
  });

  it("decides region and default tags, and its mistakes name its own keys", async () => {
    await restart({
      region: "eu-west-2",
      defaultTags: JSON.stringify({ tags: { owner: "platform" } }),
    });
    const { inputs } = await host.check(kind, "orders", program);
    expect(inputs).toMatchObject({ region: "eu-west-2", tagsAll: { owner: "platform" } });
    await restart({ retryMode: "fast" });
    const { failures } = await host.check(kind, "orders", program);
    expect(failures[0]?.reason).toBe(
      "reading the configuration: aws-snapshots:retryMode must be one of: standard, adaptive",
    );
  });

  it("replaces nothing when the region changes, because each resource has its own", async () => {
    const difference = await host.diffConfig({ region: "eu-west-1" }, { region: "eu-west-2" });
    expect(difference).toMatchObject({ changes: "some", replaces: [] });
  });

  it("replaces a resource whose credentials lead to another account, and no other", async () => {
    const made = await host.make(kind, "orders", program);
    const other = "444455556666";
    const keysOf = (account: string) => {
      const environment = world.aws.environment(account);
      return {
        accessKey: environment["AWS_ACCESS_KEY_ID"],
        secretKey: environment["AWS_SECRET_ACCESS_KEY"],
      };
    };
    // The engine keeps the configuration of a run even if the run ends before it compares the resource, so a later run
    // sees no change of it.
    await restart(keysOf(other));
    const elsewhere = await host.check(kind, "orders", program, made.inputs);
    expect(await host.diff(kind, "orders", made, elsewhere.inputs)).toMatchObject({
      changes: "some",
      replaces: ["provider"],
    });
    await restart(keysOf(home[0]));
    const { inputs } = await host.check(kind, "orders", program, made.inputs);
    expect(await host.diff(kind, "orders", made, inputs)).toMatchObject({ changes: "none" });
    // The engine now keeps the new inputs, so no later run asks AWS again.
    world.aws.requests.clear();
    expect(await host.diff(kind, "orders", { ...made, inputs }, inputs)).toMatchObject({
      changes: "none",
    });
    expect(world.aws.requests.all()).toEqual([]);
    expect(JSON.stringify(inputs)).not.toContain(keysOf(home[0]).accessKey);
  });

  it("is that of the last call if a process serves one run after another, and a cancelled run ends nothing later", async () => {
    await host.make(kind, "orders", { ...program, snapshotName: "first" });
    await host.cancel();
    world.aws.memorydb.addCluster(home[0], "eu-west-2", { ClusterName: "orders" });
    await host.configure({ region: "eu-west-2" });
    const made = await host.make(kind, "orders", { ...program, snapshotName: "second" });
    expect(made.id).toContain(":eu-west-2:");
    await host.cancel();
    await host.configure({ region: "eu-west-2" });
    await host.delete(kind, "orders", made);
    expect(world.aws.memorydb.snapshots(home[0], "eu-west-2")).toEqual([]);
  });
});

describe("secrets", () => {
  it("come back as secrets in inputs and outputs, and AWS gets the values", async () => {
    const tags = { team: "orders", password: secret("s3cret") };
    const { inputs, failures } = await host.check(kind, "orders", {
      ...program,
      clusterName: secret("orders"),
      tags,
    });
    expect(failures).toEqual([]);
    const sealed = { clusterName: secret("orders"), tags, tagsAll: tags };
    expect(inputs).toMatchObject(sealed);
    const preview = await host.create(kind, "orders", inputs, { preview: true });
    expect(preview.outs).toMatchObject(sealed);
    const made = await host.create(kind, "orders", inputs);
    expect(made.outs).toMatchObject(sealed);
    const [snapshot] = world.aws.memorydb.snapshots(...home);
    expect(Object.fromEntries(snapshot?.tags ?? [])).toEqual({
      team: "orders",
      password: "s3cret",
    });
    const refreshed = await host.read(kind, "orders", made);
    expect(refreshed?.inputs).toMatchObject(sealed);
    expect(refreshed?.outs).toMatchObject(sealed);
    expect(await host.diff(kind, "orders", made, inputs)).toMatchObject({ changes: "none" });
  });

  it("are also secrets where an output repeats an input", async () => {
    const { inputs } = await host.check(kind, "orders", {
      ...program,
      snapshotName: secret("Hidden"),
      kmsKeyId: secret("alias/hidden"),
    });
    const made = await host.create(kind, "orders", inputs);
    const refreshed = await host.read(kind, "orders", made);
    for (const { inputs, outs } of [made, refreshed ?? expect.fail("it is gone")]) {
      // The ARN cannot be a secret: it is the id.
      const { arn, ...others } = outs;
      expect(String(arn).toLowerCase()).toContain("hidden");
      expect(openly({ inputs, others })).not.toMatch(/hidden/i);
    }
    expect(await host.diff(kind, "orders", made, inputs)).toMatchObject({ changes: "none" });
  });

  it("in the default tags make all tags secret", async () => {
    const tags = JSON.stringify({ tags: { password: "s3cret" } });
    await restart({ defaultTags: secret(tags) });
    const { inputs } = await host.check(kind, "orders", program);
    expect(inputs["tagsAll"]).toEqual(secret({ password: "s3cret" }));
  });

  it("in a failure that keeps the resource stay secrets", async () => {
    const tags = { password: secret("s3cret") };
    const { inputs } = await host.check(kind, "orders", { ...program, tags });
    world.aws.faults.add({
      operation: "DescribeSnapshots",
      after: 1,
      times: 1000,
      error: { code: "AccessDenied", message: "no" },
    });
    const { kept, message } = await failureOf(host.create(kind, "orders", inputs));
    expect(kept?.outs).toMatchObject({ tags, tagsAll: tags });
    expect(kept?.inputs).toMatchObject({ tags, tagsAll: tags });
    expect(message).not.toContain("s3cret");
  });
});

describe("automatic names", () => {
  const nameOf = async (
    seed: string,
    autonaming?: { name: string; mode: "propose" | "enforce" | "disable" },
  ) => await host.check(kind, "orders", program, {}, { seed, ...(autonaming && { autonaming }) });

  it("come from the engine's seed", async () => {
    const [first, again, other] = await Promise.all(["a", "a", "b"].map((seed) => nameOf(seed)));
    expect(first?.inputs["snapshotName"]).toMatch(/^orders-[0-9a-f]{7}$/);
    expect(again?.inputs).toEqual(first?.inputs);
    expect(other?.inputs["snapshotName"]).not.toBe(first?.inputs["snapshotName"]);
  });

  it("are those that Pulumi proposes, in the letters that AWS allows", async () => {
    const proposed = await nameOf("a", { name: "Acme_Orders-1f", mode: "propose" });
    expect(proposed.inputs["snapshotName"]).toBe("acme-orders-1f");
    const enforced = await nameOf("a", { name: "orders-prod", mode: "enforce" });
    expect(enforced.inputs["snapshotName"]).toBe("orders-prod");
    const kept = await host.check(
      kind,
      "orders",
      program,
      { snapshotName: "before" },
      {
        autonaming: { name: "orders-prod", mode: "enforce" },
      },
    );
    expect(kept.inputs["snapshotName"]).toBe("before");
  });

  it("must be given by the program if Pulumi is configured to make none", async () => {
    const { failures } = await nameOf("a", { name: "", mode: "disable" });
    expect(failures).toEqual([
      {
        property: "snapshotName",
        reason: "must be given, because pulumi:autonaming makes no names",
      },
    ]);
  });

  it("that Pulumi proposed do not hide what a killed run left", async () => {
    const autonaming = (name: string) => ({ autonaming: { name, mode: "propose" } as const });
    const never = { now: () => world.aws.clock.now(), sleep: () => new Promise<void>(() => {}) };
    const killed = await PluginHost.start(world, {}, never);
    const arrived = world.aws.requests.arrival("memorydb:CreateSnapshot");
    void killed.make(kind, "orders", program, autonaming("orders-x1")).catch(() => {});
    await arrived;
    const made = await host.make(kind, "orders", program, autonaming("orders-y2"));
    killed.close();
    expect(world.aws.memorydb.snapshots(...home).map(({ arn }) => arn)).toEqual([made.id]);
    expect(made.outs["snapshotName"]).toBe("orders-x1");
  });
});

describe("options", () => {
  const defaultTags = (tags: Props) => ({ defaultTags: JSON.stringify({ tags }) });

  it.each([
    { ignoreChanges: ["tagsAll"], kept: { env: "a", team: "a" } },
    { ignoreChanges: ["*"], kept: { env: "a", team: "a" } },
    { ignoreChanges: ["tagsAll.env"], kept: { env: "a", "x.y": "b" } },
    { ignoreChanges: ['tagsAll["x.y"]', "tagsAll.team"], kept: { env: "b", team: "a" } },
  ])(
    "ignoreChanges $ignoreChanges keeps default tags as they are, in each run",
    async ({ ignoreChanges, kept }) => {
      await restart(defaultTags({ env: "a", team: "a" }));
      let before = await host.make(kind, "orders", program);
      await restart(defaultTags({ env: "b", "x.y": "b" }));
      const beside = { ignoreChanges };
      for (let run = 0; run < 3; run++) {
        const { inputs } = await host.check(kind, "orders", program, before.inputs);
        const { changes } = await host.diff(kind, "orders", before, inputs, beside);
        if (changes === "none") {
          // The engine keeps the new inputs, and the old outputs.
          before = { ...before, inputs };
          continue;
        }
        const preview = { ...beside, preview: true };
        const foreseen = await host.update(kind, "orders", before, inputs, preview);
        expect(foreseen.outs["tagsAll"]).toEqual(kept);
        before = await host.update(kind, "orders", before, inputs, beside);
        expect(run).toBe(0);
      }
      const [snapshot] = world.aws.memorydb.snapshots(...home);
      expect(Object.fromEntries(snapshot?.tags ?? [])).toEqual(kept);
    },
  );

  it("deleteBeforeReplace must be true or false, and a preview refuses nothing while the value is not known", async () => {
    const wrong = { ...program, deleteBeforeReplace: "yes" };
    expect((await host.check(kind, "orders", wrong)).failures).toEqual([
      { property: "deleteBeforeReplace", reason: "must be true or false" },
    ]);
    const fixed = { ...program, snapshotName: "fixed", triggers: { day: "1" } };
    const made = await host.make(kind, "orders", fixed);
    const next = { ...fixed, triggers: { day: "2" }, deleteBeforeReplace: unknownText };
    await host.check(kind, "orders", next, made.inputs);
    expect((await host.check(kind, "orders", next)).failures).toEqual([]);
  });

  it("a timeout of the engine ends a wait", async () => {
    const { inputs } = await host.check(kind, "orders", program);
    const [frozen] = [
      world.aws.faults.add({
        operation: "DescribeSnapshots",
        after: 1,
        times: 1000,
        rewrite: (body) => body.replaceAll('"available"', '"creating"'),
      }),
    ];
    const { message, kept } = await failureOf(host.create(kind, "orders", inputs, { timeout: 60 }));
    expect(message).toContain('still "creating" after 1m 0s');
    expect(message).toContain("raise customTimeouts.create");
    expect(kept?.outs).not.toHaveProperty("__timeouts");
    frozen?.remove();
  });

  it("deleteBeforeReplace allows a replacement under the same name, and diff asks the engine for it", async () => {
    const fixed = { ...program, snapshotName: "fixed", triggers: { day: "1" } };
    const made = await host.make(kind, "orders", fixed);
    const next = { ...fixed, triggers: { day: "2" } };
    const refused = await host.check(kind, "orders", next, made.inputs);
    expect(refused.failures[0]?.reason).toContain("It is an input of the resource");
    const first = { ...next, deleteBeforeReplace: true };
    const { inputs, failures } = await host.check(kind, "orders", first, made.inputs);
    expect(failures).toEqual([]);
    expect(inputs["deleteBeforeReplace"]).toBe(true);
    expect(await host.diff(kind, "orders", made, inputs)).toMatchObject({
      replaces: ["triggers"],
      deleteBeforeReplace: true,
      detailed: ["triggers.day update_replace"],
    });
    const later = { ...made, inputs: { ...made.inputs, deleteBeforeReplace: true } };
    expect((await host.read(kind, "orders", later))?.inputs["deleteBeforeReplace"]).toBe(true);
  });

  it("a failed snapshot is replaced, and the failed one does not go first", async () => {
    const made = await host.make(kind, "orders", { ...program, deleteBeforeReplace: true });
    const lost = { ...made, outs: { ...made.outs, status: "failed" } };
    expect(await host.diff(kind, "orders", lost, made.inputs)).toMatchObject({
      changes: "some",
      replaces: ["status"],
      deleteBeforeReplace: false,
      detailed: ["status delete_replace of outputs"],
    });
  });

  it("a renamed resource shows no change, and the next update notes its former URN", async () => {
    const made = await host.make(kind, "orders", { ...program, snapshotName: "fixed" });
    const same = await host.check(
      kind,
      "bills",
      { ...program, snapshotName: "fixed" },
      made.inputs,
    );
    expect(await host.diff(kind, "bills", made, same.inputs)).toMatchObject({ changes: "none" });
    const refreshed = (await host.read(kind, "bills", made)) ?? expect.fail("it is gone");
    expect(refreshed.outs).toEqual(made.outs);
    const news = { ...program, snapshotName: "fixed", stallTimeout: "2h" };
    const { inputs } = await host.check(kind, "bills", news, refreshed.inputs);
    const { outs } = await host.update(kind, "bills", refreshed, inputs);
    expect(outs["__formerUrns"]).toEqual([made.outs["__urn"]]);
    expect(outs["__urn"]).not.toBe(made.outs["__urn"]);
  });

  it("changed tags are shown one by one", async () => {
    const made = await host.make(kind, "orders", { ...program, tags: { a: "1", "b.c": "2" } });
    const changed = { ...program, tags: { "b.c": "3", d: "4" } };
    const { inputs } = await host.check(kind, "orders", changed, made.inputs);
    const { detailed, replaces, stables } = await host.diff(kind, "orders", made, inputs);
    expect(replaces).toEqual([]);
    expect(detailed).toEqual(["tags.a delete", "tags.d add", 'tags["b.c"] update']);
    expect(stables).toEqual(["snapshotName", "name", "arn"]);
  });
});
