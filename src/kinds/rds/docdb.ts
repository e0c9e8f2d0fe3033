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
  // The types of each package accept only its own commands.
  const sender: { send(command: object): Promise<DescribeDBClustersCommandOutput> } = client;
  return Object.assign(client, {
    // DocumentDB's model has no CopyTagsToSnapshot in its answer about clusters. Neptune's command sends the same
    // request and reads that member, and this client signs and sends it like its own.
    describeDBClusters: (input: DescribeDBClustersCommandInput) =>
      sender.send(new DescribeDBClustersCommand(input)),
  });
}

/** @see https://docs.aws.amazon.com/documentdb/latest/developerguide/API_CreateDBClusterSnapshot.html */
export const clusterSnapshot = clusterSnapshotOf(docdb);

/** @see https://docs.aws.amazon.com/documentdb/latest/developerguide/API_CopyDBClusterSnapshot.html */
export const clusterSnapshotCopy = clusterSnapshotCopyOf(docdb);
