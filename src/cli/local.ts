import { type ParseArgsConfig, parseArgs } from "node:util";
import {
  DEFAULT_ACCOUNT,
  DEFAULT_REGION,
  type LocalAws,
  realClock,
  startLocalAws,
} from "../local-aws/index.js";
import { readOptions, UsageError } from "./command-line.js";

/** The help text of the command. */
export const help = `pulumi-aws-snapshots local   runs a stand-in for AWS on this machine until ^C

  --port N                  port on 127.0.0.1 (default: a free port)
  --rate N                  snapshots finish N times as fast (default: 1)
  --region R                region of the resources below, and the printed AWS_REGION (default: ${DEFAULT_REGION})
  --help                    prints this text

Resources that exist from the start; each option can be repeated:

  --memorydb-cluster NAME   a MemoryDB cluster
  --neptune-cluster NAME    an encrypted Neptune cluster
  --docdb-cluster NAME      an encrypted DocumentDB cluster
  --serverless-cache NAME   a serverless cache of ElastiCache
  --replication-group NAME  a replication group of ElastiCache
  --namespace NAME          a namespace of Redshift Serverless
`;

const none: string[] = [];
const names = { type: "string", multiple: true, default: none } as const;

const options = {
  port: { type: "string", default: "0" },
  rate: { type: "string", default: "1" },
  region: { type: "string", default: DEFAULT_REGION },
  "memorydb-cluster": names,
  "neptune-cluster": names,
  "docdb-cluster": names,
  "serverless-cache": names,
  "replication-group": names,
  namespace: names,
} as const satisfies ParseArgsConfig["options"];

/** Starts the stand-in, which keeps the process alive until it is stopped. */
export async function run(args: string[]): Promise<void> {
  const values = read(args);
  const port = numberOf(
    "port",
    values.port,
    "0 to 65535",
    (port) => port % 1 === 0 && port < 65_536,
  );
  const rate = numberOf("rate", values.rate, "a number above 0", (rate) => rate > 0);

  const local = await startLocalAws({ port, clock: realClock(rate) });
  for (const signal of ["SIGINT", "SIGTERM"] as const) {
    process.once(signal, () => void local.close());
  }
  addSources(local, values);
  for (const [name, value] of Object.entries(local.environment(DEFAULT_ACCOUNT, values.region))) {
    console.log(`export ${name}=${value}`);
  }
  console.log(
    "# A local stand-in for AWS, not AWS itself. ^C stops it, and everything in it is then gone.",
  );
}

/** Adds the resources that the command line names. */
function addSources(
  { memorydb, rds, elasticache, redshiftserverless }: LocalAws,
  values: ReturnType<typeof read>,
): void {
  const place = [DEFAULT_ACCOUNT, values.region] as const;
  const cluster = (Engine: string) => (DBClusterIdentifier: string) =>
    rds.addCluster(...place, { DBClusterIdentifier, Engine, StorageEncrypted: true });
  for (const ClusterName of values["memorydb-cluster"]) {
    memorydb.addCluster(...place, { ClusterName });
  }
  values["neptune-cluster"].forEach(cluster("neptune"));
  values["docdb-cluster"].forEach(cluster("docdb"));
  for (const name of values["serverless-cache"])
    elasticache.serverless.addCache(...place, { name });
  for (const name of values["replication-group"]) {
    elasticache.nodes.addReplicationGroup(...place, { name });
  }
  for (const name of values.namespace) redshiftserverless.addNamespace(...place, name);
}

function read(args: string[]) {
  return readOptions("local", () => parseArgs({ args, options, allowPositionals: true }));
}

function numberOf(
  name: string,
  text: string,
  range: string,
  fits: (value: number) => boolean,
): number {
  const value = /^\d+(\.\d+)?$/.test(text) ? Number(text) : Number.NaN;
  if (fits(value)) return value;
  throw new UsageError(`--${name} must be ${range}, not "${text}"`);
}
