import { createHash } from "node:crypto";
import { Connections } from "../aws/connection.js";
import { processClock } from "../values/clock.js";
import { canonical, type Props } from "../values/json.js";
import { type Answer, invoke, type LookupHost } from "./invoke.js";

/**
 * The connections of each configuration and environment, the newest last: all lookups of a program share clients and
 * credentials. A process may run the programs of several stacks one after the other.
 */
const connections = new Map<string, Connections>();

/** Number of connections that a process keeps. */
const mostKept = 16;

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
  });
}

function connectionsOf(config: Readonly<Record<string, string>>): Connections {
  const own = Object.entries(config).filter(([key]) => key.startsWith("aws:"));
  const environment = Object.entries(process.env).filter(([key]) => key.startsWith("AWS_"));
  // Hashed, because both may hold credentials.
  const key = createHash("sha256")
    .update(canonical([own.sort(), environment.sort()]))
    .digest("hex");
  const known = connections.get(key) ?? new Connections(new Map(own));
  connections.delete(key);
  connections.set(key, known);
  const [oldest] = connections.keys();
  if (connections.size > mostKept && oldest !== undefined) {
    connections.delete(oldest);
  }
  return known;
}
