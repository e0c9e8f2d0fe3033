/** A statement of an IAM policy. */
export interface Statement {
  readonly Sid: string;
  readonly Effect: "Allow";
  readonly Action: readonly string[];
  readonly Resource: string | readonly string[];
}

/** An IAM policy for all resources of a service. */
export interface Policy {
  readonly Version: "2012-10-17";
  readonly Statement: readonly Statement[];
}

/** The content of a service's policy that does not come from the calls of its resources. */
interface ServicePolicy {
  /** The service's name for people. */
  readonly title: string;
  /**
   * The resource types that changing actions apply to, as ARNs name them after region and account; `*` if AWS has no
   * resource type.
   */
  readonly worksOn: Readonly<Record<string, readonly string[]>>;
  /** Actions that AWS requires although nothing calls them. */
  readonly beside?: readonly string[];
  /** Actions on the KMS keys of snapshots. */
  readonly keys: readonly string[];
  /** Whether the service exports to S3. */
  readonly exports: boolean;
}

const keys = ["kms:CreateGrant", "kms:DescribeKey"];
const tagged = (types: readonly string[], ...actions: readonly string[]) =>
  Object.fromEntries(actions.map((action) => [action, types]));

/**
 * The content of each policy, by the prefix of the service's actions. The types are those of AWS's Service
 * Authorization Reference.
 */
export const servicePolicies: Readonly<Record<string, ServicePolicy>> = {
  memorydb: {
    title: "MemoryDB",
    worksOn: {
      CreateSnapshot: ["cluster/*", "snapshot/*"],
      ...tagged(["snapshot/*"], "CopySnapshot", "DeleteSnapshot", "TagResource", "UntagResource"),
    },
    keys,
    exports: true,
  },
  rds: {
    title: "Neptune and DocumentDB",
    worksOn: {
      CreateDBClusterSnapshot: ["cluster:*", "cluster-snapshot:*"],
      ...tagged(
        ["cluster-snapshot:*"],
        "CopyDBClusterSnapshot",
        "ModifyDBClusterSnapshotAttribute",
        "DeleteDBClusterSnapshot",
        "AddTagsToResource",
        "RemoveTagsFromResource",
      ),
      CrossRegionCommunication: ["*"],
    },
    beside: ["CrossRegionCommunication"],
    keys,
    exports: false,
  },
  elasticache: {
    title: "ElastiCache",
    worksOn: {
      CreateSnapshot: ["cluster:*", "replicationgroup:*", "snapshot:*"],
      ...tagged(["snapshot:*"], "CopySnapshot", "DeleteSnapshot"),
      CreateServerlessCacheSnapshot: ["serverlesscache:*", "serverlesscachesnapshot:*"],
      ...tagged(
        ["serverlesscachesnapshot:*"],
        "CopyServerlessCacheSnapshot",
        "ExportServerlessCacheSnapshot",
        "DeleteServerlessCacheSnapshot",
      ),
      ...tagged(
        ["serverlesscachesnapshot:*", "snapshot:*"],
        "AddTagsToResource",
        "RemoveTagsFromResource",
      ),
    },
    keys,
    exports: true,
  },
  "redshift-serverless": {
    title: "Redshift Serverless",
    worksOn: {
      CreateSnapshot: ["namespace/*", "snapshot/*"],
      ConvertRecoveryPointToSnapshot: ["recoverypoint/*", "snapshot/*"],
      ...tagged(["snapshot/*"], "UpdateSnapshot", "DeleteSnapshot", "TagResource", "UntagResource"),
      CreateSnapshotCopyConfiguration: ["namespace/*"],
      ...tagged(["*"], "UpdateSnapshotCopyConfiguration", "DeleteSnapshotCopyConfiguration"),
    },
    keys: [
      ...keys,
      "kms:Decrypt",
      "kms:GenerateDataKey*",
      "kms:ListGrants",
      "kms:RetireGrant",
      "kms:RevokeGrant",
    ],
    exports: false,
  },
};

const bucket = "arn:aws:s3:::amzn-s3-demo-bucket";

/**
 * Returns the policy that allows a service's actions, each only on its own resource types. Reading actions are allowed
 * on everything.
 */
export function policyOf(prefix: string, actions: readonly string[]): Policy {
  const service = servicePolicies[prefix];
  if (service === undefined) {
    throw new Error(`nobody says what the actions of ${prefix} work on`);
  }
  const names = [...new Set(actions.map((action) => action.slice(prefix.length + 1)))];
  const reading = names.filter(isReading);
  const byResource = new Map<string, string[]>();
  for (const name of [...names, ...(service.beside ?? [])].filter((one) => !isReading(one))) {
    const types = service.worksOn[name];
    if (types === undefined) {
      throw new Error(`nobody says what ${prefix}:${name} works on`);
    }
    const key = types.join(" ");
    byResource.set(key, [...(byResource.get(key) ?? []), name]);
  }
  const called = (list: readonly string[]) => list.map((name) => `${prefix}:${name}`).sort();
  const changing = [...byResource].map(([types, list], index) =>
    allow(
      `Change${index + 1}`,
      called(list),
      types.split(" ").map((type) => (type === "*" ? type : `arn:aws:${prefix}:*:*:${type}`)),
    ),
  );
  return {
    Version: "2012-10-17",
    Statement: [
      allow("Look", called(reading), ["*"]),
      ...changing,
      allow("Keys", service.keys, ["arn:aws:kms:*:*:key/*"]),
      ...(service.exports
        ? [
            allow("Buckets", ["s3:ListAllMyBuckets"], ["*"]),
            allow("Bucket", ["s3:GetBucketAcl", "s3:GetBucketLocation", "s3:ListBucket"], [bucket]),
            allow("Files", ["s3:DeleteObject", "s3:GetObject", "s3:PutObject"], [`${bucket}/*`]),
          ]
        : []),
    ],
  };
}

/** Returns whether an action only reads. Many reading actions have no resource type, or list everything. */
export function isReading(name: string): boolean {
  return /^(Describe|List|Get)/.test(name);
}

function allow(Sid: string, Action: readonly string[], resources: readonly string[]): Statement {
  const [first = "", ...others] = resources;
  return {
    Sid,
    Effect: "Allow",
    Action: [...Action].sort(),
    Resource: others.length === 0 ? first : resources,
  };
}
