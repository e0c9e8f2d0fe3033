import { causeOf, hasCode, isPassing } from "../../src/aws/errors.js";
import type { Kind } from "../../src/kinds/kind.js";
import type { Reading } from "./playing.js";
import { wireError } from "./wire.js";

/** Codes for messages whose code no source shows, from the models and our own refusals. */
const unknownCodes: Readonly<Record<string, string>> = {
  "elasticache-serverless:ListTagsForResource": "InvalidServerlessCacheSnapshotStateFault",
  "elasticache:CopySnapshot": "InvalidParameterValue",
  "elasticache:CreateSnapshot": "InvalidParameterCombination",
  "memorydb:CopySnapshot": "InvalidParameterValueException",
  "redshift-serverless/CreateSnapshot-no-namespace": "ResourceNotFoundException",
  "redshift-serverless/CreateSnapshot-no-workgroup": "ConflictException",
};

/** What a refusal means for the next step. */
type Meaning = "gone" | "exists" | "busy" | "passing" | "final";

/** The meaning of a code and its message, from AWS's documentation. A code may have two meanings. */
const meanings: readonly (readonly [RegExp, Meaning])[] = [
  [/^Throttling: /, "passing"],
  [/^ConflictException: .*already exists/, "exists"],
  [/^ConflictException: There is an operation running/, "busy"],
  [/AlreadyExists\w*: /, "exists"],
  [/Only manual snapshots may be deleted/, "final"],
  [/^(DBCluster|ServerlessCache)?SnapshotNotFound\w*: |^ResourceNotFoundException: /, "gone"],
  [/^Invalid\w+State(Fault)?: /, "busy"],
];

/** Returns what is wrong with a kind's reaction to a refusal. */
export async function misjudged(reading: Reading, ask: () => Promise<unknown>): Promise<string[]> {
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
    const thrown = await ask().then(
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

/** Returns a kind's classification of an error; nothing if the error is final. */
function meaningsFor({ codes }: Kind, operation: string, thrown: unknown): Meaning[] {
  const taken: Meaning[] = [];
  if (isPassing(thrown)) taken.push("passing");
  if (hasCode(thrown, codes.gone)) taken.push("gone");
  if (hasCode(thrown, codes.exists)) taken.push("exists");
  const busy = operation.startsWith("Delete") ? codes.undeletable : codes.busy;
  if (hasCode(thrown, busy)) taken.push("busy");
  return taken;
}
