import { causeOf, hasCode, isPassing } from "../../src/aws/errors.js";
import { kinds } from "../../src/kinds/index.js";
import type { Kind } from "../../src/kinds/kind.js";
import { isRecord } from "../../src/values/json.js";
import { wrongAnswer } from "./answers.js";
import { copyConfiguration, families } from "./families.js";
import type { Item } from "./items.js";
import { asOwn, misreadListing } from "./listings.js";
import { playedAs } from "./neighbours.js";
import type { Player } from "./player.js";
import { type Reading, run, wrongRequest } from "./playing.js";
import { wireAnswer, wireError } from "./wire.js";

/** Codes for what no source shows the code of: what the models and our own refusals make of such a text. */
const unknownCodes: Readonly<Record<string, string>> = {
  "elasticache-serverless:ListTagsForResource": "InvalidServerlessCacheSnapshotStateFault",
  "elasticache:CopySnapshot": "InvalidParameterValue",
  "elasticache:CreateSnapshot": "InvalidParameterCombination",
  "memorydb:CopySnapshot": "InvalidParameterValueException",
  "redshift-serverless/CreateSnapshot-no-namespace": "ResourceNotFoundException",
  "redshift-serverless/CreateSnapshot-no-workgroup": "ConflictException",
};

/** What a refusal means for what is to be done next. */
type Meaning = "gone" | "exists" | "busy" | "passing" | "final";

/** What a code and its text mean, by AWS's own documentation of them. A code may have two meanings. */
const meanings: readonly (readonly [RegExp, Meaning])[] = [
  [/^Throttling: /, "passing"],
  [/^ConflictException: .*already exists/, "exists"],
  [/^ConflictException: There is an operation running/, "busy"],
  [/AlreadyExists\w*: /, "exists"],
  [/Only manual snapshots may be deleted/, "final"],
  [/^(DBCluster|ServerlessCache)?SnapshotNotFound\w*: |^ResourceNotFoundException: /, "gone"],
  [/^Invalid\w+State(Fault)?: /, "busy"],
];

/** Does with a recorded item what each kind does whose operation it is, and says where that goes wrong. */
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
  const found: string[] = [];
  const looksAtSource =
    operation === "DescribeDBClusters" && family.makers["CreateDBClusterSnapshot"];
  for (const name of looksAtSource || (family.makers[operation] ?? family.kinds)) {
    const kind = kinds.get(name);
    if (kind === undefined) throw new Error(`there is no kind ${name}`);
    const client = await connect(kind);
    const reading = { item, operation, family, kind, client, player };
    const wrong = item.error === undefined ? await misread(reading) : await misjudged(reading);
    found.push(...wrong.map((text) => `${name}: ${text}`));
  }
  return found;
}

/** What is wrong with how a kind takes a refusal. */
async function misjudged(reading: Reading): Promise<string[]> {
  const { item, operation, kind, player } = reading;
  const { error } = item;
  if (error === undefined) return [];
  const code =
    error.code ?? unknownCodes[item.file] ?? unknownCodes[`${item.service}:${operation}`];
  const message = error.message ?? error.messageContains ?? "AWS's text is not recorded.";
  const found: string[] = [];
  for (const played of [code, ...error.otherCodes]) {
    if (played === undefined) throw new Error(`${item.file} has no code to be played with`);
    player.play({ [operation]: wireError(item.service, { ...error, code: played, message }) });
    const thrown = await run(reading).then(
      () => undefined,
      (reason: unknown) => reason,
    );
    const said = causeOf(thrown, kind);
    const bare = played.replace(/(Fault|Exception)$/, "");
    if (!said.includes(bare) || !said.includes(message)) {
      found.push(`says "${said}" of ${played}: ${message}`);
    }
    const wanted = meanings.find(([text]) => text.test(`${played}: ${message}`))?.[1] ?? "final";
    const taken = meaningsFor(kind, operation, thrown);
    if (wanted === "final" ? taken.length > 0 : !taken.includes(wanted)) {
      found.push(
        `takes ${played}: ${message} for ${taken.join(" and ") || "final"}, not ${wanted}`,
      );
    }
  }
  return found;
}

/** What a kind takes an error for; nothing where it is final. */
function meaningsFor({ codes }: Kind, operation: string, thrown: unknown): Meaning[] {
  const taken: Meaning[] = [];
  if (isPassing(thrown)) taken.push("passing");
  if (hasCode(thrown, codes.gone)) taken.push("gone");
  if (hasCode(thrown, codes.exists)) taken.push("exists");
  const busy = operation.startsWith("Delete") ? codes.undeletable : codes.busy;
  if (hasCode(thrown, busy)) taken.push("busy");
  return taken;
}

/** What is wrong with how a kind reads an answer. */
async function misread(reading: Reading): Promise<string[]> {
  const { item, operation, family, kind, player } = reading;
  if (operation === family.describe) return misreadListing(reading);
  // Guides print some answers to a copy as a list of one.
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
