import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import type {
  Declaration,
  InputDeclaration,
  KindDeclaration,
  OutputDeclaration,
} from "../../scripts/declaration/declaration.js";
import { readDeclaration } from "../../scripts/declaration/read.js";
import { differences } from "../../scripts/schema/compare.js";
import { examplesSection } from "../../scripts/schema/examples.js";
import { packageSchema } from "../../scripts/schema/package.js";
import { typeOf } from "../../scripts/schema/resources.js";
import { ofFunction, ofResource, Texts } from "../../scripts/schema/texts.js";
import { copiesConfigKey, markConfigKey } from "../../src/aws/own-settings.js";
import { serviceNames } from "../../src/aws/settings.js";
import { settingsKeys } from "../../src/aws/settings-keys.js";

const root = join(__dirname, "..", "..");
const declaration = readDeclaration(root);
const schema = packageSchema(declaration, "1.2.3");

it("the package schema is what programs in other languages were promised", () => {
  const { version, ...now } = schema;
  const golden: unknown = JSON.parse(readFileSync(join(__dirname, "schema.golden.json"), "utf8"));
  const changes = differences(golden, JSON.parse(JSON.stringify(now)));
  if (changes.length > 0) {
    throw new Error(
      [
        "The package schema has changed, and with it what programs in Python, Go, YAML and other languages may rely on.",
        "What is removed, renamed, newly required or of another type breaks them: that needs a new major version.",
        "If the change is meant, accept it with `npm run schema -- --accept`, generate the SDKs with `npm run sdks`, and commit both.",
        "",
        ...changes,
      ].join("\n"),
    );
  }
  expect(version).toBe("1.2.3");
});

it("the schema has every kind, with its inputs, outputs and the token of its dynamic resource", () => {
  expect(Object.keys(schema.resources)).toHaveLength(13);
  for (const [kind, declared] of Object.entries(declaration.kinds)) {
    const resource = schema.resources[`aws-snapshots:${kind}`];
    const { deleteBeforeReplace, ...inputs } = resource?.inputProperties ?? {};
    expect(Object.keys(inputs)).toEqual(Object.keys(declared.inputs));
    expect(Object.keys(resource?.properties ?? {})).toEqual(Object.keys(declared.outputs));
    expect(resource?.aliases).toEqual([{ type: `pulumi-nodejs:dynamic/aws/${kind}` }]);
    expect(deleteBeforeReplace === undefined).toBe(
      kind === "redshiftserverless:SnapshotCopyConfiguration",
    );
  }
});

it("the schema has every lookup, with its inputs and outputs", () => {
  expect(Object.keys(schema.functions)).toHaveLength(13);
  for (const [name, declared] of Object.entries(declaration.functions)) {
    const lookup = schema.functions[`aws-snapshots:${name}`];
    expect(Object.keys(lookup?.inputs.properties ?? {})).toEqual(Object.keys(declared.inputs));
    expect(Object.keys(lookup?.outputs.properties ?? {})).toEqual(Object.keys(declared.outputs));
  }
  const { inputs, outputs } = schema.functions["aws-snapshots:memorydb:getLatestSnapshot"] ?? {};
  expect(inputs?.required).toEqual(["clusterName"]);
  expect(inputs?.properties["snapshotType"]?.description).toContain("Default: `any`.");
  // With allowNone, there may be no output at all.
  expect(outputs?.required).toBeUndefined();
});

it("the provider takes every key of @pulumi/aws that decides something, and this package's own keys", () => {
  const honoured = Object.entries(settingsKeys).flatMap(([key, use]) =>
    use === "honoured" ? [key] : [],
  );
  const own = [markConfigKey, copiesConfigKey].map((key) => key.split(":")[1]);
  const expected = [...honoured, ...own, "organization"].sort();
  expect(Object.keys(schema.provider.inputProperties).sort()).toEqual(expected);
  expect(Object.keys(schema.config.variables).sort()).toEqual(expected);
});

it("the provider's endpoints are those of the services that are called", () => {
  const { properties = {} } = schema.types["aws-snapshots:index:ProviderEndpoint"] ?? {};
  expect(Object.keys(properties).sort()).toEqual([...serviceNames].sort());
});

it("every argument of the provider that holds credentials is a secret", () => {
  const secret = Object.entries(schema.provider.inputProperties).flatMap(([key, argument]) =>
    argument.secret ? [key] : [],
  );
  expect(secret).toEqual([
    "accessKey",
    "secretKey",
    "token",
    "assumeRoleWithWebIdentity",
    "httpProxy",
    "httpsProxy",
  ]);
});

const input = (more: Partial<InputDeclaration> = {}): InputDeclaration => ({
  type: "string",
  description: "Changing it replaces the shop.",
  required: false,
  replaces: true,
  secret: false,
  common: false,
  ...more,
});
const output = (description: string): OutputDeclaration => ({
  type: "string",
  description,
  required: true,
});
const shop: KindDeclaration = {
  description: "A shop.",
  examples: [],
  see: [],
  inputs: { street: input(), open: input({ type: "boolean" }) },
  outputs: { street: output("Street."), rent: output("Rent.") },
};
const town: Declaration = {
  kinds: { "trade:Shop": shop, "trade:Stall": shop, "post:Box": shop },
  functions: {},
  types: {},
};

describe("a description", () => {
  const texts = new Texts(town);
  const place = ofResource("trade:Shop", { ...shop.inputs, tidy: input() }, shop.outputs);
  const describeShop = (text: string, standard?: string) =>
    texts.describe(text, place, "inputs", standard);
  const property = (path: string) => `{{% ref #/resources/aws-snapshots:trade:Shop/${path} %}}`;

  it.each([
    ["an input", "With `open`, it is.", `With ${property("inputProperties/open")}, it is.`],
    ["an input of the plugin alone", "Set `tidy`.", `Set ${property("inputProperties/tidy")}.`],
    ["an output", "See `rent`.", `See ${property("properties/rent")}.`],
    [
      "an output, if the text says that it is one",
      "The output `street`.",
      `The output ${property("properties/street")}.`,
    ],
    [
      "an input with a value",
      "Not with `open: false`.",
      `Not with ${property("inputProperties/open")} set to \`false\`.`,
    ],
    [
      "another resource of the service",
      "Use `Stall`.",
      "Use {{% ref #/resources/aws-snapshots:trade:Stall %}}.",
    ],
  ])("has a reference in place of the name of %s", (_, text, expected) => {
    expect(describeShop(text)).toBe(expected);
  });

  it("of an output has a reference to the output, if an input has the same name", () => {
    expect(texts.describe("Like `street`.", place, "outputs")).toBe(
      `Like ${property("properties/street")}.`,
    );
  });

  it("of a function has references to its inputs and outputs", () => {
    const lookup = ofFunction("trade:getShop", { street: input() }, { rent: output("Rent.") });
    const part = (path: string) => `{{% ref #/functions/aws-snapshots:trade:getShop/${path} %}}`;
    expect(texts.describe("By `street`, for its `rent`, as `Shop`.", lookup)).toBe(
      `By ${part("inputs/properties/street")}, for its ${part("outputs/properties/rent")}, as {{% ref #/resources/aws-snapshots:trade:Shop %}}.`,
    );
  });

  it("of an object type keeps all names", () => {
    expect(texts.describe("Like `street`.")).toBe("Like `street`.");
  });

  it("keeps code that is no name of the kind", () => {
    const text = "`id`, `Box`, `<street>-1`, `eu-west-1` and `aws:`.";
    expect(describeShop(text)).toBe(text);
  });

  it("ends with the default, as code if it is a value", () => {
    expect(describeShop("Street.", "the main street")).toBe("Street.\n\nDefault: the main street.");
    expect(describeShop("Rent.", "-1")).toBe("Rent.\n\nDefault: `-1`.");
  });

  it("says nothing of the provider of the dynamic resources", () => {
    expect(describeShop("It overrides the roles of an `aws.Provider` or of the stack.")).toBe(
      "It overrides the roles of the provider.",
    );
    expect(() => describeShop("Pass an `aws.Provider`.")).toThrow(
      'the description "Pass an `aws.Provider`." has aws.Provider, which programs in other languages do not have',
    );
    expect(() => describeShop("Set `aws:region`.")).toThrow("has `aws:region");
  });

  it("must have every sentence that is written differently for the plugin", () => {
    expect(() => texts.finish()).toThrow("no doc comment in src/resources has the sentence");
  });
});

describe("the type of a property", () => {
  it("is a whole number, unless AWS reports fractions", () => {
    expect(typeOf("port", "number")).toEqual({ type: "integer" });
    expect(typeOf("totalBackupSizeInMegaBytes", "number")).toEqual({ type: "number" });
  });

  it("is a list, a map or an object of the package", () => {
    expect(typeOf("a", { list: { object: "trade:Shop" } })).toEqual({
      type: "array",
      items: { $ref: "#/types/aws-snapshots:trade:Shop" },
    });
    expect(typeOf("a", { map: "boolean" })).toEqual({
      type: "object",
      additionalProperties: { type: "boolean" },
    });
  });
});

describe("an example", () => {
  it("of a resource is written in each language", () => {
    const section = examplesSection(
      'const myShop = new trade.Shop("corner", { mainStreet: road.id, dayCount: 3, open: true }, { retainOnDelete: true });',
    );
    expect(section).toContain('import { trade } from "pulumi-aws-snapshots/provider";');
    expect(section).toContain(`\`\`\`python
import pulumi
from pulumi_aws_snapshots import trade

my_shop = trade.Shop(
    "corner",
    main_street=road.id,
    day_count=3,
    open=True,
    opts=pulumi.ResourceOptions(retain_on_delete=True),
)
\`\`\``);
    expect(section).toContain(`\`\`\`go
myShop, err := trade.NewShop(ctx, "corner", &trade.ShopArgs{
	MainStreet: road.ID(),
	DayCount:   pulumi.Int(3),
	Open:       pulumi.Bool(true),
}, pulumi.RetainOnDelete(true))
\`\`\``);
    expect(section).toContain(`\`\`\`yaml
resources:
  corner:
    type: aws-snapshots:trade:Shop
    properties:
      mainStreet: \${road.id}
      dayCount: 3
      open: true
    options:
      retainOnDelete: true
\`\`\``);
  });

  it("of a lookup is written in each language", () => {
    const section = examplesSection(
      'const nextShop = trade.getLatestShopOutput({ mainStreet: "high", tags: { team: "a" } });',
    );
    expect(section).toContain(`\`\`\`python
from pulumi_aws_snapshots import trade

next_shop = trade.get_latest_shop_output(
    main_street="high",
    tags={"team": "a"},
)
\`\`\``);
    expect(section).toContain(`\`\`\`go
nextShop := trade.GetLatestShopOutput(ctx, trade.GetLatestShopOutputArgs{
	MainStreet: pulumi.String("high"),
	Tags:       pulumi.StringMap{"team": pulumi.String("a")},
})
\`\`\``);
    expect(section).toContain(`\`\`\`yaml
variables:
  nextShop:
    fn::invoke:
      function: aws-snapshots:trade:getLatestShop
      arguments:
        mainStreet: high
        tags:
          team: a
\`\`\``);
  });

  it("of a lookup that Go calls otherwise has the name that it has there", () => {
    expect(examplesSection('const shop = await trade.getShop({ arn: "a" });')).toContain(
      "shop := trade.LookupShopOutput(ctx, trade.LookupShopOutputArgs{",
    );
  });

  it.each([
    ["two statements", 'const a = new trade.Shop("a", {}); a.open();', "is not one statement"],
    ["a name for a lookup", 'const a = trade.getShop("a", {});', "is not an object"],
    ["no service", "const a = shop({});", "is not one statement"],
    ["a spread", 'const a = new trade.Shop("a", { ...b });', 'is not "key: value"'],
    ["a list", 'const a = new trade.Shop("a", { b: [1] });', "which no other language"],
  ])("is refused if it has %s", (_, code, message) => {
    expect(() => examplesSection(code)).toThrow(message);
  });
});

it("differences between schemas are listed with their places", () => {
  const before = { a: { type: "string" }, b: { type: "string" }, c: ["x"] };
  const after = { a: { type: "integer" }, c: ["x"], d: {} };
  expect(differences(before, after)).toEqual([
    'changed  /a/type\n  before "string"\n  now    "integer"',
    "removed  /b",
    "added    /d",
  ]);
  expect(differences(before, before)).toEqual([]);
});
