// The arguments of the provider, which are also the configuration of the package. The keys are those of @pulumi/aws
// that decide something here, and this package's own.
import type { TypeSpec } from "./spec.js";
import { tokenOf } from "./texts.js";

interface Argument {
  readonly type: TypeSpec;
  readonly description: string;
  readonly secret?: true;
}

type Arguments = Readonly<Record<string, Argument>>;

const string: TypeSpec = { type: "string" };
const boolean: TypeSpec = { type: "boolean" };
const integer: TypeSpec = { type: "integer" };
const strings: TypeSpec = { type: "array", items: string };
const map: TypeSpec = { type: "object", additionalProperties: string };
const typeOf = (name: string): TypeSpec => ({ $ref: `#/types/${tokenOf(`index:${name}`)}` });

export const providerDescription =
  "Configuration of the snapshots of one account and region. Without an explicit provider, resources use the stack's " +
  "configuration in the namespace `aws-snapshots`, for example `aws-snapshots:region`. What is set in neither place " +
  "comes from AWS's environment variables and configuration files. The configuration of `@pulumi/aws` (`aws:region` " +
  "and the like) does not apply, and an `aws.Provider` cannot be passed.";

/** The provider's arguments by name. */
export const providerArguments: Arguments = {
  region: {
    type: string,
    description:
      "AWS region of the resources, for example `eu-west-1`. The `region` of a resource overrides it.\n\nDefault: the first of these that is set: `AWS_REGION`, `AWS_DEFAULT_REGION`, the region of the profile.",
  },
  profile: {
    type: string,
    description:
      "Profile of the shared AWS configuration files whose credentials and region are used.\n\nDefault: `AWS_PROFILE`, otherwise the profile `default`.",
  },
  accessKey: {
    type: string,
    secret: true,
    description:
      "Access key ID. It needs `secretKey`.\n\nDefault: the credentials of the environment, of the profile, or of the machine.",
  },
  secretKey: {
    type: string,
    secret: true,
    description: "Secret access key of `accessKey`.\n\nDefault: none.",
  },
  token: {
    type: string,
    secret: true,
    description:
      "Session token of `accessKey` and `secretKey`, if they are temporary.\n\nDefault: none.",
  },
  assumeRoles: {
    type: { type: "array", items: typeOf("ProviderAssumeRole") },
    description:
      "Roles to assume, one after the other: each with the credentials of the role before.\n\nDefault: no role.",
  },
  assumeRoleWithWebIdentity: {
    type: typeOf("ProviderAssumeRoleWithWebIdentity"),
    secret: true,
    description:
      "Role that is assumed with a web identity token instead of credentials.\n\nDefault: `AWS_ROLE_ARN` and `AWS_WEB_IDENTITY_TOKEN_FILE`, if they are set.",
  },
  allowedAccountIds: {
    type: strings,
    description:
      "Accounts, by their IDs of 12 digits, in which the provider may work. In any other account it fails before the first change.\n\nDefault: every account.",
  },
  forbiddenAccountIds: {
    type: strings,
    description:
      "Accounts, by their IDs of 12 digits, in which the provider must not work.\n\nDefault: no account.",
  },
  defaultTags: {
    type: typeOf("ProviderDefaultTags"),
    description:
      "Tags of every resource that can have tags. The `tags` of a resource win.\n\nDefault: no tags.",
  },
  ignoreTags: {
    type: typeOf("ProviderIgnoreTags"),
    description:
      "Tags that others manage: they are neither shown nor changed.\n\nDefault: no tags.",
  },
  endpoints: {
    type: { type: "array", items: typeOf("ProviderEndpoint") },
    description:
      "URLs to call instead of AWS's own endpoints.\n\nDefault: AWS's endpoints, and what the environment and the profile set.",
  },
  useFipsEndpoint: {
    type: boolean,
    description:
      "Whether to call endpoints that comply with FIPS 140.\n\nDefault: as the environment and the profile say.",
  },
  useDualstackEndpoint: {
    type: boolean,
    description:
      "Whether to call endpoints that can be reached by IPv6 too.\n\nDefault: as the environment and the profile say.",
  },
  stsRegion: {
    type: string,
    description:
      "Region in which roles are assumed.\n\nDefault: `region`, or what stands in for it.",
  },
  maxRetries: {
    type: integer,
    description:
      "Number of times that a failed call is repeated if the failure may pass: 0 or more.\n\nDefault: 4, or `AWS_MAX_ATTEMPTS` less the first attempt.",
  },
  retryMode: {
    type: string,
    description:
      "How calls are repeated: `standard` or `adaptive`.\n\nDefault: as the environment and the profile say, otherwise `standard`.",
  },
  httpProxy: {
    type: string,
    secret: true,
    description:
      "URL of a proxy for calls to `http:` endpoints. The URL may contain a user and a password.\n\nDefault: `HTTP_PROXY`.",
  },
  httpsProxy: {
    type: string,
    secret: true,
    description:
      "URL of a proxy for calls to `https:` endpoints. The URL may contain a user and a password.\n\nDefault: `HTTPS_PROXY`.",
  },
  noProxy: {
    type: string,
    description:
      "Hosts that are called without a proxy, separated by commas.\n\nDefault: `NO_PROXY`.",
  },
  customCaBundle: {
    type: string,
    description:
      "File with certificates to trust in addition, in PEM format.\n\nDefault: `AWS_CA_BUNDLE`.",
  },
  sharedConfigFiles: {
    type: strings,
    description: "The shared configuration file: a list of one path.\n\nDefault: `~/.aws/config`.",
  },
  sharedCredentialsFiles: {
    type: strings,
    description:
      "The shared credentials file: a list of one path.\n\nDefault: `~/.aws/credentials`.",
  },
  skipMetadataApiCheck: {
    type: boolean,
    description:
      "Whether to look for no credentials in the metadata service of an EC2 instance.\n\nDefault: `false`.",
  },
  markUnfinishedCreates: {
    type: boolean,
    description:
      "Whether a snapshot carries the tag `pulumi-aws-snapshots:creating` until its create has ended. After a run that was killed, the next run finds the snapshot by this tag and goes on with it. Without the tag, a killed run can leave a snapshot behind that no stack knows.\n\nDefault: `true`.",
  },
  copiesAtOnce: {
    type: integer,
    description:
      "Number of Neptune and DocumentDB cluster snapshot copies from other regions that AWS makes at a time in a region of the account: 1 or more. Further copies wait in a queue.\n\nDefault: 5, AWS's own limit.",
  },
  organization: {
    type: string,
    description:
      "Organization of the stack in Pulumi Cloud. The engine does not tell providers the organization. Set it if stacks of two organizations have the same project, stack and resource names in one AWS account: then neither goes on with a snapshot that a killed run of the other left.\n\nDefault: none.",
  },
};

const roleFields: Arguments = {
  roleArn: { type: string, description: "ARN of the role. Required." },
  sessionName: {
    type: string,
    description: "Name of the session.\n\nDefault: `pulumi-aws-snapshots`.",
  },
  duration: {
    type: string,
    description:
      "How long the session lasts: 15 minutes to 12 hours, for example `1h30m`.\n\nDefault: as AWS decides, one hour.",
  },
  policy: {
    type: string,
    description: "IAM policy, as JSON, that restricts the session further.\n\nDefault: none.",
  },
  policyArns: {
    type: strings,
    description: "ARNs of IAM policies that restrict the session further.\n\nDefault: none.",
  },
};

/** The object types of the arguments, by name. */
export const providerTypes: Readonly<
  Record<string, { readonly description: string; readonly properties: Arguments }>
> = {
  ProviderAssumeRole: {
    description: "A role to assume.",
    properties: {
      ...roleFields,
      externalId: {
        type: string,
        description: "External ID that the role asks for.\n\nDefault: none.",
      },
      sourceIdentity: { type: string, description: "Source identity.\n\nDefault: none." },
      tags: { type: map, description: "Tags of the session.\n\nDefault: none." },
      transitiveTagKeys: {
        type: strings,
        description:
          "Keys of session tags that later roles of the chain get too.\n\nDefault: none.",
      },
    },
  },
  ProviderAssumeRoleWithWebIdentity: {
    description:
      "A role that is assumed with a web identity token. Either the token or its file is required.",
    properties: {
      ...roleFields,
      webIdentityToken: { type: string, secret: true, description: "The token itself." },
      webIdentityTokenFile: { type: string, description: "File that contains the token." },
    },
  },
  ProviderDefaultTags: {
    description: "Tags of every resource.",
    properties: { tags: { type: map, description: "The tags." } },
  },
  ProviderIgnoreTags: {
    description: "Tags that are neither shown nor changed.",
    properties: {
      keys: { type: strings, description: "Keys of the tags." },
      keyPrefixes: { type: strings, description: "Beginnings of the keys." },
    },
  },
  ProviderEndpoint: {
    description: "URLs of services, `http` or `https`.",
    properties: Object.fromEntries(
      Object.entries({
        memorydb: "MemoryDB",
        neptune: "Neptune",
        docdb: "DocumentDB",
        elasticache: "ElastiCache",
        redshiftserverless: "Redshift Serverless",
        sts: "STS, which reports the caller's account and gives the credentials of roles",
      }).map(([service, title]) => [service, { type: string, description: `URL for ${title}.` }]),
    ),
  },
};
