import { AwsError } from "../wire/aws-error.js";
import type { Behaviour } from "./behaviour.js";

/** Refuses a call if the account lacks the service-linked role. AWS checks nothing before that. */
export function mustHaveRole({ serviceLinkedRole }: Behaviour): void {
  if (serviceLinkedRole === "there") return;
  throw new AwsError(
    "ServiceLinkedRoleNotFoundFault",
    "The service-linked role of this service does not exist in the account.",
  );
}
