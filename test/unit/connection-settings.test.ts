import { readFileSync } from "node:fs";
import { homedir } from "node:os";
import { dirname, join } from "node:path";
import { describe, expect, it } from "vitest";
import { parseSettings, providerSource, stackSource } from "../../src/aws/settings.js";
import { knownKeys, settingsKeys } from "../../src/aws/settings-keys.js";
import { unknownText } from "../../src/values/engine-values.js";

const stack = (config: Record<string, string> = {}) =>
  parseSettings(stackSource(new Map(Object.entries(config))));
const provider = (properties: unknown) => parseSettings(providerSource(properties));
const role = "arn:aws:iam::111122223333:role/deploy";

describe("the settings of a stack", () => {
  it("are empty if nothing is configured", () => {
    const settings = parseSettings(stackSource(undefined));
    expect(settings).toEqual(stack());
    expect(settings).toMatchObject({
      region: undefined,
      profile: undefined,
      staticCredentials: undefined,
      assumeRoles: [],
      endpoints: {},
      defaultTags: {},
      ignoreTags: { keys: [], keyPrefixes: [] },
      skipMetadataApiCheck: false,
    });
  });

  it("are read in the form of @pulumi/aws, with a JSON string for each structured key", () => {
    const settings = stack({
      "aws:region": "eu-west-1",
      "aws:stsRegion": "us-east-1",
      "aws:profile": "dev",
      "aws:maxRetries": "7",
      "aws:retryMode": "adaptive",
      "aws:useFipsEndpoint": "true",
      "aws:useDualstackEndpoint": "false",
      "aws:skipMetadataApiCheck": "true",
      "aws:defaultTags": '{"tags":{"team":"data","cost":1234,"empty":""}}',
      "aws:ignoreTags": '{"keys":["owner"],"keyPrefixes":["kubernetes.io/"]}',
      "aws:allowedAccountIds": '["111122223333",222233334444]',
      "aws:forbiddenAccountIds": '["333344445555"]',
      "aws:endpoints":
        '[{"memorydb":"http://127.0.0.1:1","s3":"http://127.0.0.1:2"},{"sts":"http://127.0.0.1:3"}]',
      "aws:sharedConfigFiles": '["~/other/config"]',
      "aws:sharedCredentialsFiles": '["/etc/aws/credentials"]',
    });
    expect(settings).toMatchObject({
      region: "eu-west-1",
      stsRegion: "us-east-1",
      profile: "dev",
      maxRetries: 7,
      retryMode: "adaptive",
      useFipsEndpoint: true,
      useDualstackEndpoint: false,
      skipMetadataApiCheck: true,
      defaultTags: { team: "data", cost: "1234", empty: "" },
      ignoreTags: { keys: ["owner"], keyPrefixes: ["kubernetes.io/"] },
      allowedAccountIds: ["111122223333", "222233334444"],
      forbiddenAccountIds: ["333344445555"],
      sharedConfigFile: `${homedir()}/other/config`,
      sharedCredentialsFile: "/etc/aws/credentials",
    });
    expect(settings.endpoints).toEqual({
      memorydb: "http://127.0.0.1:1",
      sts: "http://127.0.0.1:3",
    });
  });

  it("keep every field of a role and the order of the chain", () => {
    const { assumeRoles } = stack({
      "aws:assumeRoles": JSON.stringify([
        { roleArn: role },
        {
          roleArn: `${role}2`,
          externalId: "ticket",
          duration: "1h30m",
          policy: "{}",
          policyArns: ["arn:aws:iam::aws:policy/ReadOnlyAccess"],
          sessionName: "ci",
          sourceIdentity: "alice",
          tags: { team: "data" },
          transitiveTagKeys: ["team"],
        },
      ]),
    });
    expect(assumeRoles).toEqual([
      { RoleArn: role, RoleSessionName: "pulumi-aws-snapshots" },
      {
        RoleArn: `${role}2`,
        ExternalId: "ticket",
        DurationSeconds: 5400,
        Policy: "{}",
        PolicyArns: [{ arn: "arn:aws:iam::aws:policy/ReadOnlyAccess" }],
        RoleSessionName: "ci",
        SourceIdentity: "alice",
        Tags: [{ Key: "team", Value: "data" }],
        TransitiveTagKeys: ["team"],
      },
    ]);
  });

  it("keep a role that is assumed with a web identity token", () => {
    const text = JSON.stringify({ roleArn: role, webIdentityTokenFile: "/var/token" });
    expect(stack({ "aws:assumeRoleWithWebIdentity": text }).webIdentity).toEqual({
      role: { RoleArn: role, RoleSessionName: "pulumi-aws-snapshots" },
      token: undefined,
      tokenFile: "/var/token",
    });
  });

  it("may contain credentials", () => {
    expect(
      stack({ "aws:accessKey": "AKIA", "aws:secretKey": "s", "aws:token": "t" }).staticCredentials,
    ).toEqual({ accessKeyId: "AKIA", secretAccessKey: "s", sessionToken: "t" });
  });

  it.each([
    ["aws:assumeRoles", "{oops", "aws:assumeRoles is not valid JSON"],
    ["aws:assumeRoles", '{"roleArn":"x"}', "aws:assumeRoles must be a list"],
    ["aws:assumeRoles", "[{}]", "aws:assumeRoles[0].roleArn is missing"],
    [
      "aws:assumeRoles",
      '[{"roleArn":"x","role_arn":"y"}]',
      "aws:assumeRoles[0].role_arn is unknown. The fields of a role are",
    ],
    [
      "aws:assumeRoles",
      '[{"roleArn":"x","duration":"5m"}]',
      "aws:assumeRoles[0].duration must be a duration from 15m to 12h",
    ],
    [
      "aws:assumeRoles",
      '[{"roleArn":"x","duration":"an hour"}]',
      "aws:assumeRoles[0].duration must be a duration",
    ],
    [
      "aws:assumeRoleWithWebIdentity",
      '{"roleArn":"x"}',
      "must have either webIdentityToken or webIdentityTokenFile",
    ],
    ["aws:defaultTags", '{"tags":{"team":{}}}', "aws:defaultTags.tags.team must be a string"],
    ["aws:defaultTags", '["team"]', "aws:defaultTags must be an object"],
    [
      "aws:endpoints",
      '[{"memorydb":"localhost:4566"}]',
      "aws:endpoints[0].memorydb must be an http or https URL",
    ],
    [
      "aws:allowedAccountIds",
      '["1234"]',
      "aws:allowedAccountIds[0] must be an account ID of 12 digits",
    ],
    ["aws:allowedAccountIds", '[""]', "aws:allowedAccountIds[0] is missing"],
    ["aws:maxRetries", "many", "aws:maxRetries must be a whole number"],
    ["aws:retryMode", "legacy", "aws:retryMode must be one of: standard, adaptive"],
    ["aws:skipMetadataApiCheck", "yes", "aws:skipMetadataApiCheck must be one of: true, false"],
    ["aws:sharedConfigFiles", '["a","b"]', "aws:sharedConfigFiles names several files"],
    ["aws:accessKey", "AKIA", "aws:secretKey is missing"],
    ["aws:token", "t", "aws:token needs accessKey and secretKey"],
  ])("are refused with a message that names %s = %s if it cannot be read", (key, text, problem) => {
    expect(() => stack({ [key]: text })).toThrow(problem);
  });

  it("never show a value that cannot be read", () => {
    expect(() => stack({ "aws:assumeRoles": "hunter2" })).toThrow(/^(?!.*hunter2)/);
    expect(() =>
      stack({ "aws:assumeRoles": '[{"roleArn":"x","externalId":["hunter2"]}]' }),
    ).toThrow(/externalId must be a string$/);
  });
});

describe("the settings of a provider", () => {
  it("may be strings, JSON strings or values", () => {
    const assumeRoles = [{ roleArn: role, __defaults: ["policy"] }];
    const read = provider({
      region: "eu-west-1",
      assumeRoles,
      maxRetries: 3,
      useFipsEndpoint: true,
    });
    expect(read).toEqual(
      provider({
        region: "eu-west-1",
        assumeRoles: JSON.stringify(assumeRoles),
        maxRetries: "3",
        useFipsEndpoint: "true",
      }),
    );
    expect(read).toMatchObject({ maxRetries: 3, assumeRoles: [{ RoleArn: role }] });
  });

  it.each([
    { staticCredentials: true },
    { accessKey: "AKIA", secretKey: "hunter2" },
    { token: "hunter2" },
    { assumeRoleWithWebIdentity: { roleArn: role, webIdentityToken: "hunter2" } },
  ])("must not contain credentials, which would end up in the state: %o", (properties) => {
    expect(() => provider(properties)).toThrow(/has its own credentials(?!.*hunter2)/);
  });

  it("are listed as unknown in a preview, and only an unknown region is passed on", () => {
    const settings = provider({
      region: unknownText,
      profile: "dev",
      assumeRoles: [{ roleArn: unknownText }],
      defaultTags: "dd056dcd-154b-4c76-9bd3-c8f88648b5ff",
    });
    expect(settings).toMatchObject({
      region: unknownText,
      profile: "dev",
      assumeRoles: [],
      defaultTags: {},
      unknown: ["assumeRoles", "defaultTags", "region"],
    });
  });

  it("must be an object", () => {
    expect(() => provider("dev")).toThrow("the aws.Provider settings must be an object");
  });
});

describe("every key of @pulumi/aws", () => {
  const folder = dirname(require.resolve("@pulumi/aws/package.json"));
  const declarations = (file: string, pattern: RegExp) =>
    [...readFileSync(join(folder, file), "utf8").matchAll(pattern)].map(([, key]) => key ?? "");
  const args = /export interface ProviderArgs \{([\s\S]*?)\n\}/;
  const [body = ""] = declarations("provider.d.ts", new RegExp(args, "g"));
  const ofProvider = [...body.matchAll(/^ {4}(\w+)\?:/gm)].map(([, key]) => key ?? "");
  const ofConfig = declarations("config/vars.d.ts", /^export declare const (\w+):/gm);

  it("is classified", () => {
    expect(ofProvider.length).toBeGreaterThan(30);
    expect(ofConfig.length).toBeGreaterThan(30);
    const older = ["assumeRole", "sharedCredentialsFile"];
    const all = [...new Set([...ofProvider, ...ofConfig, ...older])];
    expect([...knownKeys].sort()).toEqual(all.sort());
  });

  const refused = knownKeys.filter((key) => typeof settingsKeys[key] === "object");

  it.each(refused)("is refused with advice if it cannot be honoured: %s", (key) => {
    const use = settingsKeys[key];
    const told = typeof use === "object" ? use.refused : "";
    expect(() => stack({ [`aws:${key}`]: "true" })).toThrow(`aws:${key} ${told}`);
    expect(() => provider({ [key]: "true" })).toThrow(`${key} of the aws.Provider ${told}`);
    expect(told).toMatch(/instead|Use|Set/);
  });

  const irrelevant = knownKeys.filter((key) => settingsKeys[key] === "irrelevant");

  it.each(irrelevant)("is ignored if it makes no difference here: %s", (key) => {
    expect(stack({ [`aws:${key}`]: "true" })).toEqual(stack());
  });

  it("is ignored if it switches something off", () => {
    expect(stack({ "aws:insecure": "false", "aws:httpProxy": "" })).toEqual(stack());
  });
});
