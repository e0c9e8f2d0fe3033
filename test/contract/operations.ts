import { readFileSync } from "node:fs";
import { join } from "node:path";
import * as docdb from "@aws-sdk/client-docdb";
import * as elasticache from "@aws-sdk/client-elasticache";
import * as memorydb from "@aws-sdk/client-memorydb";
import * as neptune from "@aws-sdk/client-neptune";
import * as redshiftServerless from "@aws-sdk/client-redshift-serverless";
import { expect } from "vitest";
import { modelOf } from "../../src/local-aws/wire/model.js";
import type { Props } from "../../src/values/json.js";

const key = "99999999-12ab-34cd-56ef-1234567890ab";

/** Where a member of a request comes from. */
export interface InputCase {
  /** A description of the source, for people. */
  readonly from: string;
  /** The program's inputs, in addition to those in the kind's case. */
  readonly given: Props;
  /** The value in the request. */
  readonly sent: unknown;
}

/** The effect of an error of an operation. */
export interface FaultCase {
  /** `at once` if another try cannot help, `in the end` if the request is sent again for a while. */
  readonly fails: "at once" | "in the end";
  /** A part of the advice after AWS's own words. */
  readonly advice: string;
}

/** An operation, with everything in its model. */
export interface OperationCase {
  readonly title: string;
  readonly operation: string;
  readonly kind: string;
  readonly url: string;
  /** The SDK package, and the end of its name. */
  readonly sdk: object;
  readonly client: string;
  /** Members that AWS seldom reports, which local AWS is to report of a snapshot. */
  readonly seldom?: Readonly<Record<string, unknown>>;
  readonly inputs: Readonly<Record<string, InputCase>>;
  readonly faults: Readonly<Record<string, FaultCase>>;
}

const name = (input: string) => ({
  from: `\`${input}\``,
  given: { [input]: "orders-1" },
  sent: "orders-1",
});
const quota = { fails: "at once", advice: "Wait until the oldest of them is a day old" } as const;
const tooManyTags = { fails: "at once", advice: "Use fewer tags" } as const;
const mistake = { fails: "at once", advice: "" } as const;
const busy = {
  fails: "in the end",
  advice: "Try again later, or raise customTimeouts.create.",
} as const;

/** The operations that must work in full. */
export const operations: readonly OperationCase[] = [
  {
    title: "Amazon MemoryDB",
    operation: "CopySnapshot",
    kind: "memorydb:SnapshotCopy",
    url: "https://docs.aws.amazon.com/memorydb/latest/APIReference/API_CopySnapshot.html",
    sdk: memorydb,
    client: "memorydb",
    inputs: {
      SourceSnapshotName: {
        from: "`sourceSnapshotName`: a name or an ARN",
        given: { sourceSnapshotName: "arn:aws:memorydb:eu-west-1:111122223333:snapshot/base-2" },
        sent: "base-2",
      },
      TargetSnapshotName: name("targetSnapshotName"),
      TargetBucket: {
        from: "`targetBucket`: the copy is an export",
        given: { targetBucket: "backups" },
        sent: "backups",
      },
      KmsKeyId: { from: "`kmsKeyId`", given: { kmsKeyId: key }, sent: key },
      Tags: {
        from: "`tags` and default tags, and the creating tag",
        given: { tags: { team: "billing" } },
        sent: expectTags("Key", "Value"),
      },
    },
    faults: {
      SnapshotAlreadyExistsFault: { fails: "at once", advice: "Choose another name" },
      SnapshotNotFoundFault: { fails: "at once", advice: "Check sourceSnapshotName" },
      SnapshotQuotaExceededFault: { fails: "at once", advice: "ask AWS for a higher quota" },
      InvalidSnapshotStateFault: busy,
      ServiceLinkedRoleNotFoundFault: { fails: "at once", advice: "create-service-linked-role" },
      InvalidParameterValueException: mistake,
      InvalidParameterCombinationException: mistake,
      TagQuotaPerResourceExceeded: tooManyTags,
    },
  },
  {
    title: "Amazon Neptune",
    operation: "CopyDBClusterSnapshot",
    kind: "neptune:ClusterSnapshotCopy",
    url: "https://docs.aws.amazon.com/neptune/latest/apiref/API_CopyDBClusterSnapshot.html",
    sdk: neptune,
    client: "neptune",
    inputs: {
      SourceDBClusterSnapshotIdentifier: {
        from: "`sourceDbClusterSnapshotIdentifier`: a name or an ARN; sent as the ARN if the source is in another region or account",
        given: {
          sourceDbClusterSnapshotIdentifier:
            "arn:aws:rds:eu-west-1:111122223333:cluster-snapshot:base-2",
        },
        sent: "base-2",
      },
      TargetDBClusterSnapshotIdentifier: name("targetDbClusterSnapshotIdentifier"),
      KmsKeyId: { from: "`kmsKeyId`", given: { kmsKeyId: key }, sent: key },
      PreSignedUrl: {
        from: "generated for a copy from another region (`sourceRegion`, or the region of the ARN)",
        given: {
          sourceDbClusterSnapshotIdentifier: "base",
          sourceRegion: "eu-west-2",
        },
        sent: expect.stringContaining("Action=CopyDBClusterSnapshot"),
      },
      CopyTags: { from: "`copyTags`", given: { copyTags: true }, sent: true },
      Tags: {
        from: "`tags` and default tags, those of the source with `copyTags`, and the creating tag",
        given: { tags: { team: "billing" } },
        sent: expectTags("Key", "Value"),
      },
    },
    faults: {
      DBClusterSnapshotAlreadyExistsFault: { fails: "at once", advice: "Choose another name" },
      DBClusterSnapshotNotFoundFault: {
        fails: "at once",
        advice: "Check sourceDbClusterSnapshotIdentifier",
      },
      InvalidDBClusterSnapshotStateFault: busy,
      InvalidDBClusterStateFault: busy,
      KMSKeyNotAccessibleFault: { fails: "at once", advice: "encrypted with AWS's default key" },
      SnapshotQuotaExceededFault: { fails: "at once", advice: "Fewer copies are in progress" },
    },
  },
  {
    title: "Amazon DocumentDB",
    operation: "CreateDBClusterSnapshot",
    kind: "docdb:ClusterSnapshot",
    url: "https://docs.aws.amazon.com/documentdb/latest/developerguide/API_CreateDBClusterSnapshot.html",
    sdk: docdb,
    client: "docdb",
    seldom: { sourceArn: "arn:aws:rds:eu-west-1:111122223333:cluster-snapshot:base" },
    inputs: {
      DBClusterSnapshotIdentifier: name("dbClusterSnapshotIdentifier"),
      DBClusterIdentifier: {
        from: "`dbClusterIdentifier`: a name or an ARN",
        given: { dbClusterIdentifier: "arn:aws:rds:eu-west-1:111122223333:cluster:customers" },
        sent: "customers",
      },
      Tags: {
        from: "`tags` and default tags, those that the cluster passes on, and the creating tag",
        given: { tags: { team: "billing" } },
        sent: expectTags("Key", "Value"),
      },
    },
    faults: {
      DBClusterSnapshotAlreadyExistsFault: { fails: "at once", advice: "Choose another name" },
      InvalidDBClusterStateFault: busy,
      DBClusterNotFoundFault: { fails: "at once", advice: "Check dbClusterIdentifier" },
      SnapshotQuotaExceededFault: { fails: "at once", advice: "100 manual cluster snapshots" },
      InvalidDBClusterSnapshotStateFault: busy,
    },
  },
  {
    title: "Amazon ElastiCache",
    operation: "CreateServerlessCacheSnapshot",
    kind: "elasticache:ServerlessCacheSnapshot",
    url: "https://docs.aws.amazon.com/AmazonElastiCache/latest/APIReference/API_CreateServerlessCacheSnapshot.html",
    sdk: elasticache,
    client: "elasticache",
    seldom: { expiryTime: new Date("2026-12-24T00:00:00Z") },
    inputs: {
      ServerlessCacheSnapshotName: name("serverlessCacheSnapshotName"),
      ServerlessCacheName: {
        from: "`serverlessCacheName`: a name or an ARN",
        given: {
          serverlessCacheName:
            "arn:aws:elasticache:eu-west-1:111122223333:serverlesscache:customers",
        },
        sent: "customers",
      },
      KmsKeyId: { from: "`kmsKeyId`", given: { kmsKeyId: key }, sent: key },
      Tags: {
        from: "`tags` and default tags, and the creating tag",
        given: { tags: { team: "billing" } },
        sent: expectTags("Key", "Value"),
      },
    },
    faults: {
      ServerlessCacheSnapshotAlreadyExistsFault: {
        fails: "at once",
        advice: "Choose another name",
      },
      ServerlessCacheNotFoundFault: { fails: "at once", advice: "Check serverlessCacheName" },
      InvalidServerlessCacheStateFault: busy,
      ServerlessCacheSnapshotQuotaExceededFault: quota,
      ServiceLinkedRoleNotFoundFault: { fails: "at once", advice: "create-service-linked-role" },
      TagQuotaPerResourceExceeded: tooManyTags,
      InvalidParameterValueException: mistake,
      InvalidParameterCombinationException: mistake,
    },
  },
  {
    title: "Amazon Redshift Serverless",
    operation: "CreateSnapshot",
    kind: "redshiftserverless:Snapshot",
    url: "https://docs.aws.amazon.com/redshift-serverless/latest/APIReference/API_CreateSnapshot.html",
    sdk: redshiftServerless,
    client: "redshift-serverless",
    inputs: {
      namespaceName: {
        from: "`namespaceName`",
        given: { namespaceName: "customers" },
        sent: "customers",
      },
      snapshotName: name("snapshotName"),
      retentionPeriod: { from: "`retentionPeriod`", given: { retentionPeriod: 30 }, sent: 30 },
      tags: {
        from: "`tags` and default tags, and the creating tag",
        given: { tags: { team: "billing" } },
        sent: expectTags("key", "value"),
      },
    },
    faults: {
      ConflictException: busy,
      InternalServerException: busy,
      ResourceNotFoundException: { fails: "at once", advice: "Check namespaceName" },
      ServiceQuotaExceededException: { fails: "at once", advice: "ask AWS for a higher quota" },
      TooManyTagsException: tooManyTags,
      ValidationException: mistake,
    },
  },
];

function expectTags(Key: string, Value: string): unknown {
  return expect.arrayContaining([{ [Key]: "team", [Value]: "billing" }]);
}

/** Returns the members of an operation's request and of the snapshot in its answer. */
export function membersOf({ sdk, operation }: OperationCase): {
  inputs: string[];
  outputs: string[];
} {
  const model = modelOf(sdk).operations.get(operation);
  const [[, answer] = []] = model?.output.structIterator() ?? [];
  return {
    inputs: [...(model?.input.structIterator() ?? [])].map(([member]) => member),
    outputs: [...(answer?.structIterator() ?? [])].map(([member]) => member),
  };
}

/** Returns the errors that the SDK's documentation of a command lists. */
export function faultsOf({ client, operation }: OperationCase): string[] {
  const manifest = require.resolve(`@aws-sdk/client-${client}/package.json`);
  const file = join(manifest, "..", "dist-types", "commands", `${operation}Command.d.ts`);
  const named = readFileSync(file, "utf8").matchAll(/@throws \{@link (\w+)\}/g);
  return [...named]
    .map(([, error = ""]) => error)
    .filter((error) => !error.endsWith("ServiceException"));
}
