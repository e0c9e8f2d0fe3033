import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { ProviderHost } from "./provider-host.js";

// Drives Pulumi's own host over gRPC with providers behind our boundary that return and throw values that no host
// survives. A call that is never answered fails at its deadline.
const boundary = join(__dirname, "..", "..", "dist", "dynamic", "boundary.js");
const errors = join(__dirname, "..", "..", "dist", "dynamic", "provider.js");

let host: ProviderHost;
let folder: string;
let files = 0;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), "boundary-"));
  host = await ProviderHost.start();
});
afterAll(() => {
  host.stop();
  rmSync(folder, { recursive: true });
});

/** Returns inputs whose provider has these methods; `body` is the source text of an object literal. */
function hostile(body: string): { __provider: string } {
  const file = join(folder, `provider-${files++}.js`);
  writeFileSync(
    file,
    `const { KeptFailure } = require(${JSON.stringify(errors)});
const cyclic = { name: "cyclic" }; cyclic.self = cyclic;
module.exports = require(${JSON.stringify(boundary)}).behindBoundary(${body});`,
  );
  return { __provider: `exports.handler=()=>require(${JSON.stringify(file)})` };
}

const values: [name: string, code: string, stored: unknown][] = [
  ["undefined", "undefined", undefined],
  ["undefined deep inside", "{ a: [{ b: undefined, c: 1 }] }", { a: [{ c: 1 }] }],
  ["undefined in a list", "[undefined, 1]", [null, 1]],
  ["a Date", "new Date(0)", "1970-01-01T00:00:00.000Z"],
  ["an invalid Date", "new Date(NaN)", null],
  ["a BigInt", "12345678901234567890n", "12345678901234567890"],
  ["a Map", "new Map([['a', 1], ['b', new Map()]])", { a: 1, b: {} }],
  ["a Set", "new Set([1, undefined])", [1, null]],
  ["a Buffer", "Buffer.from('hello')", "aGVsbG8="],
  ["a function", "() => {}", undefined],
  ["a symbol", "Symbol('x')", undefined],
  [
    "an Output",
    `require(${JSON.stringify(require.resolve("@pulumi/pulumi"))}).output(1)`,
    undefined,
  ],
  ["a circle", "cyclic", { name: "cyclic" }],
];

describe("a result", () => {
  it.each(values)("with %s is stored, and loses nothing else", async (_name, code, stored) => {
    const inputs = hostile(
      `{ create: async () => ({ id: "made", outs: { kept: "yes", odd: ${code} } }), update: async () => ({ outs: { kept: "yes", odd: ${code} } }), read: async (id) => ({ id, props: { kept: "yes", odd: ${code} } }) }`,
    );
    const properties = {
      kept: "yes",
      ...inputs,
      ...(stored === undefined ? {} : { odd: stored }),
    };
    expect(await host.create(inputs)).toEqual({ id: "made", properties });
    expect(await host.update("made", inputs, inputs)).toEqual({ properties });
    expect(await host.read("made", inputs)).toEqual({ id: "made", properties });
  });
});

const thrown: [name: string, code: string, message: string][] = [
  ["null", "null", "null"],
  ["undefined", "undefined", "undefined"],
  ["a text", "'broken'", "broken"],
  ["an object", "{ some: 1n }", "[object Object]"],
  ["an error without a message", "new Error()", "without a reason"],
  [
    "an error of AWS with an id of its own",
    "Object.assign(new Error('Throttled: slow down'), { id: 'r-1', properties: { a: undefined }, reasons: [], code: 14, details: 'other', metadata: {} })",
    "Throttled: slow down",
  ],
];

describe("a thrown value", () => {
  it.each(thrown)(
    "such as %s becomes an error that keeps nothing",
    async (_name, code, message) => {
      const boom = `async () => { throw ${code}; }`;
      const inputs = hostile(
        `{ create: ${boom}, update: ${boom}, read: ${boom}, delete: ${boom}, check: ${boom}, diff: ${boom} }`,
      );
      for (const answer of [
        await host.create(inputs),
        await host.update("made", inputs, inputs),
        await host.read("made", inputs),
        await host.delete("made", inputs),
      ]) {
        expect(answer.error).toContain(message);
        expect(answer.id).toBeUndefined();
      }
      await expect(host.check({}, inputs)).rejects.toThrow(message);
      await expect(host.diff("made", inputs, inputs)).rejects.toThrow(message);
    },
  );

  it.each(values)(
    "such as a partial failure with %s keeps id, properties and reasons",
    async (_n, code, stored) => {
      const inputs = hostile(
        `{ create: async (inputs) => { throw new KeptFailure("half done", "made", { ...inputs, odd: ${code} }); } }`,
      );
      expect(await host.create(inputs)).toEqual({
        error: "half done",
        id: "made",
        reasons: ["half done"],
        properties: { ...inputs, ...(stored === undefined ? {} : { odd: stored }) },
      });
    },
  );
});

it("the host prints at most one line of an error", async () => {
  const printing = await ProviderHost.start();
  const inputs = hostile(`{ delete: async () => { throw new Error("a long story"); } }`);
  expect((await printing.delete("made", inputs)).error).toBe("a long story");
  await expect
    .poll(() => printing.stderr)
    .toBe("pulumi-aws-snapshots: operation failed; see the error of the resource\n");
  printing.stop();
});

it("a create that returns no id is refused, so that no empty id is stored", async () => {
  const inputs = hostile(`{ create: async () => ({ id: 7, outs: {} }) }`);
  expect((await host.create(inputs)).error).toContain("returned no id");
});

it("a read of a resource that is gone returns nothing", async () => {
  const inputs = hostile(`{ read: async () => ({}) }`);
  const answer = await host.read("made", inputs);
  expect(answer.id).toBe("");
});
