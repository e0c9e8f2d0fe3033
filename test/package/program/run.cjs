const { memorydb } = require("pulumi-aws-snapshots");

require("./lifecycle.cjs").live(memorydb);
