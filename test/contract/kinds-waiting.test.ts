import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { createVerb } from "../../src/kinds/kind.js";
import type { Fault } from "../../src/local-aws/index.js";
import type { Props } from "../../src/values/json.js";
import {
  cases,
  faultOn,
  held,
  inOrder,
  purposeOf,
  purposes,
  settingCalls,
  throttled,
} from "./cases.js";
import { checked, failureOf, home, make, World } from "./world.js";

// Resources of each kind while AWS takes its time, or answers badly.
let world: World;
beforeEach(async () => {
  world = await World.start();
});
afterEach(() => world.close());

const passing: [what: string, fault: Fault][] = [
  ["fails with an empty answer", { rawBody: { status: 500, body: "" } }],
  ["is not available", { rawBody: { status: 503, body: "<html>Service Unavailable</html>" } }],
  ["closes the connection", { dropConnection: "before" }],
  ["answers garbage", { rawBody: { status: 200, body: '{"Snapshots": [' } }],
  ...[
    "Throttling",
    "ThrottlingException",
    "RequestLimitExceeded",
    "APICallRateForCustomerExceeded",
    "APICallRateForCustomerExceededFault",
  ].map((code): [string, Fault] => [
    `says ${code}`,
    { error: { code, message: "Rate exceeded", status: 400 } },
  ]),
];

describe.each(cases)("a $kind.label", (example) => {
  const { kind, program, spelled, words } = example;
  const fixed = { ...program, [kind.naming.input]: "orders-1" };
  beforeEach(() => example.addSources(world.aws));

  describe("whose source is busy", () => {
    it("is created once the source is free, and its timeout counts from then", async () => {
      const { aws } = world;
      example.occupySource(aws, 50);
      const { outs } = await make(world.provider(kind), {
        ...program,
        __timeouts: { create: "55s" },
      });
      expect(outs["status"]).toBe(words.available);
      expect(held(example, aws, home)).toHaveLength(1);
      expect(purposes(example, aws).join(" ")).toMatch(
        // If one error code means both a taken name and an operation in progress, a listing tells which.
        inOrder(example, "list create( \\S+)?( create( \\S+)?){2,} (find )+untag"),
      );
    });

    it.each([
      ["its own time", { create: "2m" }, 120],
      ["two hours, if it has no timeout of its own", {}, 7200],
    ])("is given up after %s, and nothing was created", async (_time, __timeouts, longest) => {
      example.occupySource(world.aws, Number.POSITIVE_INFINITY);
      const call = make(world.provider(kind), { ...fixed, __timeouts });
      const seconds = await world.secondsOf(call);
      const { message, id } = await failureOf(call);
      expect(id).toBeUndefined();
      expect(message).toContain(`${createVerb(kind)} ${kind.label} "orders-1" in eu-west-1: `);
      // A wait ends with a check when its time is up.
      expect(seconds).toBeGreaterThanOrEqual(longest);
      expect(seconds).toBeLessThanOrEqual(longest + 1);
      expect(held(example, world.aws, home)).toEqual([]);
    });

    it("is given up with AWS's code, with the status of the source, and with what to do", async () => {
      example.occupySource(world.aws, Number.POSITIVE_INFINITY);
      const call = make(world.provider(kind), { ...fixed, __timeouts: { create: "2m" } });
      const { message } = await failureOf(call);
      expect(message).toContain(example.codes.busy);
      expect(message).toMatch(/ The [\w ]+ "(orders|base|shop)" is "[\w-]+"\. /);
      expect(message).toContain("Try again later, or raise customTimeouts.create.");
    });
  });

  describe("that AWS accepted", () => {
    it("may be unlisted for a while", async () => {
      const gone = { code: example.codes.gone, message: "never heard of it" };
      const fault = faultOn(world.aws, example, "find", { error: gone, times: 6 });
      const { outs } = await make(world.provider(kind), program);
      expect(outs["status"]).toBe(words.available);
      expect(fault.hits).toBe(6);
    });

    it("may be unlisted for four minutes", async () => {
      const gone = { code: example.codes.gone, message: "never heard of it" };
      const known = world.aws.clock.now() + 240_000;
      const fault = world.aws.faults.add({
        ...example.calls.find,
        where: (input) =>
          (example.calls.find.where?.(input) ?? true) && world.aws.clock.now() < known,
        error: gone,
        times: Number.POSITIVE_INFINITY,
      });
      const { outs } = await make(world.provider(kind), program);
      expect(outs["status"]).toBe(words.available);
      expect(fault.hits).toBeGreaterThan(10);
    });

    it("may be left out of a single answer", async () => {
      const gone = { code: example.codes.gone, message: "never heard of it" };
      const fault = faultOn(world.aws, example, "find", { error: gone, after: 1 });
      const { outs } = await make(world.provider(kind), program);
      expect(outs["status"]).toBe(words.available);
      expect(fault.hits).toBe(1);
    });

    it("is kept as deleted and replaced if AWS never lists it", async () => {
      const gone = { code: example.codes.gone, message: "never heard of it" };
      faultOn(world.aws, example, "find", { error: gone, times: Number.POSITIVE_INFINITY });
      const provider = world.provider(kind);
      const inputs = await checked(provider, program);
      const { message, id, properties } = await failureOf(provider.create(inputs));
      expect(id).toBe(held(example, world.aws, home)[0]?.arn);
      expect(message).toContain("it was deleted while AWS was creating it. The next `pulumi up`");
      expect(properties).toMatchObject({ ...inputs, ...spelled, status: "deleted" });
      expect(await provider.diff(id ?? "", properties, inputs)).toEqual({
        changes: true,
        replaces: ["status"],
      });
    });

    it("is kept with its status and replaced if it failed", async () => {
      example.service(world.aws).fail(...home, "orders-1");
      const provider = world.provider(kind);
      const inputs = await checked(provider, fixed);
      const { message, id, properties } = await failureOf(provider.create(inputs));
      expect(message).toContain(
        `waiting for ${kind.label} "orders-1" in eu-west-1: AWS reports "${words.failed}"`,
      );
      expect(properties).toMatchObject({ ...inputs, ...spelled, status: words.failed });
      expect(await provider.diff(id ?? "", properties, inputs)).toEqual({
        changes: true,
        replaces: ["status"],
      });
      await world.provider(kind).delete(id ?? "", properties);
      expect(held(example, world.aws, home)).toEqual([]);
    });

    it("is waited for if AWS reports an unknown status", async () => {
      const { aws } = world;
      example.service(aws).fail(...home, "orders-1", "optimizing");
      const ready = aws.clock.now() + 60_000;
      aws.faults.add({
        ...example.calls.find,
        where: () => {
          if (aws.clock.now() >= ready) {
            held(example, aws, home)[0]?.lifetime.end(words.available);
          }
          return false;
        },
      });
      const call = make(world.provider(kind), fixed);
      expect(await world.secondsOf(call)).toBeGreaterThanOrEqual(60);
      expect((await call).outs["status"]).toBe(words.available);
    });

    it("is kept if it is not finished in time, and the next update continues to wait", async () => {
      const { aws } = world;
      example.service(aws).freeze(...home, "orders-1");
      const provider = world.provider(kind);
      const inputs = await checked(provider, { ...fixed, __timeouts: { create: "1m" } });
      const call = provider.create(inputs);
      expect(await world.secondsOf(call)).toBeCloseTo(60);
      const { message, id = "", properties } = await failureOf(call);
      expect(message).toMatch(
        new RegExp(
          `^waiting for ${kind.label} "orders-1" in eu-west-1: still "${words.creating}[^"]*" after 1m( 0s)? \\(checked \\d+ times\\)\\. It stays in the stack\\. .* raise customTimeouts\\.create\\.$`,
        ),
      );
      expect(properties).toMatchObject({ ...inputs, ...spelled, status: words.creating });
      expect(properties).not.toHaveProperty("__marked");
      expect(await provider.diff(id, properties, inputs)).toEqual({ changes: true });

      held(example, aws, home)[0]?.lifetime.end(words.available);
      aws.requests.clear();
      const { outs } = await world.provider(kind).update(id, properties, inputs);
      expect(outs).toMatchObject({ ...inputs, ...spelled, status: words.available });
      expect(aws.requests.changing()).toEqual([]);
      expect(await provider.diff(id, { ...outs }, inputs)).toEqual({ changes: false });
    });

    it("names the timeout to raise if an update waits too long for it", async () => {
      example.service(world.aws).freeze(...home, "orders-1");
      const provider = world.provider(kind);
      const made = await make(provider, { ...fixed, waitForCompletion: false });
      const __timeouts = { create: "3h", update: "30s" };
      const news = await checked(provider, { ...fixed, __timeouts }, made.inputs);
      const call = provider.update(made.id, made.outs, news);
      expect(await world.secondsOf(call)).toBeCloseTo(30);
      const { message, id, properties } = await failureOf(call);
      expect(id).toBe(made.id);
      expect(properties).toMatchObject({ status: words.creating, __timeouts });
      expect(message).toContain("raise customTimeouts.update");
    });

    it("is not waited for if the program says so, and can be waited for later", async () => {
      const { aws } = world;
      const provider = world.provider(kind);
      const made = await make(provider, { ...program, waitForCompletion: false });
      expect(made.outs["status"]).toBe(words.creating);
      expect(purposes(example, aws).join(" ")).toMatch(inOrder(example, "list create untag"));
      expect(await provider.diff(made.id, made.outs, made.inputs)).toEqual({ changes: false });

      const news = await checked(provider, program, made.inputs);
      const { outs } = await provider.update(made.id, made.outs, news);
      expect(outs).toMatchObject({ status: words.available });
      expect(outs).not.toHaveProperty("waitForCompletion");
    });
  });

  describe("that is being created", () => {
    it.each(passing)(
      "is still waited for if AWS %s, with longer intervals meanwhile",
      async (_what, fault) => {
        const { aws } = world;
        const handle = faultOn(aws, example, "find", { ...fault, after: 1, times: 3 });
        const { outs } = await make(world.provider(kind), program);
        expect(outs["status"]).toBe(words.available);
        expect(handle.hits).toBe(3);
        const times = aws.requests
          .all()
          .filter((request) => purposeOf(example, request) === "find")
          .map(({ at }) => at);
        const [first = 0, second = 0, , , fifth = 0] = times;
        const [fourth = 0] = times.slice(3);
        expect(times).toHaveLength(5);
        expect(fifth - fourth).toBeGreaterThan(4 * (second - first));
      },
    );

    it("is still waited for if an answer never comes", async () => {
      const fault = faultOn(world.aws, example, "find", { hang: "before" });
      vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout"] });
      try {
        const made = make(world.provider(kind), program);
        await vi.waitUntil(() => fault.hits === 1);
        await vi.advanceTimersByTimeAsync(31_000);
        expect((await made).outs["status"]).toBe(words.available);
      } finally {
        vi.useRealTimers();
      }
    });

    it.each(["list", "create", "find"] as const)(
      "is created although its %s call is throttled with a code that the SDK does not know",
      async (purpose) => {
        const fault = faultOn(world.aws, example, purpose, throttled);
        const { outs } = await make(world.provider(kind), program);
        expect(outs["status"]).toBe(words.available);
        expect(fault.hits).toBe(1);
      },
    );
  });
});

describe.each(cases.filter(({ settings }) => settings !== undefined))(
  "a $kind.label that is changed",
  (example) => {
    const { kind, program } = example;
    beforeEach(() => example.addSources(world.aws));

    const change = async (key: string) => {
      const provider = world.provider(kind);
      const made = await make(provider, program);
      const news = await checked(provider, { ...program, [key]: example.others[key] }, made.inputs);
      return async () => {
        const { outs } = await provider.update(made.id, made.outs, news);
        expect(await provider.diff(made.id, { ...outs }, news)).toEqual({ changes: false });
        const { inputs } = await provider.read(made.id, { ...outs });
        expect(inputs).toMatchObject({ [key]: example.others[key] });
      };
    };

    it.each(settingCalls(example))(
      "gets its new setting although %s is throttled with a code that the SDK does not know",
      async (operation, key) => {
        const update = await change(key);
        const fault = world.aws.faults.add({ operation, ...throttled });
        await update();
        expect(fault.hits).toBe(1);
      },
    );

    it.each(Object.entries(example.settings ?? {}))(
      "gets its new setting once AWS has finished what prevents %s",
      async (key, operations) => {
        const update = await change(key);
        const error = { code: example.codes.undeletable, message: "Something is under way" };
        const fault = world.aws.faults.add({ operation: operations.at(-1) ?? "", error, times: 3 });
        await update();
        expect(fault.hits).toBe(3);
      },
    );
  },
);

describe.each(cases.filter(({ kind }) => kind.makes === "copy"))(
  "a $kind.label whose source is deleted during its create",
  (example) => {
    const { kind, program, spelled, words } = example;
    const fixed = { ...program, [kind.naming.input]: "orders-1" };
    beforeEach(() => example.addSources(world.aws));

    const source = () =>
      example
        .service(world.aws)
        .all(...home)
        .find(({ name }) => name === "base");

    /** Creates a resource, deletes its source as soon as AWS starts, and then changes AWS further. */
    const copied = async (more = () => {}) => {
      const { aws } = world;
      aws.faults.add({
        operation: example.calls.find.operation,
        where: () => {
          if (held(example, aws, home).length > 0 && source() !== undefined) {
            example.service(aws).vanish(...home, "base");
            more();
          }
          return false;
        },
      });
      const provider = world.provider(kind);
      const inputs = await checked(provider, fixed);
      return { provider, inputs, call: provider.create(inputs) };
    };

    /** Replaces a resource, which must fail because the source is missing, and then destroys what is in the state. */
    const replaced = async (id: string, properties: Props, inputs: Props) => {
      const provider = world.provider(kind);
      expect((await provider.diff(id, properties, inputs)).replaces).toEqual(["status"]);
      const next = await failureOf(provider.create(inputs));
      expect(next.id).toBeUndefined();
      expect(next.message).toContain(
        `${createVerb(kind)} ${kind.label} "orders-1" in eu-west-1: ${example.codes.missing}: `,
      );
      expect(next.message).toContain(`Check ${example.source}`);
      await world.provider(kind).delete(id, properties);
      expect(held(example, world.aws, home)).toEqual([]);
    };

    it("is kept if AWS finishes it, and no longer needs its source", async () => {
      const { provider, inputs, call } = await copied();
      const { id, outs } = await call;
      expect(source()).toBeUndefined();
      expect(outs).toMatchObject({ ...inputs, ...spelled, status: words.available });
      const read = await provider.read(id, { ...outs });
      expect(read.props).toEqual(outs);
      expect(await provider.diff(id, { ...read.props }, inputs)).toEqual({ changes: false });
      await world.provider(kind).delete(id, { ...outs });
      expect(held(example, world.aws, home)).toEqual([]);
    });

    it("is kept as failed if AWS gives it up, and its replacement lacks a source", async () => {
      const giveUp = () => example.service(world.aws).fail(...home, "orders-1");
      const { inputs, call } = await copied(giveUp);
      const { message, id = "", properties } = await failureOf(call);
      expect(source()).toBeUndefined();
      expect(message).toContain(
        `waiting for ${kind.label} "orders-1" in eu-west-1: AWS reports "${words.failed}"`,
      );
      expect(id).toBe(held(example, world.aws, home)[0]?.arn);
      expect(properties).toMatchObject({ ...inputs, ...spelled, status: words.failed });
      await replaced(id, properties, inputs);
    });

    it("is kept as deleted if AWS removes it too, and its replacement lacks a source", async () => {
      const takeAway = () => example.service(world.aws).vanish(...home, "orders-1");
      const { inputs, call } = await copied(takeAway);
      const { message, id = "", properties } = await failureOf(call);
      expect(message).toContain(
        `waiting for ${kind.label} "orders-1" in eu-west-1: it was deleted while AWS was creating it.`,
      );
      expect(properties).toMatchObject({ ...inputs, ...spelled, status: "deleted" });
      await replaced(id, properties, inputs);
    });
  },
);

describe.each(cases)("a $kind.label without progress", (example) => {
  const { kind, program, words } = example;
  beforeEach(() => example.addSources(world.aws));

  it("is given up after its stall limit, kept, and waited for by the next update", async () => {
    const fixed = { ...program, [kind.naming.input]: "orders-1", stallTimeout: "5m" };
    example.service(world.aws).freeze(...home, "orders-1");
    const call = make(world.provider(kind), fixed);
    const seconds = await world.secondsOf(call);
    const { message, id, properties } = await failureOf(call);
    expect(message).toMatch(
      new RegExp(
        `: AWS reported no progress for 5m 0s: still "${words.creating}.* raise stallTimeout\\.$`,
      ),
    );
    expect(seconds).toBeGreaterThanOrEqual(300);
    expect(seconds).toBeLessThan(340);
    held(example, world.aws, home)[0]?.lifetime.end(words.available);
    const provider = world.provider(kind);
    const news = await checked(provider, { ...fixed, stallTimeout: "1h" }, fixed);
    const { outs } = await provider.update(String(id), properties, news);
    expect(outs).toMatchObject({ status: words.available, stallTimeout: "1h" });
  });
});
