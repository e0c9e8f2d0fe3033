/** A fault, and the requests that it strikes. A condition that is left out matches every request. */
export interface Fault {
  readonly service?: string;
  /** The name of an operation, or a pattern of names. */
  readonly operation?: string | RegExp;
  readonly account?: string;
  readonly region?: string;
  /** A condition on the input of the request. */
  readonly where?: (input: Readonly<Record<string, unknown>>) => boolean;
  /** The number of matching requests that pass before the first is struck. Default: none. */
  readonly after?: number;
  /** The number of requests that are struck. Default: 1. */
  readonly times?: number;
  /** Waits this many milliseconds of real time first. Without another effect, the answer is only late. */
  readonly delay?: number;
  /** Answers with this error. Without a status, the service's model of the error gives it. */
  readonly error?: { readonly code: string; readonly message: string; readonly status?: number };
  /** Answers with this text, whatever the client makes of it. */
  readonly rawBody?: { readonly status: number; readonly body: string };
  /** Changes the text of an answer that the service gives. */
  readonly rewrite?: (body: string) => string;
  /** Closes the connection: before or after the operation is carried out, or in the middle of the answer's body. */
  readonly dropConnection?: "before" | "after" | "in the answer";
  /** Never answers. The operation is carried out or not, as given. */
  readonly hang?: "before" | "after";
}

/** A fault that was added. */
export interface FaultHandle {
  /** The number of requests that it has struck. */
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

/** The faults in force. If several match a request, the oldest strikes. */
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
