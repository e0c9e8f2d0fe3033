import { allPages, type Kind } from "../kinds/kind.js";
import { parseArn } from "../values/arn.js";
import type { Props } from "../values/json.js";
import { findPatiently } from "../waiting/find.js";
import { patiently } from "../waiting/retry.js";
import { type LookupHost, openPlace, otherAccount, type Place } from "./place.js";
import { readTags, resultOf } from "./result.js";

/** Looks something up by its ARN or name. Fails if AWS has nothing of that kind. */
export async function get<Client, Remote>(
  kind: Kind<Client, Remote>,
  host: LookupHost,
  args: Props,
): Promise<Props> {
  const { arn: id, [kind.naming.isOwn ? "name" : kind.naming.input]: given } = args;
  const arn = typeof id === "string" ? parseArn(id) : undefined;
  const named = typeof given === "string" ? given : "";
  const name = arn === undefined ? named : kind.naming.inArn ? arn.name : "";
  const subject = `${kind.label} "${name || String(id)}"`;
  const place = await openPlace(kind, host, args, subject, arn?.region);
  try {
    const target = { name, arn: typeof id === "string" ? id : undefined };
    const remote = (await findPatiently(place, target)) ?? (await listedOne(place, target.arn));
    const answered = remote && kind.arn(remote);
    if (remote === undefined || (target.arn !== undefined && answered !== target.arn)) {
      throw new Error(await whyNot(place, target, answered));
    }
    return resultOf(place, remote, await readTags(place, remote));
  } catch (error) {
    throw place.error(error);
  }
}

/** The one with an ARN that does not tell its name, if AWS shows it only among all. */
async function listedOne<Client, Remote>(
  place: Place<Client, Remote>,
  arn: string | undefined,
): Promise<Remote | undefined> {
  const { kind, client } = place;
  const { listing, naming } = kind;
  if (arn === undefined || naming.inArn || listing === undefined) {
    return undefined;
  }
  const all = { details: true, mustBeComplete: true, type: "any" } as const;
  const shown = await patiently(place, () => allPages(listing.pages(client, all)));
  return shown.find((remote) => kind.arn(remote) === arn);
}

/** Says why something is not there. Calls go by name, and another account may have something else of the same name. */
async function whyNot<Client, Remote>(
  place: Place<Client, Remote>,
  target: { readonly name: string; readonly arn: string | undefined },
  answered: string | undefined,
): Promise<string> {
  const { kind, client, region } = place;
  const wanted = target.arn === undefined ? undefined : parseArn(target.arn)?.account;
  const account = parseArn(answered ?? "")?.account ?? (await place.account());
  if (wanted !== undefined && wanted !== account) {
    return otherAccount(account, wanted);
  }
  const why = await patiently(place, async () => kind.whyNotFound?.(client, target));
  if (why !== undefined) {
    return why;
  }
  return target.arn === undefined
    ? `account ${account} has none with this name in ${region}. Check the name, the region and the credentials`
    : `AWS has nothing with the ARN ${target.arn}`;
}
