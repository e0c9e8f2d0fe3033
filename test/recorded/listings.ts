import type { Kind } from "../../src/kinds/kind.js";
import { isRecord } from "../../src/values/json.js";
import { unequal, wrongRemote } from "./answers.js";
import type { Structure } from "./items.js";
import type { Reading } from "./playing.js";
import { wireAnswer } from "./wire.js";

/** Returns what is wrong with how a kind finds each snapshot in a recorded listing, and how it lists them. */
export async function misreadListing(reading: Reading): Promise<string[]> {
  const { item, operation, family, kind, client, player } = reading;
  const { answer = {}, service } = item;
  const [member = "", recorded] =
    Object.entries(answer).find(([, value]) => Array.isArray(value)) ?? [];
  const play = (shown: readonly Structure[]) =>
    player.play({
      [operation]: wireAnswer(service, operation, { ...answer, [member]: shown }),
      // Redshift Serverless describes a single snapshot with another operation.
      ...(service === "redshift-serverless" && {
        GetSnapshot: wireAnswer(service, "GetSnapshot", { snapshot: shown[0] }),
      }),
    });
  const find = (one: Structure | undefined) =>
    kind.find(client, { name: String(one?.[family.name] ?? "orders"), arn: undefined });
  const found: string[] = [];
  for (const own of asOwn(Array.isArray(recorded) ? recorded.filter(isRecord) : [], kind)) {
    for (const one of own) {
      play([one]);
      const read = await find(one);
      found.push(
        ...(isVisible(one, kind)
          ? wrongRemote(reading, one, read)
          : unequal("it", read, undefined)),
      );
    }
    play([]);
    if (service !== "redshift-serverless")
      found.push(...unequal("none", await find(own[0]), undefined));
    // The kind asks AWS for manual snapshots, and AWS leaves out the others.
    const manual = own.filter(isManual);
    play(manual);
    const listed: unknown[] = [];
    for await (const page of kind.listing?.pages(client, { details: true, mustBeComplete: true }) ??
      []) {
      listed.push(...page);
    }
    const visible = manual.filter((one) => isVisible(one, kind));
    const names = visible.map((one) => one[family.name] ?? null);
    found.push(
      ...unequal(
        "the list",
        listed.map((one) => kind.nameOf(one) ?? null),
        names,
      ),
    );
  }
  return found;
}

/**
 * Returns what is played to a kind: the recorded answer and, because all engines share the API, the same answer for the
 * kind's own engine.
 */
export function asOwn(recorded: readonly Structure[], { service }: Kind): (readonly Structure[])[] {
  const isOther = recorded.some(({ Engine }) => Engine !== undefined && Engine !== service);
  if (!isCluster(service) || !isOther) return [recorded];
  return [recorded, recorded.map((one) => ("Engine" in one ? { ...one, Engine: service } : one))];
}

export function isCluster(service: string): boolean {
  return service === "neptune" || service === "docdb";
}

/** A kind does not see snapshots of other engines, and a deleted snapshot does not count. */
function isVisible({ Engine, status }: Structure, { service }: Kind): boolean {
  return (!isCluster(service) || Engine === service) && status !== "DELETED";
}

function isManual({ SnapshotType, SnapshotSource, Source }: Structure): boolean {
  return [SnapshotType, SnapshotSource, Source].every(
    (sort) => sort === undefined || sort === "manual",
  );
}
