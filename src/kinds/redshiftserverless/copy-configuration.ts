import type {
  RedshiftServerless,
  SnapshotCopyConfiguration,
} from "@aws-sdk/client-redshift-serverless";
import { maybeOurs } from "../../aws/errors.js";
import { regionProblem } from "../../values/region.js";
import { members } from "../answers.js";
import { declared, type InputRule, type InputsOf } from "../input.js";
import { checkNamed, keyProblem, kmsKey } from "../input-rules.js";
import type { Kind } from "../kind.js";
import {
  days,
  namespace,
  namespaceName,
  redshiftserverless,
  retention,
  retentionSetting,
} from "./service.js";

type ConfigurationInputs = InputsOf<"redshiftserverless:SnapshotCopyConfiguration">;
type ConfigurationKind = Kind<RedshiftServerless, SnapshotCopyConfiguration, ConfigurationInputs>;

const destinationRegion: InputRule = {
  problem: (value, { region }) =>
    value === region
      ? "is the region of the namespace. Copies must go to another region"
      : regionProblem(value),
};

/** AWS's word if no key of the account encrypts the copies. */
const ownedByAws = "AWS_OWNED_KMS_KEY";

const destinationKmsKeyId: InputRule = {
  ...kmsKey,
  absentValue: ownedByAws,
  problem: (value, { inputs: { destinationRegion: region } }) =>
    keyProblem(value, typeof region === "string" ? region : undefined),
};

function keyOf({ destinationKmsKeyId }: SnapshotCopyConfiguration): string | undefined {
  return destinationKmsKeyId === ownedByAws ? undefined : destinationKmsKeyId;
}

const find: ConfigurationKind["find"] = async (client, { name, arn }) => {
  const asked = name === "" ? {} : { namespaceName: name };
  for await (const page of client.paginateListSnapshotCopyConfigurations(asked)) {
    const found = page.snapshotCopyConfigurations?.find((one) =>
      name === "" ? one.snapshotCopyConfigurationArn === arn : one.namespaceName === name,
    );
    if (found !== undefined) {
      return found;
    }
  }
  return undefined;
};

function matchesInputs(remote: SnapshotCopyConfiguration, inputs: ConfigurationInputs): boolean {
  const [wanted, answered] = [inputs.destinationKmsKeyId, keyOf(remote)];
  const scope = { region: undefined, inputs: {} };
  const isSameKey =
    wanted !== undefined && answered !== undefined
      ? kmsKey.isSame?.(wanted, answered, scope) === true
      : wanted === answered;
  return (
    isSameKey &&
    remote.destinationRegion === inputs.destinationRegion &&
    days(remote.snapshotRetentionPeriod) === inputs.snapshotRetentionPeriod
  );
}

const create: ConfigurationKind["create"] = async (client, inputs) => {
  const { snapshotCopyConfiguration } = await client.createSnapshotCopyConfiguration({
    namespaceName: inputs.namespaceName,
    destinationRegion: inputs.destinationRegion,
    destinationKmsKeyId: inputs.destinationKmsKeyId,
    snapshotRetentionPeriod: inputs.snapshotRetentionPeriod,
  });
  return snapshotCopyConfiguration;
};

const snapshotRetentionPeriod = retentionSetting(
  async (
    client: RedshiftServerless,
    { snapshotCopyConfigurationId }: SnapshotCopyConfiguration,
    snapshotRetentionPeriod,
  ) => {
    const asked = { snapshotCopyConfigurationId, snapshotRetentionPeriod };
    return (await client.updateSnapshotCopyConfiguration(asked)).snapshotCopyConfiguration;
  },
);

const advice = {
  "CreateSnapshotCopyConfiguration:Conflict": `A namespace can have only one copy configuration, and this namespace already has a different one. ${maybeOurs} Delete it, or import it with \`pulumi import --file\`.`,
  "CreateSnapshotCopyConfiguration:ResourceNotFound": checkNamed("namespaceName", "namespace"),
  ServiceQuotaExceeded: "Delete copy configurations that are no longer needed.",
};

const unique = "A namespace can have only one copy configuration";

const named = members<SnapshotCopyConfiguration>({
  arn: "snapshotCopyConfigurationArn",
  name: "namespaceName",
  status: "none",
});

/** @see https://docs.aws.amazon.com/redshift-serverless/latest/APIReference/API_CreateSnapshotCopyConfiguration.html */
export const snapshotCopyConfiguration: ConfigurationKind = {
  ...redshiftserverless,
  ...declared("redshiftserverless:SnapshotCopyConfiguration", {
    namespaceName,
    destinationRegion,
    destinationKmsKeyId,
    snapshotRetentionPeriod: { ...retention, returned: true },
  }),
  label: "Redshift Serverless snapshot copy configuration",
  naming: { input: "namespaceName", isOwn: false, inArn: false, unique },
  madeFrom: { ...namespace, oneAtATime: [] },
  makes: "configuration",
  settings: { snapshotRetentionPeriod },
  ...named,
  outputs: (remote) => named.outputs({ ...remote, destinationKmsKeyId: keyOf(remote) }),
  inputsFrom: (remote) => ({
    destinationRegion: remote.destinationRegion,
    destinationKmsKeyId: keyOf(remote),
  }),
  finished: [],
  failed: [],
  // Only a listing finds a configuration, and AWS may refuse to list while something else is in progress.
  codes: { ...redshiftserverless.codes, unreadable: ["ConflictException"] },
  advice,
  create,
  find,
  matchesInputs,
  delete: async (client, { snapshotCopyConfigurationId }) => {
    await client.deleteSnapshotCopyConfiguration({ snapshotCopyConfigurationId });
  },
};
