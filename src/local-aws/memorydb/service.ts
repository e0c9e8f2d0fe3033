import * as client from "@aws-sdk/client-memorydb";
import type { Clock } from "../clock.js";
import { jsonProtocol } from "../wire/json-protocol.js";
import { modelOf } from "../wire/model.js";
import type { Service } from "../wire/service.js";
import { clusterOperations } from "./cluster-operations.js";
import type { MemoryDb } from "./memorydb.js";
import { INVALID } from "./rules.js";
import { snapshotOperations } from "./snapshot-operations.js";
import { tagOperations } from "./tag-operations.js";

/** MemoryDB on the wire. */
export function memoryDbService(memorydb: MemoryDb, clock: Clock): Service {
  return {
    name: "memorydb",
    signingName: "memorydb",
    protocol: jsonProtocol("AmazonMemoryDB"),
    model: modelOf(client),
    missingMember: INVALID,
    operations: {
      ...clusterOperations(memorydb),
      ...snapshotOperations(memorydb, clock),
      ...tagOperations(memorydb),
    },
  };
}
