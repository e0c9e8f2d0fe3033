import * as client from "@aws-sdk/client-neptune";
import type { Clock } from "../clock.js";
import { modelOf } from "../model.js";
import { queryProtocol } from "../query-protocol.js";
import type { Service } from "../service.js";
import { clusterOperations } from "./cluster-operations.js";
import type { Rds } from "./rds.js";
import { sharingOperations } from "./sharing-operations.js";
import { snapshotOperations } from "./snapshot-operations.js";
import { tagOperations } from "./tag-operations.js";

/** Neptune and DocumentDB on the wire, where they are one. Neptune's model has all that snapshots of both need. */
export function rdsService(rds: Rds, clock: Clock): Service {
  return {
    name: "rds",
    signingName: "rds",
    protocol: queryProtocol({
      signingName: "rds",
      version: "2014-10-31",
      xmlNamespace: "http://rds.amazonaws.com/doc/2014-10-31/",
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
