import { createHash, createHmac, timingSafeEqual } from "node:crypto";
import { accountOfKey } from "./caller.js";
import type { SecretKeys } from "./secret-keys.js";

/** The request that a pre-signed URL must hold. */
export interface ExpectedRequest {
  readonly account: string;
  readonly region: string;
  /** The service name in the signature, such as `rds`. */
  readonly signingName: string;
  /** The parameters of the request, without those of the signature. */
  readonly parameters: Readonly<Record<string, string>>;
}

const DATE = /^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z$/;
/** Milliseconds by which a caller's clock may be ahead. */
const MAX_SKEW = 15 * 60_000;
const MAX_EXPIRES = 7 * 24 * 3600;

/**
 * Returns whether a URL holds this request, signed by the account with SigV4 query parameters, and has not expired. The
 * signature is compared if the secret is known.
 */
export function isAuthentic(text: string, expected: ExpectedRequest, keys: SecretKeys): boolean {
  if (!URL.canParse(text)) return false;
  const url = new URL(text);
  const { searchParams } = url;
  const [accessKeyId = "", day, region, signingName, ending] =
    searchParams.get("X-Amz-Credential")?.split("/") ?? [];
  const date = searchParams.get("X-Amz-Date") ?? "";
  const inScope =
    accountOfKey(accessKeyId) === expected.account &&
    day === date.slice(0, 8) &&
    region === expected.region &&
    signingName === expected.signingName &&
    ending === "aws4_request" &&
    searchParams.get("X-Amz-Algorithm") === "AWS4-HMAC-SHA256";
  return (
    inScope &&
    isInTime(date, searchParams.get("X-Amz-Expires")) &&
    hasOnly(searchParams, expected.parameters) &&
    isSigned(url, keys.of(accessKeyId))
  );
}

/** Real time, whatever the clock of local AWS says, because callers sign with it. */
function isInTime(date: string, expires: string | null): boolean {
  const signedAt = Date.parse(date.replace(DATE, "$1-$2-$3T$4:$5:$6Z"));
  const seconds = Number(expires ?? Number.NaN);
  const age = Date.now() - signedAt;
  return age >= -MAX_SKEW && age <= seconds * 1000 && seconds <= MAX_EXPIRES;
}

function hasOnly(given: URLSearchParams, expected: Readonly<Record<string, string>>): boolean {
  const own = [...given].filter(([name]) => !name.startsWith("X-Amz-"));
  return (
    own.length === Object.keys(expected).length &&
    own.every(([name, value]) => expected[name] === value)
  );
}

function isSigned(url: URL, secret: string | undefined): boolean {
  const { searchParams } = url;
  const given = Buffer.from(searchParams.get("X-Amz-Signature") ?? "", "hex");
  if (given.length !== 32 || searchParams.get("X-Amz-SignedHeaders") !== "host") return false;
  return secret === undefined || timingSafeEqual(given, signatureOf(url, secret));
}

/** Returns the signature of a GET of that URL, whose only signed header is the host. */
function signatureOf({ pathname, host, searchParams }: URL, secret: string): Buffer {
  const query = [...searchParams]
    .filter(([name]) => name !== "X-Amz-Signature")
    .map(([name, value]): [string, string] => [encoded(name), encoded(value)])
    .sort(([a, x], [b, y]) => (a === b ? (x < y ? -1 : 1) : a < b ? -1 : 1))
    .map(([name, value]) => `${name}=${value}`)
    .join("&");
  const request = ["GET", pathname, query, `host:${host}`, "", "host", sha256("")].join("\n");
  const date = searchParams.get("X-Amz-Date") ?? "";
  const [, ...scope] = (searchParams.get("X-Amz-Credential") ?? "").split("/");
  const text = ["AWS4-HMAC-SHA256", date, scope.join("/"), sha256(request)].join("\n");
  const key = scope.reduce(
    (previous: Buffer, part) => hmac(previous, part),
    Buffer.from(`AWS4${secret}`),
  );
  return hmac(key, text);
}

function sha256(text: string): string {
  return createHash("sha256").update(text).digest("hex");
}

function hmac(key: Buffer, text: string): Buffer {
  return createHmac("sha256", key).update(text).digest();
}

function encoded(text: string): string {
  return encodeURIComponent(text).replace(
    /[!'()*]/g,
    (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`,
  );
}
