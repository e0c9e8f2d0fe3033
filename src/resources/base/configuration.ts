import * as pulumi from "@pulumi/pulumi";

/** Keys of this package in a stack's configuration. */
const ownKeys = ["copiesAtOnce", "markUnfinishedCreates"];

/**
 * Fails where the stack's configuration has a key of this package that there is none of, or forbids the default
 * provider of @pulumi/aws, in whose place the credentials of the stack and of the machine are used.
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
    return `pulumi:disable-default-providers forbids all default providers, and a ${type} needs Pulumi's default dynamic provider. List the packages that you mean instead, for example aws`;
  }
  return disabled.includes("aws") && !hasProvider
    ? "pulumi:disable-default-providers forbids the default provider of aws, so the credentials of the stack and of the machine are not used. Pass an aws.Provider as provider, or to a parent component"
    : undefined;
}

/** Read as the engine reads it: an empty text is an empty list. What it cannot read it refuses itself. */
function disabledPackages(): string[] {
  const text = new pulumi.Config("pulumi").get("disable-default-providers");
  try {
    const list: unknown = JSON.parse(text || "[]");
    return Array.isArray(list) ? list.map((name) => String(name).trim()) : [];
  } catch {
    return [];
  }
}
