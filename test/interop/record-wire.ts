import { join, relative } from "node:path";
import { expect, inject } from "vitest";

// Files the wire record under the host and the name of the test, if somebody wants to look at it afterwards.
const records = process.env["INTEROP_RECORDS"];
const { testPath } = expect.getState();
if (records && testPath) {
  const test = relative(join(__dirname, "..", ".."), testPath);
  process.env["PULUMI_AWS_SNAPSHOTS_WIRE_RECORD"] = join(records, inject("host"), test);
}
