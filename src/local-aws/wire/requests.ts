/** One request that arrived. */
export interface RecordedRequest {
  /** `unknown` if the request does not name it. */
  readonly service: string;
  readonly operation: string;
  readonly account: string;
  readonly region: string;
  /** The input in the form of the SDK's types, without secrets; empty if the request was refused. */
  readonly input: Readonly<Record<string, unknown>>;
  /** Time of arrival, by the clock of local AWS. */
  readonly at: number;
  /** `ok`, an error code, the effect of a fault, or `pending` while it is being answered. */
  readonly outcome: string;
  /** True if the request was not understood: unsigned, unreadable, or not in the service's model. */
  readonly refused: boolean;
}

interface Waiting {
  readonly operation: string;
  missing: number;
  readonly resolve: (request: RecordedRequest) => void;
}

const READING = /^(Describe|List|Get|Assume)/;

/** Every request that arrived, in order. */
export class Requests implements Iterable<RecordedRequest> {
  #entries: RecordedRequest[] = [];
  #waiting: Waiting[] = [];

  [Symbol.iterator](): Iterator<RecordedRequest> {
    return this.#entries[Symbol.iterator]();
  }

  /** Returns all requests, oldest first. */
  all(): readonly RecordedRequest[] {
    return [...this.#entries];
  }

  /** Returns the names of the operations, such as `memorydb:CreateSnapshot`. */
  operations(): string[] {
    return this.#entries.map(nameOf);
  }

  /** Returns the requests that ask for a change. */
  changing(): RecordedRequest[] {
    return this.#entries.filter(({ operation }) => !READING.test(operation));
  }

  /** Returns the requests that were not understood. */
  refused(): RecordedRequest[] {
    return this.#entries.filter(({ refused }) => refused);
  }

  clear(): void {
    this.#entries = [];
  }

  /** Resolves when `count` more requests of this operation, such as `memorydb:DescribeSnapshots`, have arrived. */
  arrival(operation: string, count = 1): Promise<RecordedRequest> {
    return new Promise((resolve) => {
      this.#waiting.push({ operation, missing: count, resolve });
    });
  }

  /** Records a request. The server fills in the outcome later. */
  add(entry: RecordedRequest): void {
    this.#entries.push(entry);
    for (const waiting of this.#waiting) {
      if (waiting.operation !== nameOf(entry)) continue;
      waiting.missing -= 1;
      if (waiting.missing === 0) waiting.resolve(entry);
    }
    this.#waiting = this.#waiting.filter(({ missing }) => missing > 0);
  }
}

function nameOf({ service, operation }: RecordedRequest): string {
  return `${service}:${operation}`;
}
