import { describe, expect, it } from "vitest";
import { autoName, autoNames, logicalNameOf } from "../../src/state/auto-name.js";
import { nameOrArnName, parseArn } from "../../src/values/arn.js";

describe("an automatic name", () => {
  it.each([
    ["orders", "orders"],
    ["Orders", "orders"],
    ["orders_nightly.v2", "orders-nightly-v2"],
    ["orders--nightly", "orders-nightly"],
    ["orders-", "orders"],
    ["-orders", "orders"],
    ["2026-orders", "orders"],
    ["zamówienia", "zam-wienia"],
    ["orders/€/nightly", "orders-nightly"],
    ["", "snapshot"],
    ["2026", "snapshot"],
    ["注文", "snapshot"],
  ])("for %j is %s and seven hex digits", (logicalName, stem) => {
    const name = autoName(logicalName, 255);
    expect(name).toMatch(/^[a-z][a-z0-9-]*-[0-9a-f]{7}$/);
    expect(name.slice(0, -8)).toBe(stem);
    expect(autoNames(logicalName, 255)(name)).toBe(true);
  });

  it.each([[20], [40], [63], [255]])("is cut to a limit of %d without a double hyphen", (max) => {
    for (let length = max - 20; length <= max + 20; length++) {
      const logicalName = "ab-".repeat(100).slice(0, Math.max(1, length));
      const name = autoName(logicalName, max);
      expect(name.length).toBeLessThanOrEqual(max);
      expect(name).not.toContain("--");
      expect(autoNames(logicalName, max)(name)).toBe(true);
    }
    expect(autoName("a".repeat(1000), max)).toHaveLength(max);
  });

  it("is different each time", () => {
    const names = Array.from({ length: 500 }, () => autoName("orders", 255));
    expect(new Set(names).size).toBe(500);
  });

  it("is the same for the same seed, and different for another seed", () => {
    const name = (seed: string) => autoName("orders", 255, Buffer.from(seed));
    expect(name("a seed")).toBe(name("a seed"));
    expect(name("a seed")).not.toBe(name("another seed"));
    expect(autoNames("orders", 255)(name("a seed"))).toBe(true);
    // An engine that gives no seed may give an empty one.
    expect(name("")).not.toBe(name(""));
  });

  it.each([
    ["orders-1234567", true],
    ["orders-123456", false],
    ["orders-12345678", false],
    ["orders-123456g", false],
    ["orders-ABCDEF1", false],
    ["orders", false],
    ["-1234567", false],
    ["orders2-1234567", false],
    ["my-orders-1234567", false],
    ["orders-nightly-1234567", false],
  ])("is told apart from other names: %s is one of orders: %s", (name, expected) => {
    expect(autoNames("orders", 255)(name)).toBe(expected);
  });
});

it.each([
  ["orders", "orders"],
  ["shop::orders", "shop::orders"],
  ["a::b::c:", "a::b::c:"],
  ["", ""],
])("the logical name %j is the last part of a URN", (name, expected) => {
  const type = "shop:index:Backups$pulumi-nodejs:dynamic/aws/memorydb:Snapshot";
  expect(logicalNameOf(`urn:pulumi:prod::shop::${type}::${name}`)).toBe(expected);
});

describe("an ARN", () => {
  it.each([
    ["arn:aws:memorydb:eu-west-1:111122223333:snapshot/orders", "memorydb", "snapshot", "orders"],
    ["arn:aws:memorydb:eu-west-1:111122223333:cluster/orders", "memorydb", "cluster", "orders"],
    [
      "arn:aws:rds:eu-west-1:111122223333:cluster-snapshot:orders",
      "rds",
      "cluster-snapshot",
      "orders",
    ],
    [
      "arn:aws:rds:eu-west-1:111122223333:cluster-snapshot:rds:orders-2026-11-20-05-00",
      "rds",
      "cluster-snapshot",
      "rds:orders-2026-11-20-05-00",
    ],
    [
      "arn:aws:elasticache:eu-west-1:111122223333:snapshot:orders",
      "elasticache",
      "snapshot",
      "orders",
    ],
    [
      "arn:aws:elasticache:eu-west-1:111122223333:serverlesscachesnapshot:orders",
      "elasticache",
      "serverlesscachesnapshot",
      "orders",
    ],
    [
      "arn:aws-cn:redshift-serverless:eu-west-1:111122223333:snapshot/8b9a2c1e-0000",
      "redshift-serverless",
      "snapshot",
      "8b9a2c1e-0000",
    ],
    ["arn:aws:kms:eu-west-1:111122223333:alias/team/orders", "kms", "alias", "team/orders"],
    ["arn:aws:sns:eu-west-1:111122223333:orders", "sns", "", "orders"],
  ])("%s can be read", (arn, service, type, name) => {
    expect(parseArn(arn)).toEqual({
      service,
      region: "eu-west-1",
      account: "111122223333",
      type,
      name,
    });
  });

  it("may have no region and no account", () => {
    expect(parseArn("arn:aws:s3:::backups")).toEqual({
      service: "s3",
      region: "",
      account: "",
      type: "",
      name: "backups",
    });
  });

  it.each([
    "",
    "orders",
    "rds:orders-2026-11-20-05-00",
    "arn",
    "arn:aws:memorydb",
    "s3://backups/orders",
  ])("cannot be %j", (text) => {
    expect(parseArn(text)).toBeUndefined();
  });

  it.each([
    ["orders", "orders"],
    ["Orders-DR", "orders-dr"],
    ["rds:Orders-2026", "rds:orders-2026"],
    ["automatic.orders-2026-11-20-05-00", "automatic.orders-2026-11-20-05-00"],
    ["arn:aws:memorydb:eu-west-1:111122223333:snapshot/Orders", "orders"],
    ["arn:aws:rds:eu-west-1:111122223333:cluster-snapshot:rds:orders", "rds:orders"],
  ])("or name %s stands for the name %s", (text, name) => {
    expect(nameOrArnName(text)).toBe(name);
  });
});
