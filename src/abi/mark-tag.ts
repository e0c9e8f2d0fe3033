/** Key of the tag that a snapshot has while its create is in progress. */
export const creatingTag = "pulumi-aws-snapshots:creating";
