import type {
  GetSnapshotRequest,
  RedshiftServerless,
  Snapshot,
} from "@aws-sdk/client-redshift-serverless";
import { nameTaken, unless } from "../../aws/errors.js";
import type { Tags } from "../../values/json.js";
import { members } from "../answers.js";
import { declared, type InputsOf, missing } from "../input.js";
import type { Kind, Listing, TagCalls } from "../kind.js";
import { isStatus } from "../status.js";
import { fromTagList } from "../tag-list.js";
import {
  namespace,
  namespaceName,
  redshiftserverless,
  retention,
  retentionSetting,
  snapshotName,
} from "./service.js";

type SnapshotKind = Kind<
  RedshiftServerless,
  Snapshot,
  InputsOf<"redshiftserverless:Snapshot", "snapshotName">
>;

const tagging: TagCalls<RedshiftServerless> = {
  limit: 200,
  list: async (client, resourceArn) => {
    const { tags } = await client.listTagsForResource({ resourceArn });
    return fromTagList(tags?.map(({ key, value }) => ({ Key: key, Value: value })));
  },
  add: async (client, resourceArn, tags) => {
    await client.tagResource({ resourceArn, tags: tagList(tags) });
  },
  remove: async (client, resourceArn, tagKeys) => {
    await client.untagResource({ resourceArn, tagKeys });
  },
};

function tagList(tags: Tags) {
  return Object.entries(tags).map(([key, value]) => ({ key, value }));
}

const listing: Listing<RedshiftServerless, Snapshot> = {
  pages: async function* (client, { source }) {
    const asked = { namespaceName: source };
    for await (const { snapshots = [] } of client.paginateListSnapshots(asked)) {
      yield snapshots.filter(isThere);
    }
  },
  showsShared: true,
  sourceInput: "namespaceName",
  createdAt: ({ snapshotCreateTime }) => snapshotCreateTime,
  deleteCommand: "aws redshift-serverless delete-snapshot --snapshot-name",
};

function isThere({ status }: Snapshot): boolean {
  return !isStatus(status, ["DELETED"]);
}

const find: SnapshotKind["find"] = async (client, { name, arn }) => {
  const get = async (asked: GetSnapshotRequest) => {
    const { snapshot } = await client.getSnapshot(asked);
    return snapshot && isThere(snapshot) ? snapshot : undefined;
  };
  if (arn === undefined) {
    return get({ snapshotName: name });
  }
  // A snapshot that was adopted from a killed run may have another name than the inputs.
  const named =
    name === ""
      ? undefined
      : await unless(redshiftserverless.codes.gone, get({ snapshotName: name }));
  return named?.snapshotArn === arn ? named : get({ snapshotArn: arn });
};

const create: SnapshotKind["create"] = async (client, inputs, tags) => {
  const asked = {
    snapshotName: inputs.snapshotName,
    retentionPeriod: inputs.retentionPeriod,
    tags: tagList(tags),
  };
  const recoveryPointId = inputs.recoveryPointId;
  const { snapshot } =
    recoveryPointId === undefined
      ? await client.createSnapshot({
          ...asked,
          namespaceName: inputs.namespaceName ?? missing("namespaceName"),
        })
      : await client.convertRecoveryPointToSnapshot({ ...asked, recoveryPointId });
  return snapshot;
};

const unique = "Redshift Serverless snapshot names must be unique in an account and region";

const advice = {
  "CreateSnapshot:Conflict": nameTaken,
  "ConvertRecoveryPointToSnapshot:Conflict": nameTaken,
  "CreateSnapshot:ResourceNotFound":
    "Check namespaceName. The namespace must be in this region and account and have a workgroup.",
  "ConvertRecoveryPointToSnapshot:ResourceNotFound":
    "Check recoveryPointId: Redshift Serverless keeps recovery points for 24 hours.",
  ServiceQuotaExceeded:
    "Delete snapshots that are no longer needed, or ask AWS for a higher quota.",
};

/** @see https://docs.aws.amazon.com/redshift-serverless/latest/APIReference/API_CreateSnapshot.html */
export const snapshot: SnapshotKind = {
  ...redshiftserverless,
  ...declared("redshiftserverless:Snapshot", {
    namespaceName,
    snapshotName,
    retentionPeriod: retention,
  }),
  label: "Redshift Serverless snapshot",
  arnType: "snapshot",
  // The ARN ends with a UUID.
  naming: { input: "snapshotName", isOwn: true, max: 64, inArn: false, unique },
  madeFrom: { ...namespace, inputs: ["namespaceName", "recoveryPointId"] },
  makes: "snapshot",
  settings: {
    retentionPeriod: retentionSetting(async (client, { snapshotName }, retentionPeriod) => {
      const { snapshot } = await client.updateSnapshot({ snapshotName, retentionPeriod });
      return snapshot;
    }),
  },
  ...members<Snapshot>({ arn: "snapshotArn", name: "snapshotName", status: "status" }),
  inputsFrom: ({ namespaceName }) => ({ namespaceName }),
  awsProgress: ({ backupProgressInMegaBytes, totalBackupSizeInMegaBytes, ...remote }) => ({
    megabytes: [backupProgressInMegaBytes, totalBackupSizeInMegaBytes],
    secondsLeft: remote.estimatedSecondsToCompletion,
  }),
  finished: ["AVAILABLE"],
  failed: ["FAILED", "CANCELLED"],
  advice,
  create,
  find,
  delete: async (client, { snapshotName }) => {
    await client.deleteSnapshot({ snapshotName });
  },
  tagging,
  listing,
};
