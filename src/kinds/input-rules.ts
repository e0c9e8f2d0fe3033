import { parseArn, sameNamed } from "../values/arn.js";
import { isUnknown } from "../values/engine-values.js";
import { regionProblem } from "../values/region.js";
import type { InputSpec } from "./input.js";

/** A KMS key of the resource's region: its ID, ARN or alias. */
export const kmsKey: InputSpec = {
  replaces: true,
  answered: true,
  problem: (value, { region }) => keyProblem(value, region),
  same: (left, right, { account }) =>
    left === right || keyId(left) === keyId(right) || sameAlias(left, right, account),
};

/** The key behind an ARN or ID; an alias stands for itself. */
function keyId(key: string): string {
  return key.replace(/^arn:[^:]+:kms:[^:]*:[^:]*:key\//, "");
}

/** Whether one is the ARN of the alias that the other names. A bare name is one of the resource's own account. */
function sameAlias(left: string, right: string, account: string | undefined): boolean {
  const [a, b] = [parseArn(left), parseArn(right)];
  const arn = a ?? b;
  const isOneArn = arn !== undefined && (a === undefined || b === undefined);
  const name = a === undefined ? left : right;
  return (
    isOneArn &&
    arn.service === "kms" &&
    arn.type === "alias" &&
    name === `alias/${arn.name}` &&
    (account ?? arn.account) === arn.account
  );
}

/** What is wrong with a KMS key: an ARN must be of the region. */
export function keyProblem(value: string, region: string | undefined): string | undefined {
  const arn = parseArn(value);
  if (arn === undefined) {
    return value.startsWith("arn:") ? "is not the ARN of a KMS key" : undefined;
  }
  if (arn.service !== "kms") {
    return "is not the ARN of a KMS key";
  }
  return region !== undefined && !isUnknown(region) && arn.region !== region
    ? `is a key of ${arn.region}, but the key must be in ${region}. A key cannot be used in another region`
    : undefined;
}

/** What can be named by an ARN of some form. */
export interface Named {
  /** The service as a person calls it. */
  readonly service: string;
  /** The service as its ARNs say it. */
  readonly arnService: string;
  /** What it is, as a person calls it. */
  readonly what: string;
  /** What it is, as ARNs say it. */
  readonly arnType: string;
}

/** Something to work from that is in the resource's own account and region: its name, or its ARN. */
export function sourceNearby(named: Named): InputSpec {
  return {
    replaces: true,
    ownAccount: true,
    problem: (value, { region }) => {
      const arn = parseArn(value);
      const other = arn && (region ?? arn.region) !== arn.region;
      return (
        arnProblem(value, named) ??
        (other
          ? `is in ${arn.region}, but the resource is in ${region}. ${named.service} works within one region`
          : undefined)
      );
    },
    same: sameNamed,
  };
}

/** What is wrong with a text that is a name or the ARN of something. */
export function arnProblem(value: string, named: Named): string | undefined {
  const arn = parseArn(value);
  if (arn === undefined) {
    return undefined;
  }
  if (arn.service !== named.arnService || arn.type !== named.arnType) {
    return `is not the ARN of a ${named.what} of ${named.service}`;
  }
  // Calls go to the region and by the name that it says: neither an empty one nor a made-up host may be tried.
  return arn.name === "" || regionProblem(arn.region) !== undefined
    ? `is an ARN without the region or the name of a ${named.what} of ${named.service}`
    : undefined;
}

/** Where names that are written with capitals are kept without. */
export function lowerCase(value: string): string {
  return value.toLowerCase();
}
