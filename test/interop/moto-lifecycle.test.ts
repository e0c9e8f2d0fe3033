import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import type { Kind } from "../../src/kinds/kind.js";
import { isRecord, type Props } from "../../src/values/json.js";
import type { HostName } from "../contract/suites.js";
import { checked, make } from "../contract/world.js";
import { account, Moto, region } from "./moto.js";
import { cases, type MotoCase } from "./moto-cases.js";

// The life of a resource of each kind that moto supports, through both hosts and without local AWS.
let moto: Moto;
beforeAll(async () => {
  moto = await Moto.start();
});
afterAll(() => moto?.close());

const hosts: readonly HostName[] = ["dynamic", "plugin"];
const rows = hosts.flatMap((host) =>
  cases.map((example): [string, HostName, MotoCase] => [example.title, host, example]),
);

describe.each(rows)("%s through the %s host", (_title, host, example) => {
  const { kind, program, addSource, tags } = example;
  const tagged = { ...program, tags: { team: "orders", cost: "1" } };
  beforeEach(async () => {
    await moto.reset();
    await addSource();
  });

  it("is created, and then has the tags of the program and no others", async () => {
    const { id, outs } = await make(moto.provider(kind, host), tagged);
    expect(id).toMatch(
      new RegExp(`^arn:aws:\\w+:${region}:${account}:[\\w-]+[:/]orders-[0-9a-f]{7}$`),
    );
    expect(outs).toMatchObject({ arn: id, status: "available" });
    expect(await tags(id)).toEqual(tagged.tags);
  });

  it("is read without a difference", async () => {
    const made = await make(moto.provider(kind, host), tagged);
    const { id, inputs, props } = await moto.provider(kind, host).read(made.id, made.outs);
    expect({ id, inputs }).toEqual({ id: made.id, inputs: made.inputs });
    expect(isRecord(props) && props["arn"]).toBe(made.id);
    const provider = moto.provider(kind, host);
    expect(await provider.diff(made.id, { ...props }, made.inputs)).toEqual({ changes: false });
  });

  it("is looked up by its ARN", async () => {
    const made = await make(moto.provider(kind, host), tagged);
    const found = await moto.provider(kind, host).read(made.id, { __lookup: true });
    expect(found.inputs).toMatchObject({
      [kind.naming.input]: made.inputs[kind.naming.input],
      region,
      tagsAll: tagged.tags,
    });
  });

  it("changes its tags in place", async () => {
    const made = await make(moto.provider(kind, host), tagged);
    const provider = moto.provider(kind, host);
    const news = await checked(provider, { ...program, tags: { team: "billing" } }, made.inputs);
    expect(await provider.diff(made.id, made.outs, news)).toEqual({ replaces: [] });
    await provider.update(made.id, made.outs, news);
    expect(await tags(made.id)).toEqual({ team: "billing" });
  });

  it("is deleted, and is then gone", async () => {
    const made = await make(moto.provider(kind, host), tagged);
    await moto.provider(kind, host).delete(made.id, made.outs);
    expect(await moto.provider(kind, host).read(made.id, made.outs)).toEqual({});
    await moto.provider(kind, host).delete(made.id, made.outs);
  });
});

it.each(rows)(
  "%s whose create through the %s host was killed is adopted by the next run",
  async (_title, host, { kind, program, addSource, tags }) => {
    await moto.reset();
    await addSource();
    const provider = moto.provider(kind, host);
    const inputs = await checked(provider, { ...program, tags: { team: "orders" } });
    await moto.killedCreate(kind, host, inputs);
    const name = String(inputs[kind.naming.input]);
    const again = moto.provider(kind, host);
    const { id, outs = {} } = await again.create({ ...inputs, ...fresh(kind, name) });
    expect(outs[kind.naming.input]).toBe(name);
    expect(await tags(id)).toEqual({ team: "orders" });
  },
);

/** Another name of the same pattern, which a second create would use. */
function fresh({ naming }: Kind, name: string): Props {
  return { [naming.input]: name.replace(/.{7}$/, "0123456") };
}
