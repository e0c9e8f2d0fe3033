#!/usr/bin/env node
import { type ParseArgsConfig, parseArgs } from "node:util";
import { DEFAULT_ACCOUNT, DEFAULT_REGION, realClock, startLocalAws } from "./local-aws/index.js";

const help = `pulumi-aws-snapshots local   a stand-in for AWS on this machine, until ^C

  --port N                  listens on 127.0.0.1:N (default: a free port)
  --rate N                  snapshots take N times less time (default: 1)
  --region R                the region of the clusters and of the printed AWS_REGION (default: ${DEFAULT_REGION})
  --memorydb-cluster NAME   a MemoryDB cluster that is there from the start; can be repeated
  --help                    prints this
`;

const options = {
  port: { type: "string", default: "0" },
  rate: { type: "string", default: "1" },
  region: { type: "string", default: DEFAULT_REGION },
  "memorydb-cluster": { type: "string", multiple: true, default: [] },
  help: { type: "boolean", default: false },
} as const satisfies ParseArgsConfig["options"];

/** A command line that makes no sense. */
class UsageError extends Error {}

async function main(args: string[]): Promise<void> {
  const { values, positionals } = read(args);
  if (values.help) {
    console.log(help);
    return;
  }
  const [command = "nothing", ...rest] = positionals;
  if (command !== "local") throw new UsageError(`the command is local, not "${command}"`);
  if (rest.length > 0) throw new UsageError(`local takes options only, not "${rest.join(" ")}"`);
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
  for (const ClusterName of values["memorydb-cluster"]) {
    local.memorydb.addCluster(DEFAULT_ACCOUNT, values.region, { ClusterName });
  }
  for (const [name, value] of Object.entries(local.environment(DEFAULT_ACCOUNT, values.region))) {
    console.log(`export ${name}=${value}`);
  }
  console.log(
    "# A local stand-in for AWS, not AWS itself: all it holds is gone when it ends. ^C ends it.",
  );
}

function read(args: string[]) {
  try {
    return parseArgs({ args, options, allowPositionals: true });
  } catch (cause) {
    throw new UsageError(cause instanceof Error ? cause.message : String(cause), { cause });
  }
}

function numberOf(
  name: string,
  text: string,
  range: string,
  fits: (value: number) => boolean,
): number {
  const value = /^\d+(\.\d+)?$/.test(text) ? Number(text) : Number.NaN;
  if (fits(value)) return value;
  throw new UsageError(`--${name} must be ${range}, and is "${text}"`);
}

main(process.argv.slice(2)).catch((error: unknown) => {
  const reason = error instanceof Error ? error.message : String(error);
  console.error(`pulumi-aws-snapshots: ${reason.replace(/\.$/, "")}. See --help.`);
  process.exitCode = error instanceof UsageError ? 2 : 1;
});
