import { Provider } from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { beforeEach, describe, expect, it } from "vitest";
import { isRecord } from "../../src/dynamic/json.js";
import { memorydb } from "../../src/index.js";

/** A resource as the engine was asked to make or read it. */
interface Asked {
  readonly type: string;
  readonly name: string;
  readonly provider: string;
  readonly id: string;
  readonly inputs: Readonly<Record<string, unknown>>;
}

let asked: Asked[];

/** The engine, as far as a program sees it. It answers inputs as outputs, as a real one does in previews. */
async function engine(preview = false): Promise<void> {
  asked = [];
  await pulumi.runtime.setMocks(
    {
      call: () => ({}),
      newResource: ({ type, name, provider = "", id = "", inputs }) => {
        asked.push({ type, name, provider, id, inputs });
        const made = `arn:aws:memorydb:eu-west-1:111122223333:snapshot/${name}`;
        return { id: preview ? undefined : id || made, state: inputs };
      },
    },
    "shop",
    "prod",
    preview,
    "acme",
  );
}

beforeEach(() => engine());

it("can be made in a program under test, which has no organization", async () => {
  const nobody = { call: () => ({}), newResource: () => ({ id: "made", state: {} }) };
  await pulumi.runtime.setMocks(nobody);
  expect(await resolved(new memorydb.Snapshot("orders", { clusterName: "orders" }).id)).toBe(
    "made",
  );
});

/** What the engine was asked for one of our resources. */
async function seen(resource: pulumi.CustomResource): Promise<Asked> {
  const urn = await resolved(resource.urn);
  const name = urn.slice(urn.lastIndexOf("::") + 2);
  return asked.find((each) => each.name === name && isOurs(each)) ?? expect.fail(`no ${urn}`);
}

function isOurs({ type }: Asked): boolean {
  return type.startsWith("pulumi-nodejs:dynamic/aws/");
}

function resolved<Value>(output: pulumi.Output<Value>): Promise<Value> {
  return new Promise((resolve) => {
    output.apply(resolve);
  });
}

/** The resources of the package: type token and stored text are part of the state of every stack, for ever. */
const resources = [
  {
    kind: "memorydb:Snapshot",
    type: "pulumi-nodejs:dynamic/aws/memorydb:Snapshot",
    text: `exports.handler=()=>{const{createRequire:c}=require("module"),p="pulumi-aws-snapshots",d=process.cwd();for(const f of[d+"/",d+"/node_modules/.pnpm/node_modules/_",(require.main||0).filename])try{if(f)return c(f)(p+"/dynamic").provider("memorydb:Snapshot")}catch(e){if(!/^(MODULE_NOT_FOUND|ERR_PACKAGE_PATH_NOT_EXPORTED)$/.test(e.code)||!/^Cannot find module 'pulumi-|^Package subpath '..dynamic'/.test(e.message))throw e}const e=Error(p+" is not installed in "+d+": install it there, it is needed until its resources are destroyed");e.stack="";throw e};`,
    args: { clusterName: "orders", snapshotName: "orders-1" },
    nameInput: "snapshotName",
    make: (name: string, options?: pulumi.CustomResourceOptions) =>
      new memorydb.Snapshot(name, { clusterName: "orders", snapshotName: "orders-1" }, options),
    get: memorydb.Snapshot.get,
  },
  {
    kind: "memorydb:SnapshotCopy",
    type: "pulumi-nodejs:dynamic/aws/memorydb:SnapshotCopy",
    text: `exports.handler=()=>{const{createRequire:c}=require("module"),p="pulumi-aws-snapshots",d=process.cwd();for(const f of[d+"/",d+"/node_modules/.pnpm/node_modules/_",(require.main||0).filename])try{if(f)return c(f)(p+"/dynamic").provider("memorydb:SnapshotCopy")}catch(e){if(!/^(MODULE_NOT_FOUND|ERR_PACKAGE_PATH_NOT_EXPORTED)$/.test(e.code)||!/^Cannot find module 'pulumi-|^Package subpath '..dynamic'/.test(e.message))throw e}const e=Error(p+" is not installed in "+d+": install it there, it is needed until its resources are destroyed");e.stack="";throw e};`,
    args: { sourceSnapshotName: "orders-1", targetSnapshotName: "orders-dr" },
    nameInput: "targetSnapshotName",
    make: (name: string, options?: pulumi.CustomResourceOptions) =>
      new memorydb.SnapshotCopy(
        name,
        { sourceSnapshotName: "orders-1", targetSnapshotName: "orders-dr" },
        options,
      ),
    get: memorydb.SnapshotCopy.get,
  },
] as const;

it("has an example of every class", () => {
  const classes = [...Object.values(memorydb)].map((each) => each.name);
  expect(classes.toSorted()).toEqual(["Snapshot", "SnapshotCopy"]);
  expect(resources).toHaveLength(classes.length);
});

describe.each(resources)("the class of $kind", ({ type, text, args, nameInput, make, get }) => {
  it("asks the engine for its type, with the stored text, the inputs and the hidden ones", async () => {
    const resource = make("orders");
    expect(await seen(resource)).toEqual({
      type,
      name: "orders",
      provider: "",
      id: "",
      inputs: {
        ...args,
        __provider: text,
        __logicalName: "orders",
        __organization: "acme",
        __urn: `urn:pulumi:prod::shop::${type}::orders`,
      },
    });
    expect(Buffer.byteLength(text)).toBeLessThanOrEqual(600);
    expect(await resolved(resource.urn)).toBe(`urn:pulumi:prod::shop::${type}::orders`);
  });

  it("has no inputs in common with Pulumi's own members of a resource", async () => {
    const { inputs } = await seen(make("orders"));
    const owned = ["__name", "__protect", "__version", "__providers", "__aliases", "__prov"];
    expect(Object.keys(inputs).filter((key) => owned.includes(key))).toEqual([]);
  });

  it("derives the ARN from the id and the name from its input", async () => {
    const resource = make("orders");
    expect(await resolved(resource.arn)).toBe(await resolved(resource.id));
    expect(await resolved(resource.name)).toBe(
      Object.entries(args).find(([k]) => k === nameInput)?.[1],
    );
  });

  it("names itself below its parent as the engine does", async () => {
    const parent = new pulumi.ComponentResource("shop:index:Backups", "all");
    const { inputs } = await seen(make("orders", { parent }));
    expect(inputs["__urn"]).toBe(`urn:pulumi:prod::shop::shop:index:Backups$${type}::orders`);
  });

  it("passes timeouts and the order of a replacement on, to the engine and to the provider", async () => {
    const given: pulumi.ResourceOptions[] = [];
    const options: pulumi.CustomResourceOptions = {
      customTimeouts: { create: "10m", delete: "5m" },
      deleteBeforeReplace: true,
      retainOnDelete: true,
      transformations: [
        ({ opts }) => {
          given.push(opts);
          return undefined;
        },
      ],
    };
    const { inputs } = await seen(make("orders", options));
    expect(inputs).toMatchObject({
      __timeouts: { create: "10m", delete: "5m" },
      __deleteBeforeReplace: true,
    });
    const { transformations: _, ...passed } = options;
    expect(given[0]).toMatchObject(passed);
  });

  it("refuses the import option, and says what works", () => {
    expect(() => make("orders", { import: "arn:x" })).toThrow(
      /^orders: the import option cannot work for .* static get method.* `pulumi import --file`/,
    );
  });

  it("reads one that exists by its ARN, without arguments", async () => {
    const id = "arn:aws:memorydb:eu-west-1:111122223333:snapshot/theirs";
    const resource = get("theirs", id, { parent: new pulumi.ComponentResource("a:b:C", "all") });
    const { inputs, ...rest } = await seen(resource);
    expect(rest).toEqual({ type, name: "theirs", provider: "", id });
    expect(inputs).toMatchObject({ __provider: text, __lookup: true, __logicalName: "theirs" });
    expect(Object.keys(inputs).filter((key) => !key.startsWith("__"))).toEqual([]);
    expect(await resolved(resource.id)).toBe(id);
  });

  it("is not a lookup when it is made", async () => {
    expect((await seen(make("orders"))).inputs).not.toHaveProperty("__lookup");
  });
});

describe("an aws.Provider", () => {
  const snapshot = (name: string, options: pulumi.CustomResourceOptions) =>
    new memorydb.Snapshot(name, { clusterName: "orders" }, options);
  const connection = async (resource: pulumi.CustomResource) =>
    (await seen(resource)).inputs["__connection"];
  const settings = {
    region: "eu-west-2",
    profile: "ops",
    maxRetries: 7,
    assumeRoles: [{ roleArn: "arn:aws:iam::111122223333:role/ops" }],
    defaultTags: { tags: { team: "data" } },
  };
  // The provider of @pulumi/aws writes all but texts as JSON.
  const known = {
    region: "eu-west-2",
    profile: "ops",
    maxRetries: "7",
    assumeRoles: '[{"roleArn":"arn:aws:iam::111122223333:role/ops"}]',
    defaultTags: '{"tags":{"team":"data"}}',
  };

  it.each([false, true])(
    "is taken out of the options and its settings are passed on (in a preview: %s)",
    async (preview) => {
      await engine(preview);
      const resource = snapshot("orders", { provider: new Provider("ops", settings) });
      const { provider, inputs } = await seen(resource);
      expect(provider).toBe("");
      expect(inputs["__connection"]).toEqual(known);
    },
  );

  it("is inherited from a component, near or far, however it was given there", async () => {
    const provider = new Provider("ops", settings);
    const outer = new pulumi.ComponentResource(
      "a:b:C",
      "outer",
      {},
      { providers: { aws: provider } },
    );
    const inner = new pulumi.ComponentResource("a:b:C", "inner", {}, { parent: outer });
    const listed = new pulumi.ComponentResource("a:b:C", "listed", {}, { providers: [provider] });
    const single = new pulumi.ComponentResource("a:b:C", "single", {}, { provider });
    for (const parent of [outer, inner, listed, single]) {
      const resource = snapshot(`below-${await resolved(parent.urn)}`.replaceAll(":", ""), {
        parent,
      });
      expect(await connection(resource)).toEqual(known);
      expect((await seen(resource)).provider).toBe("");
    }
  });

  it("is inherited by a child of a resource that it was given to", async () => {
    const parent = snapshot("parent", { provider: new Provider("ops", settings) });
    expect(await connection(snapshot("child", { parent }))).toEqual(known);
  });

  it("of the resource wins over one that would be inherited", async () => {
    const parent = new pulumi.ComponentResource(
      "a:b:C",
      "all",
      {},
      { providers: [new Provider("ops", settings)] },
    );
    const provider = new Provider("dev", { region: "eu-west-3" });
    expect(await connection(snapshot("orders", { parent, provider }))).toEqual({
      region: "eu-west-3",
    });
  });

  it.each([false, true])(
    "with credentials of its own is passed on without them (in a preview: %s)",
    async (preview) => {
      await engine(preview);
      const credentials = { accessKey: "AKIAEXAMPLE", secretKey: "hush", token: "hush hush" };
      for (const [key, value] of Object.entries(credentials)) {
        const provider = new Provider(`has-${key}`, { region: "eu-west-2", [key]: value });
        const resource = snapshot(`with-${key}`, { provider });
        expect(await connection(resource)).toEqual({
          region: "eu-west-2",
          staticCredentials: true,
        });
        expect(JSON.stringify(await seen(resource))).not.toContain(value);
      }
    },
  );

  it("with a token of a web identity is passed on without it", async () => {
    const assumeRoleWithWebIdentity = {
      roleArn: "arn:aws:iam::111122223333:role/ci",
      webIdentityToken: "hush",
    };
    const provider = new Provider("ci", { region: "eu-west-2", assumeRoleWithWebIdentity });
    const resource = snapshot("orders", { provider });
    expect(await connection(resource)).toMatchObject({ staticCredentials: true });
    expect(JSON.stringify(await seen(resource))).not.toContain("hush");
  });

  it("hides nothing else from a preview when one of its settings is not known yet", async () => {
    await engine(true);
    // In a preview an output that the engine did not answer is not known.
    const { profile } = new Provider("other", { region: "eu-west-1" });
    const assumed = profile.apply((text) => text ?? "");
    const provider = new Provider("ops", { ...settings, profile: assumed });
    const passed = await connection(snapshot("orders", { provider }));
    expect(passed).toEqual({ ...known, profile: expect.not.stringContaining("") });
    expect(pulumi.isUnknown(isRecord(passed) && passed["profile"])).toBe(true);
  });

  it("of another package is refused", () => {
    class Foreign extends pulumi.ProviderResource {
      constructor() {
        super("gcp", "foreign", {});
      }
    }
    expect(() => snapshot("orders", { provider: new Foreign() })).toThrow(
      'pulumi-nodejs:dynamic/aws/memorydb:Snapshot: the provider option takes an aws.Provider, but was given one of package "gcp"',
    );
  });

  it("that is not there passes nothing on", async () => {
    const parent = new pulumi.ComponentResource("a:b:C", "all");
    expect(await connection(snapshot("orders", { parent }))).toBeUndefined();
  });
});
