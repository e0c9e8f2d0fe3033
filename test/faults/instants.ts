import { setImmediate as nextTurn, setTimeout as sleep } from "node:timers/promises";
import type { LocalAws } from "../../src/local-aws/index.js";
import { backups } from "./backups.js";
import { calls, type Scene } from "./faults.js";

// The instants at which a fault strikes. All depend on the requests to AWS, because whether a fault strikes must not
// depend on the speed of the machine.

/** Milliseconds between two checks. */
const interval = 20;

/** Milliseconds without a new call after which no further call is expected. */
const quiet = 600;

/** Returns whether an instant comes before the end of the update. */
async function comes(instant: () => boolean, up: Promise<unknown>): Promise<boolean> {
  let ended = false;
  void up.then(() => {
    ended = true;
  });
  while (!ended) {
    if (instant()) return true;
    await sleep(interval);
  }
  return false;
}

/**
 * Waits until some calls have arrived and no further calls come. Each of them hangs, so that some exist on a slow
 * machine too; only their number depends on the machine.
 */
export function standstill(hanging: () => number, up: Promise<unknown>): Promise<boolean> {
  let [seen, since] = [0, Date.now()];
  return comes(() => {
    const now = hanging();
    if (now !== seen) {
      [seen, since] = [now, Date.now()];
    }
    return seen > 0 && Date.now() - since >= quiet;
  }, up);
}

const copiesOfOurs = backups.filter(({ copyOf }) => copyOf !== undefined).length;

/** The number of backups that are created without waiting for another backup, and of copies, which are deleted first. */
const first = { create: backups.length - copiesOfOurs, delete: copiesOfOurs } as const;

/**
 * Waits until AWS has accepted all calls of a stage that wait for no other backup. With the clock of AWS held,
 * everything that they request is then unfinished.
 */
export function allAccepted({ aws, stage }: Scene, up: Promise<unknown>): Promise<boolean> {
  const purpose = stage === "delete" ? "delete" : "create";
  const { requests } = aws;
  const accepted = () =>
    requests.all().filter((one) => calls[purpose].test(one.operation) && one.outcome === "ok");
  return comes(() => accepted().length >= first[purpose], up);
}

/** Waits until this many requests have arrived. */
export function arrivals({ faults }: LocalAws, count: number, up: Promise<unknown>) {
  return new Promise<boolean>((resolve) => {
    let missing = count;
    faults.add({
      where: () => {
        missing -= 1;
        if (missing === 0) resolve(true);
        return false;
      },
    });
    void up.then(() => resolve(false));
  });
}

/** The number of turns of the event loop in which AWS receives all that is in the buffers of this machine. */
const turns = 50;

/** Waits until AWS has received all that paused processes have sent. */
export async function allReceived({ requests }: LocalAws): Promise<void> {
  for (let [seen, idle] = [-1, 0]; idle < turns; idle++) {
    await nextTurn();
    const now = requests.all().length;
    [seen, idle] = now === seen ? [seen, idle] : [now, 0];
  }
}
