import { isRecord } from "../values/json.js";
import { markConfigKey } from "./own-settings.js";

const operationKey = Symbol("operation");

/** Adds the operation to an error, because the SDK's errors do not name it. */
export function noteOperation(thrown: unknown, operation: string): void {
  if (thrown instanceof Error) {
    Object.defineProperty(thrown, operationKey, { value: operation, configurable: true });
  }
}

/**
 * A code of AWS, with or without its ending. If a code has several meanings, `says` and `saysNot` match AWS's
 * message if the code has the intended meaning, or has not.
 */
export type Code =
  | string
  | { readonly code: string; readonly says?: RegExp; readonly saysNot?: RegExp };

/** The code of an error that says "not found" about a resource that AWS shows: AWS has not finished it. */
export const unfinishedCode = "Unfinished";

const unfinishedKey = Symbol("unfinished");

/** Records that an error means `unfinishedCode`, whatever AWS calls it. People still read AWS's own words. */
export function noteUnfinished(thrown: unknown): void {
  if (thrown instanceof Error) {
    Object.defineProperty(thrown, unfinishedKey, { value: true, configurable: true });
  }
}

/** The content of an error of the AWS SDK. */
export interface AwsError {
  /** All codes of the error, without their `Fault` or `Exception` ending. */
  readonly codes: readonly string[];
  /** The code as AWS names it. */
  readonly code: string;
  readonly text: string;
  /** The operation that failed, for example `CreateSnapshot`. */
  readonly operation: string | undefined;
  readonly requestId: string | undefined;
  readonly status: number | undefined;
}

/** Reads an error of the AWS SDK, from any copy of the SDK; undefined for other errors. */
export function awsError(thrown: unknown): AwsError | undefined {
  if (!(thrown instanceof Error)) {
    return undefined;
  }
  const wireCode: unknown = Reflect.get(thrown, "Code");
  const answer: unknown = Reflect.get(thrown, "$metadata");
  // Without credentials nothing was sent, so there is no answer.
  const metadata = thrown.name === "CredentialsProviderError" ? {} : answer;
  if (!isRecord(metadata)) {
    return undefined;
  }
  const { requestId, httpStatusCode } = metadata;
  const operation: unknown = Reflect.get(thrown, operationKey);
  const told = [thrown.name, wireCode].filter((code) => typeof code === "string").map(bare);
  return {
    codes: Reflect.get(thrown, unfinishedKey) === true ? [unfinishedCode] : told,
    code: thrown.name,
    text: thrown.message,
    operation: typeof operation === "string" ? operation : undefined,
    requestId: typeof requestId === "string" ? requestId : undefined,
    status: typeof httpStatusCode === "number" ? httpStatusCode : undefined,
  };
}

/** Whether AWS answered with one of these codes, with or without its ending, and with a matching message. */
export function hasCode(thrown: unknown, codes: readonly Code[]): boolean {
  const error = awsError(thrown);
  if (error === undefined) {
    return false;
  }
  return codes.some((wanted) => {
    const { code, says, saysNot } = typeof wanted === "string" ? { code: wanted } : wanted;
    return (
      error.codes.includes(bare(code)) &&
      (says?.test(error.text) ?? true) &&
      !(saysNot?.test(error.text) ?? false)
    );
  });
}

/** What a request answers; nothing where AWS refuses it with one of these codes. */
export async function unless<Answer>(
  codes: readonly Code[],
  request: Promise<Answer>,
): Promise<Answer | undefined> {
  try {
    return await request;
  } catch (error) {
    if (hasCode(error, codes)) {
      return undefined;
    }
    throw error;
  }
}

/** Whether AWS accepted a request, and its answer cannot be read. */
export function isUnreadable(thrown: unknown): boolean {
  const status = awsError(thrown)?.status;
  return status !== undefined && status < 300;
}

/** AWS accepted a create request, but its answer does not describe the new resource. */
export class EmptyAnswer extends Error {
  override readonly name = "EmptyAnswer";
  readonly $metadata = { httpStatusCode: 200 } as const;

  constructor() {
    super("AWS accepted the request, but its answer is empty");
  }
}

const throttling = [
  "APICallRateForCustomerExceeded",
  "PriorRequestNotComplete",
  "RequestLimitExceeded",
  "RequestThrottled",
  "SlowDown",
  "Throttled",
  "Throttling",
  "TooManyRequests",
];

/**
 * Whether a later retry may help: AWS is overloaded or failed, or did not answer at all. The SDK has already retried; a
 * wait of an hour must survive a minute of such errors.
 */
export function isPassing(thrown: unknown): boolean {
  const status = awsError(thrown)?.status;
  return (
    hasCode(thrown, throttling) ||
    isNetworkError(thrown) ||
    isUnreadable(thrown) ||
    (status !== undefined && (status === 429 || status >= 500))
  );
}

const networkCodes = new Set([
  "EAI_AGAIN",
  "ECONNREFUSED",
  "ECONNRESET",
  "EHOSTDOWN",
  "EHOSTUNREACH",
  "ENETDOWN",
  "ENETUNREACH",
  "ENOTFOUND",
  "EPIPE",
  "ETIMEDOUT",
]);

/** Whether AWS denied the caller a permission. */
export function isDenial(thrown: unknown): boolean {
  return hasCode(thrown, ["AccessDenied"]);
}

/** Whether AWS did not answer at all. */
export function isNetworkError(thrown: unknown): boolean {
  if (!(thrown instanceof Error)) {
    return false;
  }
  const code: unknown = Reflect.get(thrown, "code");
  return (typeof code === "string" && networkCodes.has(code)) || thrown.name === "TimeoutError";
}

/** How to find out whether an existing resource belongs to this stack, which a create cannot know. */
export const maybeOurs =
  "If `pulumi stack --show-ids` lists it, it belongs to this stack: a renamed resource needs an alias, and a replaced resource needs another name or deleteBeforeReplace. Otherwise it does not belong to this stack.";

/** What to do about a taken name, in every service. */
export const nameTaken = `The existing snapshot was not left by an unfinished create of this resource. ${maybeOurs} Choose another name, or import it with \`pulumi import --file\`.`;

const tooManyTags = "Use fewer tags: default tags count too.";

/** What to do about codes with the same meaning in every service. */
const advice: Readonly<Record<string, string>> = {
  CredentialsProviderError: "Log in, or set a profile or credentials.",
  ExpiredToken: "Renew the credentials, then run `pulumi up` again.",
  InvalidClientTokenId: "Check that the credentials belong to the account and are still valid.",
  SnapshotAlreadyExists: nameTaken,
  SnapshotQuotaExceeded:
    "Delete snapshots that are no longer needed, or ask AWS for a higher quota.",
  TagQuotaPerResourceExceeded: tooManyTags,
  TooManyTags: tooManyTags,
  UnrecognizedClient: "Check that the credentials belong to the account and are still valid.",
};

/** Advice of one service, in addition to the general advice. */
export interface ServiceAdvice {
  /** Prefix of the service's actions in policies. */
  readonly actions: string;
  /** Advice for a code, or for a code of one operation (`CreateSnapshot:ClusterNotFound`). */
  readonly advice: Readonly<Record<string, string>>;
  /** Advice for codes with several meanings, by AWS's message. It has precedence over the advice for the code alone. */
  readonly texts?: readonly AdviceByText[];
}

/** Advice for a code with a certain message. */
export interface AdviceByText {
  readonly code: string;
  readonly text: RegExp;
  readonly todo: string;
}

/**
 * Returns `AWS code: AWS message. What to do. (request …)`, the cause in every error message. `instead` replaces the
 * advice if more is known than the code.
 */
export function causeOf(thrown: unknown, service?: ServiceAdvice, instead?: string): string {
  const error = awsError(thrown);
  const way = adviceOfTheWay(thrown, error?.status);
  if (error === undefined || way !== undefined) {
    return [sentence(wordsOf(thrown)), way].filter(Boolean).join(" ");
  }
  const { codes, operation, requestId } = error;
  const known = new Map(Object.entries({ ...advice, ...service?.advice }));
  const asked = operation === undefined ? undefined : `${service?.actions ?? ""}:${operation}`;
  // A call may need more than its own action, for example the action for its tags. AWS's message then names it.
  const denied = /not authorized to perform: ([\w-]+:\w+)/.exec(wordsOf(thrown))?.[1];
  const ofTags = /:(TagResource|AddTagsToResource)$/;
  const without =
    denied !== undefined && ofTags.test(denied) && !ofTags.test(asked ?? denied)
      ? ` If you set no tags, \`pulumi config set ${markConfigKey} false\` removes the need for this permission.`
      : "";
  const allow = `Allow the caller ${denied ?? asked ?? "this action"}, or use a profile or role that has this permission.${without}`;
  const byText = service?.texts?.find(
    ({ code, text }) => codes.includes(code) && text.test(error.text),
  );
  const todo =
    instead ??
    byText?.todo ??
    codes
      .flatMap((code) => [known.get(`${operation}:${code}`), known.get(code)])
      .find((text) => text !== undefined) ??
    (isDenial(thrown) ? allow : undefined);
  const request = requestId === undefined ? "" : `(request ${requestId})`;
  return [sentence(wordsOf(thrown)), todo, request].filter(Boolean).join(" ");
}

const untrusted = [
  "DEPTH_ZERO_SELF_SIGNED_CERT",
  "SELF_SIGNED_CERT_IN_CHAIN",
  "UNABLE_TO_GET_ISSUER_CERT",
  "UNABLE_TO_GET_ISSUER_CERT_LOCALLY",
  "UNABLE_TO_VERIFY_LEAF_SIGNATURE",
];

/** Returns what to do if the refusal did not come from AWS, but from a proxy on the way. */
function adviceOfTheWay(thrown: unknown, status: number | undefined): string | undefined {
  const code: unknown = thrown instanceof Error ? Reflect.get(thrown, "code") : undefined;
  if (typeof code === "string" && untrusted.includes(code)) {
    return `(${code}) The server's certificate is not trusted, for example because a proxy inspects the traffic. Set aws:customCaBundle or AWS_CA_BUNDLE to a file with the certificate of its authority.`;
  }
  return status === 407
    ? "The proxy requires a user and a password. Put them into its URL, http://user:password@host:port, in HTTPS_PROXY or as the secret aws:httpsProxy."
    : undefined;
}

/** Returns AWS's own code and message, or the message of any other error. */
export function wordsOf(thrown: unknown): string {
  const error = awsError(thrown);
  if (error !== undefined) {
    return withoutSignatures(`${error.code}: ${error.text}`);
  }
  return withoutSignatures(thrown instanceof Error ? thrown.message : String(thrown));
}

/** Removes the secrets of a pre-signed URL from a message, because AWS may quote the request. */
function withoutSignatures(text: string): string {
  return text.replace(/(X-Amz-(?:Credential|Signature|Security-Token)=)[^&\s"']+/gi, "$1hidden");
}

function bare(code: string): string {
  return code.replace(/(Fault|Exception)$/, "");
}

/** Adds a full stop to a message that has no punctuation at its end. */
export function sentence(text: string): string {
  return /[.!?]$/.test(text.trim()) ? text.trim() : `${text.trim()}.`;
}
