import { AwsError } from "../wire/aws-error.js";

/** Refuses members that would make of a source more than something to take snapshots of. */
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
    `Local AWS does not carry out ${operation} with ${given}: what it makes is only there to be backed up.`,
  );
}
