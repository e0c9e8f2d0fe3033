import { devNull } from "node:os";
import * as fc from "fast-check";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { behindBoundary } from "../../src/dynamic/boundary.js";
import { withHiddenInputs } from "../../src/dynamic/hidden-inputs.js";
import type { DynamicProvider } from "../../src/dynamic/provider.js";
import { sealingSecrets } from "../../src/dynamic/secret-tags.js";
import type { Kind } from "../../src/kinds/kind.js";
import { lifecycle } from "../../src/lifecycle/lifecycle.js";
import { Runtime } from "../../src/lifecycle/runtime.js";
import { observedOf, tagDifference } from "../../src/state/tags.js";
import { isUnknown, signatureKey } from "../../src/values/engine-values.js";
import { isRecord, type Props } from "../../src/values/json.js";
import { overTheWire } from "../host-wire.js";
import { anyText, anyValue, fixed, takenTags, tamperedWith } from "../hostile-values.js";
import { type KindExample, made, program, sharedInputs, titled } from "./kind-examples.js";
import { ManualClock } from "./manual-clock.js";

// check and diff with any values at all. Nothing here calls AWS.
beforeAll(() => {
  for (const key of Object.keys(process.env).filter((name) => name.startsWith("AWS_"))) {
    vi.stubEnv(key, undefined);
  }
  vi.stubEnv("AWS_CONFIG_FILE", devNull);
  vi.stubEnv("AWS_SHARED_CREDENTIALS_FILE", devNull);
});
const prototypes = [Object, Array, Function, String, Map].map(({ prototype }) => prototype);
const before = prototypes.map(Reflect.ownKeys);
afterAll(() => {
  vi.unstubAllEnvs();
  // No given value has become a property of every object.
  expect(prototypes.map(Reflect.ownKeys)).toEqual(before);
});

function providerOf(kind: Kind, config: Record<string, string> = {}): DynamicProvider {
  const runtime = new Runtime(new ManualClock());
  runtime.configure(new Map(Object.entries({ "aws:region": "eu-west-1", ...config })));
  return behindBoundary(sealingSecrets(withHiddenInputs(lifecycle(kind, runtime))));
}

/** Returns check's answer, which the host must be able to send on. */
async function answerOf(provider: DynamicProvider, olds: Props, news: Props) {
  const { inputs, failures } = await provider.check(olds, news);
  for (const failure of failures ?? []) {
    expect(failure).toEqual({ property: expect.any(String), reason: expect.stringMatching(/\S/) });
  }
  expect(() => overTheWire(inputs)).not.toThrow();
  return { inputs: opened(inputs), failures: failures ?? [] };
}

/** Returns inputs as the engine hands them back, with secrets in clear text. */
function opened(inputs: Props): Props {
  const { tagsAll } = inputs;
  const isSealed = isRecord(tagsAll) && Object.hasOwn(tagsAll, signatureKey);
  return isSealed ? { ...inputs, tagsAll: tagsAll["value"] } : inputs;
}

/** Programs of a kind with hostile values in some inputs. */
function programs(example: KindExample): fc.Arbitrary<Props> {
  const shared = sharedInputs.map(([key]) => key);
  const hidden = [
    "__timeouts",
    "__connection",
    "__deleteBeforeReplace",
    "__retainOnDelete",
    "__replacementTrigger",
  ];
  const keys = [...Object.keys(example.inputs), ...shared, ...hidden, "unheardOf"];
  const named = fc
    .tuple(anyText, fc.boolean(), takenTags(anyText))
    .map(([logicalName, isSecret, tags]) => ({
      ...program(example),
      __urn: `urn:pulumi:prod::shop::pulumi-nodejs:dynamic/aws/any:Any::${logicalName}`,
      ...(isSecret ? { __secretTags: true } : {}),
      ...(example.kind.tagging === undefined ? {} : { tags }),
    }));
  return named.chain((honest) => tamperedWith(honest, keys));
}

describe.each(titled)("a %s", (_title, example) => {
  const provider = providerOf(example.kind);

  it("is checked whatever is given: mistakes are failures, and accepted inputs stay accepted", async () => {
    let accepted = 0;
    const runs = fc.asyncProperty(programs(example), programs(example), async (news, olds) => {
      await answerOf(providerOf(example.kind), olds, news);
      // Names that a process has seen in other programs would count as theirs, so each program has its own process.
      const provider = providerOf(example.kind);
      const { inputs, failures } = await answerOf(provider, {}, news);
      if (failures.length > 0) {
        return;
      }
      accepted++;
      expect(await answerOf(provider, inputs, inputs)).toEqual({ inputs, failures: [] });
      if (!isUnknown(inputs)) {
        const outs = made(example, inputs);
        expect(await provider.diff("made", outs, inputs)).toEqual({ changes: false });
      }
    });
    await fc.assert(runs, { ...fixed, numRuns: 50 });
    expect(accepted).toBeGreaterThan(10);
  });

  it("is checked even if its strings are too long for a regular expression", async () => {
    const long = "a".repeat(6_000_000);
    const keys = [...Object.keys(example.inputs), "profile", "assumeRoleArn"];
    const region = `eu${"-a".repeat(2_500_000)}`;
    const all = { ...Object.fromEntries(keys.map((key) => [key, long])), region };
    const { failures } = await provider.check({}, { ...program(example), ...all });
    expect(failures).toContainEqual({ property: "region", reason: expect.any(String) });
  });

  it("is compared whatever the state contains", async () => {
    const states = tamperedWith(made(example, program(example)), [
      ...Object.keys(example.inputs),
      "tagsAll",
      "triggers",
      "region",
      "arn",
      "__given",
      "status",
      "__marked",
    ]);
    const runs = fc.asyncProperty(anyText, states, programs(example), async (id, outs, news) => {
      const { __connection: _, profile: __, assumeRoleArn: ___, ...inputs } = news;
      const { changes, replaces, ...rest } = await provider.diff(id, outs, inputs);
      expect([true, false, undefined]).toContain(changes);
      expect((replaces ?? []).every((key) => typeof key === "string")).toBe(true);
      expect(rest).toEqual({});
    });
    await fc.assert(runs, { ...fixed, numRuns: 30 });
  });
});

it("values nested very deeply are checked, and can be sent on", async () => {
  const [[, example] = expect.fail("no examples")] = titled;
  let deep: unknown = "deep";
  for (let level = 0; level < 150; level++) {
    deep = [{ deep }];
  }
  for (const key of ["triggers", "tags", "kmsKeyId"]) {
    await answerOf(providerOf(example.kind), {}, { ...program(example), [key]: { deep } });
  }
});

it("settings of a stack that contain anything are failures or settings", async () => {
  const [[, example] = expect.fail("no examples")] = titled;
  const keys = ["defaultTags", "ignoreTags", "assumeRoles", "endpoints", "profile", "maxRetries"];
  const values = fc.oneof(
    anyText,
    anyValue.map((value) => JSON.stringify(value)),
  );
  const runs = fc.asyncProperty(fc.constantFrom(...keys), values, async (key, value) => {
    const provider = providerOf(example.kind, { [`aws:${key}`]: value });
    await answerOf(provider, {}, program(example));
  });
  await fc.assert(runs, { ...fixed, numRuns: 200 });
});

describe("the tags of any program", () => {
  const tags = fc
    .array(fc.tuple(anyText, anyText), { maxLength: 5 })
    .map((entries): Record<string, string> => Object.fromEntries(entries));

  it("are the wanted ones after their difference is applied", () => {
    const runs = fc.property(tags, tags, (from, to) => {
      const { add, remove } = tagDifference(from, to);
      const held = new Map([...Object.entries(from), ...Object.entries(add)]);
      for (const key of remove) {
        held.delete(key);
      }
      expect(held).toEqual(new Map(Object.entries(to)));
    });
    void fc.assert(runs, { ...fixed, numRuns: 500 });
  });

  it("are reported as observed only if AWS has them", () => {
    const runs = fc.property(tags, tags, (given, held) => {
      const both = Object.keys(given).filter((key) => Object.hasOwn(held, key));
      expect(new Map(Object.entries(observedOf(given, held)))).toEqual(
        new Map(both.map((key) => [key, held[key]])),
      );
    });
    void fc.assert(runs, { ...fixed, numRuns: 500 });
  });
});
