import type {
  RedshiftServerless as Client,
  Namespace as Described,
  NamespaceStatus,
} from "@aws-sdk/client-redshift-serverless";
import type { Clock } from "../clock.js";
import { pageOf } from "../store/pages.js";
import { AwsError } from "../wire/aws-error.js";
import { type Handler, handlers } from "../wire/service.js";
import type { Namespace } from "./place.js";
import type { RedshiftServerless } from "./redshiftserverless.js";
import { CONFLICT, INVALID, noNamespace } from "./rules.js";

const DAY = 24 * 60 * 60 * 1000;

/** Namespaces and their recovery points, as far as snapshots need them. */
export function namespaceOperations(
  redshift: RedshiftServerless,
  clock: Clock,
): Record<string, Handler> {
  return handlers<Client>({
    CreateNamespace: (input, caller) => {
      const place = redshift.at(caller.account, caller.region);
      if (place.namespaces.has(input.namespaceName)) {
        throw new AwsError(CONFLICT, `Namespace ${input.namespaceName} already exists.`);
      }
      const { namespaceName, kmsKeyId, manageAdminPassword } = input;
      return {
        namespace: described(place.addNamespace(namespaceName, kmsKeyId, manageAdminPassword)),
      };
    },

    GetNamespace: (input, caller) => {
      const place = redshift.at(caller.account, caller.region);
      const namespace = place.namespaces.get(input.namespaceName);
      if (namespace) return { namespace: described(namespace) };
      throw noNamespace(input.namespaceName);
    },

    ListRecoveryPoints: (input, caller) => {
      const place = redshift.at(caller.account, caller.region);
      const { namespaceName } = input;
      const chosen = [...place.recoveryPoints.values()].filter(
        ({ namespaceName: of, recoveryPointCreateTime }) =>
          of === (namespaceName ?? of) &&
          clock.now() - (recoveryPointCreateTime?.getTime() ?? 0) <= DAY,
      );
      const page = pageOf(chosen, {
        token: input.nextToken,
        size: input.maxResults,
        defaultSize: 100,
        invalid: INVALID,
      });
      return {
        recoveryPoints: page.items.map(({ serial: _, ...point }) => point),
        nextToken: page.nextToken,
      };
    },
  });
}

function described(namespace: Namespace): Described {
  return {
    namespaceName: namespace.name,
    namespaceId: namespace.id,
    namespaceArn: namespace.arn,
    adminUsername: namespace.adminUsername,
    kmsKeyId: namespace.kmsKeyId,
    logExports: [],
    creationDate: namespace.creationDate,
    status: namespace.lifetime.status as NamespaceStatus | undefined,
  };
}
