/** The clock that decides when a status changes. */
export interface Clock {
  /** The time now, in milliseconds since 1970. */
  now(): number;
  /** Moves the clock forward by this many milliseconds. */
  advance(milliseconds: number): void;
}

/** A clock that runs `rate` times as fast as real time, and can be moved forward as well. */
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

/** A clock that stands still until it is moved forward. */
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
