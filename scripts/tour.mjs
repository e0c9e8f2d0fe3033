// @ts-check
// The steps of the demo: what is done, what Pulumi has to do with each resource then, and whether AWS agrees.
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import {
  DEFAULT_ACCOUNT,
  DEFAULT_REGION,
  realClock,
  startLocalAws,
} from "pulumi-aws-snapshots/local-aws";
import { rate } from "./tour-ways.mjs";

const recoveryRegion = "eu-central-1";

/** @typedef {import("pulumi-aws-snapshots/local-aws").LocalAws} LocalAws */
/** @typedef {import("./tour-ways.mjs").Way} Way */
/** @typedef {import("./tour-ways.mjs").Tourist} Tourist */

/**
 * @typedef {object} Step
 * @property {string} title the heading, and that of the column in the table
 * @property {import("./tour-ways.mjs").Operation} operation
 * @property {Record<string, string>} [config] what is changed in the stack's configuration first
 * @property {(aws: LocalAws) => void} [before] what somebody does to AWS first
 * @property {(resource: Resource) => string} expected what Pulumi does with a resource
 */

/**
 * @typedef {object} Resource
 * @property {string} name
 * @property {string} type for example `memorydb:Snapshot`
 */

/** @param {Resource} resource */
const isExport = ({ name }) => name.endsWith("-export");
/** @param {Resource} resource */
const isConfiguration = ({ type }) => type.endsWith("Configuration");

/** @type {Step[]} */
const steps = [
  { title: "preview", operation: "preview", expected: () => "create" },
  { title: "up", operation: "up", expected: () => "create" },
  { title: "preview", operation: "preview", expected: () => "same" },
  {
    title: "new tag",
    operation: "up",
    config: { team: "billing" },
    // The one in the other region has the tags of its source, which are copied once.
    expected: (resource) =>
      isExport(resource) || isConfiguration(resource) || resource.name === "graph-recovery"
        ? "same"
        : "update",
  },
  {
    title: "new trigger",
    operation: "up",
    config: { occasion: "second" },
    expected: (resource) => (isConfiguration(resource) ? "same" : "replace"),
  },
  {
    title: "refresh",
    operation: "refresh",
    before: (aws) => {
      const [copy] = aws.rds
        .snapshots(DEFAULT_ACCOUNT, recoveryRegion)
        .filter(({ engine }) => engine === "neptune");
      aws.rds.vanish(DEFAULT_ACCOUNT, recoveryRegion, copy?.name ?? "");
    },
    expected: ({ name }) => (name === "graph-recovery" ? "delete" : "same"),
  },
  {
    title: "up",
    operation: "up",
    expected: ({ name }) => (name === "graph-recovery" ? "create" : "same"),
  },
  { title: "destroy", operation: "destroy", expected: () => "delete" },
];

/**
 * Takes every resource through its life. Resolves with whether everything was as expected.
 *
 * @param {Way} way
 * @returns {Promise<boolean>}
 */
export async function tour(way) {
  const aws = await startLocalAws({ clock: realClock(rate) });
  addSources(aws);
  const folder = mkdtempSync(join(tmpdir(), "pulumi-aws-snapshots-demo-"));
  try {
    const tourist = await way.start(folder, aws);
    /** @type {Map<string, Resource & { done: string[], right: boolean }>} */
    const rows = new Map();
    let agrees = true;
    for (const step of steps) {
      console.log(`\n── ${step.title} ${"─".repeat(Math.max(0, 96 - step.title.length))}\n`);
      step.before?.(aws);
      for (const [key, value] of Object.entries(step.config ?? {})) {
        await tourist.stack.setConfig(key, { value });
      }
      aws.requests.clear();
      const done = await run(way, tourist, step.operation);
      for (const [urn, operation] of done) {
        const row = rows.get(urn) ?? { ...resourceOf(way, urn), done: [], right: true };
        row.done.push(operation);
        row.right &&= operation === step.expected(row);
        rows.set(urn, row);
      }
      agrees = (await agree(way, tourist, aws, step)) && agrees;
    }
    return print([...rows.values()], agrees);
  } finally {
    await aws.close();
    rmSync(folder, { recursive: true, force: true });
  }
}

/**
 * What there is in AWS before: one of each that snapshots can be taken of.
 *
 * @param {LocalAws} aws
 */
function addSources({ memorydb, rds, elasticache, redshiftserverless }) {
  const place = /** @type {const} */ ([DEFAULT_ACCOUNT, DEFAULT_REGION]);
  memorydb.addCluster(...place, { ClusterName: "sessions", NumShards: 2 });
  for (const [DBClusterIdentifier, Engine] of /** @type {const} */ ([
    ["graph", "neptune"],
    ["documents", "docdb"],
  ])) {
    rds.addCluster(...place, { DBClusterIdentifier, Engine, StorageEncrypted: true });
  }
  elasticache.serverless.addCache(...place, { name: "carts" });
  elasticache.nodes.addReplicationGroup(...place, { name: "ranks" });
  redshiftserverless.addNamespace(...place, "sales");
}

/**
 * The ARNs of all that is in AWS and that a stack may hold. The copies that Redshift Serverless makes by itself in
 * the other region are nobody's.
 *
 * @param {LocalAws} aws
 */
function heldIn({ memorydb, rds, elasticache, redshiftserverless }) {
  const place = /** @type {const} */ ([DEFAULT_ACCOUNT, DEFAULT_REGION]);
  const { configurations } = redshiftserverless.at(...place);
  return [
    ...memorydb.snapshots(...place),
    ...rds.snapshots(...place),
    ...rds.snapshots(DEFAULT_ACCOUNT, recoveryRegion),
    ...elasticache.nodes.snapshots(...place),
    ...elasticache.serverless.snapshots(...place),
    ...redshiftserverless.snapshots(...place),
    ...[...configurations.values()].map((one) => ({ arn: one.snapshotCopyConfigurationArn })),
  ]
    .map(({ arn }) => arn)
    .sort();
}

/**
 * Whether AWS holds what the state holds, and was asked for no change where nothing was to be changed.
 *
 * @param {Way} way
 * @param {Tourist} tourist
 * @param {LocalAws} aws
 * @param {Step} step
 */
async function agree(way, { stack }, aws, { title, operation }) {
  const { deployment } = await stack.exportStack();
  /** @type {{ type: string, id?: string }[]} */
  const resources = deployment.resources ?? [];
  const ids = resources
    .filter(({ type, id }) => type.startsWith(way.types) && !id?.startsWith("s3:"))
    .map(({ id }) => id ?? "")
    .sort();
  const held = heldIn(aws);
  const changes = aws.requests.changing().length;
  const looks = operation === "preview" || operation === "refresh";
  if (JSON.stringify(ids) === JSON.stringify(held) && (!looks || changes === 0)) {
    const asked = aws.requests.all().length;
    console.log(
      `${title}: the state matches AWS, with ${held.length} resources; AWS received ${asked} requests, ${changes} of them changes`,
    );
    return true;
  }
  console.log(`${title}: WRONG: the state has\n${ids.join("\n")}\nbut AWS has\n${held.join("\n")}`);
  return false;
}

/**
 * Runs one operation, shows Pulumi's output as it comes, and answers what was done with each resource, by URN.
 *
 * @param {Way} way
 * @param {Tourist} tourist
 * @param {import("./tour-ways.mjs").Operation} operation
 * @returns {Promise<Map<string, string>>}
 */
async function run(way, tourist, operation) {
  /** @type {Map<string, string>} */
  const done = new Map();
  await tourist.run(operation, (urn, op) => {
    if (urn.split("::")[2]?.startsWith(way.types)) {
      // A replacement is several steps; a look of a refresh has found it the same, or gone.
      const known = op === "refresh" ? "same" : op.replace(/^.*replace.*$/, "replace");
      const before = done.get(urn);
      done.set(urn, before === "replace" || before === "delete" ? before : known);
    }
  });
  return done;
}

/**
 * @param {Way} way
 * @param {string} urn
 * @returns {Resource}
 */
function resourceOf(way, urn) {
  const [, , type = "", name = ""] = urn.split("::");
  return { name, type: type.slice(way.types.length) };
}

/**
 * @param {(Resource & { done: string[], right: boolean })[]} resources
 * @param {boolean} agrees
 */
function print(resources, agrees) {
  const rows = [
    ["resource", "", ...steps.map(({ title }) => title), ""],
    ...resources
      .sort((a, b) => (a.type < b.type ? -1 : 1))
      .map(({ type, name, done, right }) => [
        type.replace(":", "."),
        name,
        ...done,
        right ? "ok" : "WRONG",
      ]),
  ];
  const width = (/** @type {number} */ column) =>
    Math.max(...rows.map((row) => row[column]?.length ?? 0));
  console.log("");
  for (const row of rows) {
    console.log(
      row
        .map((cell, column) => cell.padEnd(width(column)))
        .join("  ")
        .trimEnd(),
    );
  }
  const complete = resources.length === 14;
  const right = agrees && complete && resources.every((resource) => resource.right);
  console.log(
    right
      ? "\nPulumi and AWS agree at every step. The files of exports stay in their buckets, as said above."
      : "\nPulumi and AWS do not agree: see what is marked WRONG.",
  );
  return right;
}
