import { tellingOperations } from "../../aws/clients.js";
import { sdk } from "../../aws/sdk.js";
import { clusterSnapshotKinds } from "./cluster-snapshots.js";
import { signingCopies } from "./presigned-url.js";

/** @see https://docs.aws.amazon.com/neptune/latest/apiref/API_CopyDBClusterSnapshot.html */
export const { clusterSnapshot, clusterSnapshotCopy } = clusterSnapshotKinds({
  service: "neptune",
  title: "Neptune",
  engine: "neptune",
  connect: async (config) => {
    const { Neptune } = sdk.neptune();
    return signingCopies(tellingOperations(new Neptune(config)));
  },
});
