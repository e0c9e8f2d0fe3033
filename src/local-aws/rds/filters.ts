import type { Filter } from "@aws-sdk/client-neptune";
import { AwsError } from "../wire/aws-error.js";
import { IDENTIFIER, INVALID } from "./rules.js";

/** A function that returns the words by which a filter can select an item, in this spelling. */
type WordsOf<Item> = (item: Item) => readonly string[];

/** Returns the items that pass all filters. `known` holds the supported filters by name. */
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

/** Returns whether a value can be the name of a cluster or a snapshot, alone or in an ARN. */
function isIdentifier(value: string): boolean {
  return IDENTIFIER.test(
    value.replace(/^arn:aws[\w-]*:rds:[\w-]+:\d{12}:[a-z-]+:/, "").replace(/^rds:/, ""),
  );
}
