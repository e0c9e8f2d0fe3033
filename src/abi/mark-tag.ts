/** Key of the tag that a snapshot carries while its create is under way. */
export const creatingTag = "pulumi-aws-snapshots:creating";
