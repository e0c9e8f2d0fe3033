/** One account in one region. */
export interface Place {
  readonly account: string;
  readonly region: string;
}

/** Gives every place its own state, which is created on first use. */
export class Places<State> {
  readonly #states = new Map<string, State>();
  readonly #make: (place: Place) => State;

  constructor(make: (place: Place) => State) {
    this.#make = make;
  }

  at(account: string, region: string): State {
    const key = `${account}/${region}`;
    const state = this.#states.get(key) ?? this.#make({ account, region });
    this.#states.set(key, state);
    return state;
  }

  /** The states of all places that were used. */
  all(): State[] {
    return [...this.#states.values()];
  }
}
