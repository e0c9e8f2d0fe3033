import type {
  DescribeDBClustersCommandInput,
  DescribeDBClustersCommandOutput,
} from "@aws-sdk/client-neptune";
import { tellingOperations } from "../../aws/clients.js";
import type { ClientConfig } from "../../aws/connection.js";
import { sdk } from "../../aws/sdk.js";
import { clusterSnapshotCopyOf } from "./copy.js";
import { signingCopies } from "./presigned-url.js";
import { clusterService } from "./service.js";
import { clusterSnapshotOf } from "./snapshot.js";

const docdb = clusterService({
  service: "docdb",
  title: "DocumentDB",
  engine: "docdb",
  connect,
});

async function connect(config: ClientConfig) {
  const { DescribeDBClustersCommand } = sdk.neptune();
  const client = signingCopies(tellingOperations(new (sdk.docdb().DocDB)(config)));
  // The packages' types know only their own commands.
  const sender: { send(command: object): Promise<DescribeDBClustersCommandOutput> } = client;
  return Object.assign(client, {
    // DocumentDB's model reads clusters without CopyTagsToSnapshot. Neptune's command is the same on the wire, and
    // goes out as this client sends everything.
    describeDBClusters: (input: DescribeDBClustersCommandInput) =>
      sender.send(new DescribeDBClustersCommand(input)),
  });
}

/** @see https://docs.aws.amazon.com/documentdb/latest/developerguide/API_CreateDBClusterSnapshot.html */
export const clusterSnapshot = clusterSnapshotOf(docdb);

/** @see https://docs.aws.amazon.com/documentdb/latest/developerguide/API_CopyDBClusterSnapshot.html */
export const clusterSnapshotCopy = clusterSnapshotCopyOf(docdb);
