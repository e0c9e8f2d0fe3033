import { tellingOperations } from "../../aws/clients.js";
import { sdk } from "../../aws/sdk.js";
import { clusterSnapshotCopyOf } from "./copy.js";
import { signingCopies } from "./presigned-url.js";
import { clusterService } from "./service.js";
import { clusterSnapshotOf } from "./snapshot.js";

const neptune = clusterService({
  service: "neptune",
  title: "Neptune",
  engine: "neptune",
  connect: async (config) => signingCopies(tellingOperations(new (sdk.neptune().Neptune)(config))),
});

/** @see https://docs.aws.amazon.com/neptune/latest/apiref/API_CreateDBClusterSnapshot.html */
export const clusterSnapshot = clusterSnapshotOf(neptune);

/** @see https://docs.aws.amazon.com/neptune/latest/apiref/API_CopyDBClusterSnapshot.html */
export const clusterSnapshotCopy = clusterSnapshotCopyOf(neptune);
