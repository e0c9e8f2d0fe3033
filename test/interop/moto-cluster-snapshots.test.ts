import { Neptune } from "@aws-sdk/client-neptune";
import { afterAll, beforeAll, beforeEach, expect, it } from "vitest";
import { checked, make } from "../contract/world.js";
import { account, Moto, region } from "./moto.js";
import { addNeptuneSnapshot, baseArn, cases, kindOf, neptuneTags, titled } from "./moto-cases.js";

// Behaviour that only cluster snapshots and their copies have. DocumentDB has the same API, but moto does not support
// it.
let moto: Moto;
beforeAll(async () => {
  moto = await Moto.start();
});
afterAll(() => moto?.close());
beforeEach(() => moto.reset());

const shareable = cases.filter(({ kind }) => "sharedAccounts" in kind.inputs);
it.each(titled(shareable))(
  "%s is shared with accounts, and later no longer",
  async (_title, example) => {
    const { kind, program, addSource } = example;
    await addSource();
    let { id, inputs, outs } = await make(moto.provider(kind), program);
    for (const sharedAccounts of [["222233334444", "333344445555"], ["333344445555"], []]) {
      const provider = moto.provider(kind);
      inputs = await checked(provider, { ...program, sharedAccounts }, inputs);
      outs = { ...(await provider.update(id, outs, inputs)).outs };
      const read = await moto.provider(kind).read(id, outs);
      expect(read.inputs).toMatchObject({ sharedAccounts });
    }
  },
);

const copies = kindOf("neptune:ClusterSnapshotCopy");
const copy = {
  __urn: "urn:pulumi:prod::shop::pulumi-nodejs:dynamic/aws/any:Any::copy",
  sourceDbClusterSnapshotIdentifier: "base",
};

// moto ignores CopyTags if there are Tags, as AWS does: tags that the kind does not merge are lost.
it("a Neptune copy with copyTags has the tags of its source and those of the program, which win", async () => {
  await addNeptuneSnapshot();
  const program = { ...copy, copyTags: true, tags: { team: "copy", new: "1" } };
  const { id } = await make(moto.provider(copies), program);
  expect(await neptuneTags(id)).toEqual({ cost: "1", team: "copy", new: "1" });
});

it.each([
  ["its name and region", { sourceRegion: region }],
  ["its ARN", { sourceDbClusterSnapshotIdentifier: baseArn }],
])(
  "a Neptune copy is created in another region than its source, given by %s, and deleted there",
  async (_how, source) => {
    await addNeptuneSnapshot();
    const program = { ...copy, ...source, region: "us-east-1", tags: { team: "copy" } };
    const { id, outs } = await make(moto.provider(copies), program);
    expect(id).toMatch(`arn:aws:rds:us-east-1:${account}:cluster-snapshot:copy-`);
    expect(await neptuneTags(id)).toEqual({ team: "copy" });
    await moto.provider(copies).delete(id, outs);
    expect(await snapshotsIn("us-east-1")).toEqual([]);
    expect(await snapshotsIn(region)).toEqual(["base"]);
  },
);

async function snapshotsIn(where: string): Promise<(string | undefined)[]> {
  const { DBClusterSnapshots = [] } = await new Neptune({
    region: where,
  }).describeDBClusterSnapshots({ SnapshotType: "manual" });
  return DBClusterSnapshots.map(({ DBClusterSnapshotIdentifier }) => DBClusterSnapshotIdentifier);
}
