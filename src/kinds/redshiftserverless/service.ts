import type { RedshiftServerless } from "@aws-sdk/client-redshift-serverless";
import { tellingOperations } from "../../aws/clients.js";
import type { ClientConfig } from "../../aws/connection.js";
import { sdk } from "../../aws/sdk.js";
import type { InputRule } from "../input.js";
import { checkNamed, takenOf } from "../input-rules.js";
import type { Setting, SettingValue } from "../kind.js";

/**
 * A single code means that a name is taken, that something is in progress, or that something is missing. AWS's message
 * says which. If the message is unknown, a lookup decides whether the name is taken; if it is not, the conflict is
 * assumed to pass.
 */
const conflict = "ConflictException";
const taken = /already exists/i;
const underWay = /operation running|in progress|try .*again later/i;
/** The message for a namespace without a workgroup, or without a namespace. */
const noWorkgroup = /isn't a workgroup|no workgroup/i;
const missing = /not found|does not exist|doesn't exist/i;

function anyOf(...texts: readonly RegExp[]): RegExp {
  return new RegExp(texts.map(({ source }) => source).join("|"), "i");
}

const lasting = anyOf(noWorkgroup, missing);
const makeWorkgroup =
  "Create a workgroup for the namespace. Without a workgroup AWS takes no snapshots.";

/** The common part of the kinds. */
export const redshiftserverless = {
  service: "redshiftserverless",
  codes: {
    gone: ["ResourceNotFoundException"],
    exists: [{ code: conflict, saysNot: anyOf(underWay, lasting) }],
    busy: [{ code: conflict, saysNot: anyOf(taken, lasting) }],
    undeletable: [{ code: conflict, saysNot: lasting }],
  },
  texts: [
    ...["Conflict", "ResourceNotFound", "Validation"].map((code) => ({
      code,
      text: noWorkgroup,
      todo: makeWorkgroup,
    })),
    { code: "Conflict", text: missing, todo: checkNamed("namespaceName", "namespace") },
  ],
  actions: "redshift-serverless",
  connect: async (config: ClientConfig) =>
    tellingOperations(new (sdk.redshiftserverless().RedshiftServerless)(config)),
} as const;

/** The namespace as a source. */
export const namespace = takenOf(
  "namespaceName",
  "namespace",
  async (client: RedshiftServerless, namespaceName) =>
    (await client.getNamespace({ namespaceName })).namespace?.status,
);

const nameForm = /^[a-z0-9-]{3,64}$/;

export const namespaceName: InputRule = {
  returned: true,
  problem: (value) =>
    nameForm.test(value)
      ? undefined
      : "must be the name of a namespace: 3 to 64 lowercase letters, digits and hyphens. An ARN cannot be used, because it does not contain the name",
};

export const snapshotName: InputRule = {
  problem: (value) =>
    nameForm.test(value) ? undefined : "must be 3 to 64 lowercase letters, digits and hyphens",
};

/** AWS's number for keeping snapshots forever. */
const forEver = -1;

/** The rule for the number of days that AWS keeps snapshots. */
export const retention: InputRule = {
  range: { min: 1, max: 3653, unit: "days", absentValue: [forEver, "ever"] },
};

/** Returns AWS's retention as an input, which is absent if AWS keeps snapshots forever. */
export function days(answered: number | undefined): number | undefined {
  return answered === forEver ? undefined : answered;
}

/**
 * Returns the calls for the retention, which both kinds' answers have as the same member. `set` sends the number of
 * days.
 */
export function retentionSetting<
  Client,
  Remote extends { readonly snapshotRetentionPeriod?: number | undefined },
>(
  set: (client: Client, remote: Remote, days: number) => Promise<Remote | undefined>,
): Setting<Client, Remote> {
  return {
    atCreate: true,
    read: async (_client, { snapshotRetentionPeriod }) => days(snapshotRetentionPeriod),
    write: (client, remote, wanted: SettingValue) =>
      set(client, remote, typeof wanted === "number" ? wanted : forEver),
  };
}
