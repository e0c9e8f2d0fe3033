import { AwsError } from "../wire/aws-error.js";
import type { Behaviour } from "./behaviour.js";

/** Refuses a call where the account lacks the role with which the service acts for it. AWS looks at nothing before. */
export function mustHaveRole({ serviceLinkedRole }: Behaviour): void {
  if (serviceLinkedRole === "there") return;
  throw new AwsError(
    "ServiceLinkedRoleNotFoundFault",
    "The service-linked role of this service does not exist in the account.",
  );
}
