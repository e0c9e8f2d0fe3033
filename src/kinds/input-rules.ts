import { optionalName, parseArn, sameNamed } from "../values/arn.js";
import { isUnknown } from "../values/engine-values.js";
import { regionProblem } from "../values/region.js";
import type { InputRule } from "./input.js";
import type { Kind, MadeFrom } from "./kind.js";

/** A KMS key of the resource's region: its ID, ARN or alias. */
export const kmsKey: InputRule = {
  returned: true,
  problem: (value, { region }) => keyProblem(value, region),
  isSame: (left, right, { account }) =>
    left === right || keyId(left) === keyId(right) || sameAlias(left, right, account),
};

/** Returns the ID of a key that is given by ID or ARN; an alias unchanged. */
function keyId(key: string): string {
  return key.replace(/^arn:[^:]+:kms:[^:]*:[^:]*:key\//, "");
}

/**
 * Returns whether one string is the ARN of the alias that the other string names. A bare name belongs to the resource's
 * own account.
 */
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

/** Returns what is wrong with a KMS key, as a sentence without its subject. An ARN must be in the region. */
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

/** A form of ARNs, and words for what they name. */
export interface ArnForm {
  /** The service's name for people. */
  readonly service: string;
  /** The service in the ARNs. */
  readonly arnService: string;
  /** The noun for people, for example `cluster`. */
  readonly noun: string;
  /** The type in the ARNs. */
  readonly arnType: string;
}

/** The rule for a source in the resource's own account and region, which is given by name or ARN. */
export function sourceNearby(named: ArnForm): InputRule {
  return {
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
    isSame: sameNamed,
  };
}

/** Returns the description of a source that one input names, and of which AWS takes one snapshot at a time. */
export function takenOf<Client, Input extends string>(
  input: Input,
  noun: string,
  statusOf: (client: Client, name: string) => Promise<string | undefined>,
): MadeFrom<Client, { readonly [Key in Input]?: string | undefined }> {
  return {
    inputs: [input],
    oneAtATime: [input],
    account: "own",
    status: async (client, inputs) => {
      const name = optionalName(inputs[input]);
      return name === undefined
        ? undefined
        : { label: `${noun} "${name}"`, status: await statusOf(client, name) };
    },
  };
}

/**
 * Returns the description of a source snapshot that one input names. It is found in the same way as the kind's own
 * snapshots.
 */
export function snapshotSource<Client, Remote, Input extends string>(
  input: Input,
  { find, status }: Pick<Kind<Client, Remote>, "find" | "status">,
): ReturnType<typeof takenOf<Client, Input>> {
  const statusOf = async (client: Client, name: string) => {
    const found = await find(client, { name, arn: undefined });
    return found && status(found);
  };
  return { ...takenOf(input, "snapshot", statusOf), oneAtATime: [] };
}

/** Returns what is wrong with a name or ARN, as a sentence without its subject. */
export function arnProblem(value: string, named: ArnForm): string | undefined {
  const arn = parseArn(value);
  if (arn === undefined) {
    return undefined;
  }
  if (arn.service !== named.arnService || arn.type !== named.arnType) {
    return `is not the ARN of a ${named.noun} of ${named.service}`;
  }
  // The ARN's region decides where calls go, and its name what they ask for, so neither may be missing or made up.
  return arn.name === "" || regionProblem(arn.region) !== undefined
    ? `is not a complete ARN of a ${named.noun} of ${named.service}: the name is missing, or the region is not valid`
    : undefined;
}

/** Returns the advice for the case that AWS does not find what an input names. */
export function checkNamed(input: string, what: string): string {
  return `Check ${input}. The ${what} must be in this region and account.`;
}

/** Returns the rule for a name whose form and length have separate errors. AWS keeps the name in lower case. */
export function nameOfForm(
  service: string,
  max: number,
  { form, must }: { readonly form: RegExp; readonly must: string },
): InputRule {
  return lowerCased((value) => {
    if (value.length > max) {
      return `has ${value.length} characters; ${service} allows 1 to ${max}`;
    }
    return form.test(value) ? undefined : must;
  });
}

/**
 * Returns the rule for a name that begins with a letter and has single hyphens between letters and digits. AWS keeps
 * the name in lower case.
 */
export function letterFirst(max: number): InputRule {
  return lowerCased((value) =>
    value.length <= max && /^[a-z](-?[a-z0-9])*$/.test(value)
      ? undefined
      : `must be 1 to ${max} letters, digits and hyphens, begin with a letter, and have no two hyphens in a row and no hyphen at the end`,
  );
}

function lowerCased(problem: (value: string) => string | undefined): InputRule {
  return { normalise: (value) => value.toLowerCase(), problem };
}
