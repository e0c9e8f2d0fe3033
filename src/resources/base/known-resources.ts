import * as pulumi from "@pulumi/pulumi";

/**
 * Returns the ids of the resources that inputs come from and that the program names in `dependsOn`. The result is
 * unknown in a preview as long as the update has to create one of them.
 */
export function idsOf(
  inputs: pulumi.Output<object>,
  dependsOn: pulumi.InvokeOutputOptions["dependsOn"] = [],
): pulumi.Output<unknown> {
  const behindInputs = pulumi.output(resourcesBehind(inputs)).apply(known);
  const named: pulumi.Output<pulumi.Resource | pulumi.Resource[]> = pulumi.output(dependsOn);
  return pulumi.all([behindInputs, named.apply((resources) => known([resources].flat()))]);
}

function known(resources: readonly pulumi.Resource[]): pulumi.Output<unknown> {
  return pulumi.all([...withChildren(resources)].flatMap((resource) => idOf(resource)));
}

async function resourcesBehind(inputs: pulumi.Output<object>): Promise<pulumi.Resource[]> {
  const all: unknown = Reflect.get(inputs, "allResources");
  const resources: unknown = typeof all === "function" ? await all.call(inputs) : [];
  return resources instanceof Set ? [...resources].filter(pulumi.Resource.isInstance) : [];
}

/** A component stands for all resources in it. */
function withChildren(
  resources: Iterable<pulumi.Resource>,
  all = new Set<pulumi.Resource>(),
): Set<pulumi.Resource> {
  for (const resource of resources) {
    if (!all.has(resource)) {
      all.add(resource);
      const children: unknown = Reflect.get(resource, "__childResources");
      if (pulumi.ComponentResource.isInstance(resource) && children instanceof Set) {
        withChildren([...children].filter(pulumi.Resource.isInstance), all);
      }
    }
  }
  return all;
}

/** Only custom resources have an id. A resource of another program may be named without one. */
function idOf(resource: pulumi.Resource): pulumi.Output<pulumi.ID>[] {
  const id: unknown = pulumi.CustomResource.isInstance(resource) && resource.id;
  return pulumi.Output.isInstance<pulumi.ID>(id) ? [id] : [];
}
