import type { FaultHandle, Fault as Injected, LocalAwsOptions } from "../../src/local-aws/index.js";
import { stages as all, calls, type Fault, making, type Stage } from "./faults.js";

export const always = Number.POSITIVE_INFINITY;
/** Every operation that changes something. */
const changing = /^(?!Describe|List|Get|Assume)/;
/** Every operation of the services. */
export const any = /^(?!GetCallerIdentity|Assume)/;

/** Matches the first few of equal requests. */
export function first(times = 1): (input: Readonly<Record<string, unknown>>) => boolean {
  const seen = new Map<string, number>();
  return (input) => {
    const key = JSON.stringify(input);
    seen.set(key, (seen.get(key) ?? 0) + 1);
    return (seen.get(key) ?? 0) <= times;
  };
}

/** A fault in AWS's answers. It must strike in all stages, or in the given stages. */
export function answers(
  title: string,
  make: () => readonly Injected[],
  stages: readonly Stage[] = all,
  behaviour: LocalAwsOptions = {},
): Fault {
  return {
    title,
    stages,
    behaviour,
    strike: ({ aws }) => {
      const injected = make().map(countingChanges);
      const handles = injected.map(({ fault }) => aws.faults.add({ times: always, ...fault }));
      return {
        hits: () => injected.reduce((sum, { hits }, at) => sum + hits(handles[at]), 0),
        end: () => remove(handles),
      };
    },
  };
}

/** A fault that changes the text of answers strikes only if there was something to change. */
function countingChanges(fault: Injected): {
  readonly fault: Injected;
  readonly hits: (handle: FaultHandle | undefined) => number;
} {
  const { rewrite } = fault;
  if (rewrite === undefined) {
    return { fault, hits: (handle) => handle?.hits ?? 0 };
  }
  let changed = 0;
  const counting = (body: string) => {
    const text = rewrite(body);
    changed += text === body ? 0 : 1;
    return text;
  };
  return { fault: { ...fault, rewrite: counting }, hits: () => changed };
}

const notFound: readonly [operation: RegExp, code: string, service?: string][] = [
  [/^DescribeSnapshots$/, "SnapshotNotFoundFault"],
  [/^DescribeDBClusterSnapshots$/, "DBClusterSnapshotNotFoundFault"],
  [/^DescribeServerlessCacheSnapshots$/, "ServerlessCacheSnapshotNotFoundFault"],
  [/^GetSnapshot$/, "ResourceNotFoundException"],
];

/** Returns whether a request asks for our own snapshot, and not for a source. */
function asksForOurs(input: Readonly<Record<string, unknown>>): boolean {
  const { SnapshotName, DBClusterSnapshotIdentifier, ServerlessCacheSnapshotName, ...rest } = input;
  const named = SnapshotName ?? DBClusterSnapshotIdentifier ?? ServerlessCacheSnapshotName;
  const name = String(named ?? rest["snapshotName"] ?? rest["snapshotArn"] ?? "-src");
  return !name.endsWith("-src");
}

/** AWS does not find each of our own snapshots the first time that it is asked for. */
function forgetful(): Injected[] {
  return notFound.map(([operation, code]) => {
    const isFirst = first();
    const where = (input: Readonly<Record<string, unknown>>) =>
      asksForOurs(input) && isFirst(input);
    return { operation, where, error: { code, message: "There is no such snapshot" } };
  });
}

/** Every call about tags. */
const tagCalls: readonly RegExp[] = [calls.tags, calls.tag, calls.untag];

/**
 * The tags of an unfinished snapshot are "not found". A create reads such tags only if it meets a snapshot of its own
 * request, whose answer was lost.
 */
function tagsNotFound(): Fault {
  return {
    title: "tags not found while a snapshot is made",
    stages: making,
    behaviour: { tagsOfUnfinished: "not found" },
    strike: ({ aws }) => {
      const lost = aws.faults.add({
        operation: calls.create,
        where: first(),
        dropConnection: "after",
        times: always,
      });
      return {
        hits: () =>
          aws.requests
            .all()
            .filter(
              ({ operation, outcome }) =>
                tagCalls.some((calls) => calls.test(operation)) && /NotFound/.test(outcome),
            ).length,
        end: () => lost.remove(),
      };
    },
  };
}

/** Removes faults. */
export function remove(handles: readonly FaultHandle[]): void {
  for (const handle of handles) {
    handle.remove();
  }
}

/** Returns an empty answer of the same form. */
function emptied(body: string): string {
  return body.startsWith("{") ? "{}" : body.replace(/<(\w+Result)>.*<\/\1>/s, "<$1/>");
}

/** A fault in AWS's behaviour, counted by the requests that meet it. */
function behaving(
  title: string,
  behaviour: LocalAwsOptions,
  { stages, ...met }: Pick<Injected, "operation" | "where"> & { readonly stages: readonly Stage[] },
): Fault {
  return answers(title, () => [{ ...met, delay: 0 }], stages, behaviour);
}

/** Returns whether a request lists snapshots without naming any. */
function lists(input: Readonly<Record<string, unknown>>): boolean {
  return !Object.keys(input).some((key) =>
    /^snapshot(Name|Arn)$|Snapshot(Name|Identifier)$/i.test(key),
  );
}

/** Returns all faults that lose answers, delay them or change them. */
export function answerFaults(): Fault[] {
  return [
    answers("answers lost", () => [
      { operation: changing, where: first(), dropConnection: "after" },
    ]),
    answers("requests lost", () => [{ operation: any, where: first(), dropConnection: "before" }]),
    answers("answers cut off", () => [
      { operation: any, where: first(), dropConnection: "in the answer" },
    ]),
    answers("answers with half a body", () => [
      { operation: any, where: first(), rewrite: (body) => body.slice(0, body.length / 2) },
    ]),
    answers("answers with unknown members", () => [
      {
        operation: any,
        rewrite: (body) =>
          body
            .replace(/^\{"/, '{"New":{"er":[1]},"')
            .replace(/<(DBClusterSnapshot|Snapshot)>/g, "<$1><New><er>1</er></New>"),
      },
    ]),
    answers(
      "unknown statuses on the way",
      () => [
        {
          operation: any,
          rewrite: (body) =>
            body.replace(/(["'>])(creating|copying|CREATING)(["'<])/g, "$1quiescing$3"),
        },
      ],
      making,
    ),
    answers("forgotten once", forgetful),
    tagsNotFound(),
    ...(["ignored", "misread"] as const).map((listingFilters) =>
      behaving(
        `listings whose filters are ${listingFilters}`,
        { listingFilters },
        { operation: /^(Describe\w*Snapshots|ListSnapshots)$/, where: lists, stages: making },
      ),
    ),
    behaving(
      "describes that know no ARN",
      { describedByArn: false },
      {
        operation: /^(DescribeDBClusterSnapshots|GetSnapshot)$/,
        where: (input) => Object.values(input).some((value) => /^arn:/.test(String(value))),
        stages: ["delete"],
      },
    ),
    answers(
      "creates with empty answers",
      () => [{ operation: calls.create, where: first(), rewrite: emptied }],
      making,
    ),
    answers(
      "no answer to creates",
      () => [{ operation: calls.create, where: first(), hang: "before" }],
      making,
    ),
  ];
}
