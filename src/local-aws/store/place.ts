/** One account in one region. */
export interface Place {
  readonly account: string;
  readonly region: string;
}

/** Gives every place a state of its own, made when somebody first looks. */
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

  /** The states of all places at which somebody has looked. */
  all(): State[] {
    return [...this.#states.values()];
  }
}
