import { describe, expect, it } from "vitest";
import { arn, describeBoth, key, other } from "./cluster-snapshots.js";
import { failureOf, home, make } from "./world.js";

// The key of a copy of a cluster snapshot, as AWS requires and reports it.
describeBoth((setup) => {
  const { copies, withoutKey, start, copy, find } = setup;

  describe("encryption", () => {
    const none = "does not exist, is not enabled or you do not have permissions to access it.";

    it.each([
      [
        "of another region needs a key",
        "us-east-1",
        home[0],
        "InvalidParameterValue: Must specify new KMS key for cross region encrypted snapshot copy.",
        "Pass a key of the copy's region as kmsKeyId",
      ],
      [
        "of another account needs a key",
        home[1],
        other,
        `KMSKeyNotAccessibleFault: Specified KMS key [None] ${none}`,
        "Pass a key of the copy's own account and region as kmsKeyId",
      ],
    ])(
      "of a source %s, with the reason that AWS gives",
      async (_what, region, account, words, advice) => {
        copies.addSources(setup.world.aws, [account, region]);
        find("base", account, region).sharedWith.add(home[0]);
        const source = { sourceDbClusterSnapshotIdentifier: arn("base", region, account) };
        const { message, id } = await failureOf(
          make(setup.world.provider(copies.kind), { ...withoutKey, ...source }),
        );
        expect(id).toBeUndefined();
        expect(message).toContain(`${words} The source is encrypted with a key of`);
        expect(message).toContain(advice);
        const { outs } = await copy(source);
        expect(outs).toMatchObject({ kmsKeyId: `arn:aws:kms:eu-west-1:${home[0]}:key/${key}` });
      },
    );

    it("of a source under another account's default key is refused, with advice for its owner", async () => {
      copies.addSources(setup.world.aws, [other, home[1]]);
      const kmsKeyId = setup.world.aws.rds.at(other, home[1]).keyArn();
      Object.assign(find("base", other), { kmsKeyId }).sharedWith.add(home[0]);
      const source = { sourceDbClusterSnapshotIdentifier: arn("base", home[1], other) };
      const { message } = await failureOf(copy(source));
      expect(message).toContain(`The source snapshot KMS key [${kmsKeyId}] ${none}`);
      expect(message).toContain("ask the owner to copy the snapshot with a key of their own");
    });

    it("of a source in the same account and region is kept without a key", async () => {
      const { outs } = await make(setup.world.provider(copies.kind), withoutKey);
      expect(outs).toMatchObject({ storageEncrypted: true, kmsKeyId: find("base").kmsKeyId });
    });

    it("is added to a copy if AWS does so, whatever AWS reports of the source", async () => {
      await start({ unencryptedTakesKey: true });
      copies.addSources(setup.world.aws);
      Object.assign(find("base"), { encrypted: false, kmsKeyId: undefined });
      const { outs } = await copy();
      const kmsKeyId = `arn:aws:kms:eu-west-1:${home[0]}:key/${key}`;
      expect(outs).toMatchObject({ storageEncrypted: true, kmsKeyId });
    });

    it("cannot be added to a copy if AWS refuses it", async () => {
      Object.assign(find("base"), { encrypted: false, kmsKeyId: undefined });
      const { message, id } = await failureOf(copy());
      expect(id).toBeUndefined();
      expect(message).toContain(
        "InvalidParameterCombination: A KmsKeyId cannot be given for a copy",
      );
      expect(message).toContain("A copy cannot encrypt an unencrypted snapshot. Omit kmsKeyId");
      const { outs } = await make(setup.world.provider(copies.kind), withoutKey);
      expect(outs).toMatchObject({ storageEncrypted: false });
    });
  });
});
