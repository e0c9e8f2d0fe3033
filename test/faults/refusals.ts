import { answers, any, first, remove } from "./answers.js";
import { calls, type Fault, making, type Purpose, stagesOf } from "./faults.js";

/** The error with which each service refuses an operation. */
interface Refusal {
  readonly service: string;
  readonly operation: RegExp;
  readonly busy: string;
  readonly quota: string;
  readonly key: string;
}

const copies = /^(Copy|Export)/;
const invalid = "InvalidParameterValueException";
const rds = { quota: "SnapshotQuotaExceededFault", key: "KMSKeyNotAccessibleFault" };
const serverlessQuota = "ServerlessCacheSnapshotQuotaExceededFault";

const refusals: readonly Refusal[] = [
  {
    service: "memorydb",
    operation: /^Create/,
    busy: "InvalidClusterStateFault",
    quota: rds.quota,
    key: invalid,
  },
  {
    service: "memorydb",
    operation: copies,
    busy: "InvalidSnapshotStateFault",
    quota: rds.quota,
    key: invalid,
  },
  { service: "rds", operation: /^Create/, busy: "InvalidDBClusterStateFault", ...rds },
  { service: "rds", operation: copies, busy: "InvalidDBClusterSnapshotStateFault", ...rds },
  {
    service: "elasticache",
    operation: /^CreateSnapshot$/,
    busy: "InvalidReplicationGroupStateFault",
    quota: rds.quota,
    key: invalid,
  },
  {
    service: "elasticache",
    operation: /^CopySnapshot$/,
    busy: "InvalidSnapshotStateFault",
    quota: rds.quota,
    key: invalid,
  },
  {
    service: "elasticache",
    operation: /^CreateServerless/,
    busy: "InvalidServerlessCacheStateFault",
    quota: serverlessQuota,
    key: invalid,
  },
  {
    service: "elasticache",
    operation: /^(Copy|Export)Serverless/,
    busy: "InvalidServerlessCacheSnapshotStateFault",
    quota: serverlessQuota,
    key: invalid,
  },
  {
    service: "redshift-serverless",
    operation: calls.create,
    busy: "ConflictException",
    quota: "ServiceQuotaExceededException",
    key: "ValidationException",
  },
];

/** Refuses all creates, for a number of times or as long as the update runs. */
function refused(title: string, reason: "busy" | "quota" | "key", times: number): Fault {
  return {
    title,
    stages: making,
    strike: ({ aws }) => {
      const handles = refusals.map(({ service, operation, ...codes }) =>
        aws.faults.add({
          service,
          operation,
          times: Number.POSITIVE_INFINITY,
          where: first(times),
          error: { code: codes[reason], message: "Not now" },
        }),
      );
      return {
        hits: () => handles.reduce((sum, { hits }) => sum + hits, 0),
        end: () => remove(handles),
      };
    },
  };
}

/** A missing permission is reported in a sentence that names it, and nothing is lost. */
function denied(purpose: Purpose): Fault {
  const error = {
    code: "AccessDeniedException",
    message: "The caller may not do this",
    status: 403,
  };
  return answers(
    `not allowed: ${purpose}`,
    () => [{ operation: calls[purpose], error }],
    stagesOf[purpose],
  );
}

function failing(code: string, status: number, times = 1) {
  return () => [
    {
      operation: any,
      where: first(times),
      error: { code, message: "Something went wrong", status },
    },
  ];
}

/** An AWS error code with two meanings, which its message tells apart. */
function refusedOnce(operation: RegExp, message: string) {
  const error = { code: "SnapshotQuotaExceeded", message, status: 400 };
  return () => [{ operation, where: first(), error }];
}

/** Returns all faults with which AWS refuses what it is asked for. */
export function refusalFaults(random: () => number): Fault[] {
  const expired = { code: "ExpiredTokenException", message: "The token has expired", status: 403 };
  return [
    refused("sources busy for a while", "busy", 3),
    refused("quotas reached", "quota", Number.POSITIVE_INFINITY),
    refused("keys disabled", "key", Number.POSITIVE_INFINITY),
    answers("internal failures", failing("InternalFailure", 500)),
    answers("unavailable twice", failing("ServiceUnavailable", 503, 2)),
    answers("clocks that differ", failing("RequestTimeTooSkewed", 403)),
    answers("30 % throttled", () => [
      {
        operation: any,
        where: () => random() < 0.3,
        error: { code: "ThrottlingException", message: "Rate exceeded", status: 400 },
      },
    ]),
    answers("throttled in other words", failing("APICallRateForCustomerExceededFault", 400, 2)),
    answers(
      "five copies across regions run already",
      refusedOnce(/^CopyDBClusterSnapshot$/, "Cannot copy more than 5 snapshots across regions"),
      making,
    ),
    answers(
      "there are as many manual cluster snapshots as may be",
      refusedOnce(
        /^(Create|Copy)DBClusterSnapshot$/,
        "Cannot create more than 100 manual snapshots",
      ),
      making,
    ),
    answers(
      "credentials that expire in a wait",
      () => [{ operation: /^(Describe|Get)(?!CallerIdentity)/, after: 60, error: expired }],
      making,
    ),
    ...(["lookup", "create", "tag", "untag", "tags", "setting", "delete"] as const).map(denied),
  ];
}
