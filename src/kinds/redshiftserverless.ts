import type {
  GetSnapshotRequest,
  RedshiftServerlessClient,
  Snapshot,
  SnapshotCopyConfiguration,
} from "@aws-sdk/client-redshift-serverless";
import { tellingOperations } from "../aws/clients.js";
import type { ClientConfig } from "../aws/connection.js";
import { hasCode, maybeOurs, nameTaken } from "../aws/errors.js";
import { sdk } from "../aws/sdk.js";
import { regionProblem } from "../values/region.js";
import { camelCased } from "./camel-case.js";
import type { InputSpec, Inputs } from "./input.js";
import { keyProblem, kmsKey } from "./input-rules.js";
import type { Kind, Listing, Setting, SettingValue, SourceStatus, TagCalls } from "./kind.js";
import { isStatus } from "./status.js";
import { fromTagList } from "./tag-list.js";

const tagging: TagCalls<RedshiftServerlessClient> = {
  limit: 200,
  list: async (client, resourceArn) => {
    const { ListTagsForResourceCommand } = sdk.redshiftserverless();
    const { tags } = await client.send(new ListTagsForResourceCommand({ resourceArn }));
    return fromTagList(tags?.map(({ key, value }) => ({ Key: key, Value: value })));
  },
  add: async (client, resourceArn, tags) => {
    const { TagResourceCommand } = sdk.redshiftserverless();
    await client.send(new TagResourceCommand({ resourceArn, tags: tagList(tags) }));
  },
  remove: async (client, resourceArn, tagKeys) => {
    const { UntagResourceCommand } = sdk.redshiftserverless();
    await client.send(new UntagResourceCommand({ resourceArn, tagKeys }));
  },
};

function tagList(tags: Record<string, string>) {
  return Object.entries(tags).map(([key, value]) => ({ key, value }));
}

const namespaceName: InputSpec = {
  replaces: true,
  answered: true,
  problem: (value) =>
    /^[a-z0-9-]{3,64}$/.test(value)
      ? undefined
      : "must be the name of a namespace: 3 to 64 lowercase letters, digits and hyphens. An ARN cannot be used, because it does not contain the name",
};

/** The number by which AWS says "for ever". */
const forEver = -1;

const retention: InputSpec = {
  type: "number",
  replaces: false,
  range: { min: 1, max: 3653, unit: "days", none: [forEver, "ever"] },
};

function textOf(value: unknown): string | undefined {
  return typeof value === "string" ? value : undefined;
}

/** A retention as an input: none is for ever. */
function days(answered: number | undefined): SettingValue {
  return answered === forEver ? undefined : answered;
}

function retentionPeriod(wanted: SettingValue): number {
  return typeof wanted === "number" ? wanted : forEver;
}

/**
 * One code says that a name is taken, that something is under way, and that something is missing. AWS's text says which.
 * Where the text says nothing that is known, a look tells whether the name is taken; if not, it is taken to pass.
 */
const conflict = "ConflictException";
const taken = /already exists/i;
const underWay = /operation running|in progress|try .*again later/i;
/** The namespace has no workgroup, or is not there. */
const noWorkgroup = /isn't a workgroup|no workgroup/i;
const missing = /not found|does not exist|doesn't exist/i;

/** The status of the namespace, where it is named: a recovery point does not tell whose it is. */
async function statusOfNamespace(
  client: RedshiftServerlessClient,
  namespaceName: string | undefined,
): Promise<SourceStatus | undefined> {
  if (namespaceName === undefined) {
    return undefined;
  }
  const { GetNamespaceCommand } = sdk.redshiftserverless();
  const { namespace } = await client.send(new GetNamespaceCommand({ namespaceName }));
  return { what: `namespace "${namespaceName}"`, status: namespace?.status };
}

function anyOf(...texts: readonly RegExp[]): RegExp {
  return new RegExp(texts.map(({ source }) => source).join("|"), "i");
}

const lasting = anyOf(noWorkgroup, missing);
const makeWorkgroup =
  "Create a workgroup for the namespace. Without a workgroup AWS takes no snapshots.";
const checkNamespace = "Check namespaceName. The namespace must be in this region and account.";

/** What the kinds have in common. */
const redshiftserverless = {
  service: "redshiftserverless",
  doing: "creating",
  codes: {
    gone: ["ResourceNotFoundException"],
    exists: [{ code: conflict, saysNot: anyOf(underWay, lasting) }],
    busy: [{ code: conflict, saysNot: anyOf(taken, lasting) }],
    undeletable: [{ code: conflict, saysNot: lasting }],
  },
  texts: [
    { code: "Conflict", text: noWorkgroup, todo: makeWorkgroup },
    { code: "ResourceNotFound", text: noWorkgroup, todo: makeWorkgroup },
    { code: "Validation", text: noWorkgroup, todo: makeWorkgroup },
    { code: "Conflict", text: missing, todo: checkNamespace },
  ],
  actions: "redshift-serverless",
  sourceStatus: (client: RedshiftServerlessClient, inputs: Inputs) =>
    statusOfNamespace(client, inputs.optional("namespaceName")),
  connect: async (config: ClientConfig) => {
    const { RedshiftServerlessClient } = sdk.redshiftserverless();
    return tellingOperations(new RedshiftServerlessClient(config));
  },
} as const;

const snapshotRetention: Setting<RedshiftServerlessClient, Snapshot> = {
  atCreate: true,
  read: async (_client, { snapshotRetentionPeriod }) => days(snapshotRetentionPeriod),
  write: async (client, { snapshotName }, wanted) => {
    const { UpdateSnapshotCommand } = sdk.redshiftserverless();
    const { snapshot } = await client.send(
      new UpdateSnapshotCommand({ snapshotName, retentionPeriod: retentionPeriod(wanted) }),
    );
    return snapshot;
  },
};

const listing: Listing<RedshiftServerlessClient, Snapshot> = {
  pages: async function* (client, { inputs }) {
    const { paginateListSnapshots } = sdk.redshiftserverless();
    const asked = { namespaceName: inputs?.optional("namespaceName") };
    for await (const { snapshots = [] } of paginateListSnapshots({ client }, asked)) {
      yield snapshots.filter(({ status }) => !isStatus(status, ["DELETED"]));
    }
  },
  showsShared: true,
  takenOf: ["namespaceName"],
  madeAt: ({ snapshotCreateTime }) => snapshotCreateTime,
  deleteCommand: "aws redshift-serverless delete-snapshot --snapshot-name",
};

/** @see https://docs.aws.amazon.com/redshift-serverless/latest/APIReference/API_CreateSnapshot.html */
export const snapshot: Kind<RedshiftServerlessClient, Snapshot> = {
  ...redshiftserverless,
  name: "redshiftserverless:Snapshot",
  label: "Redshift Serverless snapshot",
  // The ARN ends with a UUID.
  naming: {
    input: "snapshotName",
    max: 64,
    inArn: false,
    unique: "Redshift Serverless snapshot names must be unique in an account and region",
  },
  inputs: {
    namespaceName,
    recoveryPointId: { replaces: true },
    snapshotName: {
      replaces: true,
      problem: (value) =>
        /^[a-z0-9-]{3,64}$/.test(value)
          ? undefined
          : "must be 3 to 64 lowercase letters, digits and hyphens",
    },
    retentionPeriod: retention,
  },
  oneOf: ["namespaceName", "recoveryPointId"],
  finished: ["AVAILABLE"],
  failed: ["FAILED", "CANCELLED"],
  advice: {
    "CreateSnapshot:Conflict": nameTaken,
    "ConvertRecoveryPointToSnapshot:Conflict": nameTaken,
    "CreateSnapshot:ResourceNotFound":
      "Check namespaceName. The namespace must be in this region and account and have a workgroup.",
    "ConvertRecoveryPointToSnapshot:ResourceNotFound":
      "Check recoveryPointId: Redshift Serverless keeps recovery points for 24 hours.",
    ServiceQuotaExceeded:
      "Delete snapshots that are no longer needed, or ask AWS for a higher quota.",
  },
  tagging,
  listing,
  settings: { retentionPeriod: snapshotRetention },
  create: async (client, inputs, tags) => {
    const { CreateSnapshotCommand, ConvertRecoveryPointToSnapshotCommand } =
      sdk.redshiftserverless();
    const asked = {
      snapshotName: inputs.text("snapshotName"),
      retentionPeriod: inputs.number("retentionPeriod"),
      tags: tagList(tags),
    };
    const recoveryPointId = inputs.optional("recoveryPointId");
    const { snapshot } =
      recoveryPointId === undefined
        ? await client.send(
            new CreateSnapshotCommand({ ...asked, namespaceName: inputs.text("namespaceName") }),
          )
        : await client.send(
            new ConvertRecoveryPointToSnapshotCommand({ ...asked, recoveryPointId }),
          );
    return snapshot;
  },
  find: async (client, { name, arn }) => {
    const { GetSnapshotCommand } = sdk.redshiftserverless();
    const get = async (asked: GetSnapshotRequest) => {
      const { snapshot } = await client.send(new GetSnapshotCommand(asked));
      return isStatus(snapshot?.status, ["DELETED"]) ? undefined : snapshot;
    };
    if (arn === undefined) {
      return get({ snapshotName: name });
    }
    // One that was taken over from a killed run need not have the name that the inputs say.
    const named =
      name === ""
        ? undefined
        : await get({ snapshotName: name }).catch((error: unknown) => {
            if (hasCode(error, redshiftserverless.codes.gone)) {
              return undefined;
            }
            throw error;
          });
    return named?.snapshotArn === arn ? named : get({ snapshotArn: arn });
  },
  delete: async (client, { snapshotName }) => {
    const { DeleteSnapshotCommand } = sdk.redshiftserverless();
    await client.send(new DeleteSnapshotCommand({ snapshotName }));
  },
  arn: (remote) => remote.snapshotArn,
  nameOf: (remote) => remote.snapshotName,
  status: (remote) => remote.status,
  headway: (remote) => ({
    megabytes: [remote.backupProgressInMegaBytes, remote.totalBackupSizeInMegaBytes],
    secondsLeft: remote.estimatedSecondsToCompletion,
  }),
  // The name and the ARN come from the inputs and the id.
  outputs: ({ snapshotName: _, snapshotArn: __, ...members }) => camelCased(members),
  lookedUp: ({ namespaceName }) => ({ namespaceName }),
};

const copyRetention: Setting<RedshiftServerlessClient, SnapshotCopyConfiguration> = {
  atCreate: true,
  read: async (_client, { snapshotRetentionPeriod }) => days(snapshotRetentionPeriod),
  write: async (client, { snapshotCopyConfigurationId }, wanted) => {
    const { UpdateSnapshotCopyConfigurationCommand } = sdk.redshiftserverless();
    const { snapshotCopyConfiguration } = await client.send(
      new UpdateSnapshotCopyConfigurationCommand({
        snapshotCopyConfigurationId,
        snapshotRetentionPeriod: retentionPeriod(wanted),
      }),
    );
    return snapshotCopyConfiguration;
  },
};

/** What AWS answers where copies have no key of the account's. */
const ownedByAws = "AWS_OWNED_KMS_KEY";

function keyOf({ destinationKmsKeyId }: SnapshotCopyConfiguration): string | undefined {
  return destinationKmsKeyId === ownedByAws ? undefined : destinationKmsKeyId;
}

/** @see https://docs.aws.amazon.com/redshift-serverless/latest/APIReference/API_CreateSnapshotCopyConfiguration.html */
export const snapshotCopyConfiguration: Kind<RedshiftServerlessClient, SnapshotCopyConfiguration> =
  {
    ...redshiftserverless,
    // Only the listing finds one, and AWS may refuse that too while something is under way.
    codes: { ...redshiftserverless.codes, unreadable: ["ConflictException"] },
    name: "redshiftserverless:SnapshotCopyConfiguration",
    label: "Redshift Serverless snapshot copy configuration",
    // It has no name of its own: a namespace has one or none.
    naming: {
      input: "namespaceName",
      inArn: false,
      unique: "A namespace can have only one copy configuration",
    },
    inputs: {
      namespaceName: { ...namespaceName, required: true },
      destinationRegion: {
        required: true,
        replaces: true,
        problem: (value, { region }) =>
          value === region
            ? "is the region of the namespace. Copies must go to another region"
            : regionProblem(value),
      },
      destinationKmsKeyId: {
        ...kmsKey,
        none: ownedByAws,
        problem: (value, { inputs }) => keyProblem(value, textOf(inputs["destinationRegion"])),
      },
      snapshotRetentionPeriod: { ...retention, answered: true },
    },
    // It is made at once.
    finished: [],
    failed: [],
    advice: {
      "CreateSnapshotCopyConfiguration:Conflict": `A namespace can have only one copy configuration, and this namespace already has a different one. ${maybeOurs} Delete it, or import it with \`pulumi import --file\`.`,
      "CreateSnapshotCopyConfiguration:ResourceNotFound":
        "Check namespaceName. The namespace must be in this region and account.",
      ServiceQuotaExceeded: "Delete copy configurations that are no longer needed.",
    },
    settings: { snapshotRetentionPeriod: copyRetention },
    create: async (client, inputs) => {
      const { CreateSnapshotCopyConfigurationCommand } = sdk.redshiftserverless();
      const { snapshotCopyConfiguration } = await client.send(
        new CreateSnapshotCopyConfigurationCommand({
          namespaceName: inputs.text("namespaceName"),
          destinationRegion: inputs.text("destinationRegion"),
          destinationKmsKeyId: inputs.optional("destinationKmsKeyId"),
          snapshotRetentionPeriod: inputs.number("snapshotRetentionPeriod"),
        }),
      );
      return snapshotCopyConfiguration;
    },
    find: async (client, { name, arn }) => {
      const { paginateListSnapshotCopyConfigurations } = sdk.redshiftserverless();
      for await (const page of paginateListSnapshotCopyConfigurations(
        { client },
        name === "" ? {} : { namespaceName: name },
      )) {
        const found = page.snapshotCopyConfigurations?.find(
          (one) =>
            (name === "" || one.namespaceName === name) &&
            (name !== "" || one.snapshotCopyConfigurationArn === arn),
        );
        if (found !== undefined) {
          return found;
        }
      }
      return undefined;
    },
    isAsAsked: (remote, inputs) => {
      const [key, answered] = [inputs.optional("destinationKmsKeyId"), keyOf(remote)];
      const scope = { region: undefined, inputs: {} };
      const sameKey =
        key === undefined || answered === undefined
          ? key === answered
          : kmsKey.same?.(key, answered, scope);
      return (
        sameKey === true &&
        remote.destinationRegion === inputs.text("destinationRegion") &&
        days(remote.snapshotRetentionPeriod) === inputs.number("snapshotRetentionPeriod")
      );
    },
    delete: async (client, { snapshotCopyConfigurationId }) => {
      const { DeleteSnapshotCopyConfigurationCommand } = sdk.redshiftserverless();
      await client.send(
        new DeleteSnapshotCopyConfigurationCommand({ snapshotCopyConfigurationId }),
      );
    },
    arn: (remote) => remote.snapshotCopyConfigurationArn,
    nameOf: (remote) => remote.namespaceName,
    status: () => undefined,
    outputs: (remote) => {
      const { namespaceName: _, snapshotCopyConfigurationArn: __, ...members } = remote;
      return camelCased({ ...members, destinationKmsKeyId: keyOf(remote) });
    },
    lookedUp: (remote) => ({
      destinationRegion: remote.destinationRegion,
      destinationKmsKeyId: keyOf(remote),
    }),
  };
