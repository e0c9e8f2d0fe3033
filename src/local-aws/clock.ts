/** The time by which statuses move. */
export interface Clock {
  /** The time now, in milliseconds since 1970. */
  now(): number;
  /** Turns the clock forward by so many milliseconds. */
  advance(milliseconds: number): void;
}

/** A clock that runs by itself, `rate` times as fast as real time, and can be turned as well. */
export function realClock(rate = 1): Clock {
  if (!(rate > 0 && rate < Number.POSITIVE_INFINITY)) {
    throw new RangeError(`starting a clock: the rate must be a number above 0, and is ${rate}.`);
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

/** A clock that stands still until it is turned. */
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
    throw new RangeError(`turning a clock: it only goes forward, not by ${milliseconds} ms.`);
  }
  return milliseconds;
}
