/** A clock that decides when statuses change. */
export interface Clock {
  /** Returns the current time, in milliseconds since 1970. */
  now(): number;
  /** Moves the clock forward by this number of milliseconds. */
  advance(milliseconds: number): void;
}

/** Returns a clock that runs `rate` times as fast as real time, and can also be moved forward. */
export function realClock(rate = 1): Clock {
  if (!(rate > 0 && rate < Number.POSITIVE_INFINITY)) {
    throw new RangeError(`starting a clock: the rate must be a number above 0, not ${rate}.`);
  }
  const start = Date.now();
  let turned = 0;
  return {
    now: () => start + (Date.now() - start) * rate + turned,
    advance: (milliseconds) => {
      turned += forward(milliseconds);
    },
  };
}

/** Returns a clock that stands still until it is moved forward. */
export function manualClock(start = Date.now()): Clock {
  let now = start;
  return {
    now: () => now,
    advance: (milliseconds) => {
      now += forward(milliseconds);
    },
  };
}

function forward(milliseconds: number): number {
  if (!(milliseconds >= 0)) {
    throw new RangeError(`turning a clock: it can only move forward, not by ${milliseconds} ms.`);
  }
  return milliseconds;
}
