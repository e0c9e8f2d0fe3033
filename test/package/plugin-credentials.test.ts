import { spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, it, onTestFinished } from "vitest";
import { version } from "../../package.json";
import { DEFAULT_REGION } from "../../src/local-aws/index.js";
import { accessKeyOf } from "../../src/local-aws/wire/caller.js";
import { startMachine } from "./machine.js";
import { live, packPackage } from "./projects.js";

/** The sources of credentials that the AWS SDK loads when it first needs them, each with an account of its own. */
const accounts = {
  keys: "100000000001",
  process: "100000000002",
  role: "100000000003",
  token: "100000000004",
  container: "100000000005",
  instance: "100000000006",
  sso: "100000000007",
  assumed: "100000000008",
};

const roleOf = (account: string) => `arn:aws:iam::${account}:role/backup`;
const keysOf = (account: string) =>
  `aws_access_key_id = ${accessKeyOf(account)}\naws_secret_access_key = local\n`;

/** Writes the files of AWS in a home, with a profile for each source. */
function writeProfiles(home: string): void {
  const key = { Version: 1, AccessKeyId: accessKeyOf(accounts.process), SecretAccessKey: "local" };
  const write = (path: string, text: string) => {
    mkdirSync(join(home, path, ".."), { recursive: true });
    writeFileSync(join(home, path), text);
  };
  write("process.cjs", `process.stdout.write(${JSON.stringify(JSON.stringify(key))});\n`);
  const part = (value: object) => Buffer.from(JSON.stringify(value)).toString("base64url");
  write("token", `${part({ alg: "none" })}.${part({ sub: "tests" })}.signature`);
  const session = { accessToken: "portal", expiresAt: new Date(Date.now() + 3_600_000) };
  const file = `${createHash("sha1").update("tests").digest("hex")}.json`;
  write(join(".aws", "sso", "cache", file), JSON.stringify(session));
  write(join(".aws", "credentials"), `[keys]\n${keysOf(accounts.keys)}`);
  const profiles = {
    process: `credential_process = ${process.execPath} ${join(home, "process.cjs")}`,
    role: `role_arn = ${roleOf(accounts.role)}\nsource_profile = keys`,
    token: `role_arn = ${roleOf(accounts.token)}\nweb_identity_token_file = ${join(home, "token")}`,
    container: `role_arn = ${roleOf(accounts.container)}\ncredential_source = EcsContainer`,
    instance: `role_arn = ${roleOf(accounts.instance)}\ncredential_source = Ec2InstanceMetadata`,
    sso: `sso_session = tests\nsso_account_id = ${accounts.sso}\nsso_role_name = backup`,
  };
  const sections = Object.entries(profiles).map(([name, text]) => `[profile ${name}]\n${text}\n`);
  const portal = "sso_region = eu-west-1\nsso_start_url = https://tests.awsapps.com/start\n";
  write(join(".aws", "config"), [...sections, `[sso-session tests]\n${portal}`].join("\n"));
}

it("the bundle has every source of credentials of the AWS SDK in it", async () => {
  const folder = realpathSync(mkdtempSync(join(tmpdir(), "credentials-")));
  onTestFinished(() => rmSync(folder, { recursive: true, maxRetries: 3 }));
  // Only the folder of the plugin: no package of the SDK can be found from there.
  const tarball = await packPackage(folder);
  spawnSync("tar", ["-xf", tarball, "-C", folder, "package/plugin"]);
  writeProfiles(folder);
  const { container, instance, sso } = accounts;
  const machine = await startMachine({
    container: accessKeyOf(container),
    instance: accessKeyOf(instance),
    sso: accessKeyOf(sso),
  });
  onTestFinished(machine.close);
  const { assumed, ...profiles } = accounts;
  const region = DEFAULT_REGION;
  const providers = {
    ...Object.fromEntries(
      Object.keys(profiles).map((profile) => [profile, { region, profile }] as const),
    ),
    assumed: {
      region,
      profile: "keys",
      assumeRoles: JSON.stringify([{ roleArn: roleOf(assumed) }]),
    },
  };
  const yaml = `plugins:\n  providers:\n    - name: aws-snapshots\n      path: ${join(folder, "package", "plugin")}\n`;
  const plan = { folder, yaml, options: { version }, providers };
  const { printed } = await live(join(__dirname, "program"), "plugin.cjs", {
    args: [JSON.stringify(plan)],
    place: folder,
    environment: { HOME: folder, USERPROFILE: folder, ...machine.environment },
    prepare: (aws) => {
      for (const account of Object.values(accounts)) {
        aws.memorydb.addCluster(account, region, { ClusterName: "orders" });
      }
      // Keys in the environment would come before all of these sources.
      const { AWS_ENDPOINT_URL = "" } = aws.environment();
      return { AWS_ENDPOINT_URL };
    },
  });
  const arnIn = (account: string) =>
    expect.stringMatching(`^arn:aws:memorydb:${region}:${account}:snapshot/`);
  expect(printed).toEqual({
    // The stack, and a provider and a snapshot for each source.
    changes: [{ create: 17 }, { delete: 17 }],
    messages: [],
    ids: Object.fromEntries(
      Object.entries(accounts).map(([name, account]) => [name, arnIn(account)]),
    ),
    failure: "",
  });
});
