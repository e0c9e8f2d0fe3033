import { nameOrArnName, parseArn, sameNamed } from "../values/arn.js";
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
export interface ArnForm {
  /** The service as a person calls it. */
  readonly service: string;
  /** The service as its ARNs say it. */
  readonly arnService: string;
  /** What it is, as a person calls it. */
  readonly noun: string;
  /** What it is, as ARNs say it. */
  readonly arnType: string;
}

/** Something to work from that is in the resource's own account and region: its name, or its ARN. */
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

/** What snapshots are taken of, one at a time, by the input that names it. */
export function takenOf<Client, Input extends string>(
  input: Input,
  what: string,
  statusOf: (client: Client, name: string) => Promise<string | undefined>,
): MadeFrom<Client, Readonly<Record<Input, string>>> {
  return {
    inputs: [input],
    oneAtATime: [input],
    account: "own",
    status: async (client, inputs) => {
      const name = nameOrArnName(inputs[input]);
      return { label: `${what} "${name}"`, status: await statusOf(client, name) };
    },
  };
}

/** A snapshot that is copied or exported, by the input that names it. It is found as snapshots are. */
export function snapshotSource<Client, Remote, Input extends string>(
  input: Input,
  { find, status }: Pick<Kind<Client, Remote>, "find" | "status">,
): MadeFrom<Client, Readonly<Record<Input, string>>> {
  const statusOf = async (client: Client, name: string) => {
    const found = await find(client, { name, arn: undefined });
    return found && status(found);
  };
  return { ...takenOf(input, "snapshot", statusOf), oneAtATime: [] };
}

/** What is wrong with a text that is a name or the ARN of something. */
export function arnProblem(value: string, named: ArnForm): string | undefined {
  const arn = parseArn(value);
  if (arn === undefined) {
    return undefined;
  }
  if (arn.service !== named.arnService || arn.type !== named.arnType) {
    return `is not the ARN of a ${named.noun} of ${named.service}`;
  }
  // Calls go to the region and by the name that it says: neither an empty one nor a made-up host may be tried.
  return arn.name === "" || regionProblem(arn.region) !== undefined
    ? `is not a complete ARN of a ${named.noun} of ${named.service}: the name is missing, or the region is not valid`
    : undefined;
}

/** What to do if AWS does not find the thing that an input names. */
export function checkNamed(input: string, what: string): string {
  return `Check ${input}. The ${what} must be in this region and account.`;
}

/** A name whose form and length have separate errors. AWS keeps the name in lower case. */
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

/** A name that begins with a letter, with single hyphens between letters and digits. AWS keeps the name in lower case. */
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
