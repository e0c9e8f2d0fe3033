import { describe, expect, it } from "vitest";
import { withHiddenInputs } from "../../src/dynamic/hidden-inputs.js";
import { sealingSecrets } from "../../src/dynamic/secret-tags.js";
import { lifecycle } from "../../src/lifecycle/lifecycle.js";
import { Runtime } from "../../src/lifecycle/runtime.js";
import { signatureKey } from "../../src/values/engine-values.js";
import { program, titled } from "./kind-examples.js";
import { ManualClock } from "./manual-clock.js";

const tagged = titled.filter(([, { kind }]) => kind.tagging !== undefined);

describe.each(tagged)("all tags of a %s", (_title, example) => {
  const check = async (given: object) => {
    const runtime = new Runtime(new ManualClock());
    const config = { "aws:region": "eu-west-1", "aws:defaultTags": '{"tags":{"team":"data"}}' };
    runtime.configure(new Map(Object.entries(config)));
    const provider = sealingSecrets(withHiddenInputs(lifecycle(example.kind, runtime)));
    const { inputs } = await provider.check({}, { ...program(example), ...given });
    return inputs;
  };
  const sealed = (value: object) => ({ [signatureKey]: expect.any(String), value });

  it.each([
    ["are not there", {}],
    ["are those of the program", { tags: { own: "x" } }],
  ])("are in clear text if its own tags %s", async (_case, given: { tags?: object }) => {
    const inputs = await check({ ...given, __programTags: given.tags ?? {} });
    expect(inputs).toMatchObject({ tagsAll: { team: "data", ...given.tags } });
    expect(inputs).not.toHaveProperty("__secretTags");
    expect(inputs).not.toHaveProperty("__programTags");
  });

  it.each<[string, object, object]>([
    ["it had none", {}, { token: "x" }],
    ["beside others", { own: "x" }, { own: "x", token: "x" }],
    ["in place of a value", { own: "x" }, { own: "y" }],
  ])("are secret if the engine changed its own tags: %s", async (_case, before, tags) => {
    const inputs = await check({ tags, __programTags: before });
    expect(inputs).toMatchObject({
      __secretTags: true,
      tagsAll: sealed({ team: "data", ...tags }),
    });
    expect(inputs).not.toHaveProperty("__programTags");
  });

  it("are secret if the program marks them as secret", async () => {
    const inputs = await check({
      tags: { own: "x" },
      __programTags: { own: "x" },
      __secretTags: true,
    });
    expect(inputs).toMatchObject({ tagsAll: sealed({ team: "data", own: "x" }) });
  });
});
