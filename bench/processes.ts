// Copies into one region by several processes of the plugin: each explicit provider has a process of its own.
import { neptune, Provider } from "pulumi-aws-snapshots/provider";
import { home, sourceOfCopies } from "./places.js";

/** So many copies of a snapshot in another region, in equal parts by so many providers. */
export function copies(count: number, processes: number): neptune.ClusterSnapshotCopy[] {
  const providers = Array.from(
    { length: processes },
    (_, i) => new Provider(`provider-${i}`, { region: home[1] }),
  );
  return Array.from({ length: count }, (_, i) => {
    const provider = providers[i % processes];
    return new neptune.ClusterSnapshotCopy(
      `copy-${i}`,
      { sourceDbClusterSnapshotIdentifier: sourceOfCopies },
      provider === undefined ? {} : { provider },
    );
  });
}
