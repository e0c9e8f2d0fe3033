import * as client from "@aws-sdk/client-neptune";
import type { Clock } from "../clock.js";
import { modelOf } from "../wire/model.js";
import { queryProtocol } from "../wire/query-protocol.js";
import type { Service } from "../wire/service.js";
import { clusterOperations } from "./cluster-operations.js";
import type { Rds } from "./rds.js";
import { API_VERSION } from "./rules.js";
import { sharingOperations } from "./sharing-operations.js";
import { snapshotOperations } from "./snapshot-operations.js";
import { tagOperations } from "./tag-operations.js";

/** Neptune and DocumentDB on the wire, which they share. Neptune's model has everything that the snapshots of both need. */
export function rdsService(rds: Rds, clock: Clock): Service {
  return {
    name: "rds",
    signingName: "rds",
    protocol: queryProtocol({
      signingName: "rds",
      version: API_VERSION,
      xmlNamespace: `http://rds.amazonaws.com/doc/${API_VERSION}/`,
    }),
    model: modelOf(client),
    missingMember: "MissingParameter",
    operations: {
      ...clusterOperations(rds),
      ...snapshotOperations(rds, clock),
      ...sharingOperations(rds),
      ...tagOperations(rds),
    },
  };
}
