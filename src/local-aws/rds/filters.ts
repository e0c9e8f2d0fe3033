import type { Filter } from "@aws-sdk/client-neptune";
import { AwsError } from "../wire/aws-error.js";
import { IDENTIFIER, INVALID } from "./rules.js";

/** What a filter may call an item: one of these words, in this spelling. */
type WordsOf<Item> = (item: Item) => readonly string[];

/** The items that pass all the filters. The filters that there are stand in `known`, by their names. */
export function filtered<Item>(
  items: readonly Item[],
  filters: readonly Filter[],
  known: Readonly<Record<string, WordsOf<Item>>>,
): Item[] {
  const tests = filters.map(({ Name = "", Values = [] }) => {
    const wordsOf = known[Name];
    if (wordsOf === undefined) throw new AwsError(INVALID, `Unrecognized filter name: ${Name}`);
    if (Name.endsWith("-id") && !Values.every(isIdentifier)) {
      throw new AwsError(INVALID, `The parameter Filter: ${Name} is not a valid identifier.`);
    }
    return (item: Item) => wordsOf(item).some((word) => Values.includes(word));
  });
  return items.filter((item) => tests.every((passes) => passes(item)));
}

/** Whether a value can name a cluster or a snapshot, by itself or in an ARN. */
function isIdentifier(value: string): boolean {
  return IDENTIFIER.test(
    value.replace(/^arn:aws[\w-]*:rds:[\w-]+:\d{12}:[a-z-]+:/, "").replace(/^rds:/, ""),
  );
}
