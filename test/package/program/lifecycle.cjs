const { LocalWorkspace } = require("@pulumi/pulumi/automation");
const { version } = require("@pulumi/pulumi/package.json");

/** @typedef {import("@pulumi/pulumi/automation").EngineEvent} EngineEvent */

/**
 * Takes a stack with one snapshot through its life. Prints, as JSON, what the engine did and what it said.
 *
 * @param {typeof import("pulumi-aws-snapshots").memorydb} memorydb as the program got it
 * @param {(destroy: () => Promise<unknown>) => Promise<void>} [beforeTheEnd]
 */
exports.live = async (memorydb, beforeTheEnd = async () => {}) => {
  /** @type {unknown[]} */
  const changes = [];
  /** @type {string[]} */
  const messages = [];
  const onEvent = (/** @type {EngineEvent} */ { summaryEvent, diagnosticEvent }) => {
    if (summaryEvent) changes.push(summaryEvent.resourceChanges);
    if (!diagnosticEvent || diagnosticEvent.ephemeral) return;
    const { severity, message } = diagnosticEvent;
    if (/^(info|warning|error)/.test(severity)) messages.push(`${severity}: ${message}`);
  };
  const stack = await LocalWorkspace.createStack(
    {
      stackName: "dev",
      projectName: "orders",
      program: async () => {
        const { arn, status } = new memorydb.Snapshot("orders", { clusterName: "orders" });
        // The first lookup loads the AWS clients into the program.
        const { name } = memorydb.getSnapshotOutput({ arn });
        return { status, found: name };
      },
    },
    { workDir: __dirname },
  );
  const destroy = () => stack.destroy({ color: "never", onEvent });
  const { outputs } = await stack.up({ onEvent });
  // What the Automation API looks up after each operation costs as much as the operation.
  Object.assign(stack, { info: async () => undefined });
  await beforeTheEnd(destroy);
  await destroy();
  const status = outputs["status"]?.value;
  const found = /^orders-[0-9a-f]{7}$/.test(outputs["found"]?.value);
  process.stdout.write(JSON.stringify({ sdk: version, changes, messages, status, found }));
};
