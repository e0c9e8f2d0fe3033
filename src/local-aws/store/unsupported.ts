import { AwsError } from "../wire/aws-error.js";

/** Refuses members that would make a source more than a source of snapshots. */
export function refuseMembers<Input extends object>(
  operation: string,
  input: Input,
  members: readonly (keyof Input & string)[],
  code = "InvalidParameterCombinationException",
): void {
  const given = members.find((member) => input[member] !== undefined);
  if (given === undefined) return;
  throw new AwsError(
    code,
    `Local AWS does not support ${operation} with ${given}: its resources exist only to be backed up.`,
  );
}
