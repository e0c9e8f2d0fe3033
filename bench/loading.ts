// How long a program takes to load the package, when it has loaded @pulumi/pulumi before.
import { execFileSync } from "node:child_process";
import { isRecord } from "../src/values/json.js";

/** What loading took. */
export interface Loading {
  readonly milliseconds: number;
  /** Modules of the AWS SDK that were loaded with it. */
  readonly awsModules: number;
}

const program = `
require("@pulumi/pulumi");
const start = performance.now();
require("pulumi-aws-snapshots");
const milliseconds = performance.now() - start;
const awsModules = Object.keys(require.cache).filter((file) => /[\\\\/]@(aws-sdk|smithy)[\\\\/]/.test(file)).length;
console.log(JSON.stringify({ milliseconds, awsModules }));
`;

/** Loads it once, in a process of its own, from the folder of a project. */
export function load(folder: string): Loading {
  const text = execFileSync(process.execPath, ["-e", program], { cwd: folder, encoding: "utf8" });
  const answer: unknown = JSON.parse(text);
  const { milliseconds, awsModules } = isRecord(answer) ? answer : {};
  return { milliseconds: Number(milliseconds), awsModules: Number(awsModules) };
}
