// The floor of the bench: what dynamic resources cost when their provider does nothing. Written the way Pulumi's
// documentation teaches dynamic providers.
import * as pulumi from "@pulumi/pulumi";

interface Inputs {
  clusterName: string;
  snapshotName: string;
}

const provider: pulumi.dynamic.ResourceProvider<Inputs, Inputs> = {
  async create(inputs) {
    return { id: inputs.snapshotName, outs: inputs };
  },
};

/** Its inputs are those of a snapshot. */
class Nothing extends pulumi.dynamic.Resource {
  constructor(name: string, args: Inputs) {
    super(provider, name, args);
  }
}

/** So many of them. */
export function nothings(count: number): Nothing[] {
  return Array.from(
    { length: count },
    (_, i) => new Nothing(`snapshot-${i}`, { clusterName: `cluster-${i}`, snapshotName: `s-${i}` }),
  );
}
