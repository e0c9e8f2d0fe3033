import { describe, expect, it } from "vitest";
import { autoNames } from "../../src/state/auto-name.js";
import { isUnknown, unknownText } from "../../src/values/engine-values.js";
import type { Props } from "../../src/values/json.js";
import {
  checked,
  examples,
  keyArn,
  kindOf,
  problems,
  program,
  surroundings,
  titled,
  withInput,
} from "./kind-examples.js";
import { check } from "./properties.js";

const snapshot = kindOf("memorydb:Snapshot");
const copy = kindOf("memorydb:SnapshotCopy");

const ofSnapshot = (news: Props, olds: Props = {}) =>
  problems(
    snapshot,
    {
      clusterName: "orders",
      __urn: "urn:pulumi:prod::shop::pulumi-nodejs:dynamic/aws/any:Any::orders",
      ...news,
    },
    olds,
  );
const ofCopy = (news: Props, olds: Props = {}) =>
  problems(
    copy,
    {
      sourceSnapshotName: "orders-1",
      __urn: "urn:pulumi:prod::shop::pulumi-nodejs:dynamic/aws/any:Any::orders",
      ...news,
    },
    olds,
  );

describe.each(titled)("the inputs of a %s", (_title, example) => {
  const { kind } = example;
  const base = program(example);
  const name = kind.naming.input;

  it("are accepted as in the example, in every spelling", () => {
    expect(problems(kind, base)).toEqual([]);
    for (const [key, { others, spellings }] of Object.entries(example.inputs)) {
      for (const value of [...others, ...spellings]) {
        expect(problems(kind, withInput(example, base, key, value))).toEqual([]);
      }
    }
  });

  const texts = Object.keys(example.inputs).filter((key) => kind.inputs[key]?.type === undefined);
  it.each(texts)("are refused if %s is not a string", (key) => {
    const reasons = [7, true, ["a"], "", " "].map((value) =>
      problems(kind, withInput(example, base, key, value)),
    );
    expect(reasons).toEqual([
      [`${key}: must be a string, not a number`],
      [`${key}: must be a string, not a boolean`],
      [`${key}: must be a string, not a list`],
      [`${key}: must not be empty`],
      [`${key}: must not be empty`],
    ]);
  });

  it('are refused with "must be a string, not an object" if they are objects', () => {
    for (const key of [...texts, "profile"]) {
      expect(problems(kind, withInput(example, base, key, { a: 1 }))).toEqual([
        `${key}: must be a string, not an object`,
      ]);
    }
  });

  it("are refused if an input that AWS requires is missing", () => {
    for (const key of Object.keys(example.inputs)) {
      const required = kind.inputs[key]?.required === true;
      const sources = kind.madeFrom.inputs;
      const alternatives = sources.includes(key) && !example.leftOut.includes(key);
      const expected = required
        ? [`${key}: must be given`]
        : alternatives
          ? [
              `${sources[0]}: ${kind.partAndWhole ? "at least" : "exactly"} one of ${sources.join(" and ")} must be given`,
            ]
          : [];
      expect(problems(kind, { ...base, [key]: undefined })).toEqual(expected);
      expect(problems(kind, { ...base, [key]: null })).toEqual(expected);
    }
  });

  it("are not checked while they are unknown, and stay unknown", () => {
    const tags = kind.tagging === undefined ? [] : ["tags"];
    const shared = ["region", "profile", "assumeRoleArn", "triggers", "waitForCompletion", ...tags];
    const keys = [...Object.keys(example.inputs), ...shared, "__timeouts", "__connection"];
    for (const key of keys) {
      const news = withInput(example, base, key, unknownText);
      const { inputs, failures } = check(kind, surroundings(), {}, news);
      expect(failures).toEqual([]);
      expect(isUnknown(Object.entries(inputs).find(([input]) => input === key)?.[1])).toBe(true);
    }
    const together = keys.filter((key) => !example.leftOut.includes(key));
    const all = Object.fromEntries(together.map((key) => [key, unknownText]));
    expect(problems(kind, { ...base, ...all })).toEqual([]);
    const inside = {
      ...(kind.tagging && { tags: { team: unknownText } }),
      triggers: { day: unknownText },
      __timeouts: { create: unknownText },
    };
    expect(problems(kind, { ...base, ...inside })).toEqual([]);
  });

  const makesNames = kind.naming.isOwn ? [kind.naming.max] : [];
  it.each(makesNames)(
    "keep an automatic name of up to %i characters, and get a new one if there is none to keep",
    (most) => {
      const { [name]: _, ...nameless } = base;
      const first = checked(example, nameless);
      const again = checked(example, { ...nameless, tags: { team: "b" } }, first);
      const fresh = checked(example, { ...nameless, [name]: null });
      expect(autoNames("orders", most)(String(first[name]))).toBe(true);
      expect(autoNames("orders", most)(String(fresh[name]))).toBe(true);
      expect(again[name]).toBe(first[name]);
      expect(fresh[name]).not.toBe(first[name]);
    },
  );

  it.each(makesNames)("keep a fixed name when the program no longer fixes it", () => {
    const { [name]: fixed, ...nameless } = base;
    expect(checked(example, nameless, checked(example, base))[name]).toBe(fixed);
  });

  it("accept as a region only a string that looks like a region", () => {
    for (const region of ["us-gov-west-1", "cn-north-1", "eusc-de-east-1", "ap-southeast-7"]) {
      const { kmsKeyId: _, ...elsewhere } = base;
      expect(problems(kind, { ...elsewhere, region })).toEqual([]);
    }
    for (const region of ["", "Ireland", "eu-west", "EU-WEST-1", "eu-west-1a", "eu-west-1 ", 7]) {
      expect(problems(kind, { ...base, region })).toContain(
        `region: ${JSON.stringify(region)} is not a region. A region looks like eu-west-1`,
      );
    }
  });
});

describe("the name of a MemoryDB snapshot", () => {
  const form =
    "snapshotName: must consist of letters, digits and hyphens, with no two hyphens in a row and no hyphen at the end";

  it.each([
    ["a".repeat(300), "snapshotName: has 300 characters; MemoryDB allows 1 to 255"],
    ["a".repeat(256), "snapshotName: has 256 characters; MemoryDB allows 1 to 255"],
    ["orders--1", form],
    ["orders-", form],
    ["orders.1", form],
    ["orders 1", form],
    ["örders", form],
    ["arn:aws:memorydb:eu-west-1:111122223333:snapshot/orders", form],
  ])("cannot be %s", (snapshotName, problem) => {
    expect(ofSnapshot({ snapshotName })).toEqual([problem]);
  });

  it.each(["a", "1", "a".repeat(255), "Orders-1", "1-orders"])("can be %s", (snapshotName) => {
    expect(ofSnapshot({ snapshotName })).toEqual([]);
  });

  it("is changed to lower case, as AWS does", () => {
    const example = examples[0] ?? expect.fail();
    const inputs = checked(example, { ...program(example), snapshotName: "Orders-DR" });
    expect(inputs["snapshotName"]).toBe("orders-dr");
  });
});

describe("the name of an export", () => {
  const named = (targetSnapshotName: string) => ({ targetBucket: "backups", targetSnapshotName });

  it("is accepted as it is written", () => {
    const { inputs } = check(
      copy,
      surroundings(),
      {},
      {
        sourceSnapshotName: "orders-1",
        ...named("2026/Orders--é-"),
      },
    );
    expect(inputs).toMatchObject(named("2026/Orders--é-"));
    expect(ofCopy(named("2026/Orders--é-"))).toEqual([]);
  });

  it("may have up to 1000 characters, whatever they are", () => {
    expect(ofCopy(named("💾".repeat(1000)))).toEqual([]);
    expect(ofCopy(named("a".repeat(1001)))).toEqual([
      "targetSnapshotName: has 1001 characters; an export allows 1 to 1000",
    ]);
  });

  it("is refused with a bucket whose name is not valid", () => {
    const problem =
      "targetBucket: must be the name of a bucket: 3 to 63 lowercase letters, digits, dots and hyphens, with a letter or digit at both ends and no two dots in a row, and not an IP address";
    for (const targetBucket of [
      "ab",
      "a".repeat(64),
      "s3://backups",
      "arn:aws:s3:::backups",
      "My-Bucket",
      "old_bucket",
      "-backups",
      "backups.",
      "a..b",
      "192.168.5.4",
    ]) {
      expect(ofCopy({ targetBucket })).toEqual([problem]);
    }
    for (const targetBucket of ["abc", "a".repeat(63), "my.bucket-1", "1.2.3", "0bucket"]) {
      expect(ofCopy({ targetBucket })).toEqual([]);
    }
    // The oldest buckets of that region have names that new buckets may not have.
    for (const targetBucket of ["My.Old_Bucket-1", "a".repeat(255)]) {
      expect(ofCopy({ targetBucket, region: "us-east-1" })).toEqual([]);
    }
    expect(ofCopy({ targetBucket: "s3://x", region: "us-east-1" })).toEqual([problem]);
  });
});

describe("a KMS key", () => {
  it.each([
    [keyArn, []],
    [keyArn.split("/")[1], []],
    ["alias/backups", []],
    [
      keyArn.replace("eu-west-1", "us-east-1"),
      [
        "is a key of us-east-1, but the key must be in eu-west-1. A key cannot be used in another region",
      ],
    ],
    [keyArn.replace(":kms:", ":s3:"), ["is not the ARN of a KMS key"]],
    ["arn:aws:kms", ["is not the ARN of a KMS key"]],
  ])("%s is checked by its ARN", (kmsKeyId, reasons) => {
    const expected = reasons.map((reason) => `kmsKeyId: ${reason}`);
    expect(ofSnapshot({ kmsKeyId })).toEqual(expected);
    expect(ofCopy({ kmsKeyId })).toEqual(expected);
  });

  it("of any region is accepted while the region is unknown", () => {
    expect(ofSnapshot({ kmsKeyId: keyArn, region: unknownText })).toEqual([]);
  });
});

describe("a source in another region", () => {
  it("is refused, because MemoryDB works within one", () => {
    const sourceSnapshotName = "arn:aws:memorydb:us-east-1:111122223333:snapshot/orders";
    expect(ofCopy({ sourceSnapshotName })).toEqual([
      "sourceSnapshotName: is in us-east-1, but the resource is in eu-west-1. MemoryDB works within one region",
    ]);
    expect(ofCopy({ sourceSnapshotName, region: "us-east-1" })).toEqual([]);
    expect(ofCopy({ sourceSnapshotName, region: unknownText })).toEqual([]);
  });
});

describe("the ARN of a source", () => {
  it.each([
    ["memorydb:Snapshot", "clusterName", "arn:aws:memorydb:eu-west-1:111122223333:cluster/"],
    ["memorydb:Snapshot", "clusterName", "arn:aws:memorydb::111122223333:cluster/orders"],
    [
      "neptune:ClusterSnapshotCopy",
      "sourceDbClusterSnapshotIdentifier",
      "arn:aws:rds::111122223333:cluster-snapshot:orders",
    ],
    [
      "neptune:ClusterSnapshotCopy",
      "sourceDbClusterSnapshotIdentifier",
      "arn:aws:rds:example.com/#:111122223333:cluster-snapshot:orders",
    ],
  ])(
    "of a %s is refused if it does not name anything that AWS can be asked for: %s %s",
    (name, key, arn) => {
      const [mistake = "", ...more] = problems(kindOf(name), { [key]: arn });
      expect(more).toEqual([]);
      expect(mistake).toMatch(
        new RegExp(
          `^${key}: is not a complete ARN of a (cluster|snapshot|cluster snapshot) of \\w+: the name is missing, or the region is not valid$`,
        ),
      );
    },
  );
});

describe("mistakes", () => {
  it("are all reported at once, each on its property", () => {
    expect(
      ofSnapshot({
        region: "Ireland",
        clusterName: "",
        snapshotName: "orders--1",
        kmsKeyId: "arn:aws:s3:::backups",
        profile: 7,
        assumeRoleArn: "arn:aws:iam::111122223333:user/me",
        triggers: ["monday"],
        waitForCompletion: "no",
        tags: { "aws:owner": "x", n: 7 },
        __timeouts: { create: "soon", delete: "-5m" },
      }).toSorted(),
    ).toEqual([
      ': customTimeouts.create: "soon" is not a duration. Write it like 1h30m',
      ': customTimeouts.delete: "-5m" is too short. It must be longer than 0s',
      "assumeRoleArn: must be the ARN of a role",
      "clusterName: must not be empty",
      "kmsKeyId: is not the ARN of a KMS key",
      "profile: must be a string, not a number",
      'region: "Ireland" is not a region. A region looks like eu-west-1',
      "snapshotName: must consist of letters, digits and hyphens, with no two hyphens in a row and no hyphen at the end",
      'tags: key "aws:owner" uses the prefix "aws:", which AWS reserves for itself',
      'tags: the value of "n" must be a string',
      "triggers: must be a map of strings",
      "waitForCompletion: must be true or false",
    ]);
  });

  it.each([["0s"], ["-1h"], ["0"]])("in inputs include a timeout of %s", (create) => {
    expect(ofSnapshot({ __timeouts: { create } })).toEqual([
      `: customTimeouts.create: "${create}" is too short. It must be longer than 0s`,
    ]);
  });

  it.each(["", "1", "1 hour", 90])(
    "in inputs include a timeout that cannot be read: %j",
    (update) => {
      expect(ofSnapshot({ __timeouts: { update } })).toEqual([
        `: customTimeouts.update: ${JSON.stringify(update)} is not a duration. Write it like 1h30m`,
      ]);
    },
  );

  it("in inputs do not include a timeout that is valid or null", () => {
    expect(ofSnapshot({ __timeouts: { create: "1h30m", update: null } })).toEqual([]);
  });

  it("in the configuration are reported together with those in the inputs", () => {
    const problem = { property: "", reason: "aws:endpoints is not valid JSON" };
    const around = { settings: undefined, region: undefined, problem, marking: true };
    const { failures } = check(snapshot, around, {}, { clusterName: 7 });
    expect(failures).toEqual([
      problem,
      { property: "clusterName", reason: "must be a string, not a number" },
    ]);
  });
});
