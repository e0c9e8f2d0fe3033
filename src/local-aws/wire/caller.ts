import type { IncomingHttpHeaders } from "node:http";
import { refusal } from "./aws-error.js";

/** The account of all access keys that do not contain an account. */
export const DEFAULT_ACCOUNT = "111122223333";

/** The region that `environment()` uses if none is given. */
export const DEFAULT_REGION = "eu-west-1";

/** The caller, as the request's signature names it. */
export interface Caller {
  readonly accessKeyId: string;
  readonly account: string;
  readonly region: string;
  /** The name under which the request was signed, such as `memorydb`. */
  readonly signingName: string;
}

const ACCOUNT_OF_KEY = /^A[KS]IA(\d{12})/;
const LONG_LIVED_KEY = /^AKIA\d{12}HOME$/;
const CREDENTIAL =
  /^AWS4-HMAC-SHA256 .*\bCredential=([^\s,/]+)\/\d{8}\/([^\s,/]+)\/([^\s,/]+)\/aws4_request\b/;

/** Returns a long-lived access key id of an account. The key contains the account, so nothing has to be registered. */
export function accessKeyOf(account: string): string {
  return `AKIA${checkedAccount(account)}HOME`;
}

/** Returns a temporary access key id of an account. */
export function temporaryKeyOf(account: string, serial: number): string {
  return `ASIA${checkedAccount(account)}${serial.toString(36).toUpperCase().padStart(4, "0")}`;
}

/** Returns whether {@link accessKeyOf} makes this key. */
export function isLongLivedKey(accessKeyId: string): boolean {
  return LONG_LIVED_KEY.test(accessKeyId);
}

/** Returns the account of any key. */
export function accountOfKey(accessKeyId: string): string {
  return ACCOUNT_OF_KEY.exec(accessKeyId)?.[1] ?? DEFAULT_ACCOUNT;
}

/**
 * Reads the caller from the SigV4 `Authorization` header. The signature itself is not verified, because a wrong
 * signature would only be a mistake of the SDK.
 */
export function callerOf(headers: IncomingHttpHeaders): Caller {
  const { authorization } = headers;
  if (authorization === undefined) {
    throw refusal(
      "MissingAuthenticationToken",
      "The request is not signed: it has no Authorization header.",
      403,
    );
  }
  const [, accessKeyId, region, signingName] = CREDENTIAL.exec(authorization) ?? [];
  if (accessKeyId === undefined || region === undefined || signingName === undefined) {
    throw refusal(
      "IncompleteSignature",
      "The Authorization header has no SigV4 credential with a date, a region and a service.",
      403,
    );
  }
  return { accessKeyId, account: accountOfKey(accessKeyId), region, signingName };
}

function checkedAccount(account: string): string {
  if (!/^\d{12}$/.test(account)) {
    throw new RangeError(
      `making an access key: "${account}" is not an account ID. An account ID has 12 digits.`,
    );
  }
  return account;
}
