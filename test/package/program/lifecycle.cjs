const { LocalWorkspace } = require("@pulumi/pulumi/automation");

/**
 * Takes a stack with one snapshot through its life and prints what the engine did and said, as JSON.
 *
 * @param {typeof import("pulumi-aws-snapshots").memorydb} memorydb as the program got it
 */
exports.live = async (memorydb) => {
  const program = async () => {
    const { arn, status } = new memorydb.Snapshot("orders", { clusterName: "orders" });
    return { arn, status };
  };
  const stack = await LocalWorkspace.createStack(
    { stackName: "dev", projectName: "orders", program },
    { workDir: __dirname },
  );
  /** @type {Record<string, unknown>} */
  const changes = {};
  /** @type {string[]} */
  const messages = [];
  /** @param {string} name */
  const watch = (name) => ({
    onEvent: (/** @type {import("@pulumi/pulumi/automation").EngineEvent} */ event) => {
      const { summaryEvent, diagnosticEvent } = event;
      if (summaryEvent !== undefined) changes[name] = summaryEvent.resourceChanges;
      if (diagnosticEvent && !diagnosticEvent.ephemeral && diagnosticEvent.severity !== "debug") {
        messages.push(`${name}: ${diagnosticEvent.severity}: ${diagnosticEvent.message}`);
      }
    },
  });
  await stack.preview(watch("preview"));
  const { outputs } = await stack.up(watch("up"));
  await stack.preview(watch("preview again"));
  await stack.destroy(watch("destroy"));
  const { version } = require("@pulumi/pulumi/package.json");
  console.log(JSON.stringify({ sdk: version, changes, messages, status: outputs.status?.value }));
};
