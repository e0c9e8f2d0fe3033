import type { Behaviour } from "./behaviour.js";

/** What a listing may be narrowed to: whether an item passes; undefined where the request does not ask for that. */
type Filter<Item> = ((item: Item) => boolean) | undefined;

/** The filters of a listing, by what they compare. */
interface Filters<Item> {
  /** What the items were made from. */
  readonly source?: Filter<Item>;
  /** Which sort of item: manual ones, for example. */
  readonly sort?: Filter<Item>;
}

/** The items that a listing shows, as the service treats its filters. */
export function filteredListing<Item>(
  items: readonly Item[],
  { source, sort }: Filters<Item>,
  { listingFilters }: Behaviour,
): Item[] {
  if (listingFilters === "ignored") return [...items];
  if (listingFilters === "misread" && sort !== undefined) return [];
  return items.filter((item) => (source?.(item) ?? true) && (sort?.(item) ?? true));
}
