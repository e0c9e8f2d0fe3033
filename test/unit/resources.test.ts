import * as awsDocdb from "@aws-sdk/client-docdb";
import * as awsElasticache from "@aws-sdk/client-elasticache";
import * as awsMemorydb from "@aws-sdk/client-memorydb";
import * as awsNeptune from "@aws-sdk/client-neptune";
import * as awsRedshiftserverless from "@aws-sdk/client-redshift-serverless";
import { Provider } from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { afterEach, beforeEach, describe, expect, expectTypeOf, it } from "vitest";
import * as services from "../../src/index.js";
import { docdb, elasticache, memorydb, neptune, redshiftserverless } from "../../src/index.js";
import { camelCased } from "../../src/kinds/answers.js";
import { kinds } from "../../src/kinds/index.js";
import { takesTime } from "../../src/kinds/kind.js";
import type {
  BackupArgs,
  ResourceArgs,
  TaggedBackupArgs,
} from "../../src/resources/base/resource-args.js";
import { lookups } from "../../src/schema/lookups.js";
import { isRecord } from "../../src/values/json.js";

/** A resource as the engine was asked to create or read it. */
interface Asked {
  readonly type: string;
  readonly name: string;
  readonly provider: string;
  readonly id: string;
  readonly inputs: Readonly<Record<string, unknown>>;
}

let asked: Asked[];

/** The engine, as far as a program sees it. It returns inputs as outputs, as the real engine does in previews. */
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

it("a resource can be created in a program under test, which has no organization", async () => {
  const nobody = { call: () => ({}), newResource: () => ({ id: "made", state: {} }) };
  await pulumi.runtime.setMocks(nobody);
  expect(await resolved(new memorydb.Snapshot("orders", { clusterName: "orders" }).id)).toBe(
    "made",
  );
});

describe("a stack's configuration", () => {
  afterEach(() => pulumi.runtime.setAllConfig({}));
  const made = (config: Record<string, string>, provider?: pulumi.ProviderResource) => {
    pulumi.runtime.setAllConfig(config);
    const options = provider === undefined ? {} : { provider };
    return () => new memorydb.Snapshot("orders", { clusterName: "orders" }, options);
  };

  it("is refused if it has an unknown key of this package", async () => {
    expect(made({ "pulumi-aws-snapshots:copiesAtOnc": "7" })).toThrow(
      "orders: the stack's configuration has the unknown key pulumi-aws-snapshots:copiesAtOnc. The known keys are pulumi-aws-snapshots:copiesAtOnce and pulumi-aws-snapshots:markUnfinishedCreates",
    );
    const known = made({
      "pulumi-aws-snapshots:copiesAtOnce": "7",
      "pulumi-aws-snapshots:markUnfinishedCreates": "false",
      "other:copies": "1",
    });
    await seen(known());
  });

  it("that disables the default provider of aws allows only resources with an aws.Provider", async () => {
    const config = { "pulumi:disable-default-providers": '["gcp","aws"]' };
    expect(made(config)).toThrow("orders: pulumi:disable-default-providers forbids");
    expect(() => memorydb.Snapshot.get("orders", "arn:aws:memorydb:x")).toThrow(
      "Pass an aws.Provider in the provider option",
    );
    await seen(made(config, new Provider("other", { region: "eu-west-1" }))());
    await seen(made({ "pulumi:disable-default-providers": '["gcp"]' })());
    await seen(made({ "pulumi:disable-default-providers": "" })());
    expect(made({ "pulumi:disable-default-providers": '[" aws "]' })).toThrow("forbids");
  });

  it("that disables all default providers disables these resources, which report it", () => {
    const config = { "pulumi:disable-default-providers": '["*"]' };
    const provider = new Provider("other", { region: "eu-west-1" });
    expect(made(config, provider)).toThrow("forbids all default providers");
  });
});

/** Returns the engine's request for one of our resources. */
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

/** The members of an instance of any class. */
type Made = pulumi.CustomResource & { readonly arn: pulumi.Output<string> };

/** The arguments of a class in addition to those that most classes have. */
type Own<Args> = Required<Omit<Args, keyof TaggedBackupArgs>>;

/** A class of the package, with what its tests need. */
interface Class<Args, Instance> {
  readonly kind: string;
  /** All of its own arguments, which its kind must know. */
  readonly args: Args;
  /** The structure in AWS's answer. An export has none. */
  readonly answer?: { readonly 4: readonly string[] };
  /** Outputs that repeat the ARN, in addition to `arn`. */
  readonly arns?: readonly string[];
  /** Outputs that repeat the name, and the input that holds it. */
  readonly names?: readonly [input: keyof Args & string, ...outputs: string[]];
  /** Hidden inputs that other classes do not have. */
  readonly hidden?: Readonly<Record<string, unknown>>;
  make(args: Args, name: string, options?: pulumi.CustomResourceOptions): Instance;
  get(name: string, id: string, options?: pulumi.CustomResourceOptions): Made;
}

/** The output name of a member of AWS's answer. */
type Camel<Key extends string> = Key extends `${infer Start}DB${infer Rest}`
  ? `${Uncapitalize<Start>}${Start extends "" ? "db" : "Db"}${Rest}`
  : Key extends `IAM${infer Rest}`
    ? `iam${Rest}`
    : Key extends "ARN"
      ? "arn"
      : Uncapitalize<Key>;

/** The members of AWS's answer in the form of outputs. */
type Plain<T> = T extends Date
  ? string
  : T extends string
    ? string
    : T extends (infer Item)[]
      ? Plain<Item>[]
      : T extends object
        ? { [Key in keyof T & string as Camel<Key>]?: Plain<NonNullable<T[Key]>> }
        : T;

/** An instance of a class with these arguments, whose outputs are an answer of AWS. */
type Instance<Args, Answer> = Made & {
  readonly [Key in keyof Own<Args>]: pulumi.Output<unknown>;
} & {
  readonly [Key in keyof Answer & string as Camel<Key>]-?: pulumi.Output<
    Plain<NonNullable<Answer[Key]>> | undefined
  >;
};

/** A row of the table. The compiler checks that no argument is left out and every output is declared. */
function row<Args, Answer = object>({ make, ...rest }: Class<Own<Args>, Instance<Args, Answer>>) {
  const kind = kinds.get(rest.kind) ?? expect.fail(`no kind ${rest.kind}`);
  return {
    hidden: {},
    arns: [],
    ...rest,
    spec: kind,
    args: { ...rest.args },
    names: rest.names ?? [],
    type: `pulumi-nodejs:dynamic/aws/${rest.kind}`,
    text: `exports.handler=()=>{const{createRequire:c}=require("module"),p="pulumi-aws-snapshots",d=process.cwd();for(const f of[d+"/",d+"/node_modules/.pnpm/node_modules/_",(require.main||0).filename])try{if(f)return c(f)(p+"/dynamic").provider("${rest.kind}")}catch(e){if(!/^(MODULE_NOT_FOUND|ERR_PACKAGE_PATH_NOT_EXPORTED)$/.test(e.code)||!/^Cannot find module 'pulumi-|^Package subpath '..dynamic'/.test(e.message))throw e}const e=Error(p+" is not installed in "+d+": install it there, it is needed until its resources are destroyed");e.stack="";throw e};`,
    make: (name: string, options?: pulumi.CustomResourceOptions) => make(rest.args, name, options),
  };
}

const clusterSnapshot = {
  args: {
    dbClusterIdentifier: "orders",
    dbClusterSnapshotIdentifier: "orders-1",
    sharedAccounts: ["444455556666"],
  } satisfies Own<neptune.ClusterSnapshotArgs>,
  arns: ["dbClusterSnapshotArn"],
  names: ["dbClusterSnapshotIdentifier", "name"] as const,
};

const clusterSnapshotCopy = {
  args: {
    sourceDbClusterSnapshotIdentifier: "orders-1",
    targetDbClusterSnapshotIdentifier: "orders-dr",
    kmsKeyId: "k",
    copyTags: true,
    sourceRegion: "us-east-1",
    sharedAccounts: ["444455556666"],
  } satisfies Own<neptune.ClusterSnapshotCopyArgs>,
  arns: ["dbClusterSnapshotArn"],
  names: ["targetDbClusterSnapshotIdentifier", "name", "dbClusterSnapshotIdentifier"] as const,
};

/** The classes of the package: type token and stored text are in the state of every stack, and must never change. */
const resources = [
  row<memorydb.SnapshotArgs, awsMemorydb.Snapshot>({
    kind: "memorydb:Snapshot",
    args: { clusterName: "orders", snapshotName: "orders-1", kmsKeyId: "k" },
    answer: awsMemorydb.Snapshot$,
    names: ["snapshotName", "name"],
    make: (args, name, options) => new memorydb.Snapshot(name, args, options),
    get: memorydb.Snapshot.get,
  }),
  row<memorydb.SnapshotCopyArgs, awsMemorydb.Snapshot>({
    kind: "memorydb:SnapshotCopy",
    args: {
      sourceSnapshotName: "orders-1",
      targetSnapshotName: "orders-dr",
      targetBucket: "backups",
      kmsKeyId: "k",
    },
    answer: awsMemorydb.Snapshot$,
    names: ["targetSnapshotName", "name"],
    make: (args, name, options) => new memorydb.SnapshotCopy(name, args, options),
    get: memorydb.SnapshotCopy.get,
  }),
  row<neptune.ClusterSnapshotArgs, awsNeptune.DBClusterSnapshot>({
    ...clusterSnapshot,
    kind: "neptune:ClusterSnapshot",
    answer: awsNeptune.DBClusterSnapshot$,
    make: (args, name, options) => new neptune.ClusterSnapshot(name, args, options),
    get: neptune.ClusterSnapshot.get,
  }),
  row<neptune.ClusterSnapshotCopyArgs, awsNeptune.DBClusterSnapshot>({
    ...clusterSnapshotCopy,
    kind: "neptune:ClusterSnapshotCopy",
    answer: awsNeptune.DBClusterSnapshot$,
    make: (args, name, options) => new neptune.ClusterSnapshotCopy(name, args, options),
    get: neptune.ClusterSnapshotCopy.get,
  }),
  row<docdb.ClusterSnapshotArgs, awsDocdb.DBClusterSnapshot>({
    ...clusterSnapshot,
    kind: "docdb:ClusterSnapshot",
    answer: awsDocdb.DBClusterSnapshot$,
    make: (args, name, options) => new docdb.ClusterSnapshot(name, args, options),
    get: docdb.ClusterSnapshot.get,
  }),
  row<docdb.ClusterSnapshotCopyArgs, awsDocdb.DBClusterSnapshot>({
    ...clusterSnapshotCopy,
    kind: "docdb:ClusterSnapshotCopy",
    answer: awsDocdb.DBClusterSnapshot$,
    make: (args, name, options) => new docdb.ClusterSnapshotCopy(name, args, options),
    get: docdb.ClusterSnapshotCopy.get,
  }),
  row<elasticache.SnapshotArgs, awsElasticache.Snapshot>({
    kind: "elasticache:Snapshot",
    args: {
      replicationGroupId: "orders",
      cacheClusterId: "orders-001",
      snapshotName: "orders-1",
      kmsKeyId: "k",
    },
    answer: awsElasticache.Snapshot$,
    names: ["snapshotName", "name"],
    make: (args, name, options) => new elasticache.Snapshot(name, args, options),
    get: elasticache.Snapshot.get,
  }),
  row<elasticache.SnapshotCopyArgs, awsElasticache.Snapshot>({
    kind: "elasticache:SnapshotCopy",
    args: {
      sourceSnapshotName: "orders-1",
      targetSnapshotName: "orders-dr",
      targetBucket: "backups",
      kmsKeyId: "k",
    },
    answer: awsElasticache.Snapshot$,
    names: ["targetSnapshotName", "name", "snapshotName"],
    make: (args, name, options) => new elasticache.SnapshotCopy(name, args, options),
    get: elasticache.SnapshotCopy.get,
  }),
  row<elasticache.ServerlessCacheSnapshotArgs, awsElasticache.ServerlessCacheSnapshot>({
    kind: "elasticache:ServerlessCacheSnapshot",
    args: {
      serverlessCacheName: "orders",
      serverlessCacheSnapshotName: "orders-1",
      kmsKeyId: "k",
    },
    answer: awsElasticache.ServerlessCacheSnapshot$,
    names: ["serverlessCacheSnapshotName", "name"],
    make: (args, name, options) => new elasticache.ServerlessCacheSnapshot(name, args, options),
    get: elasticache.ServerlessCacheSnapshot.get,
  }),
  row<elasticache.ServerlessCacheSnapshotCopyArgs, awsElasticache.ServerlessCacheSnapshot>({
    kind: "elasticache:ServerlessCacheSnapshotCopy",
    args: {
      sourceServerlessCacheSnapshotName: "orders-1",
      targetServerlessCacheSnapshotName: "orders-dr",
      kmsKeyId: "k",
    },
    answer: awsElasticache.ServerlessCacheSnapshot$,
    names: ["targetServerlessCacheSnapshotName", "name", "serverlessCacheSnapshotName"],
    make: (args, name, options) => new elasticache.ServerlessCacheSnapshotCopy(name, args, options),
    get: elasticache.ServerlessCacheSnapshotCopy.get,
  }),
  row<elasticache.ServerlessCacheSnapshotExportArgs>({
    kind: "elasticache:ServerlessCacheSnapshotExport",
    args: { serverlessCacheSnapshotName: "orders-1", s3BucketName: "backups" },
    make: (args, name, options) =>
      new elasticache.ServerlessCacheSnapshotExport(name, args, options),
    get: elasticache.ServerlessCacheSnapshotExport.get,
  }),
  row<redshiftserverless.SnapshotArgs, awsRedshiftserverless.Snapshot>({
    kind: "redshiftserverless:Snapshot",
    args: {
      namespaceName: "orders",
      recoveryPointId: "r",
      snapshotName: "orders-1",
      retentionPeriod: 30,
    },
    answer: awsRedshiftserverless.Snapshot$,
    arns: ["snapshotArn"],
    names: ["snapshotName", "name"],
    make: (args, name, options) => new redshiftserverless.Snapshot(name, args, options),
    get: redshiftserverless.Snapshot.get,
  }),
  row<
    redshiftserverless.SnapshotCopyConfigurationArgs,
    awsRedshiftserverless.SnapshotCopyConfiguration
  >({
    kind: "redshiftserverless:SnapshotCopyConfiguration",
    args: {
      namespaceName: "orders",
      destinationRegion: "eu-central-1",
      destinationKmsKeyId: "k",
      snapshotRetentionPeriod: 30,
    },
    answer: awsRedshiftserverless.SnapshotCopyConfiguration$,
    arns: ["snapshotCopyConfigurationArn"],
    hidden: { __deleteBeforeReplace: true },
    make: (args, name, options) =>
      new redshiftserverless.SnapshotCopyConfiguration(name, args, options),
    get: redshiftserverless.SnapshotCopyConfiguration.get,
  }),
];

/** Returns the classes and functions of all namespaces, for example `memorydb:Snapshot`. */
function membersOf(namespaces: Readonly<Record<string, object>>): string[] {
  return Object.entries(namespaces).flatMap(([service, members]) =>
    Object.keys(members).map((name) => `${service}:${name}`),
  );
}

const isLookup = (name: string) => /:get[A-Z]/.test(name);

it("every lookup has a function, and a second one that takes and returns outputs", () => {
  const functions = Object.keys(lookups).flatMap((name) => [name, `${name}Output`]);
  expect(membersOf(services).filter(isLookup).toSorted()).toEqual(functions.toSorted());
});

it("every kind has a class, and every class has a row", () => {
  const classes = membersOf(services).filter((name) => !isLookup(name));
  expect(classes.toSorted()).toEqual([...kinds.keys()].toSorted());
  expect(resources.map(({ kind }) => kind).toSorted()).toEqual(classes.toSorted());
});

describe.each(resources)("the class of $kind", (resource) => {
  const { type, text, spec, args, answer, arns, names, hidden, make, get } = resource;

  it("asks the engine for its type, with the stored text, the inputs and the hidden ones", async () => {
    const made = make("orders");
    expect(await seen(made)).toEqual({
      type,
      name: "orders",
      provider: "",
      id: "",
      inputs: {
        ...args,
        ...hidden,
        __provider: text,
        __organization: "acme",
        ...(spec.tagging && { __programTags: {} }),
        __urn: `urn:pulumi:prod::shop::${type}::orders`,
      },
    });
    expect(Buffer.byteLength(text)).toBeLessThanOrEqual(600);
    expect(await resolved(made.urn)).toBe(`urn:pulumi:prod::shop::${type}::orders`);
  });

  it("has the inputs of its kind as arguments", () => {
    expect(Object.keys(args).toSorted()).toEqual(Object.keys(spec.inputs).toSorted());
  });

  it("has as outputs its inputs and every member of AWS's answer, and nothing else", () => {
    const outputs = Object.entries(make("orders"))
      .filter(([key, value]) => pulumi.Output.isInstance(value) && !key.startsWith("__"))
      .map(([key]) => key);
    const members = camelCased(Object.fromEntries((answer?.[4] ?? []).map((name) => [name, 0])));
    const expected = new Set([
      ...["id", "urn", "arn", "region", ...arns, ...names],
      ...(spec.tagging ? ["tags", "tagsAll"] : []),
      ...(takesTime(spec) ? ["status"] : []),
      ...Object.keys(args),
      ...Object.keys(members),
    ]);
    expect(outputs.toSorted()).toEqual([...expected].toSorted());
  });

  it("has no input with the name of a member of Pulumi's own resource class", async () => {
    const { inputs } = await seen(make("orders"));
    const owned = ["__name", "__protect", "__version", "__providers", "__aliases", "__prov"];
    expect(Object.keys(inputs).filter((key) => owned.includes(key))).toEqual([]);
  });

  it("derives outputs that repeat the ARN from the id, and outputs that repeat the name from its input", async () => {
    const made = make("orders");
    const value = (key: string) => resolved(pulumi.output<unknown>(Reflect.get(made, key)));
    const id = await resolved(made.id);
    expect(await Promise.all(["arn", ...arns].map(value))).toEqual(["arn", ...arns].map(() => id));
    const [input = ""] = names;
    const name: unknown = Reflect.get(args, input);
    expect(await Promise.all(names.map(value))).toEqual(names.map(() => name));
  });

  it("marks tags as secret if it has tags", async () => {
    const provider = new Provider("ops", { defaultTags: { tags: { pin: pulumi.secret("1234") } } });
    const { inputs } = await seen(make("orders", { provider }));
    expect(inputs["__secretTags"]).toBe(spec.tagging && true);
  });

  it("names itself below its parent as the engine does", async () => {
    const parent = new pulumi.ComponentResource("shop:index:Backups", "all");
    const { inputs } = await seen(make("orders", { parent }));
    expect(inputs["__urn"]).toBe(`urn:pulumi:prod::shop::shop:index:Backups$${type}::orders`);
  });

  it("passes timeouts and the order of a replacement to the engine and to the provider", async () => {
    const given: pulumi.ResourceOptions[] = [];
    const options: pulumi.CustomResourceOptions = {
      customTimeouts: { create: "10m", delete: "5m" },
      deleteBeforeReplace: true,
      retainOnDelete: true,
      replacementTrigger: pulumi.secret("monday"),
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
      __retainOnDelete: true,
      // Compared only as known or unknown, because the value may be a secret.
      __replacementTrigger: true,
    });
    const { transformations: _, ...passed } = options;
    expect(given[0]).toMatchObject(passed);
  });

  it("is created with the arguments and options that transformations return", async () => {
    const provider = new Provider("ops", { region: "us-west-2" });
    const [input = ""] = Object.keys(args);
    const timeouts = { create: "10m" };
    const transformations: pulumi.ResourceTransformation[] = [
      ({ props, opts }) => ({
        props: { [input]: props[input], region: "us-east-1" },
        opts: { ...opts, provider, customTimeouts: timeouts, deleteBeforeReplace: true },
      }),
    ];
    const made = make("orders", { transformations });
    const { inputs, ...rest } = await seen(made);
    expect(rest.provider).toBe("");
    const { provider: _, id: __, ...hiddenOnes } = inputs;
    expect(hiddenOnes).toMatchObject({
      region: "us-east-1",
      __provider: text,
      __timeouts: timeouts,
      __deleteBeforeReplace: true,
      __connection: { region: "us-west-2" },
    });
    expect(
      Object.keys(inputs)
        .filter((key) => !key.startsWith("__"))
        .toSorted(),
    ).toEqual([input, "region"].toSorted());
    expect(made.getProvider("aws:index:Provider")).toBe(provider);
    // A transformation that returns no outputs removes none.
    expect(pulumi.Output.isInstance(Reflect.get(made, names[0] ?? input))).toBe(true);
  });

  it("leaves its children to their own transformations", async () => {
    const parent = make("orders");
    const child = new memorydb.Snapshot("child", { clusterName: "orders" }, { parent });
    const other = new pulumi.ComponentResource("shop:index:Backups", "all", {}, { parent });
    expect((await seen(child)).inputs["__urn"]).toBe(await resolved(child.urn));
    expect(await resolved(other.urn)).toBe(
      `urn:pulumi:prod::shop::${type}$shop:index:Backups::all`,
    );
    expect((await seen(parent)).inputs["__urn"]).toBe(await resolved(parent.urn));
  });

  it("refuses an empty or absent id in a lookup", () => {
    for (const id of ["", undefined, null]) {
      expect(() => Reflect.apply(get, undefined, ["theirs", id])).toThrow(
        /^theirs: get needs the id \(ARN or S3 address\) of an existing .* was given/,
      );
    }
  });

  it("refuses the import option, and says what works instead", () => {
    expect(() => make("orders", { import: "arn:x" })).toThrow(
      /^orders: the import option cannot work for .* static get method.* `npx pulumi-aws-snapshots import \w+:\w+ orders ARN`.* `pulumi import --file`/,
    );
  });

  it("reads an existing snapshot by its ARN, without arguments", async () => {
    const id = "arn:aws:memorydb:eu-west-1:111122223333:snapshot/theirs";
    const resource = get("theirs", id, { parent: new pulumi.ComponentResource("a:b:C", "all") });
    const { inputs, ...rest } = await seen(resource);
    expect(rest).toEqual({ type, name: "theirs", provider: "", id });
    expect(inputs).toMatchObject({ __provider: text, __lookup: true });
    expect(Object.keys(inputs).filter((key) => !key.startsWith("__"))).toEqual([]);
    expect(await resolved(resource.id)).toBe(id);
  });

  it("is not a lookup when it creates a resource", async () => {
    expect((await seen(make("orders"))).inputs).not.toHaveProperty("__lookup");
  });
});

it("a copy configuration is deleted before its replacement is created, whatever the options say", async () => {
  const given: pulumi.ResourceOptions[] = [];
  const made = new redshiftserverless.SnapshotCopyConfiguration(
    "orders",
    { namespaceName: "orders", destinationRegion: "eu-central-1" },
    {
      deleteBeforeReplace: false,
      transformations: [
        ({ opts }) => {
          given.push(opts);
          return undefined;
        },
      ],
    },
  );
  expect((await seen(made)).inputs["__deleteBeforeReplace"]).toBe(true);
  expect(given[0]).toMatchObject({ deleteBeforeReplace: true });
});

it("a class has tags, triggers and waitForCompletion only if they apply to its kind", () => {
  type Common<Args> = Extract<keyof Args, keyof TaggedBackupArgs>;
  expectTypeOf<Common<elasticache.ServerlessCacheSnapshotExportArgs>>().toEqualTypeOf<
    keyof BackupArgs
  >();
  expectTypeOf<Common<redshiftserverless.SnapshotCopyConfigurationArgs>>().toEqualTypeOf<
    keyof ResourceArgs
  >();
});

it("the types cover everything inside an answer of AWS", () => {
  expectTypeOf<memorydb.ClusterConfiguration>().toEqualTypeOf<
    Plain<awsMemorydb.ClusterConfiguration>
  >();
  expectTypeOf<elasticache.NodeSnapshot>().toEqualTypeOf<Plain<awsElasticache.NodeSnapshot>>();
  expectTypeOf<elasticache.ServerlessCacheConfiguration>().toEqualTypeOf<
    Plain<awsElasticache.ServerlessCacheConfiguration>
  >();
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
  // The provider of @pulumi/aws writes everything except strings as JSON.
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

  it("is inherited from a component, near or far, however the component got it", async () => {
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

  it("is inherited by a child of a resource that has it", async () => {
    const parent = snapshot("parent", { provider: new Provider("ops", settings) });
    expect(await connection(snapshot("child", { parent }))).toEqual(known);
  });

  it("of the resource wins over an inherited one", async () => {
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
    "with its own credentials is passed on without them (in a preview: %s)",
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

  it("with a web identity token is passed on without the token", async () => {
    const assumeRoleWithWebIdentity = {
      roleArn: "arn:aws:iam::111122223333:role/ci",
      webIdentityToken: "hush",
    };
    const provider = new Provider("ci", { region: "eu-west-2", assumeRoleWithWebIdentity });
    const resource = snapshot("orders", { provider });
    expect(await connection(resource)).toMatchObject({ staticCredentials: true });
    expect(JSON.stringify(await seen(resource))).not.toContain("hush");
  });

  it("passes its other settings to a preview if one of them is not known yet", async () => {
    await engine(true);
    // In a preview an output that the engine did not return is unknown.
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
      'pulumi-nodejs:dynamic/aws/memorydb:Snapshot: the provider option takes an aws.Provider, but was given a provider of the package "gcp"',
    );
  });

  it("passes nothing on if it is not there", async () => {
    const parent = new pulumi.ComponentResource("a:b:C", "all");
    expect(await connection(snapshot("orders", { parent }))).toBeUndefined();
  });
});
