import { Connections } from "../aws/connection.js";
import { processClock } from "../values/clock.js";
import { canonical, type Props } from "../values/json.js";
import { type Answer, invoke, type LookupHost } from "./invoke.js";

/**
 * The connections of each configuration. A process may run the programs of several stacks, and all lookups of a program
 * share clients and credentials.
 */
const connections = new Map<string, Connections>();

/** Looks something up for a program, in its own process, as its resources would with the configuration of the stack. */
export function lookUpForProgram(
  name: string,
  args: Props,
  config: Readonly<Record<string, string>>,
  program: Pick<LookupHost, "connection" | "tell">,
): Promise<Answer> {
  return invoke(name, args, {
    ...program,
    connections: connectionsOf(config),
    clock: processClock(),
    regionHint: "region, aws:region or AWS_REGION",
  });
}

function connectionsOf(config: Readonly<Record<string, string>>): Connections {
  const own = Object.entries(config).filter(([key]) => key.startsWith("aws:"));
  const key = canonical(own.sort());
  const known = connections.get(key) ?? new Connections(new Map(own));
  connections.set(key, known);
  return known;
}
