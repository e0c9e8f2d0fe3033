import { type Inputs, inputsOf } from "../../src/kinds/input.js";
import { isStuck } from "../../src/kinds/status.js";
import { isRecord } from "../../src/values/json.js";
import { failed, unequal } from "./answers.js";
import type { ShownSource } from "./families.js";
import { type Structure, structure } from "./items.js";
import { misjudged } from "./judging.js";
import { asOwn, isCluster } from "./listings.js";
import { inputsFor, type Reading } from "./playing.js";
import { wireAnswer } from "./wire.js";

const place = "us-east-1";

/** Returns what is wrong with how a kind reads AWS's description of a source, or its refusal to describe the source. */
export async function misreadSource(
  reading: Reading,
  shown: ShownSource,
  input: string,
): Promise<string[]> {
  const { item, operation, kind, client, player } = reading;
  if (item.error !== undefined) {
    const inputs = inputsOf(kind, inputsFor(kind, { [input]: "orders" }));
    const { describe, status } = kind.madeFrom;
    return [
      ...(await misjudged(reading, async () => status(client, inputs))),
      ...(describe === undefined
        ? []
        : await misjudged(reading, () => describe(client, inputs, place))),
    ];
  }
  // AWS describes the source alone, or in a list with one member if it is asked for by name.
  const { answer = {} } = item;
  const [member = "", whole] =
    Object.entries(answer).find(([, value]) => Array.isArray(value) || isRecord(value)) ?? [];
  const all = Array.isArray(whole) ? whole.filter(isRecord) : [structure(whole) ?? {}];
  const found: string[] = [];
  for (const one of asOwn(all, kind).flat()) {
    const played = { ...answer, [member]: Array.isArray(whole) ? [one] : one };
    player.play({ [operation]: wireAnswer(item.service, operation, played) });
    const name = String(one[shown.name] ?? "orders");
    const asked = { [input]: name };
    found.push(...(await wrongStatus(reading, shown, one, name, asked)));
    found.push(...(await wrongLook(reading, shown, one, asked)));
  }
  return found;
}

/** Returns the differences between a source's status as a kind reads it and as AWS answered. */
async function wrongStatus(
  { operation, kind, client, player }: Reading,
  shown: ShownSource,
  one: Structure,
  name: string,
  asked: Structure,
): Promise<string[]> {
  const status = one[shown.status];
  const word = String(status).toLowerCase().replace(/[_-]/g, "");
  const read = await kind.madeFrom.status(client, inputsOf(kind, inputsFor(kind, asked)));
  const sent = player.heard.find((heard) => heard.operation === operation);
  return [
    ...unequal(`the ${shown.name} that is asked for`, sent?.members[shown.name], name),
    ...unequal("what the source is called", /"(.*)"$/.exec(read?.label ?? "")?.[1], name),
    ...unequal("the source's status", read?.status, status),
    // A status other than failed passes, and is waited for.
    ...unequal(`${status} as lasting`, isStuck(read?.status), failed.includes(word)),
  ];
}

/** Returns the differences between the source that a kind sees before its create call and AWS's answer. */
async function wrongLook(
  { kind, client }: Reading,
  shown: ShownSource,
  one: Structure,
  asked: Structure,
): Promise<string[]> {
  const { madeFrom, partAndWhole } = kind;
  const { describe: lookAt } = madeFrom;
  if (lookAt === undefined) return [];
  const look = (inputs: Structure) => lookAt(client, looked(inputs), place);
  const looked = (inputs: Structure): Inputs => inputsOf(kind, inputsFor(kind, inputs));
  const { arn, partOf, problem } = await look(asked);
  const partOfWhat = shown.partOf === undefined ? undefined : one[shown.partOf];
  const found = [
    ...unequal("the source's ARN", arn.startsWith("arn:") ? arn : undefined, one[shown.arn]),
    ...unequal("what the source is a part of", partOf, partOfWhat),
  ];
  // A cluster of another engine is not a source. An answer without an engine says nothing about that.
  const isOther = isCluster(kind.service) && one["Engine"] !== kind.service;
  if (!isCluster(kind.service) || "Engine" in one) {
    found.push(...unequal("the source as a wrong one", problem !== undefined, isOther));
  }
  if (partAndWhole === undefined || partOfWhat === undefined) return found;
  const { part, whole, isPart } = partAndWhole;
  const both = (named: string) => look({ ...asked, [whole]: named });
  const [right, wrong] = [await both(String(partOfWhat)), await both(`not-${partOfWhat}`)];
  const name = String(asked[part]);
  return [
    ...found,
    ...unequal(`"${name}" as named after its ${whole}`, isPart(name, String(partOfWhat)), true),
    ...unequal("the source with its whole as a wrong one", right.problem !== undefined, false),
    ...unequal("the source with another whole as a wrong one", wrong.problem !== undefined, true),
    ...unequal("what the create call is to name", right.nameInCall, name),
  ];
}
