/**
 * Keys beside the inputs of a resource, under which the classes pass on what the dynamic-provider protocol does not
 * carry. They are in the state of stacks and never change.
 */
export const inputKeys = {
  urn: "__urn",
  organization: "__organization",
  timeouts: "__timeouts",
  deleteBeforeReplace: "__deleteBeforeReplace",
  retainOnDelete: "__retainOnDelete",
  replacementTrigger: "__replacementTrigger",
  connection: "__connection",
  secretTags: "__secretTags",
} as const;

/** Keys of the same sort that only one call needs, and that the state does not keep. */
export const callKeys = {
  lookup: "__lookup",
  programTags: "__programTags",
} as const;

/**
 * Keys beside the outputs of a resource, under which the dynamic host keeps what later runs must know. They never
 * change.
 */
export const noteKeys = {
  given: "__given",
  marked: "__marked",
  inDoubt: "__inDoubt",
  finished: "__finished",
  formerUrns: "__formerUrns",
} as const;
