/** The parts of an ARN that matter here. */
export interface Arn {
  readonly service: string;
  readonly region: string;
  readonly account: string;
  /** The resource's type, for example `snapshot` of `snapshot/orders`. */
  readonly type: string;
  /** The name behind the type, for example `orders` of `snapshot/orders`. */
  readonly name: string;
}

/** Reads an ARN; undefined for any other string. */
export function parseArn(text: string): Arn | undefined {
  const [prefix, , service, region, account, ...rest] = text.split(":");
  const [, type = "", name = ""] = /^(?:([^:/]*)[:/])?(.*)$/s.exec(rest.join(":")) ?? [];
  if (prefix !== "arn" || service === undefined || region === undefined || account === undefined) {
    return undefined;
  }
  return { service, region, account, type, name };
}

/** Returns the region that an ARN names; undefined for anything else. */
export function regionOf(text: unknown): string | undefined {
  return typeof text === "string" ? parseArn(text)?.region : undefined;
}

/** Returns the name in a string that is a name or an ARN, in lower case, as AWS keeps it. */
export function nameOrArnName(text: string): string {
  return (parseArn(text)?.name ?? text).toLowerCase();
}

/** Like {@link nameOrArnName}, for a string that may be absent. */
export function optionalName(text: string | undefined): string | undefined {
  return text === undefined ? undefined : nameOrArnName(text);
}

/**
 * Whether two strings, each a name or an ARN, name the same thing. A bare name belongs to the current account and
 * region.
 */
export function sameNamed(left: string, right: string): boolean {
  const [a, b] = [parseArn(left), parseArn(right)];
  const samePlace = !a || !b || (a.account === b.account && a.region === b.region);
  return samePlace && nameOrArnName(left) === nameOrArnName(right);
}
