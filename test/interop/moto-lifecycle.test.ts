import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import type { Kind } from "../../src/kinds/kind.js";
import { isRecord, type Props } from "../../src/values/json.js";
import { checked, make } from "../contract/world.js";
import { account, Moto, region } from "./moto.js";
import { cases, titled } from "./moto-cases.js";

// The life of a resource of each kind that moto supports, without local AWS.
let moto: Moto;
beforeAll(async () => {
  moto = await Moto.start();
});
afterAll(() => moto?.close());

describe.each(titled(cases))("%s", (_title, { kind, program, addSource, tags }) => {
  const tagged = { ...program, tags: { team: "orders", cost: "1" } };
  beforeEach(async () => {
    await moto.reset();
    await addSource();
  });

  it("is created, and then has the tags of the program and no others", async () => {
    const { id, outs } = await make(moto.provider(kind), tagged);
    expect(id).toMatch(
      new RegExp(`^arn:aws:\\w+:${region}:${account}:[\\w-]+[:/]orders-[0-9a-f]{7}$`),
    );
    expect(outs).toMatchObject({ arn: id, status: "available" });
    expect(await tags(id)).toEqual(tagged.tags);
  });

  it("is read without a difference", async () => {
    const made = await make(moto.provider(kind), tagged);
    const { id, inputs, props } = await moto.provider(kind).read(made.id, made.outs);
    expect({ id, inputs }).toEqual({ id: made.id, inputs: made.inputs });
    expect(isRecord(props) && props["arn"]).toBe(made.id);
    const provider = moto.provider(kind);
    expect(await provider.diff(made.id, { ...props }, made.inputs)).toEqual({ changes: false });
  });

  it("is looked up by its ARN", async () => {
    const made = await make(moto.provider(kind), tagged);
    const found = await moto.provider(kind).read(made.id, { __lookup: true });
    expect(found.inputs).toMatchObject({
      [kind.naming.input]: made.inputs[kind.naming.input],
      region,
      tagsAll: tagged.tags,
    });
  });

  it("changes its tags in place", async () => {
    const made = await make(moto.provider(kind), tagged);
    const provider = moto.provider(kind);
    const news = await checked(provider, { ...program, tags: { team: "billing" } }, made.inputs);
    expect(await provider.diff(made.id, made.outs, news)).toEqual({ replaces: [] });
    await provider.update(made.id, made.outs, news);
    expect(await tags(made.id)).toEqual({ team: "billing" });
  });

  it("is deleted, and is then gone", async () => {
    const made = await make(moto.provider(kind), tagged);
    await moto.provider(kind).delete(made.id, made.outs);
    expect(await moto.provider(kind).read(made.id, made.outs)).toEqual({});
    await moto.provider(kind).delete(made.id, made.outs);
  });
});

it.each(titled(cases))(
  "%s whose create was killed is adopted by the next run",
  async (_title, example) => {
    const { kind, program, addSource, tags } = example;
    await moto.reset();
    await addSource();
    const inputs = await checked(moto.provider(kind), { ...program, tags: { team: "orders" } });
    await moto.killedCreate(kind, inputs);
    const name = String(inputs[kind.naming.input]);
    const { id, outs = {} } = await moto.provider(kind).create({ ...inputs, ...fresh(kind, name) });
    expect(outs[kind.naming.input]).toBe(name);
    expect(await tags(id)).toEqual({ team: "orders" });
  },
);

/** Another name of the same pattern, which a second create would use. */
function fresh({ naming }: Kind, name: string): Props {
  return { [naming.input]: name.replace(/.{7}$/, "0123456") };
}
