import { expect, it } from "vitest";
import { manualClock } from "../../src/local-aws/index.js";
import { untilAccepted } from "../../src/waiting/retry.js";

/** Refuses this many times, each after some milliseconds of other work, and returns the messages in the row. */
async function refused(times: number, timeout: number, apart = 0) {
  const clock = manualClock();
  const shown: string[] = [];
  let [left, elsewhere] = [times, 0];
  const send = async () => {
    clock.advance(apart);
    elsewhere += apart;
    if (left > 0) {
      left -= 1;
      const error = new Error("It isn't available");
      throw Object.assign(error, { name: "InvalidStateFault", $metadata: {} });
    }
  };
  const waiting = {
    clock: {
      now: () => clock.now(),
      sleep: async (milliseconds: number) => clock.advance(Math.ceil(milliseconds)),
    },
    progress: {
      show: (text: string) => shown.push(text),
      warn: (text: string) => shown.push(text),
    },
  };
  const ended = untilAccepted(waiting, ["InvalidState"], timeout, send, {
    advice: "Do something else.",
    beside: () => 'The cluster "orders" is "modifying".',
    apart: () => elsewhere,
  });
  const message = await ended.then(
    () => "accepted",
    (error: unknown) => String(error),
  );
  return { message, shown };
}

it("a request that AWS refuses shows in its row the known reason and how long it has been refused", async () => {
  const { message, shown } = await refused(2, 60);
  expect(message).toBe("accepted");
  expect(shown[0]).toBe(
    'waiting 0s: InvalidStateFault: It isn\'t available. The cluster "orders" is "modifying".',
  );
  expect(shown[1]).toMatch(/^waiting [23]s: /);
});

it("a request that AWS refuses for too long fails with the known reason and with advice", async () => {
  const { message } = await refused(Number.POSITIVE_INFINITY, 60);
  expect(message).toBe(
    'Error: AWS refused the request for 1m 0s. Its last answer: InvalidStateFault: It isn\'t available. The cluster "orders" is "modifying". Do something else.',
  );
});

it("the time that a request spends on something else does not count as refused", async () => {
  const { message, shown } = await refused(3, 60, 3_600_000);
  expect(message).toBe("accepted");
  expect(shown.at(-1)).toMatch(/^waiting \d+s: /);
});
