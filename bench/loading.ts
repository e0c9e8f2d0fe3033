// What loading the package costs a program that has loaded @pulumi/pulumi before.
import { execFileSync } from "node:child_process";
import { isRecord } from "../src/values/json.js";

/** What loading took. */
export interface Loading {
  /** CPU time, in parts of that of loading @pulumi/pulumi itself. */
  readonly share: number;
  /** Modules of the AWS SDK that were loaded with it. */
  readonly awsModules: number;
}

const program = `
const cpu = () => {
  const { user, system } = process.cpuUsage();
  return user + system;
};
const start = cpu();
require("@pulumi/pulumi");
const before = cpu();
require("pulumi-aws-snapshots");
const share = (cpu() - before) / (before - start);
const awsModules = Object.keys(require.cache).filter((file) => /[\\\\/]@(aws-sdk|smithy)[\\\\/]/.test(file)).length;
console.log(JSON.stringify({ share, awsModules }));
`;

/** Loads it once, in a process of its own, from the folder of a project. */
export function load(folder: string): Loading {
  const text = execFileSync(process.execPath, ["-e", program], { cwd: folder, encoding: "utf8" });
  const answer: unknown = JSON.parse(text);
  const { share, awsModules } = isRecord(answer) ? answer : {};
  return { share: Number(share), awsModules: Number(awsModules) };
}
