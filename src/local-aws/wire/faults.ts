/** A fault, and the requests that it hits. An omitted condition matches every request. */
export interface Fault {
  readonly service?: string;
  /** The name of an operation, or a pattern of names. */
  readonly operation?: string | RegExp;
  readonly account?: string;
  readonly region?: string;
  /** A condition on the input of the request. */
  readonly where?: (input: Readonly<Record<string, unknown>>) => boolean;
  /** Number of matching requests that pass before the first is hit. Default: 0. */
  readonly after?: number;
  /** Number of requests to hit. Default: 1. */
  readonly times?: number;
  /** Milliseconds of real time to wait first. Without another effect, the answer is only late. */
  readonly delay?: number;
  /** Answers with this error. The default status is that of the error in the service's model. */
  readonly error?: { readonly code: string; readonly message: string; readonly status?: number };
  /** Answers with this body as it is. */
  readonly rawBody?: { readonly status: number; readonly body: string };
  /** Changes the body of the service's answer. */
  readonly rewrite?: (body: string) => string;
  /** Closes the connection: before or after the operation is carried out, or in the middle of the answer's body. */
  readonly dropConnection?: "before" | "after" | "in the answer";
  /** Never answers, and hangs before or after the operation is carried out. */
  readonly hang?: "before" | "after";
}

/** An injected fault. */
export interface FaultHandle {
  /** Number of requests that it has hit. */
  readonly hits: number;
  remove(): void;
}

/** A request that a fault may strike. */
export interface FaultTarget {
  readonly service: string;
  readonly operation: string;
  readonly account: string;
  readonly region: string;
  readonly input: Readonly<Record<string, unknown>>;
}

interface Entry {
  readonly fault: Fault;
  seen: number;
  hits: number;
}

/** The injected faults. If several match a request, the one that was added first hits it. */
export class Faults {
  readonly #entries = new Set<Entry>();

  add(fault: Fault): FaultHandle {
    const entry: Entry = { fault, seen: 0, hits: 0 };
    this.#entries.add(entry);
    return {
      get hits() {
        return entry.hits;
      },
      remove: () => void this.#entries.delete(entry),
    };
  }

  clear(): void {
    this.#entries.clear();
  }

  /** Returns the fault that strikes this request, and counts it. */
  hit(target: FaultTarget): Fault | undefined {
    for (const entry of this.#entries) {
      const { fault } = entry;
      if (!matches(fault, target) || entry.hits >= (fault.times ?? 1)) continue;
      entry.seen += 1;
      if (entry.seen <= (fault.after ?? 0)) continue;
      entry.hits += 1;
      return fault;
    }
    return undefined;
  }
}

function operationFits(wanted: Fault["operation"], operation: string): boolean {
  return wanted instanceof RegExp ? wanted.test(operation) : (wanted ?? operation) === operation;
}

function matches(fault: Fault, target: FaultTarget): boolean {
  return (
    (fault.service ?? target.service) === target.service &&
    operationFits(fault.operation, target.operation) &&
    (fault.account ?? target.account) === target.account &&
    (fault.region ?? target.region) === target.region &&
    (fault.where?.(target.input) ?? true)
  );
}
