import { creatingTag } from "../abi/mark-tag.js";
import type { Connections } from "../aws/connection.js";
import {
  awsError,
  causeOf,
  hasCode,
  isNetworkError,
  isPassing,
  unfinishedCode,
} from "../aws/errors.js";
import { allPages, type Kind, type Listing } from "../kinds/kind.js";
import { isPending } from "../kinds/status.js";
import { parseArn } from "../values/arn.js";
import type { Clock } from "../values/clock.js";
import type { Props } from "../values/json.js";
import { tellingUnfinished } from "../waiting/find.js";
import { patiently } from "../waiting/retry.js";

/** A snapshot that carries the creating tag. */
export interface Orphan {
  /** The kind of the snapshot, as far as AWS reports it. */
  readonly kind: Kind;
  /** Another kind that it may be, because AWS never reports the source of that kind. */
  readonly orElse: Kind | undefined;
  readonly name: string;
  readonly arn: string;
  readonly region: string;
  readonly status: string;
  /** Whether AWS is still creating it. */
  readonly pending: boolean;
  readonly madeAt: Date | undefined;
  /** The inputs in AWS's answer except the name, such as the source. */
  readonly source: Props;
}

/** What a search found. */
export interface Findings {
  readonly orphans: readonly Orphan[];
  /** Labels of the kinds that could be listed. */
  readonly listed: readonly string[];
  /** What could not be checked, a sentence for each. */
  readonly failures: readonly string[];
}

/** Where to search, and with which connection. */
export interface Search {
  readonly connections: Connections;
  readonly region: string;
  readonly profile: string | undefined;
  readonly clock: Clock;
  /** Receives a message when the search waits for AWS. */
  tell(text: string): void;
}

type Kinds = [Kind, ...Kind[]];

/** Number of snapshots whose tags are read at a time. */
const readsAtOnce = 4;

/**
 * Finds all manual snapshots of these kinds in a region that carry the creating tag, whichever stack made them. Changes
 * nothing.
 */
export async function findOrphans(kinds: Iterable<Kind>, search: Search): Promise<Findings> {
  const listings = new Map<Listing<unknown, unknown>, Kinds>();
  for (const kind of kinds) {
    if (kind.listing !== undefined) {
      const others = listings.get(kind.listing);
      listings.set(kind.listing, others === undefined ? [kind] : [...others, kind]);
    }
  }
  const found = await Promise.all(
    [...listings].map(([listing, sharing]) => findListed(listing, sharing, search)),
  );
  return {
    orphans: found.flatMap(({ orphans }) => orphans),
    listed: found.flatMap(({ listed }) => listed),
    failures: found.flatMap(({ failures }) => failures),
  };
}

async function findListed(
  listing: Listing<unknown, unknown>,
  kinds: Kinds,
  { connections, region, profile, clock, tell }: Search,
): Promise<Findings> {
  const [kind] = kinds;
  const where = `${kind.label}s in ${region}`;
  const show = (text: string) => tell(`${where}: ${text}`);
  const waiting = { clock, progress: { show, warn: show } };
  let client: unknown;
  let remotes: unknown[];
  try {
    client = await connections.client(kind, { region, profile }, region);
    remotes = await patiently(waiting, () =>
      allPages(listing.pages(client, { details: true, mustBeComplete: true })),
    );
    if (listing.showsShared && remotes.length > 0) {
      const account = await connections.account({ region, profile }, region);
      remotes = remotes.filter((one) => parseArn(kind.arn(one) ?? "")?.account === account);
    }
  } catch (error) {
    return { orphans: [], listed: [], failures: [failure(`listing ${where}`, error, kind)] };
  }
  const orphans: Orphan[] = [];
  const unfinished: string[] = [];
  const errors: unknown[] = [];
  let seen = 0;
  const look = async (remote: unknown) => {
    const arn = kind.arn(remote) ?? "";
    const target = { name: kind.nameOf(remote) ?? "", arn };
    try {
      const tags = await tellingUnfinished({ ...waiting, kind, client }, target, () =>
        patiently(waiting, async () => kind.tagging?.list(client, arn)),
      );
      if (tags?.[creatingTag] !== undefined) {
        orphans.push(orphanOf(listing, kinds, remote, arn, region));
      }
    } catch (error) {
      const { gone, busy } = kind.codes;
      if (hasCode(error, [...busy, unfinishedCode])) {
        const what = `${kind.label} "${kind.nameOf(remote) ?? arn}" in ${region}`;
        const later = "AWS shows them when the snapshot is finished. Run the command again then.";
        unfinished.push(`${failure(`reading the tags of ${what}`, error, kind)} ${later}`);
      } else if (!hasCode(error, gone)) {
        errors.push(error);
        return;
      }
    }
    seen += 1;
  };
  for (let next = 0; next < remotes.length && !errors.some(isLasting); next += readsAtOnce) {
    await Promise.all(remotes.slice(next, next + readsAtOnce).map(look));
  }
  const unread = `reading the tags of ${remotes.length - seen} of ${remotes.length} ${where}`;
  return {
    orphans: orphans.sort((a, b) => (a.name < b.name ? -1 : 1)),
    listed: [kind.label],
    failures: [
      ...unfinished.sort(),
      ...(errors.length === 0 ? [] : [failure(unread, errors[0], kind)]),
    ],
  };
}

/**
 * Whether the next request would fail in the same way: AWS was overloaded or unreachable for longer than a request is
 * retried.
 */
function isLasting(error: unknown): boolean {
  return isPassing(error) || awsError(error) === undefined;
}

function failure(doing: string, error: unknown, kind: Kind): string {
  const unreachable = isNetworkError(error)
    ? " AWS may not offer the service in that region, or this machine cannot reach it."
    : "";
  return `${doing}: ${causeOf(error, kind)}${unreachable}`;
}

function orphanOf(
  listing: Listing<unknown, unknown>,
  kinds: Kinds,
  remote: unknown,
  arn: string,
  region: string,
): Orphan {
  const sourceOf = (kind: Kind) =>
    Object.fromEntries(
      Object.entries(kind.inputsFrom(remote)).filter(([, value]) => value !== undefined),
    );
  // The answer about a copy also names a cluster, so copies come first.
  const kind =
    kinds
      .toSorted((a, b) => Number(b.makes === "copy") - Number(a.makes === "copy"))
      .find((one) => Object.keys(sourceOf(one)).length > 0) ?? kinds[0];
  return {
    kind,
    orElse: kinds.find((one) => one !== kind && Object.keys(one.inputsFrom(remote)).length === 0),
    name: kind.nameOf(remote) ?? arn,
    arn,
    region,
    status: kind.status(remote) ?? "unknown",
    pending: isPending(kind, remote),
    madeAt: (listing.createdAt ?? listing.takenAt)(remote),
    source: sourceOf(kind),
  };
}
