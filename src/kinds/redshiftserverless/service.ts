import type { RedshiftServerless } from "@aws-sdk/client-redshift-serverless";
import { tellingOperations } from "../../aws/clients.js";
import type { ClientConfig } from "../../aws/connection.js";
import { sdk } from "../../aws/sdk.js";
import type { InputRule, InputsOf } from "../input.js";
import { checkNamed } from "../input-rules.js";
import type { Setting, SettingValue, SourceStatus } from "../kind.js";

/**
 * One code says that a name is taken, that something is under way, and that something is missing. AWS's text says which.
 * Where the text says nothing that is known, a look tells whether the name is taken; if not, it is taken to pass.
 */
const conflict = "ConflictException";
const taken = /already exists/i;
const underWay = /operation running|in progress|try .*again later/i;
/** The namespace has no workgroup, or is not there. */
const noWorkgroup = /isn't a workgroup|no workgroup/i;
const missing = /not found|does not exist|doesn't exist/i;

function anyOf(...texts: readonly RegExp[]): RegExp {
  return new RegExp(texts.map(({ source }) => source).join("|"), "i");
}

const lasting = anyOf(noWorkgroup, missing);
const makeWorkgroup =
  "Create a workgroup for the namespace. Without a workgroup AWS takes no snapshots.";

/** What the kinds have in common. */
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

/** The status of the namespace, where it is named: a recovery point does not tell whose it is. */
export async function statusOfNamespace(
  client: RedshiftServerless,
  { namespaceName }: InputsOf<"redshiftserverless:Snapshot">,
): Promise<SourceStatus | undefined> {
  if (namespaceName === undefined) {
    return undefined;
  }
  const { namespace } = await client.getNamespace({ namespaceName });
  return { label: `namespace "${namespaceName}"`, status: namespace?.status };
}

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

/** The number by which AWS says "for ever". */
const forEver = -1;

/** How many days AWS keeps snapshots. */
export const retention: InputRule = {
  range: { min: 1, max: 3653, unit: "days", absentValue: [forEver, "ever"] },
};

/** A retention as an input: none is for ever. */
export function days(answered: number | undefined): number | undefined {
  return answered === forEver ? undefined : answered;
}

/** The calls of a retention, which both resources answer as one member. `set` has AWS take a number of days. */
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
