const { memorydb } = require("pulumi-aws-snapshots");
const { live } = require("./lifecycle.cjs");

live(memorydb);
