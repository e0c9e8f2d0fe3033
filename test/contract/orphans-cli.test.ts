import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, onTestFinished, test, vi } from "vitest";
import { storedText, typeToken } from "../../src/abi/stored-text.js";
import { casesByKind } from "./cases.js";
import { runCli } from "./cli.js";
import { checked, home, type Place, World } from "./world.js";

let world: World;
beforeEach(async () => {
  world = await World.start();
});
afterEach(() => world.close());

const elsewhere: Place = [home[0], "us-east-1"];

/** Returns what the command prints with these options, and its exit code. */
async function orphans(...args: string[]) {
  const { seen, exit } = runCli("orphans", ...args);
  return { code: await exit, ...seen };
}

/** Leaves a snapshot of a kind under this name, as a killed run does. */
async function leave(kindName: string, name: string, place: Place = home): Promise<void> {
  const example = casesByKind[kindName] ?? expect.fail(`there is no case for ${kindName}`);
  const { kind, program } = example;
  // The source of a copy is at home.
  example.addSources(world.aws);
  if (place !== home) {
    example.addSources(world.aws, place);
  }
  const inputs = { ...program, region: place[1], [kind.naming.input]: name };
  await world.killedCreate(kind, await checked(world.provider(kind), inputs));
}

/** Adds a profile of this account to the credentials file. */
function addProfile(name: string, account: string, region: string): void {
  const folder = mkdtempSync(join(tmpdir(), "profile-"));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  const { AWS_ACCESS_KEY_ID } = world.aws.environment(account);
  const credentials = `aws_access_key_id=${AWS_ACCESS_KEY_ID}\naws_secret_access_key=local\n`;
  writeFileSync(join(folder, "credentials"), `[${name}]\n${credentials}`);
  writeFileSync(join(folder, "config"), `[profile ${name}]\nregion=${region}\n`);
  vi.stubEnv("AWS_SHARED_CREDENTIALS_FILE", join(folder, "credentials"));
  vi.stubEnv("AWS_CONFIG_FILE", join(folder, "config"));
}

describe("the orphans command", () => {
  test("lists what killed runs left in several regions, and what to do about each snapshot", async () => {
    await leave("memorydb:Snapshot", "orders-1");
    world.aws.clock.advance(60_000);
    await leave("docdb:ClusterSnapshot", "orders-2", elsewhere);
    const { code, out, err } = await orphans("--region", "eu-west-1", "--region", "us-east-1");
    expect([code, err]).toEqual([0, ""]);
    const [arn, arn2] = [
      "arn:aws:memorydb:eu-west-1:111122223333:snapshot/orders-1",
      "arn:aws:rds:us-east-1:111122223333:cluster-snapshot:orders-2",
    ];
    const columns = out.split("\n").map((line) => line.trim().split(/ {2,}/));
    const made = expect.stringMatching(/^\d{4}-\d\d-\d\dT[\d:.]+Z$/);
    expect(columns).toContainEqual([
      ...["MemoryDB snapshot or copy", "orders-1", "eu-west-1", "available", made, "orders", arn],
    ]);
    expect(columns).toContainEqual([
      ...["DocumentDB cluster snapshot", "orders-2", "us-east-1", "creating", made, "orders", arn2],
    ]);
    const [, first = "", second = ""] = out.split(/^(?=\S+ .*"orders-\d" in )/m);
    expect(first).toContain(
      "aws memorydb delete-snapshot --snapshot-name orders-1 --region eu-west-1",
    );
    expect(first).toContain(
      `npx pulumi-aws-snapshots orphans --import-file ${arn} > orders-1.json`,
    );
    expect(first).toContain("pulumi import --file orders-1.json --generate-code=false");
    expect(first).not.toContain("Leave it alone");
    expect(second).toContain(
      "is creating: a run may be creating it right now. Leave it alone until",
    );
    expect(out).toMatch(
      /Checked in account 111122223333:\n {2}in eu-west-1: MemoryDB snapshots, Neptune .*\n {2}in us-east-1: MemoryDB snapshots, /,
    );
    expect(
      world.aws.requests.changing().filter(({ operation }) => !/^Create/.test(operation)),
    ).toEqual([]);
  });

  test("reports where it looked if it finds nothing", async () => {
    const { code, out, err } = await orphans(
      "--service",
      "memorydb",
      "--service",
      "redshiftserverless",
    );
    expect({ code, out, err }).toEqual({
      code: 0,
      out: 'Found no snapshot with the tag "pulumi-aws-snapshots:creating".\n\nChecked in account 111122223333:\n  in eu-west-1: MemoryDB snapshots, Redshift Serverless snapshots\n',
      err: "",
    });
  });

  test("exits with 1 if a service cannot be asked, and lists the orphans of the other services", async () => {
    await leave("neptune:ClusterSnapshot", "orders-1");
    world.aws.faults.add({
      service: "memorydb",
      error: { code: "AccessDeniedException", message: "You may not do this" },
    });
    const { code, out, err } = await orphans();
    expect(code).toBe(1);
    expect(out).toContain("aws neptune delete-db-cluster-snapshot");
    expect(out).not.toContain("MemoryDB");
    expect(err).toMatch(
      /^pulumi-aws-snapshots: listing MemoryDB snapshots in eu-west-1: AccessDeniedException: You may not do this\. Allow the caller memorydb:DescribeSnapshots, .*\n$/,
    );
  });

  test("prints JSON with the same content", async () => {
    await leave("neptune:ClusterSnapshotCopy", "orders-1");
    world.aws.faults.add({
      service: "memorydb",
      error: { code: "AccessDeniedException", message: "You may not do this" },
    });
    const { code, out } = await orphans("--json", "--service", "memorydb", "--service", "neptune");
    expect(code).toBe(1);
    expect(JSON.parse(out)).toEqual({
      account: "111122223333",
      orphans: [
        {
          resource: "neptune.ClusterSnapshotCopy",
          label: "Neptune cluster snapshot copy",
          name: "orders-1",
          region: "eu-west-1",
          status: "copying",
          pending: true,
          // AWS reports when the source of the copy was created, not when the copy was.
          source: {
            sourceDbClusterSnapshotIdentifier:
              "arn:aws:rds:eu-west-1:111122223333:cluster-snapshot:base",
            sourceRegion: "eu-west-1",
          },
          arn: "arn:aws:rds:eu-west-1:111122223333:cluster-snapshot:orders-1",
          deleteCommand:
            "aws neptune delete-db-cluster-snapshot --db-cluster-snapshot-identifier orders-1 --region eu-west-1",
        },
      ],
      listed: [{ region: "eu-west-1", labels: ["Neptune cluster snapshot"] }],
      failures: [expect.stringContaining("listing MemoryDB snapshots in eu-west-1: AccessDenied")],
    });
  });

  test.each([
    ["dev", undefined],
    ["o'neil dev", "us-east-1"],
  ])("searches with the profile %j if AWS_REGION is %j", async (profile, region) => {
    addProfile(profile, "444455556666", "us-east-1");
    world.become("444455556666");
    await leave("memorydb:Snapshot", "theirs", ["444455556666", "us-east-1"]);
    world.become(home[0]);
    vi.stubEnv("AWS_REGION", region);
    const { code, out, err } = await orphans("--json", "--profile", profile);
    expect([code, err]).toEqual([0, ""]);
    const { account, orphans: found } = JSON.parse(out);
    expect([account, found.length]).toEqual(["444455556666", 1]);
    // Split as a shell does.
    const script = `aws() { printf '%s\\n' "$@"; }; ${found[0].deleteCommand}`;
    expect(execFileSync("sh", ["-c", script]).toString().trim().split("\n")).toEqual([
      ...["memorydb", "delete-snapshot", "--snapshot-name", "theirs"],
      ...["--region", "us-east-1", "--profile", profile],
    ]);
  });

  test("prints the import file that takes an orphan into a stack", async () => {
    await leave("docdb:ClusterSnapshotCopy", "orders-1", elsewhere);
    const arn = "arn:aws:rds:us-east-1:111122223333:cluster-snapshot:orders-1";
    const { code, out } = await orphans("--import-file", arn);
    expect(code).toBe(0);
    const known = {
      sourceDbClusterSnapshotIdentifier: "arn:aws:rds:eu-west-1:111122223333:cluster-snapshot:base",
      sourceRegion: "eu-west-1",
      targetDbClusterSnapshotIdentifier: "orders-1",
      region: "us-east-1",
      __provider: storedText("docdb:ClusterSnapshotCopy"),
    };
    const type = typeToken("docdb:ClusterSnapshotCopy");
    expect(JSON.parse(out)).toEqual({
      resources: [{ type, name: "orders-1", id: arn, inputs: known, outputs: known }],
    });
    const other = await orphans("--import-file", arn.replace("orders-1", "base"));
    expect([other.code, other.out]).toEqual([1, ""]);
    expect(other.err).toContain(
      "found no snapshot with the ARN arn:aws:rds:us-east-1:111122223333:cluster-snapshot:base and the creating tag.",
    );
  });

  test("reports missing credentials once", async () => {
    addProfile("dev", home[0], "eu-west-1");
    const { code, out, err } = await orphans("--profile", "nobody");
    expect([code, out]).toEqual([1, ""]);
    expect(err).toMatch(
      /^pulumi-aws-snapshots: CredentialsProviderError: .* profile nobody.*Log in, .*\n$/,
    );
    expect(err.match(/CredentialsProviderError/g)).toHaveLength(1);
  });

  test.each([
    [["--help"], 0, "--import-file ARN"],
    [
      ["--service", "rds"],
      2,
      '--service must be one of memorydb, neptune, docdb, elasticache, redshiftserverless, not "rds"',
    ],
    [["--region", "moon"], 2, '--region: "moon" is not a region'],
    [["--import-file", "orders-1"], 2, '--import-file takes the ARN of a snapshot, not "orders-1"'],
    [["--delete"], 2, "Unknown option '--delete'. See --help."],
    [["all"], 2, 'orphans takes options only, not "all"'],
  ])("answers %j with exit code %i", async (args, expected, text) => {
    const { code, out, err } = await orphans(...args);
    expect(code).toBe(expected);
    expect(out + err).toContain(text);
    expect([...world.aws.requests]).toEqual([]);
  });

  test("requires a region", async () => {
    vi.stubEnv("AWS_REGION", undefined);
    const { code, err } = await orphans();
    expect(code).toBe(2);
    expect(err).toContain("no region is set. Pass --region, or set AWS_REGION");
  });
});
