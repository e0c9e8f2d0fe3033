// Stands in for the plugin of @pulumi/aws, which no registry of packages carries: it keeps whatever a program
// declares, and answers the ids and ARNs that the declared resources would have. Clusters that snapshots can be
// taken of are made in local AWS too; of everything else nobody is asked.
const { createHash, randomBytes } = require("node:crypto");
const grpc = require("@grpc/grpc-js");
const { main } = require("@pulumi/pulumi/provider");

/** The settings of the aws.Provider that this process is for. Pulumi's server takes them and tells nobody. */
const settings = { region: "eu-west-1", account: "111122223333" };
const addService = grpc.Server.prototype.addService;
grpc.Server.prototype.addService = function (
  /** @type {any} */ service,
  /** @type {any} */ implementation,
) {
  const { configure } = implementation;
  implementation.configure = (/** @type {any} */ call, /** @type {any} */ callback) => {
    const given = call.request.getArgs()?.toJavaScript() ?? {};
    const [role] = /\d{12}/.exec(JSON.stringify(given.assumeRoles ?? "")) ?? [];
    settings.region = given.region ?? process.env["AWS_REGION"] ?? settings.region;
    settings.account = role ?? settings.account;
    configure.call(implementation, call, callback);
  };
  return addService.call(this, service, implementation);
};

/** How local AWS is asked for what snapshots are taken of, by type of resource. */
const made = {
  "aws:neptune/cluster:Cluster": (/** @type {any} */ inputs, /** @type {string} */ name) => {
    const neptune = require("@aws-sdk/client-neptune");
    return rdsCluster(neptune.NeptuneClient, neptune, "neptune", inputs, name);
  },
  "aws:docdb/cluster:Cluster": (/** @type {any} */ inputs, /** @type {string} */ name) => {
    const docdb = require("@aws-sdk/client-docdb");
    return rdsCluster(docdb.DocDBClient, docdb, "docdb", inputs, name);
  },
  "aws:memorydb/cluster:Cluster": (/** @type {any} */ inputs, /** @type {string} */ name) => {
    const { MemoryDBClient, CreateClusterCommand } = require("@aws-sdk/client-memorydb");
    return send(
      MemoryDBClient,
      new CreateClusterCommand({
        ClusterName: name,
        NodeType: inputs.nodeType,
        ACLName: inputs.aclName,
      }),
    );
  },
};

function rdsCluster(
  /** @type {any} */ Client,
  /** @type {any} */ { CreateDBClusterCommand, RestoreDBClusterFromSnapshotCommand },
  /** @type {string} */ Engine,
  /** @type {any} */ inputs,
  /** @type {string} */ DBClusterIdentifier,
) {
  return send(
    Client,
    inputs.snapshotIdentifier
      ? new RestoreDBClusterFromSnapshotCommand({
          DBClusterIdentifier,
          Engine,
          SnapshotIdentifier: inputs.snapshotIdentifier,
        })
      : new CreateDBClusterCommand({
          DBClusterIdentifier,
          Engine,
          MasterUsername: inputs.masterUsername,
          MasterUserPassword: inputs.masterUsername && "local-aws-only",
          StorageEncrypted: inputs.storageEncrypted,
          KmsKeyId: inputs.kmsKeyId,
        }),
  );
}

async function send(/** @type {any} */ Client, /** @type {object} */ command) {
  const { region, account } = settings;
  const accessKeyId = process.env["AWS_ACCESS_KEY_ID"]?.replace(/\d{12}/, account) ?? "";
  const client = new Client({ region, credentials: { accessKeyId, secretAccessKey: "local" } });
  await client.send(command);
  client.destroy();
}

/** @type {import("@pulumi/pulumi/provider").Provider} */
const plugin = {
  version: "7.48.0",

  async check(urn, olds, news) {
    // The names of buckets are the whole world's, so those that are left out have random digits.
    const bucket = () =>
      olds?.bucket ?? `${nameOf(urn)}-${randomBytes(4).toString("hex").slice(1)}`;
    const isBucket = typeOf(urn) === "aws:s3/bucket:Bucket" && news.bucket === undefined;
    return { inputs: isBucket ? { ...news, bucket: bucket() } : news, failures: [] };
  },

  async diff(_id, _urn, olds, news) {
    const changes = Object.keys(news).some(
      (key) => JSON.stringify(news[key]) !== JSON.stringify(olds[key]),
    );
    return { changes };
  },

  async create(urn, inputs) {
    const name = inputs.name ?? inputs.bucket ?? inputs.clusterIdentifier ?? nameOf(urn);
    const type = typeOf(urn);
    if (type in made && process.env["AWS_ENDPOINT_URL"] !== undefined) {
      await made[/** @type {keyof typeof made} */ (type)](inputs, name);
    }
    const { region, account } = settings;
    const [, service, kind] = /^aws:(\w+)\/\w+:(\w+)$/.exec(type) ?? [];
    const last = kind === "Key" ? uuidOf(urn) : name;
    const arn =
      service === "s3"
        ? `arn:aws:s3:::${name}`
        : `arn:aws:${service}:${region}:${account}:${kind?.toLowerCase()}/${last}`;
    return { id: name, outs: { region, ...inputs, name, arn } };
  },

  async update(_id, _urn, olds, news) {
    return { outs: { ...olds, ...news } };
  },

  async read(id, _urn, props) {
    return { id, props };
  },

  async delete() {},

  async invoke(token) {
    if (token !== "aws:index/getCallerIdentity:getCallerIdentity") {
      throw new Error(`the stand-in for @pulumi/aws does not know ${token}`);
    }
    const { account: accountId } = settings;
    const arn = `arn:aws:iam::${accountId}:root`;
    return { outputs: { id: accountId, accountId, userId: accountId, arn } };
  },
};

function nameOf(/** @type {string} */ urn) {
  return urn.slice(urn.lastIndexOf("::") + 2);
}

function typeOf(/** @type {string} */ urn) {
  return urn.split("::")[2]?.split("$").pop() ?? "";
}

/** The id of a key, the same in each run. */
function uuidOf(/** @type {string} */ urn) {
  const hex = createHash("sha256").update(urn).digest("hex");
  return [8, 4, 4, 4, 12]
    .map((length, index, all) => {
      const from = all.slice(0, index).reduce((sum, part) => sum + part, 0);
      return hex.slice(from, from + length);
    })
    .join("-");
}

main(plugin, process.argv.slice(2));
