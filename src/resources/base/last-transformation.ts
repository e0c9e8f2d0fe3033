import type * as pulumi from "@pulumi/pulumi";

/**
 * Adds a transformation to those of a resource that runs after all others: those of the resource, of its parents and of
 * the stack. Pulumi runs them inside the constructor, those of the options first, so a first transformation appends the
 * last one to the list while Pulumi iterates over it. If Pulumi keeps no such list, `last` runs first and sees the
 * constructor's arguments.
 *
 * Children inherit the list, so the transformation ignores every resource except its own.
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
