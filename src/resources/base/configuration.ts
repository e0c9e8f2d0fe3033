import * as pulumi from "@pulumi/pulumi";

/** Keys of this package in a stack's configuration. */
const ownKeys = ["copiesAtOnce", "markUnfinishedCreates"];

/**
 * Throws if the stack's configuration has an unknown key of this package, or forbids the default provider of
 * `@pulumi/aws`. The credentials of the stack and of the machine are used in place of that provider, so they are
 * forbidden with it.
 */
export function confirmConfiguration(
  type: string,
  name: string,
  { parent }: pulumi.ResourceOptions,
  provider: pulumi.ProviderResource | undefined,
): void {
  const problem = unknownKey() ?? disabledDefault(type, provider !== undefined);
  if (problem !== undefined) {
    throw new pulumi.ResourceError(`${name}: ${problem}`, parent);
  }
}

/** Returns what {@link confirmConfiguration} would say about a lookup, which needs no dynamic provider. */
export function configurationProblem(
  provider: pulumi.ProviderResource | undefined,
): string | undefined {
  return unknownKey() ?? disabledAws(provider !== undefined);
}

function unknownKey(): string | undefined {
  const own = "pulumi-aws-snapshots";
  if (pulumi.getProject() === own) {
    return undefined; // These are the project's own keys.
  }
  const known = ownKeys.map((key) => `${own}:${key}`);
  const unknown = Object.keys(pulumi.runtime.allConfig()).find(
    (key) => key.startsWith(`${own}:`) && !known.includes(key),
  );
  return (
    unknown &&
    `the stack's configuration has the unknown key ${unknown}. The known keys are ${known.join(" and ")}. Remove it with \`pulumi config rm ${unknown}\``
  );
}

function disabledDefault(type: string, hasProvider: boolean): string | undefined {
  const disabled = disabledPackages();
  if (disabled.includes("*")) {
    return `pulumi:disable-default-providers forbids all default providers, but ${type} needs Pulumi's default dynamic provider. List the packages that you mean instead of *, for example aws`;
  }
  return disabledAws(hasProvider);
}

function disabledAws(hasProvider: boolean): string | undefined {
  return !hasProvider && disabledPackages().some((name) => name === "*" || name === "aws")
    ? "pulumi:disable-default-providers forbids the default aws provider, so the credentials of the stack and of the machine are not used. Pass an aws.Provider in the provider option, or to a parent component"
    : undefined;
}

/**
 * Reads the list as the engine does: an empty string is an empty list. The engine itself refuses a value that it cannot
 * read.
 */
function disabledPackages(): string[] {
  const text = new pulumi.Config("pulumi").get("disable-default-providers");
  try {
    const list: unknown = JSON.parse(text || "[]");
    return Array.isArray(list) ? list.map((name) => String(name).trim()) : [];
  } catch {
    return [];
  }
}
