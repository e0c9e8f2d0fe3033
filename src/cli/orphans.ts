import type { ParseArgsConfig } from "node:util";
import { processClock } from "../dynamic/clock.js";
import { Connections } from "../dynamic/connection.js";
import { causeOf, isNetworkError } from "../dynamic/errors.js";
import { kinds } from "../dynamic/index.js";
import { regionProblem } from "../dynamic/input-rules.js";
import type { Kind } from "../dynamic/kind.js";
import { parseArn } from "../dynamic/names.js";
import { type Findings, findOrphans, type Orphan } from "../dynamic/orphans.js";
import { readOptions, UsageError } from "./command-line.js";
import { asJson, asText } from "./orphan-report.js";

const markable: readonly Kind[] = [...kinds.values()].filter(({ listing }) => listing);
const services: readonly string[] = [...new Set(markable.map(({ service }) => service))];

/** What the command takes. */
export const help = `pulumi-aws-snapshots orphans   lists what killed runs left in AWS; changes nothing

  --region R                where to look (default: AWS_REGION, else that of the profile)
  --service S               of what: ${services.join(", ")} (default: all)
  --profile P               whose credentials to use (default: whatever the AWS SDK finds)
  --json                    prints JSON
  --import-file ARN         prints instead the file with which \`pulumi import --file\` takes that one into a stack
  --help                    prints this

--region and --service can be repeated. The exit code is 0 where everything could be looked at, whatever was found,
1 where something could not, and 2 where the options make no sense.
`;

const none: string[] = [];

const options = {
  region: { type: "string", multiple: true, default: none },
  service: { type: "string", multiple: true, default: none },
  profile: { type: "string" },
  json: { type: "boolean", default: false },
  "import-file": { type: "string" },
} as const satisfies ParseArgsConfig["options"];

/** Lists the snapshots that carry the mark of an unfinished create, or prints the file to import one. */
export async function run(args: string[]): Promise<void> {
  const {
    region,
    service,
    profile,
    json,
    "import-file": arn,
  } = readOptions("orphans", args, options);
  const strange = service.find((one) => !services.includes(one));
  if (strange !== undefined) {
    throw new UsageError(`--service is one of ${services.join(", ")}, not "${strange}"`);
  }
  const connections = new Connections(undefined);
  const wanted = markable.filter((kind) => service.length === 0 || service.includes(kind.service));
  const regions = arn === undefined ? await regionsOf(connections, region, profile) : [homeOf(arn)];
  const account = await accountOf(connections, profile, regions[0] ?? "");
  const clock = processClock();
  const found: [region: string, findings: Findings][] = [];
  for (const region of regions) {
    const search = { connections, region, profile, clock, tell: console.error };
    found.push([region, await findOrphans(wanted, search)]);
  }
  const orphans = found.flatMap(([, findings]) => findings.orphans);
  const failures = found.flatMap(([, findings]) => findings.failures);
  if (arn !== undefined) {
    printImportFile(orphans, arn);
  } else {
    const searched = { found, account, profile };
    console.log(json ? asJson(searched) : asText(searched));
  }
  for (const failure of failures) {
    console.error(`pulumi-aws-snapshots: ${failure}`);
  }
  if (failures.length > 0) {
    process.exitCode = 1;
  }
}

/** The regions to look at: those that were named, or the one that the AWS SDK would take. */
async function regionsOf(
  connections: Connections,
  named: readonly string[],
  profile: string | undefined,
): Promise<string[]> {
  const home = named.length === 0 ? await connections.region({ profile }) : undefined;
  const regions = home === undefined ? [...new Set(named)] : [home];
  if (regions.length === 0) {
    throw new UsageError("no region is known: give --region, or set AWS_REGION");
  }
  const problem = regions.map(regionProblem).find((problem) => problem !== undefined);
  if (problem !== undefined) {
    throw new UsageError(`--region ${problem}`);
  }
  return regions;
}

/**
 * The account that is looked at, which a person wants to know where nothing is found. Useless credentials end the
 * command here, with one sentence; an STS out of reach does not.
 */
async function accountOf(
  connections: Connections,
  profile: string | undefined,
  region: string,
): Promise<string | undefined> {
  try {
    return await connections.account({ profile }, region);
  } catch (error) {
    if (isNetworkError(error)) {
      return undefined;
    }
    throw new Error(causeOf(error), { cause: error });
  }
}

function homeOf(arn: string): string {
  const parsed = parseArn(arn);
  if (parsed === undefined) {
    throw new UsageError(`--import-file takes the ARN of a snapshot, not "${arn}"`);
  }
  return parsed.region;
}

function printImportFile(orphans: readonly Orphan[], arn: string): void {
  const orphan = orphans.find((one) => one.arn === arn);
  if (orphan === undefined) {
    process.exitCode = 1;
    console.error(
      `pulumi-aws-snapshots: no snapshot that a killed run left was found with the ARN ${arn}. Without options the command lists those that there are.`,
    );
    return;
  }
  // Loaded here, because it brings the whole of Pulumi's SDK.
  const { importFile }: typeof import("./import-file.js") = require("./import-file.js");
  console.log(importFile(orphan));
}
