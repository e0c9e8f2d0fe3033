import {
  GetSnapshotCommand,
  RedshiftServerlessClient,
  Snapshot$,
} from "@aws-sdk/client-redshift-serverless";
import { NormalizedSchema } from "@smithy/core/schema";
import type { Kind } from "../../src/kinds/kind.js";
import type { LocalAws } from "../../src/local-aws/index.js";
import type { KindCase, Snapshots } from "./cases.js";
import { home, type Place } from "./world.js";

const recoveryPoints = [
  "11111111-12ab-34cd-56ef-1234567890ab",
  "22222222-12ab-34cd-56ef-1234567890ab",
] as const;

/** An ARN does not contain the name. */
const nowhere = `arn:aws:redshift-serverless:${home[1]}:${home[0]}:snapshot/33333333-12ab-34cd-56ef-1234567890ab`;

/** The case of Redshift Serverless's snapshots. */
export function redshiftserverlessCases(kindOf: (name: string) => Kind): Record<string, KindCase> {
  const named = (operation: string) => ({ operation });
  return {
    "redshiftserverless:Snapshot": {
      kind: kindOf("redshiftserverless:Snapshot"),
      program: {
        __provider: "exports.handler=()=>{}",
        __organization: "acme",
        __urn: "urn:pulumi:prod::shop::pulumi-nodejs:dynamic/aws/redshiftserverless:Any::orders",
        namespaceName: "orders",
        retentionPeriod: 7,
        tags: { team: "orders" },
      },
      spelled: {},
      others: {
        namespaceName: "customers",
        recoveryPointId: recoveryPoints[1],
        snapshotName: "orders-2",
        retentionPeriod: 30,
      },
      beside: {
        recoveryPointId: { namespaceName: undefined, recoveryPointId: recoveryPoints[0] },
      },
      lookedUp: { namespaceName: "orders", retentionPeriod: 7 },
      calls: {
        list: named("ListSnapshots"),
        create: named("CreateSnapshot"),
        find: named("GetSnapshot"),
        delete: named("DeleteSnapshot"),
        tags: named("ListTagsForResource"),
        tag: named("TagResource"),
        untag: named("UntagResource"),
      },
      looks: [],
      settings: { retentionPeriod: ["UpdateSnapshot"] },
      words: {
        creating: "CREATING",
        available: "AVAILABLE",
        failed: "FAILED",
        undeletable: "COPYING",
      },
      identity: ["snapshotName", "snapshotArn"],
      answer: NormalizedSchema.of(Snapshot$),
      // Both lists exist, and are empty.
      unsaid: [".accountsWithRestoreAccess[]", ".accountsWithProvisionedRestoreAccess[]"],
      codes: {
        missing: "ResourceNotFoundException",
        busy: "ConflictException",
        taken: "ConflictException",
        quota: "ServiceQuotaExceededException",
        gone: "ResourceNotFoundException",
        undeletable: "ConflictException",
      },
      source: "namespaceName",
      describe,
      addSources: ({ redshiftserverless }, place = home) => {
        for (const name of ["orders", "customers"]) {
          redshiftserverless.addNamespace(...place, name, "alias/orders", true);
        }
        for (const id of recoveryPoints) {
          redshiftserverless.addRecoveryPoint(...place, "orders", id);
        }
      },
      occupySource: ({ redshiftserverless }, seconds) =>
        void redshiftserverless
          .at(...home)
          .namespaces.get("orders")
          ?.lifetime.occupy("MODIFYING", seconds),
      addForeign,
      service: ({ redshiftserverless }: LocalAws): Snapshots => ({
        all: redshiftserverless.snapshots.bind(redshiftserverless),
        manual: redshiftserverless.snapshots.bind(redshiftserverless),
        fail: redshiftserverless.fail.bind(redshiftserverless),
        freeze: redshiftserverless.freeze.bind(redshiftserverless),
        vanish: redshiftserverless.vanish.bind(redshiftserverless),
      }),
      nowhere: [nowhere, nowhere],
    },
  };
}

function addForeign({ redshiftserverless }: LocalAws, name: string, place: Place = home): void {
  const state = redshiftserverless.at(...place);
  const namespace = state.namespaces.get("orders");
  if (namespace === undefined) {
    throw new Error("the sources must be there before snapshots of them");
  }
  state.addSnapshot({ name, namespace, retention: -1, tags: new Map() }, 0);
}

async function describe(aws: LocalAws, snapshotName: string): Promise<object> {
  const client = new RedshiftServerlessClient({ endpoint: aws.url, region: home[1] });
  const { snapshot } = await client.send(new GetSnapshotCommand({ snapshotName }));
  client.destroy();
  return { ...snapshot };
}
