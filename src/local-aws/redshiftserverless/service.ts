import * as client from "@aws-sdk/client-redshift-serverless";
import type { Clock } from "../clock.js";
import { jsonProtocol } from "../wire/json-protocol.js";
import { modelOf } from "../wire/model.js";
import type { Service } from "../wire/service.js";
import { copyOperations } from "./copy-operations.js";
import { namespaceOperations } from "./namespace-operations.js";
import type { RedshiftServerless } from "./redshiftserverless.js";
import { INVALID } from "./rules.js";
import { snapshotOperations } from "./snapshot-operations.js";
import { tagOperations } from "./tag-operations.js";

/** Redshift Serverless on the wire. */
export function redshiftServerlessService(redshift: RedshiftServerless, clock: Clock): Service {
  return {
    name: "redshift-serverless",
    signingName: "redshift-serverless",
    protocol: jsonProtocol("RedshiftServerless"),
    model: modelOf(client),
    missingMember: INVALID,
    operations: {
      ...namespaceOperations(redshift, clock),
      ...snapshotOperations(redshift, clock),
      ...copyOperations(redshift),
      ...tagOperations(redshift),
    },
  };
}
