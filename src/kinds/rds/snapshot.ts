import type { DBClusterSnapshot } from "@aws-sdk/client-neptune";
import { nameOrArnName } from "../../values/arn.js";
import { declared, type InputsOf } from "../input.js";
import { sourceNearby, takenOf } from "../input-rules.js";
import type { Kind, MadeFrom } from "../kind.js";
import { toTagList } from "../tag-list.js";
import type { ClusterSnapshotClient, Engine } from "./engine.js";
import { type ClusterService, identifier, named } from "./service.js";
import { sharedAccounts } from "./sharing.js";
import { otherEngine } from "./source.js";

type SnapshotInputs = InputsOf<
  `${Engine["service"]}:ClusterSnapshot`,
  "dbClusterSnapshotIdentifier"
>;

function clusterOf(inputs: SnapshotInputs): string {
  return nameOrArnName(inputs.dbClusterIdentifier);
}

async function describe(client: ClusterSnapshotClient, DBClusterIdentifier: string) {
  return (await client.describeDBClusters({ DBClusterIdentifier })).DBClusters?.[0];
}

/** Returns the description of the source: a cluster of an engine. */
function cluster(engine: Engine): MadeFrom<ClusterSnapshotClient, SnapshotInputs> {
  return {
    ...takenOf("dbClusterIdentifier", "cluster", async (client: ClusterSnapshotClient, name) => {
      return (await describe(client, name))?.Status;
    }),
    describe: async (client, inputs) => {
      const name = clusterOf(inputs);
      const found = await describe(client, name);
      return {
        arn: found?.DBClusterArn ?? "",
        problem: otherEngine(engine, `cluster "${name}"`, found?.Engine),
        passesOnTags: found?.CopyTagsToSnapshot === true,
      };
    },
  };
}

/** Returns the kind for an engine's cluster snapshots. */
export function clusterSnapshotOf(
  common: ClusterService,
): Kind<ClusterSnapshotClient, DBClusterSnapshot, SnapshotInputs> {
  const { service, title } = common;
  const source = { service: title, arnService: "rds", noun: "cluster", arnType: "cluster" };
  return {
    ...common,
    ...declared(`${service}:ClusterSnapshot`, {
      dbClusterIdentifier: { ...sourceNearby(source), returned: true },
      dbClusterSnapshotIdentifier: identifier,
      sharedAccounts,
    }),
    label: `${title} cluster snapshot`,
    naming: named("dbClusterSnapshotIdentifier"),
    madeFrom: cluster(common),
    makes: "snapshot",
    inputsFrom: ({ DBClusterIdentifier }) => ({ dbClusterIdentifier: DBClusterIdentifier }),
    create: async (client, inputs, tags) => {
      const { DBClusterSnapshot } = await client.createDBClusterSnapshot({
        DBClusterIdentifier: clusterOf(inputs),
        DBClusterSnapshotIdentifier: inputs.dbClusterSnapshotIdentifier,
        Tags: toTagList(tags),
      });
      return DBClusterSnapshot;
    },
  };
}
