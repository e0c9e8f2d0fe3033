import { hasCode } from "../aws/errors.js";
import type { Kind } from "../kinds/kind.js";
import { parseArn } from "../values/arn.js";
import { isAbsent, type Props, type Tags } from "../values/json.js";
import { tagsOf, timeOf } from "./arguments.js";
import { candidates } from "./candidates.js";
import { type LookupHost, openPlace, otherAccount, type Place } from "./place.js";
import { readTags, resultOf } from "./result.js";

/** Number of snapshots whose tags are read at a time. */
const readsAtOnce = 4;

/**
 * Looks up the newest finished snapshot of a source. Without any it fails, or returns nothing if the arguments allow
 * that.
 */
export async function latest<Client, Remote>(
  kind: Kind<Client, Remote>,
  host: LookupHost,
  args: Props,
): Promise<Props> {
  const key = kind.madeFrom.inputs.find((input) => !isAbsent(args[input])) ?? "";
  const source = String(args[key]);
  const arn = parseArn(source);
  const subject = `the latest ${kind.label} of "${arn?.name ?? source}"`;
  const place = await openPlace(kind, host, args, subject, arn?.region);
  try {
    const { tags: wantedTags, createdAfter, snapshotType } = args;
    const tags = tagsOf(wantedTags);
    const wanted = {
      type: snapshotType === "manual" || snapshotType === "automated" ? snapshotType : "any",
      since: timeOf(createdAfter),
    } as const;
    const { newestFirst, reasons } = await candidates(place, { key, source }, wanted);
    const found = await firstWith(place, newestFirst, tags);
    await confirmAccount(place, arn?.account, found?.[0]);
    if (found !== undefined) {
      return resultOf(place, ...found);
    }
    if (args["allowNone"] === true) {
      return {};
    }
    throw new Error(noneOf(newestFirst.length, tags, reasons));
  } catch (error) {
    throw place.error(error);
  }
}

/** The first snapshot that has all these tags, with all its tags. One that is gone by then does not count. */
async function firstWith<Client, Remote>(
  place: Place<Client, Remote>,
  newestFirst: readonly Remote[],
  wanted: Tags,
): Promise<[Remote, Tags | undefined] | undefined> {
  // Without wanted tags, the newest snapshot is the one.
  const step = Object.keys(wanted).length === 0 ? 1 : readsAtOnce;
  for (let next = 0; next < newestFirst.length; next += step) {
    const read = newestFirst.slice(next, next + step).map(async (remote) => {
      try {
        return [remote, await readTags(place, remote)] as const;
      } catch (error) {
        if (hasCode(error, place.kind.codes.gone)) {
          return undefined;
        }
        throw error;
      }
    });
    const found = (await Promise.all(read)).find(
      (one) => one !== undefined && Object.entries(wanted).every(([k, v]) => one[1]?.[k] === v),
    );
    if (found !== undefined) {
      return [...found];
    }
  }
  return undefined;
}

/**
 * Fails if the source is in another account than that of the credentials. AWS is asked by the name, and what it shows then
 * was taken of another source with that name.
 */
async function confirmAccount<Client, Remote>(
  place: Place<Client, Remote>,
  wanted: string | undefined,
  found: Remote | undefined,
): Promise<void> {
  if (wanted === undefined) {
    return;
  }
  const shown = found === undefined ? undefined : parseArn(place.kind.arn(found) ?? "");
  const account = shown?.account ?? (await place.account());
  if (account !== wanted) {
    throw new Error(otherAccount(account, wanted));
  }
}

/** Says that there is none, and what there is instead. */
function noneOf(left: number, tags: Tags, reasons: ReadonlyMap<string, number>): string {
  const all = new Map(reasons);
  if (left > 0 && Object.keys(tags).length > 0) {
    all.set("without these tags", left);
  }
  const sum = [...all.values()].reduce((total, count) => total + count, 0);
  const others =
    sum === 0
      ? "AWS has no snapshot of it here"
      : `AWS has ${sum} of it: ${[...all].map(([why, count]) => `${count} ${why}`).join(", ")}`;
  return `there is none. ${others}. If that is no error, set allowNone`;
}
