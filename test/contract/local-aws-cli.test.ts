import { once } from "node:events";
import { ElastiCache } from "@aws-sdk/client-elasticache";
import { DescribeClustersCommand, MemoryDBClient } from "@aws-sdk/client-memorydb";
import { Neptune } from "@aws-sdk/client-neptune";
import { RedshiftServerless } from "@aws-sdk/client-redshift-serverless";
import { describe, expect, test } from "vitest";
import { version } from "../../package.json";
import { clientSettings } from "../client-settings.js";
import { runCli } from "./cli.js";
import { callsOf } from "./local-aws.js";

describe("the local command", () => {
  test.each(["SIGINT", "SIGTERM"] as const)("serves until %s", async (signal) => {
    const { child, seen, exit } = runCli(
      ...["local", "--rate", "1000000", "--region", "us-east-1"],
      ...["--memorydb-cluster", "orders", "--memorydb-cluster", "users"],
    );
    while (!seen.out.includes("#")) await once(child.stdout, "data");
    const exported = Object.fromEntries(
      [...seen.out.matchAll(/^export (\w+)=(\S+)$/gm)].map(([, name, value]) => [name, value]),
    );
    const client = new MemoryDBClient(clientSettings(exported));
    const { create, statuses } = callsOf(client);
    const { Clusters } = await client.send(new DescribeClustersCommand({}));
    expect(Clusters?.map(({ Name }) => Name)).toEqual(["orders", "users"]);
    await create("quick");
    expect(await statuses()).toEqual({ quick: "available" });
    expect(seen.out).toContain("not AWS itself");
    child.kill(signal);
    expect(await exit).toBe(0);
    expect(seen.err).toBe("");
  });

  test("starts with the resources that its options name", async () => {
    const { child, seen, exit } = runCli(
      "local",
      ...["--neptune-cluster", "graph", "--docdb-cluster", "documents"],
      ...["--serverless-cache", "carts", "--replication-group", "ranks", "--namespace", "sales"],
    );
    while (!seen.out.includes("#")) await once(child.stdout, "data");
    const exported = Object.fromEntries(
      [...seen.out.matchAll(/^export (\w+)=(\S+)$/gm)].map(([, name, value]) => [name, value]),
    );
    const settings = clientSettings(exported);
    const { DBClusters = [] } = await new Neptune(settings).describeDBClusters({});
    expect(
      DBClusters.map(({ Engine, DBClusterIdentifier }) => [Engine, DBClusterIdentifier]),
    ).toEqual([
      ["neptune", "graph"],
      ["docdb", "documents"],
    ]);
    const elasticache = new ElastiCache(settings);
    const SnapshotName = "one";
    await elasticache.createSnapshot({ SnapshotName, CacheClusterId: "ranks-002" });
    await elasticache.createServerlessCacheSnapshot({
      ServerlessCacheSnapshotName: "one",
      ServerlessCacheName: "carts",
    });
    const redshift = new RedshiftServerless(settings);
    await redshift.createSnapshot({ snapshotName: "one", namespaceName: "sales" });
    child.kill();
    expect(await exit).toBe(0);
    expect(seen.err).toBe("");
  });

  test.each([
    [["--help"], 0, "--memorydb-cluster NAME"],
    [["--version"], 0, `${version}\n`],
    [["local", "--help"], 0, "--memorydb-cluster NAME"],
    [[], 2, "no command is given; expected import, local, orphans or plugin"],
    [["global"], 2, 'unknown command "global"; expected import, local, orphans or plugin'],
    [["--port", "0", "local"], 2, 'unknown command "--port"'],
    [["local", "more"], 2, 'not "more"'],
    [["local", "--speed", "2"], 2, "Unknown option '--speed'. See --help."],
    [["local", "--rate", "fast"], 2, '--rate must be a number above 0, not "fast"'],
    [["local", "--port", "70000"], 2, '--port must be 0 to 65535, not "70000"'],
  ])("answers %j with exit code %i", async (args, code, text) => {
    const { seen, exit } = runCli(...args);
    expect(await exit).toBe(code);
    expect(seen.out + seen.err).toContain(text);
  });
});
