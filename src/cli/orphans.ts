import { type ParseArgsConfig, parseArgs } from "node:util";
import { Connections } from "../aws/connection.js";
import { causeOf, isNetworkError } from "../aws/errors.js";
import { kinds } from "../kinds/index.js";
import type { Kind } from "../kinds/kind.js";
import { type Findings, findOrphans, type Orphan } from "../lookups/orphans.js";
import { type Arn, parseArn } from "../values/arn.js";
import { processClock } from "../values/clock.js";
import { regionProblem } from "../values/region.js";
import { readOptions, UsageError } from "./command-line.js";
import { asJson, asText } from "./orphan-report.js";

const markable: readonly Kind[] = [...kinds.values()].filter(({ listing }) => listing);
const services: readonly string[] = [...new Set(markable.map(({ service }) => service))];

/** The help text of the command. */
export const help = `pulumi-aws-snapshots orphans   lists what killed runs left in AWS; changes nothing

  --region R                region to check (default: AWS_REGION or AWS_DEFAULT_REGION, otherwise the region of the profile)
  --service S               service to check: ${services.join(", ")} (default: all)
  --profile P               AWS profile to use (default: the credentials that the AWS SDK finds)
  --json                    prints the list as JSON
  --import-file ARN         prints the file for \`pulumi import --file\` of this snapshot instead of the list
  --help                    prints this text

--region and --service can be repeated. The exit code is 0 if everything could be checked, whatever was found,
1 if something could not be checked, and 2 if the options are not valid.
`;

const none: string[] = [];

const options = {
  region: { type: "string", multiple: true, default: none },
  service: { type: "string", multiple: true, default: none },
  profile: { type: "string" },
  json: { type: "boolean", default: false },
  "import-file": { type: "string" },
} as const satisfies ParseArgsConfig["options"];

/** Lists the snapshots that carry the creating tag, or prints the import file of a snapshot. */
export async function run(args: string[]): Promise<void> {
  const values = readOptions("orphans", () => parseArgs({ args, options, allowPositionals: true }));
  const { profile, service, "import-file": arn } = values;
  const strange = service.find((one) => !services.includes(one));
  if (strange !== undefined) {
    throw new UsageError(`--service must be one of ${services.join(", ")}, not "${strange}"`);
  }
  const wanted = markable.filter((kind) => service.length === 0 || service.includes(kind.service));
  const connections = new Connections(undefined);
  const look = (kinds: Iterable<Kind>, region: string) =>
    findOrphans(kinds, {
      connections,
      region,
      profile,
      clock: processClock(),
      tell: console.error,
    });
  if (arn !== undefined) {
    const { service, region } = parsedArn(arn);
    // The service name in an ARN is also the prefix of its actions.
    const { orphans, failures } = await look(
      wanted.filter(({ actions }) => actions === service),
      region,
    );
    printImportFile(orphans, failures, arn);
    return;
  }
  const regions = await regionsOf(connections, values.region, profile);
  const account = await accountOf(connections, profile, regions[0] ?? "");
  const found: [region: string, findings: Findings][] = [];
  for (const region of regions) {
    found.push([region, await look(wanted, region)]);
  }
  const searched = { found, account, profile };
  console.log(values.json ? asJson(searched) : asText(searched));
  tellFailures(found.flatMap(([, { failures }]) => failures));
}

/** Returns the regions to check: those of the command line, or the region that the AWS SDK would use. */
async function regionsOf(
  connections: Connections,
  named: readonly string[],
  profile: string | undefined,
): Promise<string[]> {
  const home = named.length === 0 ? await connections.region({ profile }) : undefined;
  const regions = home === undefined ? [...new Set(named)] : [home];
  if (regions.length === 0) {
    throw new UsageError("no region is set. Pass --region, or set AWS_REGION");
  }
  const problem = regions.map(regionProblem).find((problem) => problem !== undefined);
  if (problem !== undefined) {
    throw new UsageError(`--region: ${problem}`);
  }
  return regions;
}

/**
 * Returns the account, which people want to know if nothing is found. Unusable credentials end the command here, with
 * one sentence; an unreachable STS does not.
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

function parsedArn(arn: string): Arn {
  const parsed = parseArn(arn);
  if (parsed === undefined) {
    throw new UsageError(`--import-file takes the ARN of a snapshot, not "${arn}"`);
  }
  return parsed;
}

function printImportFile(
  orphans: readonly Orphan[],
  failures: readonly string[],
  arn: string,
): void {
  const orphan = orphans.find((one) => one.arn === arn);
  if (orphan === undefined) {
    tellFailures([
      ...failures,
      `found no snapshot with the ARN ${arn} and the creating tag. Without --import-file the command lists all snapshots that have the tag.`,
    ]);
    return;
  }
  // Loaded here, because it loads all of Pulumi's SDK.
  const { importFile }: typeof import("./import-file.js") = require("./import-file.js");
  console.log(importFile(orphan));
}

/** Prints the failure, if any, and then makes the command exit with 1. */
function tellFailures(failures: readonly string[]): void {
  for (const failure of failures) {
    console.error(`pulumi-aws-snapshots: ${failure}`);
  }
  if (failures.length > 0) {
    process.exitCode = 1;
  }
}
