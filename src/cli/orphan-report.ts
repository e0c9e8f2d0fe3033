import { creatingTag } from "../abi/mark-tag.js";
import type { Findings, Orphan } from "../lookups/orphans.js";
import { shellWord } from "./command-line.js";

/** The findings, by region. */
export interface Searched {
  readonly found: readonly (readonly [region: string, findings: Findings])[];
  /** The account, if AWS reported it. */
  readonly account: string | undefined;
  readonly profile: string | undefined;
}

/** Returns the report for programs. */
export function asJson({ found, account, profile }: Searched): string {
  const report = {
    account,
    orphans: orphansOf(found).map((orphan) => ({
      resource: orphan.kind.name.replace(":", "."),
      ...(orphan.orElse && { orElse: orphan.orElse.name.replace(":", ".") }),
      label: labelOf(orphan),
      name: orphan.name,
      region: orphan.region,
      status: orphan.status,
      pending: orphan.pending,
      madeAt: orphan.madeAt,
      source: orphan.source,
      arn: orphan.arn,
      deleteCommand: deleteCommand(orphan, profile),
    })),
    listed: found.map(([region, { listed }]) => ({ region, labels: listed })),
    failures: found.flatMap(([, { failures }]) => failures),
  };
  return JSON.stringify(report, undefined, 2);
}

/** Returns the report for people. */
export function asText({ found, account, profile }: Searched): string {
  const orphans = orphansOf(found);
  const listed = found
    .filter(([, findings]) => findings.listed.length > 0)
    .map(([region, findings]) => `  in ${region}: ${findings.listed.map(plural).join(", ")}`);
  if (listed.length === 0) {
    return "Nothing could be checked.";
  }
  const looked = `Checked${account === undefined ? "" : ` in account ${account}`}:\n${listed.join("\n")}`;
  if (orphans.length === 0) {
    return `Found no snapshot with the tag "${creatingTag}".\n\n${looked}`;
  }
  const parts = [
    `Found with the creating tag "${creatingTag}":`,
    table(orphans),
    warning,
    ...orphans.map((orphan) => advice(orphan, profile)),
    ...(orphans.some(({ orElse }) => orElse) ? [aboutCopies] : []),
    aboutImport,
    looked,
  ];
  return parts.join("\n\n");
}

const warning = `An update in progress marks its snapshots in the same way, and a snapshot whose tag could not be removed is still in
its stack. Before you delete a snapshot, look for its ARN in the output of \`pulumi stack export\`.`;

const aboutCopies =
  "For some services AWS does not distinguish copies from other snapshots. The file for the import then describes a snapshot, not a copy.";

const aboutImport = `After an import, run \`pulumi refresh\`, and declare the resource with the name and the inputs in the file. If the program
needs other values, change the file first. The next \`pulumi up\` waits for the snapshot and removes the tag.`;

function orphansOf(found: Searched["found"]): Orphan[] {
  return found.flatMap(([, { orphans }]) => orphans);
}

function table(orphans: readonly Orphan[]): string {
  const rows = [
    ["KIND", "NAME", "REGION", "STATUS", "CREATED", "SOURCE", "ARN"],
    ...orphans.map((orphan) => [
      labelOf(orphan),
      orphan.name,
      orphan.region,
      orphan.status,
      orphan.madeAt?.toISOString() ?? "unknown",
      String(Object.values(orphan.source)[0] ?? "unknown"),
      orphan.arn,
    ]),
  ];
  const widthOf = (column: number) => Math.max(...rows.map((row) => row[column]?.length ?? 0));
  return rows
    .map((row) => `  ${row.map((cell, column) => cell.padEnd(widthOf(column))).join("  ")}`)
    .map((line) => line.trimEnd())
    .join("\n");
}

/** Returns what to do about a snapshot. */
function advice(orphan: Orphan, profile: string | undefined): string {
  const { name, region, arn, status, pending } = orphan;
  const file = `${name}.json`;
  const lines = [
    `${labelOf(orphan)} "${name}" in ${region}`,
    ...(pending
      ? [
          `  is ${status}: a run may be creating it right now. Leave it alone until that run has ended.`,
        ]
      : []),
    `  to delete it:     ${deleteCommand(orphan, profile)}`,
    `  to import it:     npx pulumi-aws-snapshots orphans --import-file ${arn}${asProfile(profile)} > ${file}`,
    `                    pulumi import --file ${file} --generate-code=false`,
  ];
  return lines.join("\n");
}

function labelOf({ kind, orElse }: Orphan): string {
  return orElse === undefined ? kind.label : `${kind.label} or copy`;
}

function plural(label: string): string {
  return `${label}s`;
}

function deleteCommand({ kind, name, region }: Orphan, profile: string | undefined): string {
  return `${kind.listing?.deleteCommand} ${name} --region ${region}${asProfile(profile)}`;
}

/** Returns the option for a profile in shell syntax. The profile's name may be any string. */
function asProfile(profile: string | undefined): string {
  if (profile === undefined) {
    return "";
  }
  return ` --profile ${shellWord(profile)}`;
}
