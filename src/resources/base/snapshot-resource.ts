import * as pulumi from "@pulumi/pulumi";
import { callKeys, inputKeys } from "../../abi/hidden-keys.js";
import { storedText, typeToken } from "../../abi/stored-text.js";
import type { KindName } from "../../schema/inputs.js";
import { outputs } from "../../schema/outputs.js";
import { connectionOf, splitProvider } from "./aws-provider.js";
import { confirmConfiguration } from "./configuration.js";
import { withLast } from "./last-transformation.js";
import { warnOfSecrets } from "./secret-inputs.js";

/** What a resource is made with after all transformations. */
export interface Final {
  readonly props: pulumi.Inputs;
  /** Without the provider. */
  readonly options: pulumi.CustomResourceOptions;
  /** The `aws.Provider` that they named or inherited. */
  readonly provider: pulumi.ProviderResource | undefined;
}

/**
 * Base of all resources of this package. It hands the engine a type token and a constant text that finds the
 * provider code, beside the inputs that the dynamic-provider protocol does not carry by itself.
 */
export abstract class SnapshotResource extends pulumi.CustomResource {
  /** ARN: the same as `id`. Files that were exported to S3 have none; there it is their `s3://` address. */
  declare readonly arn: pulumi.Output<string>;
  /** Region that the resource is in. */
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
    // What it adds depends on arguments and options, which transformations may change until then.
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
    // An input that fails is the failure of the resource, and is told there.
    warnOfSecrets(this, final?.props).catch(() => {});
  }

  /** The provider for a child: also the `aws.Provider` that was taken out of this resource's own options. */
  override getProvider(moduleMember: string): pulumi.ProviderResource | undefined {
    return (
      super.getProvider(moduleMember) ?? (/^aws:/.test(moduleMember) ? this.#provider : undefined)
    );
  }
}

/** Without an id that says something, Pulumi would take a lookup for the making of a new one. */
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
      `${name}: the import option cannot work for ${kind}, because the engine does not send dynamic providers the data that they need. To read an existing resource, use the static get method. To import a resource, run \`pulumi import --file\` with a file that has type, name, id, inputs and outputs, both with __provider.`,
      undefined,
    );
  }
}

/** Those of the inputs that there are. Pulumi makes four promises for each property, also for one that has no value. */
export function whereGiven(inputs: pulumi.Inputs): pulumi.Inputs {
  return Object.fromEntries(Object.entries(inputs).filter(([, value]) => value !== undefined));
}

/** Says of a value that it is there, which nobody knows in a preview while the value itself is not known. */
function isThere(value: pulumi.Input<unknown>): pulumi.Input<boolean> | undefined {
  return value === undefined ? undefined : pulumi.unsecret(pulumi.output(value).apply(() => true));
}

/** The organization of the stack. Backends of one's own have none, which Pulumi calls "organization". */
function organization(): string | undefined {
  try {
    const name = pulumi.getOrganization();
    return name === "organization" ? undefined : name;
  } catch {
    // Nor has a program under test.
    return undefined;
  }
}

/** The URN as a plain promise: as an output it would make the parent a dependency of every resource. */
function urnOf(
  type: string,
  name: string,
  parent: pulumi.Resource | undefined,
): pulumi.URN | Promise<pulumi.URN> {
  if (parent === undefined) {
    // What createUrn makes of it by way of several outputs, which takes a while for hundreds of resources.
    return `urn:pulumi:${pulumi.getStack()}::${pulumi.getProject()}::${type}::${name}`;
  }
  const urn = pulumi.createUrn(name, type, parent);
  return new Promise((resolve) => {
    urn.apply(resolve);
  });
}
