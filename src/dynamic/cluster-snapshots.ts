import type { DBClusterSnapshot } from "@aws-sdk/client-neptune";
import { camelCased } from "./camel-case.js";
import type { ClusterSnapshotClient } from "./cluster-snapshot-client.js";
import { sharedAccounts, sharing } from "./cluster-snapshot-sharing.js";
import {
  encryptionProblem,
  findSource,
  regionOf,
  sameSource,
  snapshotGone,
} from "./cluster-snapshot-source.js";
import type { ClientConfig } from "./connection.js";
import { nameTaken } from "./errors.js";
import { arnProblem, kmsKey, lowerCase, regionProblem, sourceNearby } from "./input-rules.js";
import {
  type InputSpec,
  isAutomatic,
  type Kind,
  type Listing,
  listed,
  type Source,
  type TagCalls,
  type Target,
} from "./kind.js";
import { nameOrArnName, optionalName, parseArn } from "./names.js";
import { presignedCopyUrl } from "./presigned-url.js";
import type { ServiceName } from "./settings.js";
import { fromTagList, toTagList } from "./tags.js";
import { isUnknown, unknownText } from "./unknown.js";

/** One of the services of that API. */
export interface ClusterService {
  readonly service: ServiceName;
  /** The service as a person calls it. */
  readonly title: string;
  /** What AWS calls its engine. */
  readonly engine: string;
  connect(config: ClientConfig): Promise<ClusterSnapshotClient>;
}

type ClusterSnapshotKind = Kind<ClusterSnapshotClient, DBClusterSnapshot>;

/** Copies that AWS makes at one time into one region of an account. */
const copiesAtOnce = 5;

const tagging: TagCalls<ClusterSnapshotClient> = {
  limit: 50,
  reserved: ["rds:"],
  list: async (client, ResourceName) => {
    const { TagList } = await client.listTagsForResource({ ResourceName });
    return fromTagList(TagList);
  },
  add: async (client, ResourceName, tags) => {
    await client.addTagsToResource({ ResourceName, Tags: toTagList(tags) });
  },
  remove: async (client, ResourceName, TagKeys) => {
    await client.removeTagsFromResource({ ResourceName, TagKeys });
  },
};

const identifier: InputSpec = {
  replaces: true,
  fold: lowerCase,
  problem: (value) =>
    value.length <= 63 && /^[a-z](-?[a-z0-9])*$/.test(value)
      ? undefined
      : "must be 1 to 63 letters, digits and hyphens, begin with a letter, and have no two hyphens in a row and none at the end",
};

/** The kinds of a service: its cluster snapshots, and copies of them. */
export function clusterSnapshotKinds({ service, title, engine, connect }: ClusterService): {
  clusterSnapshot: ClusterSnapshotKind;
  clusterSnapshotCopy: ClusterSnapshotKind;
} {
  const cluster = {
    service: title,
    arnService: "rds",
    what: "cluster",
    arnType: "cluster",
  };
  const snapshot = {
    ...cluster,
    what: "cluster snapshot",
    arnType: "cluster-snapshot",
  };
  const isOurs = ({ Engine }: DBClusterSnapshot) => Engine === engine;
  const otherEngine = (what: string, found: string | undefined) =>
    found === engine
      ? undefined
      : `the ${what} is one of the engine ${found ?? "that AWS does not name"}, and not of ${title}`;

  /** All pages of the manual snapshots of a cluster, or of all clusters, whatever their engine. */
  async function* manualSnapshots(
    client: ClusterSnapshotClient,
    isProof: boolean,
    clusterIdentifier?: string,
  ) {
    let Marker: string | undefined;
    do {
      const { DBClusterSnapshots = [], ...page } = await client.describeDBClusterSnapshots({
        DBClusterIdentifier: clusterIdentifier,
        SnapshotType: isProof ? undefined : "manual",
        Marker,
      });
      yield DBClusterSnapshots.filter(({ SnapshotType }) => !isAutomatic(SnapshotType));
      Marker = page.Marker;
    } while (Marker);
  }

  const listing: Listing<ClusterSnapshotClient, DBClusterSnapshot> = {
    pages: async function* (client, { inputs, isProof }) {
      const name = optionalName(inputs?.optional("dbClusterIdentifier"));
      for await (const page of manualSnapshots(client, isProof, name)) {
        yield page.filter(isOurs);
      }
    },
    takenOf: ["dbClusterIdentifier"],
    byNames: async (client, names) => {
      const { DBClusterSnapshots = [] } = await client.describeDBClusterSnapshots({
        Filters: [{ Name: "db-cluster-snapshot-id", Values: [...names] }],
      });
      if (
        DBClusterSnapshots.some((one) => !names.includes(one.DBClusterSnapshotIdentifier ?? ""))
      ) {
        throw new Error("AWS takes no notice of the filter");
      }
      return DBClusterSnapshots.filter(isOurs);
    },
    madeAt: ({ SnapshotCreateTime }) => SnapshotCreateTime,
    deleteCommand: `aws ${service} delete-db-cluster-snapshot --db-cluster-snapshot-identifier`,
  };

  const common = {
    service,
    finished: ["available"],
    failed: ["failed", "incompatible-restore", "incompatible-parameters"],
    codes: {
      gone: snapshotGone,
      exists: ["DBClusterSnapshotAlreadyExistsFault"],
      busy: ["InvalidDBClusterStateFault", "InvalidDBClusterSnapshotStateFault"],
      undeletable: ["InvalidDBClusterSnapshotStateFault"],
    },
    actions: "rds",
    advice: {
      DBClusterNotFound:
        "Check dbClusterIdentifier, and that the cluster is in this region and account.",
      "DescribeDBClusterSnapshots:DBClusterSnapshotNotFound":
        "Check sourceDbClusterSnapshotIdentifier and sourceRegion, and that the snapshot is shared with this account if it is another one's.",
      "CopyDBClusterSnapshot:DBClusterSnapshotNotFound":
        "Check sourceDbClusterSnapshotIdentifier: it was there a moment ago.",
      DBClusterSnapshotAlreadyExists: `${nameTaken} Neptune, DocumentDB and RDS share the names of an account and region.`,
      KMSKeyNotAccessible:
        "Give the caller kms:CreateGrant and kms:DescribeKey on that key, or pass a key of the resource's region as kmsKeyId.",
      SharedSnapshotQuotaExceeded:
        "A snapshot can be shared with 20 accounts: take some out of sharedAccounts.",
      SnapshotQuotaExceeded:
        "Neptune, DocumentDB and RDS together keep 100 manual cluster snapshots in a region and make five copies at a time: delete some that are no longer needed, or ask AWS for a higher quota.",
    },
    tagging,
    listing,
    settings: { sharedAccounts: sharing },
    connect,
    find: async (client: ClusterSnapshotClient, { name }: Target) => {
      const { DBClusterSnapshots = [] } = await client.describeDBClusterSnapshots({
        DBClusterSnapshotIdentifier: name,
      });
      return DBClusterSnapshots.find(isOurs);
    },
    delete: async (
      client: ClusterSnapshotClient,
      { DBClusterSnapshotIdentifier }: DBClusterSnapshot,
    ) => {
      await client.deleteDBClusterSnapshot({ DBClusterSnapshotIdentifier });
    },
    arn: (remote: DBClusterSnapshot) => remote.DBClusterSnapshotArn,
    nameOf: (remote: DBClusterSnapshot) => remote.DBClusterSnapshotIdentifier,
    status: (remote: DBClusterSnapshot) => remote.Status,
    // The name and the ARN come from the inputs and the id.
    headway: ({ PercentProgress }: DBClusterSnapshot) => ({ percent: PercentProgress }),
    outputs: ({
      DBClusterSnapshotIdentifier: _,
      DBClusterSnapshotArn: __,
      ...members
    }: DBClusterSnapshot) => camelCased(members),
  } as const;

  return {
    clusterSnapshot: {
      ...common,
      name: `${service}:ClusterSnapshot`,
      label: `${title} cluster snapshot`,
      doing: "creating",
      naming: { input: "dbClusterSnapshotIdentifier", max: 63, inArn: true },
      inputs: {
        dbClusterIdentifier: { ...sourceNearby(cluster), required: true, answered: true },
        dbClusterSnapshotIdentifier: identifier,
        sharedAccounts,
      },
      source: {
        region: () => undefined,
        look: async (client, inputs): Promise<Source> => {
          const name = nameOrArnName(inputs.text("dbClusterIdentifier"));
          const { DBClusters } = await client.describeDBClusters({ DBClusterIdentifier: name });
          const found = DBClusters?.[0];
          return {
            arn: found?.DBClusterArn ?? "",
            problem: otherEngine(`cluster "${name}"`, found?.Engine),
            givesTags: found?.CopyTagsToSnapshot === true,
          };
        },
      },
      create: async (client, inputs, tags) => {
        const { DBClusterSnapshot } = await client.createDBClusterSnapshot({
          DBClusterIdentifier: nameOrArnName(inputs.text("dbClusterIdentifier")),
          DBClusterSnapshotIdentifier: inputs.text("dbClusterSnapshotIdentifier"),
          Tags: toTagList(tags),
        });
        return DBClusterSnapshot;
      },
      lookedUp: ({ DBClusterIdentifier }) => ({ dbClusterIdentifier: DBClusterIdentifier }),
    },
    clusterSnapshotCopy: {
      ...common,
      name: `${service}:ClusterSnapshotCopy`,
      label: `${title} cluster snapshot copy`,
      doing: "copying",
      naming: { input: "targetDbClusterSnapshotIdentifier", max: 63, inArn: true },
      copyOf: "sourceDbClusterSnapshotIdentifier",
      crowd: {
        what: "copies of cluster snapshots",
        codes: ["SnapshotQuotaExceededFault"],
        isPassing: async (client) => {
          const manual = await listed(manualSnapshots(client, false));
          return manual.filter(({ Status }) => Status === "copying").length >= copiesAtOnce;
        },
      },
      inputs: {
        sourceDbClusterSnapshotIdentifier: {
          required: true,
          replaces: true,
          anyAccount: true,
          problem: (value) => arnProblem(value, snapshot),
          same: sameSource,
        },
        targetDbClusterSnapshotIdentifier: identifier,
        kmsKeyId: kmsKey,
        copyTags: { type: "flag", replaces: true },
        sourceRegion: {
          replaces: true,
          fill: ({ region, inputs: { sourceDbClusterSnapshotIdentifier: source } }) =>
            isUnknown(source) ? unknownText : (regionOf(source) ?? region),
          problem: (value, { inputs }) => {
            const named = regionOf(inputs["sourceDbClusterSnapshotIdentifier"]);
            return named === undefined || named === value
              ? regionProblem(value)
              : `is ${value}, and the ARN of the source is of ${named}: leave sourceRegion out`;
          },
        },
        sharedAccounts,
      },
      source: {
        region: (inputs) => inputs.optional("sourceRegion"),
        look: async (client, inputs, place): Promise<Source> => {
          const named = inputs.text("sourceDbClusterSnapshotIdentifier");
          const { snapshot: found, isOwn } = await findSource(client, named);
          const arn = found?.DBClusterSnapshotArn ?? named;
          const isHere = isOwn && regionOf(arn) === place.region;
          return {
            arn,
            ...(isHere && { named: parseArn(named)?.name ?? named }),
            problem:
              otherEngine(`source "${named}"`, found?.Engine) ??
              (await encryptionProblem(found, inputs.optional("kmsKeyId"), place)),
            givesTags: inputs.flag("copyTags") === true,
          };
        },
      },
      create: async (client, inputs, tags, source) => {
        const input = {
          SourceDBClusterSnapshotIdentifier: source?.named ?? source?.arn,
          TargetDBClusterSnapshotIdentifier: inputs.text("targetDbClusterSnapshotIdentifier"),
          KmsKeyId: inputs.optional("kmsKeyId"),
          CopyTags: inputs.flag("copyTags"),
        };
        const PreSignedUrl = source && (await presignedCopyUrl(client, source.client, input));
        const { DBClusterSnapshot } = await client.copyDBClusterSnapshot({
          ...input,
          PreSignedUrl,
          Tags: toTagList(tags),
        });
        return DBClusterSnapshot;
      },
      lookedUp: ({ SourceDBClusterSnapshotArn }) => ({
        sourceDbClusterSnapshotIdentifier: SourceDBClusterSnapshotArn,
        sourceRegion: regionOf(SourceDBClusterSnapshotArn),
      }),
    },
  };
}
