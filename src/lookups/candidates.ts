import { awsError } from "../aws/errors.js";
import {
  allPages,
  type Kind,
  type Listing,
  type ListingOptions,
  type SnapshotType,
} from "../kinds/kind.js";
import { isFinished } from "../kinds/status.js";
import { nameOrArnName, parseArn } from "../values/arn.js";
import { patiently } from "../waiting/retry.js";
import type { Place } from "./place.js";

/** The input that names the source, and its value. */
interface SourceInput {
  readonly key: string;
  readonly source: string;
}

/** Which snapshots of the source count. */
interface Wanted {
  readonly type: SnapshotType;
  readonly since: Date | undefined;
}

/** The snapshots that may be the one. */
interface Candidates<Remote> {
  readonly newestFirst: readonly Remote[];
  /** Why the other snapshots of the source do not count, with their number. */
  readonly reasons: ReadonlyMap<string, number>;
}

/**
 * Lists the finished snapshots of a source. What AWS leaves out by its filters saves pages and decides nothing: if there
 * is none, AWS is asked again without them.
 */
export async function candidates<Client, Remote>(
  place: Place<Client, Remote>,
  input: SourceInput,
  wanted: Wanted,
): Promise<Candidates<Remote>> {
  const { listing } = place.kind;
  if (listing === undefined) {
    return { newestFirst: [], reasons: new Map() };
  }
  const source = input.key === listing.sourceInput ? input.source : undefined;
  const look = async (asked: ListingOptions) => {
    const shown = await pagesOf(place, listing, asked);
    const ofSource = await patiently(place, () => belonging(place, listing, input, shown));
    return sorted(place.kind, await own(place, listing, ofSource), wanted);
  };
  const first = await look({ source, details: true, mustBeComplete: false, ...wanted });
  const isFiltered = wanted.type !== "any" || wanted.since !== undefined;
  return first.newestFirst.length > 0 || !isFiltered
    ? first
    : look({ source, details: true, mustBeComplete: true, type: "any" });
}

/** Returns the snapshots that were taken of the source. */
async function belonging<Client, Remote>(
  { kind, client }: Place<Client, Remote>,
  { ofSource }: Listing<Client, Remote>,
  { key, source }: SourceInput,
  remotes: readonly Remote[],
): Promise<readonly Remote[]> {
  if (ofSource !== undefined) {
    return ofSource(client, { [key]: source }, remotes);
  }
  const wanted = nameOrArnName(source);
  return remotes.filter((remote) => {
    const { [key]: taken } = { ...kind.outputs(remote), ...kind.inputsFrom(remote) };
    return typeof taken === "string" && nameOrArnName(taken) === wanted;
  });
}

/** All pages. Some services refuse to list the snapshots of a source that is gone: then everything is listed. */
async function pagesOf<Client, Remote>(
  place: Place<Client, Remote>,
  listing: Listing<Client, Remote>,
  asked: ListingOptions,
): Promise<Remote[]> {
  const all = (what: ListingOptions) =>
    patiently(place, () => allPages(listing.pages(place.client, what)));
  try {
    return await all(asked);
  } catch (error) {
    const isGone = awsError(error)?.codes.some((code) => /NotFound$/.test(code)) === true;
    if (asked.source === undefined || !isGone) {
      throw error;
    }
    return all({ ...asked, source: undefined });
  }
}

/** The caller's own snapshots, where a listing may show those of other accounts. */
async function own<Client, Remote>(
  place: Place<Client, Remote>,
  { showsShared }: Listing<Client, Remote>,
  remotes: readonly Remote[],
): Promise<readonly Remote[]> {
  if (showsShared !== true || remotes.length === 0) {
    return remotes;
  }
  const account = await place.account();
  return remotes.filter((remote) => accountOf(place.kind, remote) === account);
}

function accountOf<Remote>(kind: Kind<unknown, Remote>, remote: Remote): string | undefined {
  return parseArn(kind.arn(remote) ?? "")?.account;
}

function sorted<Remote>(
  kind: Kind<unknown, Remote>,
  remotes: readonly Remote[],
  wanted: Wanted,
): Candidates<Remote> {
  const reasons = new Map<string, number>();
  const counting = remotes.filter((remote) => {
    const why = whyNot(kind, remote, wanted);
    if (why !== undefined) {
      reasons.set(why, (reasons.get(why) ?? 0) + 1);
    }
    return why === undefined;
  });
  const arnOf = (remote: Remote) => kind.arn(remote) ?? "";
  const newestFirst = counting.sort(
    (a, b) => timeOf(kind, b) - timeOf(kind, a) || (arnOf(a) < arnOf(b) ? -1 : 1),
  );
  return { newestFirst, reasons };
}

/** Says why a snapshot does not count. */
function whyNot<Remote>(
  kind: Kind<unknown, Remote>,
  remote: Remote,
  { type, since }: Wanted,
): string | undefined {
  if (type !== "any" && (kind.isAutomatic?.(remote) ?? false) !== (type === "automated")) {
    return type === "automated" ? "manual" : "automated";
  }
  if (!isFinished(kind, kind.status(remote))) {
    return `with the status ${kind.status(remote)}`;
  }
  return since !== undefined && timeOf(kind, remote) <= since.getTime() ? "older" : undefined;
}

/** When a snapshot was taken, in milliseconds. Before all others, if AWS does not say it. */
function timeOf<Remote>({ listing }: Kind<unknown, Remote>, remote: Remote): number {
  return listing?.takenAt(remote)?.getTime() ?? Number.NEGATIVE_INFINITY;
}
