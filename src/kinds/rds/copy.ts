import type { DBClusterSnapshot } from "@aws-sdk/client-neptune";
import { nameOrArnName, parseArn, regionOf } from "../../values/arn.js";
import { isUnknown, unknownText } from "../../values/engine-values.js";
import { regionProblem } from "../../values/region.js";
import { declared, type InputRule, type InputsOf } from "../input.js";
import { arnProblem, kmsKey } from "../input-rules.js";
import { allPages, type ConcurrencyLimit, type Kind, type MadeFrom } from "../kind.js";
import { isStatus } from "../status.js";
import { toTagList } from "../tag-list.js";
import type { ClusterSnapshotClient, Engine } from "./engine.js";
import { snapshotsOfAll } from "./listing.js";
import { type ClusterService, identifier, named, quotaReached } from "./service.js";
import { sharedAccounts } from "./sharing.js";
import { findSource, otherEngine, sameSource } from "./source.js";

const sourceInput = "sourceDbClusterSnapshotIdentifier";

type CopyInputs = InputsOf<
  `${Engine["service"]}:ClusterSnapshotCopy`,
  "targetDbClusterSnapshotIdentifier"
>;

/** Returns the description of the source: a cluster snapshot of an engine, possibly in another region or account. */
function snapshot(engine: Engine): MadeFrom<ClusterSnapshotClient, CopyInputs> {
  return {
    inputs: [sourceInput],
    oneAtATime: [],
    account: "any",
    region: (inputs) => inputs.sourceRegion,
    describe: async (client, inputs, region) => {
      const source = inputs[sourceInput];
      const { snapshot: found, isOwn } = await findSource(client, source);
      const arn = found?.DBClusterSnapshotArn ?? source;
      const isHere = isOwn && regionOf(arn) === region;
      return {
        arn,
        ...(isHere && { nameInCall: parseArn(source)?.name ?? source }),
        problem: otherEngine(engine, `source "${source}"`, found?.Engine),
        passesOnTags: inputs.copyTags === true,
      };
    },
    status: async (client, inputs) => {
      const source = inputs[sourceInput];
      const { snapshot: found } = await findSource(client, source);
      return { label: `cluster snapshot "${nameOrArnName(source)}"`, status: found?.Status };
    },
  };
}

const sourceRegion: InputRule = {
  defaultValue: ({ region, inputs: { [sourceInput]: source } }) =>
    isUnknown(source) ? unknownText : (regionOf(source) ?? region),
  problem: (value, { inputs: { [sourceInput]: source } }) => {
    const named = regionOf(source);
    return named === undefined || named === value
      ? regionProblem(value)
      : `is ${value}, but the ARN of the source is in ${named}. Omit sourceRegion`;
  },
};

/** AWS's limit on copies from other regions into one region. */
const crossingCopies: ConcurrencyLimit<ClusterSnapshotClient, CopyInputs> = {
  label: "copies from other regions",
  most: 5,
  codes: ["SnapshotQuotaExceededFault"],
  passing: /cannot copy more than/i,
  lasting: quotaReached,
  applies: (inputs, region) =>
    (regionOf(inputs.sourceDbClusterSnapshotIdentifier) ?? inputs.sourceRegion ?? region) !==
    region,
  running: async (client) =>
    (await allPages(snapshotsOfAll(client, { details: false, mustBeComplete: false }))).filter(
      isCrossing,
    ).length,
};

/**
 * Returns whether a snapshot is an unfinished copy from another region. AWS may give it the status `creating` at first.
 */
function isCrossing(snapshot: DBClusterSnapshot): boolean {
  const { Status = "", DBClusterSnapshotArn, SourceDBClusterSnapshotArn: source } = snapshot;
  return source === undefined
    ? isStatus(Status, ["copying"])
    : !isStatus(Status, ["available", "failed"]) &&
        regionOf(source) !== regionOf(DBClusterSnapshotArn);
}

/** Returns the kind for copies of an engine's cluster snapshots. */
export function clusterSnapshotCopyOf(
  common: ClusterService,
): Kind<ClusterSnapshotClient, DBClusterSnapshot, CopyInputs> {
  const { service, title } = common;
  const arns = { arnService: "rds", arnType: "cluster-snapshot" };
  const source: InputRule = {
    problem: (value) => arnProblem(value, { service: title, noun: "cluster snapshot", ...arns }),
    isSame: sameSource,
  };
  return {
    ...common,
    ...declared(`${service}:ClusterSnapshotCopy`, {
      [sourceInput]: source,
      targetDbClusterSnapshotIdentifier: identifier,
      kmsKeyId: kmsKey,
      sourceRegion,
      sharedAccounts,
    }),
    label: `${title} cluster snapshot copy`,
    naming: named("targetDbClusterSnapshotIdentifier"),
    madeFrom: snapshot(common),
    makes: "copy",
    concurrencyLimit: crossingCopies,
    inputsFrom: ({ SourceDBClusterSnapshotArn }) => ({
      [sourceInput]: SourceDBClusterSnapshotArn,
      sourceRegion: regionOf(SourceDBClusterSnapshotArn),
    }),
    create: async (client, inputs, tags, source) => {
      const { DBClusterSnapshot } = await client.copyDBClusterSnapshot({
        SourceDBClusterSnapshotIdentifier: source?.nameInCall ?? source?.arn,
        TargetDBClusterSnapshotIdentifier: inputs.targetDbClusterSnapshotIdentifier,
        KmsKeyId: inputs.kmsKeyId,
        CopyTags: inputs.copyTags,
        Tags: toTagList(tags),
      });
      return DBClusterSnapshot;
    },
  };
}
