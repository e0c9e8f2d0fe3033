// Stands in for the plugin of @pulumi/aws, which no registry of packages carries: it keeps whatever a program
// declares, and answers the ids and ARNs that the declared resources would have. It asks nobody anything.
const { randomBytes } = require("node:crypto");
const { main } = require("@pulumi/pulumi/provider");

const account = "111122223333";

/** @type {import("@pulumi/pulumi/provider").Provider} */
const plugin = {
  version: "7.48.0",

  async check(_urn, _olds, news) {
    return { inputs: news, failures: [] };
  },

  async diff(_id, _urn, olds, news) {
    const changes = Object.keys(news).some(
      (key) => JSON.stringify(news[key]) !== JSON.stringify(olds[key]),
    );
    return { changes };
  },

  async create(urn, inputs) {
    const name = inputs.name ?? inputs.bucket ?? urn.slice(urn.lastIndexOf("::") + 2);
    const type = urn.split("::")[2]?.split("$").pop() ?? "";
    const [, service, kind] = /^aws:(\w+)\/\w+:(\w+)$/.exec(type) ?? [];
    const arn = `arn:aws:${service}:eu-west-1:${account}:${kind?.toLowerCase()}/${name}`;
    return { id: name ?? randomBytes(4).toString("hex"), outs: { ...inputs, name, arn } };
  },

  async update(_id, _urn, olds, news) {
    return { outs: { ...olds, ...news } };
  },

  async read(id, _urn, props) {
    return { id, props };
  },

  async delete() {},
};

main(plugin, process.argv.slice(2));
