const { renameSync } = require("node:fs");
const { memorydb } = require("pulumi-aws-snapshots");
const { live } = require("./lifecycle.cjs");

const installed = "node_modules/pulumi-aws-snapshots";

// The package goes while there is still a resource of it, and comes back.
live(memorydb, async (destroy) => {
  renameSync(installed, `${installed}-away`);
  const failed = await destroy().then(
    () => false,
    () => true,
  );
  if (!failed) throw new Error("destroying worked without the package");
  renameSync(`${installed}-away`, installed);
});
