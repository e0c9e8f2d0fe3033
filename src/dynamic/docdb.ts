import { tellingOperations } from "./clients.js";
import { clusterSnapshotKinds } from "./cluster-snapshots.js";
import { signingCopies } from "./presigned-url.js";
import { sdk } from "./sdk.js";

/** @see https://docs.aws.amazon.com/documentdb/latest/developerguide/API_CreateDBClusterSnapshot.html */
export const { clusterSnapshot, clusterSnapshotCopy } = clusterSnapshotKinds({
  service: "docdb",
  title: "DocumentDB",
  engine: "docdb",
  connect: async (config) => {
    const { DocDB } = sdk.docdb();
    const client = signingCopies(tellingOperations(new DocDB(config)));
    // The client of DocumentDB reads clusters without CopyTagsToSnapshot; that of Neptune sends the same request.
    const { Neptune } = sdk.neptune();
    const endpoint = config.endpoint ?? process.env["AWS_ENDPOINT_URL_DOCDB"];
    const clusters = tellingOperations(
      new Neptune({ ...config, ...(endpoint !== undefined && { endpoint }) }),
    );
    return Object.assign(client, {
      describeDBClusters: clusters.describeDBClusters.bind(clusters),
    });
  },
});
