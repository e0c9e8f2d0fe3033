const { writeFileSync } = require("node:fs");
const { join } = require("node:path");
const { CustomResource, ProviderResource } = require("@pulumi/pulumi");
const { LocalWorkspace } = require("@pulumi/pulumi/automation");

/** @typedef {import("@pulumi/pulumi").CustomResourceOptions} Options */
/** @typedef {import("@pulumi/pulumi/automation").EngineEvent} EngineEvent */

/** A resource of the plugin as the engine knows it, without the classes of an SDK. */
class Snapshot extends CustomResource {
  /**
   * @param {string} name
   * @param {Options} options
   */
  constructor(name, options) {
    const inputs = { clusterName: "orders", arn: undefined, status: undefined };
    super("aws-snapshots:memorydb:Snapshot", name, inputs, options);
  }
}

/** An explicit provider of the plugin. */
class Provider extends ProviderResource {
  /**
   * @param {string} name
   * @param {Readonly<Record<string, unknown>>} settings
   * @param {Options} options
   */
  constructor(name, settings, options) {
    super("aws-snapshots", name, settings, options);
  }
}

/**
 * @typedef {object} Plan
 * @property {string} folder where the project is
 * @property {string} yaml further lines of its Pulumi.yaml
 * @property {Options} options the version of the plugin, and where it can be downloaded
 * @property {Readonly<Record<string, Readonly<Record<string, unknown>>>>} providers the configuration of explicit
 * providers, each of which makes a snapshot; without any, the default provider makes one
 */

/** @param {Plan} plan */
function program({ options, providers }) {
  const explicit = Object.entries(providers);
  if (explicit.length === 0) {
    return { orders: new Snapshot("orders", options).id };
  }
  const made = explicit.map(([name, settings]) => {
    const provider = new Provider(name, settings, options);
    return [name, new Snapshot(name, { provider }).id];
  });
  return Object.fromEntries(made);
}

/**
 * Takes a stack with snapshots of the plugin through its life. Prints, as JSON, what the engine did and what it said.
 *
 * @param {Plan} plan
 */
async function main(plan) {
  const { folder, yaml } = plan;
  writeFileSync(join(folder, "Pulumi.yaml"), `name: orders\nruntime: nodejs\n${yaml}`);
  const stack = await LocalWorkspace.createStack(
    { stackName: "dev", projectName: "orders", program: async () => program(plan) },
    { workDir: folder },
  );
  /** @type {unknown[]} */
  const changes = [];
  /** @type {string[]} */
  const messages = [];
  const onEvent = (/** @type {EngineEvent} */ { summaryEvent, diagnosticEvent }) => {
    if (summaryEvent) changes.push(summaryEvent.resourceChanges);
    if (!diagnosticEvent || diagnosticEvent.ephemeral) return;
    const { severity, message } = diagnosticEvent;
    if (/^(info|warning|error)/.test(severity)) messages.push(`${severity}: ${message.trim()}`);
  };
  /** @type {Record<string, unknown>} */
  let ids = {};
  let failure = "";
  try {
    const { outputs } = await stack.up({ color: "never", onEvent });
    ids = Object.fromEntries(Object.entries(outputs).map(([name, { value }]) => [name, value]));
    await stack.destroy({ color: "never", onEvent });
  } catch (error) {
    failure = String(error);
  }
  process.stdout.write(JSON.stringify({ changes, messages, ids, failure }));
}

void main(JSON.parse(process.argv[2] ?? ""));
