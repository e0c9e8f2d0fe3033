import { kinds } from "../../src/kinds/index.js";
import type { Kind } from "../../src/kinds/kind.js";
import { isRecord } from "../../src/values/json.js";
import { wrongAnswer } from "./answers.js";
import { copyConfiguration, families } from "./families.js";
import type { Item } from "./items.js";
import { misjudged } from "./judging.js";
import { asOwn, misreadListing } from "./listings.js";
import { playedAs } from "./neighbours.js";
import type { Player } from "./player.js";
import { type Reading, run, wrongRequest } from "./playing.js";
import { misreadSource } from "./sources.js";
import { wireAnswer } from "./wire.js";

/** Passes a recorded item to each kind that has its operation, and returns what goes wrong. */
export async function misreadings(
  item: Item,
  player: Player,
  connect: (kind: Kind) => Promise<unknown>,
): Promise<string[]> {
  const operation = playedAs[item.file] ?? item.operation;
  const family = operation.includes("CopyConfiguration")
    ? copyConfiguration
    : families[item.service];
  if (family === undefined) throw new Error(`no kind is of the service ${item.service}`);
  const readingOf = async (name: string): Promise<Reading> => {
    const kind = kinds.get(name);
    if (kind === undefined) throw new Error(`there is no kind ${name}`);
    return { item, operation, family, kind, client: await connect(kind), player };
  };
  const found: string[] = [];
  const say = (name: string, wrong: readonly string[]) =>
    found.push(...wrong.map((text) => `${name}: ${text}`));
  const shown = family.sources[operation];
  const isOfSourcesOnly = shown !== undefined && operation !== family.describe;
  const makersOrAll = family.makers[operation] ?? family.kinds;
  for (const name of isOfSourcesOnly ? [] : makersOrAll) {
    const reading = await readingOf(name);
    const judged = () => misjudged(reading, () => run(reading));
    say(name, item.error === undefined ? await misread(reading) : await judged());
  }
  for (const [name, input] of Object.entries(shown?.inputs ?? {})) {
    if (shown !== undefined) say(name, await misreadSource(await readingOf(name), shown, input));
  }
  return found;
}

/** Returns what is wrong with how a kind reads an answer. */
async function misread(reading: Reading): Promise<string[]> {
  const { item, operation, family, kind, player } = reading;
  if (operation === family.describe) return misreadListing(reading);
  // Guides print some answers to a copy as a list with one item.
  const { DBClusterSnapshots: list, ...rest } = item.answer ?? {};
  const answer = Array.isArray(list) ? { ...rest, DBClusterSnapshot: list[0] } : rest;
  const found: string[] = [];
  const [member, whole] = Object.entries(answer).find(([, value]) => isRecord(value)) ?? [];
  for (const own of asOwn(isRecord(whole) ? [whole] : [], kind)) {
    const played = member === undefined ? answer : { ...answer, [member]: own[0] };
    player.play({ [operation]: wireAnswer(item.service, operation, played) });
    const read = await run(reading);
    found.push(...wrongRequest(item, operation, reading, player.heard));
    const answered = Object.values(played).find((value) => typeof value === "object");
    found.push(...wrongAnswer(reading, answered, read));
  }
  return found;
}
