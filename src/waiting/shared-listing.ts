import { isDenial, isPassing } from "../aws/errors.js";
import type { Listing, ListingOptions } from "../kinds/kind.js";
import type { Props } from "../values/json.js";

/** A listing that serves several resources at once: narrowed to their common source, or of everything. */
export class SharedListing<Client, Remote> {
  readonly #client: Client;
  readonly #listing: Listing<Client, Remote>;
  readonly #asked: Omit<ListingOptions, "source">;
  /** Number of pages that the last listing had, or may have, by source. */
  readonly #pages = new Map<string, number>();
  #allowed = true;

  constructor(
    client: Client,
    listing: Listing<Client, Remote>,
    asked: Omit<ListingOptions, "source">,
  ) {
    this.#client = client;
    this.#listing = listing;
    this.#asked = asked;
  }

  /**
   * Lists the snapshots of these resources in at most `most` calls; undefined if that takes more, or if it fails. A
   * page that fails for a passing reason is thrown, because half a listing proves nothing.
   */
  async shown(all: readonly Props[], most: number): Promise<Remote[] | undefined> {
    if (!this.#allowed) {
      return undefined;
    }
    try {
      return await this.#listed(all, most);
    } catch (error) {
      if (isPassing(error)) {
        throw error;
      }
      // A caller without permission to list may still ask for each resource. Other reasons may be gone by the next
      // time.
      this.#allowed = !isDenial(error);
      return undefined;
    }
  }

  /**
   * Returns the source to which a listing for these inputs can be narrowed, as a string that is equal for the same
   * source.
   */
  sourceKey(inputs: Props): string | undefined {
    return this.sourceOf(inputs)?.toLowerCase();
  }

  /** Name or ARN of the source to which a listing for these inputs can be narrowed. */
  sourceOf(inputs: Props): string | undefined {
    const value = inputs[this.#listing.sourceInput];
    return typeof value === "string" ? value : undefined;
  }

  async #listed(all: readonly Props[], most: number): Promise<Remote[] | undefined> {
    const [first] = all;
    const sources = new Set(all.map((inputs) => this.sourceKey(inputs)));
    const isOne = sources.size === 1;
    const key = (isOne ? [...sources][0] : undefined) ?? "";
    if (most <= (this.#pages.get(key) ?? 0)) {
      return undefined;
    }
    const source = isOne && first !== undefined ? this.sourceOf(first) : undefined;
    const shown: Remote[] = [];
    let pages = 0;
    for await (const page of this.#listing.pages(this.#client, { source, ...this.#asked })) {
      pages += 1;
      if (pages > most) {
        // A listing that may be twice as long is tried again: a try must not cost more than it can save.
        this.#pages.set(key, 2 * most);
        return undefined;
      }
      shown.push(...page);
    }
    this.#pages.set(key, pages - 1);
    return shown;
  }
}
