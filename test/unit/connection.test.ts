import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeEach, describe, expect, it } from "vitest";
import { Connections } from "../../src/aws/connection.js";
import { callOf } from "../../src/dynamic/hidden-inputs.js";
import { connectionProps } from "../../src/state/call.js";
import { unknownText } from "../../src/values/engine-values.js";

const role = "arn:aws:iam::111122223333:role/deploy";
const environment = { ...process.env };
const folder = mkdtempSync(join(tmpdir(), "connection-"));
const configFile = join(folder, "config");
afterAll(() => rmSync(folder, { recursive: true }));
writeFileSync(
  configFile,
  "[default]\nregion = sa-east-1\n[profile dev]\nregion = ap-south-1\n[profile nowhere]\noutput = json\n",
);

beforeEach(() => {
  for (const key of Object.keys(process.env)) {
    if (key.startsWith("AWS_")) {
      delete process.env[key];
    }
  }
  process.env["AWS_CONFIG_FILE"] = configFile;
  process.env["AWS_SHARED_CREDENTIALS_FILE"] = "/nonexistent";
});

afterAll(() => {
  // In place: what stubs variables in later tests goes on with this object.
  for (const key of Object.keys(process.env)) {
    delete process.env[key];
  }
  Object.assign(process.env, environment);
});

const connections = (config: Record<string, string> = {}) =>
  new Connections(new Map(Object.entries(config)));

describe("the region", () => {
  it("comes from the nearest place that names one", async () => {
    const props: Record<string, unknown> = { region: "eu-west-1" };
    const config: Record<string, string> = { "aws:region": "eu-west-3" };
    process.env["AWS_REGION"] = "us-west-1";
    process.env["AWS_DEFAULT_REGION"] = "us-west-2";
    const region = () => connections(config).region(props);

    expect(await region()).toBe("eu-west-1");
    delete props["region"];
    expect(await region()).toBe("eu-west-3");
    config["aws:region"] = "";
    expect(await region()).toBe("us-west-1");
    delete process.env["AWS_REGION"];
    expect(await region()).toBe("us-west-2");
    delete process.env["AWS_DEFAULT_REGION"];
    expect(await region()).toBe("sa-east-1");
    process.env["AWS_PROFILE"] = "dev";
    expect(await region()).toBe("ap-south-1");
  });

  it("of an aws.Provider that names none is not the stack's: @pulumi/aws would not take that either", async () => {
    const region = (provider: object) =>
      connections({ "aws:region": "eu-west-3" }).region({ connection: provider });
    expect(await region({ region: "eu-west-2", profile: "dev" })).toBe("eu-west-2");
    expect(await region({ profile: "dev" })).toBe("ap-south-1");
    expect(await region({ profile: "nowhere" })).toBeUndefined();
    process.env["AWS_REGION"] = "us-west-1";
    expect(await region({ profile: "dev" })).toBe("us-west-1");
  });

  it("is not named by a variable that is empty", async () => {
    Object.assign(process.env, { AWS_REGION: "", AWS_DEFAULT_REGION: "" });
    expect(await connections().region({})).toBe("sa-east-1");
    expect(await connections().region({ profile: "nowhere" })).toBeUndefined();
  });

  it("comes from the resource's own profile before the stack's", async () => {
    const stack = connections({ "aws:profile": "nowhere" });
    expect(await stack.region({ profile: "dev" })).toBe("ap-south-1");
    expect(await stack.region({})).toBeUndefined();
  });

  it("of a profile is looked for in the files that the stack names, and only there", async () => {
    const file = join(folder, "other");
    writeFileSync(file, "[profile dev]\nregion = ca-west-1\n");
    const region = (name: string) =>
      connections({
        "aws:profile": "dev",
        "aws:sharedConfigFiles": JSON.stringify([name]),
      }).region({});
    expect(await region(file)).toBe("ca-west-1");
    expect(await region("/other/config")).toBeUndefined();
  });

  it("is unknown in a preview when whatever names it is", async () => {
    expect(await connections().region({ connection: { region: unknownText } })).toBe(unknownText);
    expect(await connections().region({ connection: { profile: unknownText } })).toBe(unknownText);
    expect(await connections().region({ profile: unknownText })).toBe(unknownText);
    expect(() => connections().identity({ profile: unknownText }, "eu-west-1")).toThrow(
      "not known before the update",
    );
  });
});

describe("the settings of a resource", () => {
  const stack = connections({
    "aws:profile": "ci",
    "aws:accessKey": "AKIA",
    "aws:secretKey": "secret",
    "aws:assumeRoles": JSON.stringify([{ roleArn: role }]),
    "aws:allowedAccountIds": '["111122223333"]',
    "aws:defaultTags": '{"tags":{"team":"data"}}',
  });

  it("are the stack's", () => {
    expect(stack.settings({})).toMatchObject({
      profile: "ci",
      staticCredentials: { accessKeyId: "AKIA" },
      assumeRoles: [{ RoleArn: role }],
      defaultTags: { team: "data" },
    });
  });

  it("are the provider's and none of the stack's where it has one", () => {
    expect(stack.settings({ connection: { profile: "dev" } })).toMatchObject({
      profile: "dev",
      staticCredentials: undefined,
      assumeRoles: [],
      allowedAccountIds: [],
      defaultTags: {},
    });
  });

  it("with a profile of its own keep the rules, and nothing of the credentials", () => {
    expect(stack.settings({ profile: "dev" })).toMatchObject({
      profile: "dev",
      staticCredentials: undefined,
      assumeRoles: [],
      allowedAccountIds: ["111122223333"],
      defaultTags: { team: "data" },
    });
  });

  it("with a role of its own keep the credentials and drop the other roles", () => {
    expect(stack.settings({ assumeRoleArn: `${role}2` })).toMatchObject({
      profile: "ci",
      staticCredentials: { accessKeyId: "AKIA" },
      assumeRoles: [{ RoleArn: `${role}2` }],
    });
  });

  it("are looked at on use: what cannot be read is an error of each resource", () => {
    const broken = connections({ "aws:endpoints": "{" });
    expect(() => broken.settings({})).toThrow("aws:endpoints");
    expect(() => broken.settings({})).toThrow("aws:endpoints");
    expect(broken.settings({ connection: {} }).endpoints).toEqual({});
  });
});

describe("an identity", () => {
  const stack = connections({ "aws:accessKey": "AKIASECRET", "aws:secretKey": "hunter2" });

  it("is one for equal settings, whatever the region of the resource", () => {
    process.env["AWS_REGION"] = "eu-west-1";
    const one = stack.identity({}, "eu-west-1");
    expect(stack.identity(connectionProps(callOf({}), { tags: {} }), "us-east-1")).toBe(one);
    expect(stack.identity({ connection: { defaultTags: { tags: { a: "b" } } } }, "eu-west-1")).toBe(
      stack.identity({ connection: { region: "eu-west-1" } }, "eu-west-1"),
    );
  });

  it.each([
    { profile: "dev" },
    { assumeRoleArn: role },
    { connection: {} },
    { connection: { endpoints: [{ sts: "http://127.0.0.1:1" }] } },
    { connection: { maxRetries: 1 } },
    { connection: { allowedAccountIds: ["111122223333"] } },
  ])("is another one for %o", (props) => {
    const all = [stack.identity({}, "eu-west-1"), stack.identity({ profile: "ci" }, "eu-west-1")];
    expect(all.map(({ fingerprint }) => fingerprint)).not.toContain(
      stack.identity(props, "eu-west-1").fingerprint,
    );
  });

  it("tells nothing of its credentials", () => {
    expect(stack.identity({}, "eu-west-1").fingerprint).toMatch(/^[0-9a-f]{32}$/);
    expect(JSON.stringify(stack.identity({}, "eu-west-1"))).not.toMatch(/AKIASECRET|hunter2/);
  });
});
