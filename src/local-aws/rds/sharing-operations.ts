import type { DBClusterSnapshotAttributesResult, Neptune } from "@aws-sdk/client-neptune";
import { AwsError } from "../wire/aws-error.js";
import { type Handler, handlers } from "../wire/service.js";
import type { RdsSnapshot } from "./place.js";
import type { Rds } from "./rds.js";
import { INVALID, snapshotOf, wrongState } from "./rules.js";

/** The number of accounts that a snapshot can be shared with. */
const SHARED_WITH = 20;

/** The operations on the accounts that may restore and copy a snapshot. */
export function sharingOperations(rds: Rds): Record<string, Handler> {
  return handlers<Neptune>({
    DescribeDBClusterSnapshotAttributes: (input, caller) => {
      const place = rds.at(caller.account, caller.region);
      const snapshot = snapshotOf(place, input.DBClusterSnapshotIdentifier);
      return { DBClusterSnapshotAttributesResult: describe(snapshot) };
    },

    ModifyDBClusterSnapshotAttribute: (input, caller) => {
      const place = rds.at(caller.account, caller.region);
      const snapshot = snapshotOf(place, input.DBClusterSnapshotIdentifier);
      const { AttributeName, ValuesToAdd = [], ValuesToRemove = [] } = input;
      if (AttributeName !== "restore") {
        throw new AwsError(INVALID, `A cluster snapshot has no attribute ${AttributeName}.`);
      }
      const wrong = ValuesToAdd.find((value) => !/^\d{12}$|^all$/.test(value));
      if (wrong !== undefined) {
        throw new AwsError(INVALID, `"${wrong}" is not an account ID.`);
      }
      if (snapshot.source === "automated" || snapshot.lifetime.status !== "available") {
        throw wrongState(snapshot, "shared");
      }
      if (snapshot.encrypted && ValuesToAdd.includes("all")) {
        throw new AwsError(INVALID, "An encrypted cluster snapshot cannot be public.");
      }
      const after = new Set([...snapshot.sharedWith, ...ValuesToAdd]);
      for (const account of ValuesToRemove) after.delete(account);
      if (after.size > SHARED_WITH) {
        throw new AwsError(
          "SharedSnapshotQuotaExceededFault",
          `A cluster snapshot can be shared with at most ${SHARED_WITH} accounts, not ${after.size}.`,
        );
      }
      snapshot.sharedWith.clear();
      for (const account of after) snapshot.sharedWith.add(account);
      return { DBClusterSnapshotAttributesResult: describe(snapshot) };
    },
  });
}

function describe({ name, sharedWith }: RdsSnapshot): DBClusterSnapshotAttributesResult {
  return {
    DBClusterSnapshotIdentifier: name,
    DBClusterSnapshotAttributes: [{ AttributeName: "restore", AttributeValues: [...sharedWith] }],
  };
}
