import type {
  RedshiftServerless as Client,
  SnapshotCopyConfiguration,
} from "@aws-sdk/client-redshift-serverless";
import { filteredListing } from "../store/listing-filters.js";
import { pageOf } from "../store/pages.js";
import { AwsError } from "../wire/aws-error.js";
import { type Handler, handlers } from "../wire/service.js";
import type { CopyConfiguration, RedshiftPlace } from "./place.js";
import type { RedshiftServerless } from "./redshiftserverless.js";
import {
  AWS_OWNED_KMS_KEY,
  CONFLICT,
  GONE,
  INVALID,
  namespaceOf,
  noNamespace,
  retentionOf,
} from "./rules.js";

/** Copy configurations: each makes a namespace copy its snapshots into another region. */
export function copyOperations(redshift: RedshiftServerless): Record<string, Handler> {
  return handlers<Client>({
    CreateSnapshotCopyConfiguration: (input, caller) => {
      const place = redshift.at(caller.account, caller.region);
      const { name } = namespaceOf(place, input.namespaceName);
      if (input.destinationRegion === caller.region) {
        throw new AwsError(INVALID, "The destination must be another region.");
      }
      if (place.configurations.has(name)) {
        throw new AwsError(CONFLICT, `Namespace ${name} has a snapshot copy configuration.`);
      }
      const { id, arn, serial } = place.newArn("snapshotcopyconfiguration");
      const there = redshift.at(caller.account, input.destinationRegion);
      const configuration: CopyConfiguration = {
        serial,
        namespaceName: name,
        destinationRegion: input.destinationRegion,
        snapshotRetentionPeriod: retentionOf(input.snapshotRetentionPeriod),
        snapshotCopyConfigurationArn: arn,
        snapshotCopyConfigurationId: id,
        destinationKmsKeyId:
          input.destinationKmsKeyId === undefined
            ? AWS_OWNED_KMS_KEY
            : there.keyArn(input.destinationKmsKeyId),
      };
      place.configurations.set(name, configuration);
      return { snapshotCopyConfiguration: described(configuration) };
    },

    ListSnapshotCopyConfigurations: (input, caller) => {
      const place = redshift.at(caller.account, caller.region);
      const { namespaceName } = input;
      if (namespaceName !== undefined && !place.namespaces.has(namespaceName)) {
        throw noNamespace(namespaceName);
      }
      const chosen = filteredListing(
        [...place.configurations.values()],
        { source: (one) => one.namespaceName === (namespaceName ?? one.namespaceName) },
        redshift.behaviour,
      );
      const page = pageOf(chosen, {
        token: input.nextToken,
        size: input.maxResults,
        defaultSize: 100,
        invalid: "InvalidPaginationException",
      });
      return {
        snapshotCopyConfigurations: page.items.map(described),
        nextToken: page.nextToken,
      };
    },

    UpdateSnapshotCopyConfiguration: (input, caller) => {
      const place = redshift.at(caller.account, caller.region);
      const configuration = configurationOf(place, input.snapshotCopyConfigurationId);
      const changed = {
        ...configuration,
        snapshotRetentionPeriod: retentionOf(input.snapshotRetentionPeriod),
      };
      place.configurations.set(configuration.namespaceName, changed);
      return { snapshotCopyConfiguration: described(changed) };
    },

    DeleteSnapshotCopyConfiguration: (input, caller) => {
      const place = redshift.at(caller.account, caller.region);
      const configuration = configurationOf(place, input.snapshotCopyConfigurationId);
      place.configurations.delete(configuration.namespaceName);
      return { snapshotCopyConfiguration: described(configuration) };
    },
  });
}

function configurationOf(place: RedshiftPlace, id: string): CopyConfiguration {
  const found = [...place.configurations.values()].find(
    ({ snapshotCopyConfigurationId }) => snapshotCopyConfigurationId === id,
  );
  if (found) return found;
  throw new AwsError(GONE, `Snapshot copy configuration ${id} does not exist.`);
}

function described({ serial: _, ...members }: CopyConfiguration): SnapshotCopyConfiguration {
  return members;
}
