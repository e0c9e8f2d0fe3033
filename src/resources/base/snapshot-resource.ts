import * as pulumi from "@pulumi/pulumi";
import { callKeys, inputKeys } from "../../abi/hidden-keys.js";
import { storedText, typeToken } from "../../abi/stored-text.js";
import type { KindName } from "../../schema/inputs.js";
import { outputs } from "../../schema/outputs.js";
import { connectionOf, splitProvider } from "./aws-provider.js";
import { confirmConfiguration } from "./configuration.js";
import { withLast } from "./last-transformation.js";
import { warnOfSecrets } from "./secret-inputs.js";

/** Properties and options of a resource after all transformations. */
export interface Final {
  readonly props: pulumi.Inputs;
  /** Without the provider. */
  readonly options: pulumi.CustomResourceOptions;
  /** The `aws.Provider` that the options named or inherited. */
  readonly provider: pulumi.ProviderResource | undefined;
}

/**
 * Base of all resources of this package. It passes the engine a type token, a constant string that finds the provider
 * code, and the hidden inputs that the dynamic-provider protocol does not carry.
 */
export abstract class SnapshotResource extends pulumi.CustomResource {
  /**
   * ARN of the resource: the same as `id`. For an export to S3, its `s3://` address.
   */
  declare readonly arn: pulumi.Output<string>;
  /** Region of the resource. */
  declare readonly region: pulumi.Output<string>;

  readonly #provider: pulumi.ProviderResource | undefined;

  protected constructor(
    kind: KindName,
    name: string,
    args: object | undefined,
    options: pulumi.CustomResourceOptions,
    hidden: (final: Final) => pulumi.Inputs = () => ({}),
  ) {
    refuseNoId(kind, name, args, options);
    const type = typeToken(kind);
    const placeholders = Object.fromEntries(outputs[kind].map((output) => [output, undefined]));
    let final: Final | undefined;
    // Runs last, because the hidden inputs depend on arguments and options, which other transformations may change.
    const last: pulumi.ResourceTransformation = ({ props, opts }) => {
      refuseImport(kind, name, opts);
      const { provider, rest } = splitProvider(type, opts);
      confirmConfiguration(type, name, opts, provider);
      final = { props, options: rest, provider };
      return {
        props: {
          ...placeholders,
          ...props,
          __provider: storedText(kind),
          [inputKeys.urn]: urnOf(type, name, options.parent),
          ...whereGiven({
            [inputKeys.organization]: organization(),
            [inputKeys.timeouts]: rest.customTimeouts,
            [inputKeys.deleteBeforeReplace]: rest.deleteBeforeReplace,
            [inputKeys.retainOnDelete]: rest.retainOnDelete,
            [inputKeys.replacementTrigger]: isThere(rest.replacementTrigger),
            [inputKeys.connection]: provider && connectionOf(provider),
            [callKeys.lookup]: rest.id === undefined ? undefined : true,
            ...(rest.id === undefined && hidden(final)),
          }),
        },
        opts: rest,
      };
    };
    super(
      type,
      name,
      { ...args },
      { ...options, transformations: withLast(options.transformations, last) },
    );
    this.arn = this.id;
    this.#provider = final?.provider;
    // The resource itself reports an input that fails.
    warnOfSecrets(this, final?.props).catch(() => {});
  }

  /**
   * Returns the provider for a child, including the `aws.Provider` that was removed from this resource's own options.
   */
  override getProvider(moduleMember: string): pulumi.ProviderResource | undefined {
    return (
      super.getProvider(moduleMember) ?? (/^aws:/.test(moduleMember) ? this.#provider : undefined)
    );
  }
}

/** Refuses a lookup without an ID, which Pulumi would treat as a new resource. */
function refuseNoId(
  kind: string,
  name: string,
  args: object | undefined,
  { id }: pulumi.CustomResourceOptions,
): void {
  if (id === "" || (args === undefined && (id === undefined || id === null))) {
    throw new pulumi.ResourceError(
      `${name}: get needs the id (ARN or S3 address) of an existing ${kind}, but ${id === "" ? "an empty string" : "no id"} was given`,
      undefined,
    );
  }
}

function refuseImport(kind: string, name: string, options: pulumi.CustomResourceOptions): void {
  if (options.import !== undefined) {
    throw new pulumi.ResourceError(
      `${name}: the import option cannot work for ${kind}, because the engine does not send dynamic providers the data that they need. To read an existing resource, use the static get method. To import a resource, run \`npx pulumi-aws-snapshots import ${kind} ${name} ARN\`, which writes the file for \`pulumi import --file\`.`,
      undefined,
    );
  }
}

/**
 * Returns the inputs that have a value. Pulumi makes four promises for each property, even for a property without a
 * value.
 */
export function whereGiven(inputs: pulumi.Inputs): pulumi.Inputs {
  return Object.fromEntries(Object.entries(inputs).filter(([, value]) => value !== undefined));
}

/** Returns true if the value is present. In a preview the result is unknown as long as the value is. */
function isThere(value: pulumi.Input<unknown>): pulumi.Input<boolean> | undefined {
  return value === undefined ? undefined : pulumi.unsecret(pulumi.output(value).apply(() => true));
}

/** Returns the organization of the stack. Self-managed backends have none, and Pulumi then reports "organization". */
function organization(): string | undefined {
  try {
    const name = pulumi.getOrganization();
    return name === "organization" ? undefined : name;
  } catch {
    // A program under test has no organization either.
    return undefined;
  }
}

/** Returns the URN as a plain promise. As an output, it would make the parent a dependency of every resource. */
function urnOf(
  type: string,
  name: string,
  parent: pulumi.Resource | undefined,
): pulumi.URN | Promise<pulumi.URN> {
  if (parent === undefined) {
    // The same result as createUrn, which goes through several outputs and is slow for hundreds of resources.
    return `urn:pulumi:${pulumi.getStack()}::${pulumi.getProject()}::${type}::${name}`;
  }
  const urn = pulumi.createUrn(name, type, parent);
  return new Promise((resolve) => {
    urn.apply(resolve);
  });
}
