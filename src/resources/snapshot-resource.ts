import * as pulumi from "@pulumi/pulumi";
import { connectionOf, splitProvider } from "./aws-provider.js";

/** Arguments that every resource of this package takes. */
export interface CommonArgs {
  /**
   * AWS region to work in, for example `eu-west-1`. For a copy: the region where the copy is made.
   * Changing it replaces the resource.
   *
   * @default - the region of the inherited or given `aws.Provider`, then `aws:region` of the stack, then
   * `AWS_REGION`, `AWS_DEFAULT_REGION` and the region of the profile
   */
  region?: pulumi.Input<string>;
  /**
   * Profile of the shared AWS configuration whose credentials make the calls. It takes the place of the
   * credentials and roles of an `aws.Provider` or of the stack. Changing it to a profile of another account
   * replaces the resource, otherwise it is an update without calls that change anything.
   */
  profile?: pulumi.Input<string>;
  /**
   * ARN of a role to assume for all calls. It takes the place of the roles of an `aws.Provider` or of the
   * stack. Changing it to a role of another account replaces the resource.
   */
  assumeRoleArn?: pulumi.Input<string>;
  /**
   * Any values: when one of them changes, the resource is replaced, that is, a new snapshot is taken and the
   * old one is deleted afterwards.
   */
  triggers?: pulumi.Input<{ [key: string]: pulumi.Input<string> }>;
  /**
   * Whether to wait until AWS reports the end. With `false` the resource is created as soon as AWS accepted
   * the request, and a snapshot that is still being made is no drift. Changing it updates in place.
   *
   * @default true
   */
  waitForCompletion?: pulumi.Input<boolean>;
  /**
   * Tags of the resource in AWS, beside the default tags of the `aws.Provider` or of the stack, which they
   * override. `null` and `""` are the empty value; keys may not begin with `aws:`. Changing them updates in
   * place; tags that others put on the resource are left alone.
   */
  tags?: pulumi.Input<{ [key: string]: pulumi.Input<string | null> }>;
}

/**
 * Base of all resources of this package. It hands the engine a type token and a constant text that finds the
 * provider code, beside the inputs that the dynamic-provider protocol does not carry by itself.
 */
export abstract class SnapshotResource extends pulumi.CustomResource {
  /** Region that the resource is in. */
  declare readonly region: pulumi.Output<string>;
  /** The resource's own tags. */
  declare readonly tags: pulumi.Output<{ [key: string]: string } | undefined>;
  /** All tags that the resource was given: default tags and its own. */
  declare readonly tagsAll: pulumi.Output<{ [key: string]: string }>;

  readonly #provider: pulumi.ProviderResource | undefined;

  protected constructor(
    kind: string,
    name: string,
    inputs: pulumi.Inputs,
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
    super(
      type,
      name,
      {
        ...Object.fromEntries(outputs.map((output) => [output, undefined])),
        region: undefined,
        tags: undefined,
        tagsAll: undefined,
        ...inputs,
        __provider: storedText(kind),
        __logicalName: name,
        __urn: urnOf(type, name, options.parent),
        __organization: organization(),
        __timeouts: options.customTimeouts,
        __deleteBeforeReplace: options.deleteBeforeReplace,
        __connection: provider && connectionOf(provider),
        __secretTags: hasSecretTags(inputs["tags"], provider),
        __lookup: options.id === undefined ? undefined : true,
      },
      rest,
    );
    this.#provider = provider;
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

/** The organization of the stack. A program under test has none. */
function organization(): string | undefined {
  try {
    return pulumi.getOrganization();
  } catch {
    return undefined;
  }
}

/** True if tags or default tags are or hold a secret: the provider process gets all values in clear. */
async function hasSecretTags(
  tags: unknown,
  provider: pulumi.ProviderResource | undefined,
): Promise<true | undefined> {
  const defaults: unknown = provider && Reflect.get(provider, "defaultTags");
  const secrets = await Promise.all(
    [tags, defaults].map((value) => pulumi.isSecret(pulumi.output(value))),
  );
  const isConfigSecret: unknown = Reflect.get(pulumi.runtime, "isConfigSecret");
  const stack =
    provider === undefined &&
    typeof isConfigSecret === "function" &&
    isConfigSecret("aws:defaultTags") === true;
  return stack || secrets.includes(true) ? true : undefined;
}

/** The URN as a plain promise: as an output it would make the parent a dependency of every resource. */
function urnOf(
  type: string,
  name: string,
  parent: pulumi.Resource | undefined,
): Promise<pulumi.URN> {
  const urn = pulumi.createUrn(name, type, parent);
  return new Promise((resolve) => {
    urn.apply(resolve);
  });
}
