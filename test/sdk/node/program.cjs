// The program of the language tests, as an inline program of Pulumi's Automation API for Node.
//
//   node program.cjs COMMAND TEAM
//
// in a folder with the environment that the test sets. Prints what the engine did as JSON.
const { LocalWorkspace } = require("@pulumi/pulumi/automation");
const { memorydb } = require("pulumi-aws-snapshots/provider");

const [command = "", team = ""] = process.argv.slice(2);
const { PULUMI_HOME: pulumiHome = "", BACKEND: url = "" } = process.env;

async function program() {
  const snapshot = new memorydb.Snapshot(
    "orders",
    { clusterName: "orders", tags: { team } },
    { customTimeouts: { create: "30m" } },
  );
  const copy = new memorydb.SnapshotCopy("copy", { sourceSnapshotName: snapshot.arn });
  const latest = memorydb.getLatestSnapshotOutput({
    clusterName: "customers",
    snapshotType: "automated",
  });
  return {
    arn: snapshot.arn,
    copy: copy.targetSnapshotName,
    shards: snapshot.clusterConfiguration.apply((configuration) => configuration?.numShards),
    latest: latest.apply(({ name }) => name),
  };
}

async function main() {
  const stack = await LocalWorkspace.createOrSelectStack(
    { stackName: "dev", projectName: "languages", program },
    {
      workDir: process.cwd(),
      pulumiHome,
      projectSettings: { name: "languages", runtime: "nodejs", backend: { url } },
    },
  );
  if (command === "preview") {
    return { changes: (await stack.preview()).changeSummary, outputs: {} };
  }
  if (command === "destroy") {
    return { changes: (await stack.destroy()).summary.resourceChanges, outputs: {} };
  }
  const { summary, outputs } = await stack.up();
  const values = Object.entries(outputs).map(([key, { value }]) => [key, value]);
  return { changes: summary.resourceChanges, outputs: Object.fromEntries(values) };
}

main().then(
  (report) => process.stdout.write(`${JSON.stringify(report)}\n`),
  (error) => {
    process.stderr.write(`${error}\n`);
    process.exitCode = 1;
  },
);
