import type { DBClusterSnapshot } from "@aws-sdk/client-neptune";
import type { InputRule } from "../input.js";
import type { Setting, SettingValue } from "../kind.js";
import type { ClusterSnapshotClient } from "./engine.js";

/** The rule for the accounts that a cluster snapshot is shared with. */
export const sharedAccounts: InputRule = {
  maxItems: 20,
  problem: (value) =>
    /^\d{12}$/.test(value) || value === "all"
      ? undefined
      : 'must be an account ID of 12 digits, or "all" for everybody',
};

/** The calls that read and change those accounts. */
export const sharing: Setting<ClusterSnapshotClient, DBClusterSnapshot> = {
  atCreate: false,
  read: async (client, { DBClusterSnapshotIdentifier }) => {
    const { DBClusterSnapshotAttributesResult: result } =
      await client.describeDBClusterSnapshotAttributes({ DBClusterSnapshotIdentifier });
    const attributes = result?.DBClusterSnapshotAttributes ?? [];
    const restore = attributes.find(({ AttributeName }) => AttributeName === "restore");
    return [...(restore?.AttributeValues ?? [])].sort();
  },
  write: async (client, { DBClusterSnapshotIdentifier }, wanted, had) => {
    const [before, after] = [accounts(had), accounts(wanted)];
    const ValuesToAdd = after.filter((account) => !before.includes(account));
    const ValuesToRemove = before.filter((account) => !after.includes(account));
    await client.modifyDBClusterSnapshotAttribute({
      DBClusterSnapshotIdentifier,
      AttributeName: "restore",
      // The query protocol does not send an empty list as an empty list.
      ...(ValuesToAdd.length > 0 && { ValuesToAdd }),
      ...(ValuesToRemove.length > 0 && { ValuesToRemove }),
    });
    return undefined;
  },
};

function accounts(value: SettingValue): readonly string[] {
  return typeof value === "object" ? value : [];
}
