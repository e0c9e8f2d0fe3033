/** Time as the lifecycle sees it. Tests and local runs may change it. */
export interface Clock {
  /** Milliseconds since some moment. */
  now(): number;
  sleep(milliseconds: number): Promise<void>;
}

/** Ends a wait because the run was cancelled. */
export class Cancelled extends Error {
  override readonly name = "Cancelled";

  constructor() {
    super("the run was cancelled");
  }
}

/** A clock that runs `rate` times as fast as real time. */
export function wallClock(rate = 1): Clock {
  return {
    now: () => Date.now() * rate,
    sleep: (milliseconds) =>
      new Promise((resolve) => {
        setTimeout(resolve, milliseconds / rate);
      }),
  };
}

/**
 * The clock of this process. `PULUMI_AWS_SNAPSHOTS_CLOCK_RATE` makes it faster, for tests and demos against local AWS.
 * Against AWS itself a faster clock would only multiply the calls.
 */
export function processClock(): Clock {
  const rate = Number(process.env["PULUMI_AWS_SNAPSHOTS_CLOCK_RATE"] ?? "1");
  return wallClock(Number.isFinite(rate) && rate > 0 ? rate : 1);
}
