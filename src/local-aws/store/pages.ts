import { AwsError } from "../wire/aws-error.js";

/** The start and the length of a page, as the caller asks. */
export interface PageRequest {
  readonly token: string | undefined;
  readonly size: number | undefined;
  readonly defaultSize: number;
  /** The error code for an invalid token or page size. */
  readonly invalid: string;
}

/** A page, and the token of the next page if there is one. */
export interface Page<Item> {
  readonly items: Item[];
  readonly nextToken: string | undefined;
}

/** Returns a page of a list in the order of `serial`. Items that are deleted between two pages move nothing. */
export function pageOf<Item extends { readonly serial: number }>(
  all: readonly Item[],
  { token, size, defaultSize, invalid }: PageRequest,
): Page<Item> {
  const length = size ?? defaultSize;
  if (!Number.isInteger(length) || length < 1) {
    throw new AwsError(invalid, `${length} is not a valid page size.`);
  }
  const after = token === undefined ? -1 : serialOf(token);
  if (Number.isNaN(after)) throw new AwsError(invalid, `The token "${token}" is not valid.`);
  const rest = all.filter(({ serial }) => serial > after).sort((a, b) => a.serial - b.serial);
  const items = rest.slice(0, length);
  const last = items.at(-1);
  return { items, nextToken: last && rest.length > length ? tokenOf(last.serial) : undefined };
}

/** Returns a page for services whose page size is between 20 and a maximum. */
export function pageOfRecords<Item extends { readonly serial: number }>(
  all: readonly Item[],
  asked: {
    readonly Marker?: string | undefined;
    readonly MaxRecords?: number | undefined;
  },
  most: number,
  invalid: string,
): Page<Item> {
  const { Marker: token, MaxRecords: size } = asked;
  if (size !== undefined && (size < 20 || size > most)) {
    throw new AwsError(invalid, `MaxRecords must be between 20 and ${most}.`);
  }
  return pageOf(all, { token, size, defaultSize: most, invalid });
}

function tokenOf(serial: number): string {
  return Buffer.from(`after ${serial}`).toString("base64url");
}

function serialOf(token: string): number {
  const text = Buffer.from(token, "base64url").toString();
  return Number(/^after (\d+)$/.exec(text)?.[1] ?? Number.NaN);
}
