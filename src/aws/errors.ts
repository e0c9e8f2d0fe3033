import { isRecord } from "../values/json.js";
import { markConfigKey } from "./own-settings.js";

const operationKey = Symbol("operation");

/** Notes on an error which operation it answers: the SDK's errors do not say. */
export function noteOperation(thrown: unknown, operation: string): void {
  if (thrown instanceof Error) {
    Object.defineProperty(thrown, operationKey, { value: operation, configurable: true });
  }
}

/**
 * A code of AWS, with or without its ending; where one code has several meanings, with what the text must say, or must not
 * say, for the meaning that is asked for.
 */
export type Code =
  | string
  | { readonly code: string; readonly says?: RegExp; readonly saysNot?: RegExp };

/** The code under which an error is known that says "not found" of one that AWS shows: AWS has not finished it. */
export const unfinishedCode = "Unfinished";

const unfinishedKey = Symbol("unfinished");

/** Notes on an error that it means `unfinishedCode`, whatever AWS calls it. What a person reads stays AWS's word. */
export function noteUnfinished(thrown: unknown): void {
  if (thrown instanceof Error) {
    Object.defineProperty(thrown, unfinishedKey, { value: true, configurable: true });
  }
}

/** What an error of the AWS SDK says. */
export interface AwsError {
  /** Codes under which it may be known, without their `Fault` or `Exception` ending. */
  readonly codes: readonly string[];
  /** The code as AWS names it. */
  readonly code: string;
  readonly text: string;
  /** The operation that answered it, for example `CreateSnapshot`. */
  readonly operation: string | undefined;
  readonly requestId: string | undefined;
  readonly status: number | undefined;
}

/** Reads an error of the AWS SDK, whatever copy of the SDK it comes from; undefined for other errors. */
export function awsError(thrown: unknown): AwsError | undefined {
  if (!(thrown instanceof Error)) {
    return undefined;
  }
  const wireCode: unknown = Reflect.get(thrown, "Code");
  const answer: unknown = Reflect.get(thrown, "$metadata");
  // Without credentials nothing was sent, so there is no answer to tell of.
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

/** Whether AWS answered with one of these codes, with or without its ending, and with a text that fits. */
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

/** AWS accepted a create request and answered nothing about what it makes. */
export class EmptyAnswer extends Error {
  override readonly name = "EmptyAnswer";
  readonly $metadata = { httpStatusCode: 200 } as const;

  constructor() {
    super("AWS accepted it and answered nothing about it");
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
 * Whether asking again later may help: AWS is overloaded or failed by itself, or nothing came back at all.
 * The SDK has retried by then; a wait of an hour must survive a minute of it.
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

/** Whether AWS said that the caller may not do this. */
export function isDenial(thrown: unknown): boolean {
  return hasCode(thrown, ["AccessDenied"]);
}

/** Whether nothing came back at all. */
export function isNetworkError(thrown: unknown): boolean {
  if (!(thrown instanceof Error)) {
    return false;
  }
  const code: unknown = Reflect.get(thrown, "code");
  return (typeof code === "string" && networkCodes.has(code)) || thrown.name === "TimeoutError";
}

/** What to look at first where AWS has one already, which a create cannot know to be this stack's. */
export const maybeOurs =
  "If `pulumi stack --show-ids` lists it, this stack has it: a resource that was renamed needs an alias, and a replaced one another name or deleteBeforeReplace. If not, it is none of this stack's.";

/** What to do about a name that is taken, whatever the service calls that. */
export const nameTaken = `It is no unfinished one of this resource. ${maybeOurs} Give another name, or take it over with \`pulumi import --file\`.`;

const tooManyTags = "Use fewer tags: default tags count too.";

/** What to do about codes that mean the same in every service. */
const advice: Readonly<Record<string, string>> = {
  CredentialsProviderError: "Log in, or set the profile or the credentials that shall be used.",
  ExpiredToken: "Renew the credentials, then run `pulumi up` again.",
  InvalidClientTokenId: "Check that the credentials are those of the account and still valid.",
  SnapshotAlreadyExists: nameTaken,
  SnapshotQuotaExceeded:
    "Delete snapshots that are no longer needed, or ask AWS for a higher quota.",
  TagQuotaPerResourceExceeded: tooManyTags,
  TooManyTags: tooManyTags,
  UnrecognizedClient: "Check that the credentials are those of the account and still valid.",
};

/** What a service adds to the advice that holds for all. */
export interface ServiceAdvice {
  /** Prefix of the service's actions in policies. */
  readonly actions: string;
  /** What to do about a code, or about a code of one operation (`CreateSnapshot:ClusterNotFound`). */
  readonly advice: Readonly<Record<string, string>>;
  /** What to do where a code has several meanings, and AWS's text says which. It goes before what the code alone says. */
  readonly texts?: readonly AdviceByText[];
}

/** What to do about a code that comes with a text of some form. */
export interface AdviceByText {
  readonly code: string;
  readonly text: RegExp;
  readonly todo: string;
}

/**
 * `AWS code: AWS text. What to do. (request …)`, the cause part of every message. `instead` is what to do where more is
 * known than the code says.
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
  // A call may take more than its own action, for example that of its tags. AWS's text then names it.
  const denied = /not authorized to perform: ([\w-]+:\w+)/.exec(wordsOf(thrown))?.[1];
  const ofTags = /:(TagResource|AddTagsToResource)$/;
  const without =
    denied !== undefined && ofTags.test(denied) && !ofTags.test(asked ?? denied)
      ? ` Where a snapshot has no tags of your own, \`pulumi config set ${markConfigKey} false\` does without this action.`
      : "";
  const allow = `Allow the caller ${denied ?? asked ?? "this action"}, or pass the profile or role that is allowed.${without}`;
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

/** What to do where it was not AWS that refused, but somebody on the way there. */
function adviceOfTheWay(thrown: unknown, status: number | undefined): string | undefined {
  const code: unknown = thrown instanceof Error ? Reflect.get(thrown, "code") : undefined;
  if (typeof code === "string" && untrusted.includes(code)) {
    return `(${code}) The certificate of whoever answered is not trusted, as behind a proxy that looks into the traffic: name the file with the certificate of its authority in aws:customCaBundle or AWS_CA_BUNDLE.`;
  }
  return status === 407
    ? "The proxy asks for a user and a password: put them into its URL, http://user:password@host:port, in HTTPS_PROXY or as the secret aws:httpsProxy."
    : undefined;
}

/** What an error says in AWS's own code and text, or in its message. */
export function wordsOf(thrown: unknown): string {
  const error = awsError(thrown);
  if (error !== undefined) {
    return withoutSignatures(`${error.code}: ${error.text}`);
  }
  return withoutSignatures(thrown instanceof Error ? thrown.message : String(thrown));
}

/** A text without what a pre-signed URL in it gives away: AWS may quote the request. */
function withoutSignatures(text: string): string {
  return text.replace(/(X-Amz-(?:Credential|Signature|Security-Token)=)[^&\s"']+/gi, "$1hidden");
}

function bare(code: string): string {
  return code.replace(/(Fault|Exception)$/, "");
}

/** A text with a full stop, if it has no end of its own. */
export function sentence(text: string): string {
  return /[.!?]$/.test(text.trim()) ? text.trim() : `${text.trim()}.`;
}
