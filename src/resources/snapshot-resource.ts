import * as pulumi from "@pulumi/pulumi";
import { connectionOf, splitProvider } from "./aws-provider.js";
import { confirmConfiguration } from "./configuration.js";
import { warnOfSecrets } from "./secret-inputs.js";

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
    kind: string,
    name: string,
    args: object | undefined,
    options: pulumi.CustomResourceOptions,
    outputs: readonly string[],
  ) {
    const type = typeToken(kind);
    if (options.import !== undefined) {
      throw new pulumi.ResourceError(
        `${name}: the import option cannot work for ${kind}, because the engine does not send dynamic providers what they need. To read an existing one use its static get method. To take one over run \`pulumi import --file\` with a file that gives type, name, id, inputs and outputs, both with __provider.`,
        undefined,
      );
    }
    const { provider, rest } = splitProvider(type, options);
    confirmConfiguration(type, name, options, provider);
    super(
      type,
      name,
      {
        ...Object.fromEntries(outputs.map((output) => [output, undefined])),
        region: undefined,
        ...args,
        __provider: storedText(kind),
        __urn: urnOf(type, name, options.parent),
        ...whereGiven({
          __organization: organization(),
          __timeouts: options.customTimeouts,
          __deleteBeforeReplace: options.deleteBeforeReplace,
          __retainOnDelete: options.retainOnDelete,
          __replacementTrigger: isThere(options.replacementTrigger),
          __connection: provider && connectionOf(provider),
          __lookup: options.id === undefined ? undefined : true,
        }),
      },
      rest,
    );
    this.arn = this.id;
    this.#provider = provider;
    // An input that fails is the failure of the resource, and is told there.
    warnOfSecrets(this, args).catch(() => {});
  }

  /** The provider for a child: also the `aws.Provider` that was taken out of this resource's own options. */
  override getProvider(moduleMember: string): pulumi.ProviderResource | undefined {
    return (
      super.getProvider(moduleMember) ?? (/^aws:/.test(moduleMember) ? this.#provider : undefined)
    );
  }
}

/** Type token of a kind. Part of the state of every stack: never changed. */
export function typeToken(kind: string): string {
  return `pulumi-nodejs:dynamic/aws/${kind}`;
}

/**
 * The text that Pulumi stores with each resource and runs in the provider process. It holds a name, not code:
 * it looks for this package from the program's folder, then where pnpm keeps indirect dependencies, then beside
 * the provider host. Existing stacks run it for ever, so its bytes, the entry and the names in it never change.
 */
export function storedText(kind: string): string {
  return `exports.handler=()=>{const{createRequire:c}=require("module"),p="pulumi-aws-snapshots",d=process.cwd();for(const f of[d+"/",d+"/node_modules/.pnpm/node_modules/_",(require.main||0).filename])try{if(f)return c(f)(p+"/dynamic").provider("${kind}")}catch(e){if(!/^(MODULE_NOT_FOUND|ERR_PACKAGE_PATH_NOT_EXPORTED)$/.test(e.code)||!/^Cannot find module 'pulumi-|^Package subpath '..dynamic'/.test(e.message))throw e}const e=Error(p+" is not installed in "+d+": install it there, it is needed until its resources are destroyed");e.stack="";throw e};`;
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
