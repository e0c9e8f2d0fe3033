import type * as pulumi from "@pulumi/pulumi";

/**
 * Transformations of a resource with one more that runs after all others: its own, those of its parents and those of
 * the stack. Pulumi runs them inside the constructor, those of the options first, so that ours puts itself at the end
 * of the list that is being gone through. A Pulumi that keeps no such list runs it first; then it sees what the
 * constructor was given.
 *
 * Children inherit the list, so it leaves every resource alone but the one that it is for.
 */
export function withLast(
  transformations: pulumi.ResourceTransformation[] | undefined,
  last: pulumi.ResourceTransformation,
): pulumi.ResourceTransformation[] {
  let own: pulumi.Resource | undefined;
  const lastOfOwn: pulumi.ResourceTransformation = (args) =>
    args.resource === own ? last(args) : undefined;
  const first: pulumi.ResourceTransformation = (args) => {
    if (own !== undefined) {
      return undefined;
    }
    own = args.resource;
    const list: unknown = Reflect.get(args.resource, "__transformations");
    if (!Array.isArray(list)) {
      return last(args);
    }
    list.push(lastOfOwn);
    return undefined;
  };
  return [first, ...(transformations ?? [])];
}
