import type { Behaviour } from "./behaviour.js";

/** A filter of a listing: whether an item passes; undefined if the request does not use the filter. */
type Filter<Item> = ((item: Item) => boolean) | undefined;

/** The filters of a listing, by the property that they compare. */
interface Filters<Item> {
  /** Compares the source of the items. */
  readonly source?: Filter<Item>;
  /** Compares the type of the items, such as manual. */
  readonly sort?: Filter<Item>;
}

/** Returns the items that a listing shows, as the service treats its filters. */
export function filteredListing<Item>(
  items: readonly Item[],
  { source, sort }: Filters<Item>,
  { listingFilters }: Behaviour,
): Item[] {
  if (listingFilters === "ignored") return [...items];
  if (listingFilters === "misread" && sort !== undefined) return [];
  return items.filter((item) => (source?.(item) ?? true) && (sort?.(item) ?? true));
}
