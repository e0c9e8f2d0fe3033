import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, describe, expect, it } from "vitest";
import type { Difference } from "../recorded/comparing.js";
import { exceptions, partial, uncompared } from "../recorded/exceptions.js";
import { items } from "../recorded/items.js";
import { localDifferences } from "../recorded/local-differences.js";
import { absent, neighbours } from "../recorded/neighbours.js";
import { provocations } from "../recorded/refusals.js";

// Whether local AWS answers as AWS did in the same situation.
const found = new Map<string, Difference[]>();
beforeAll(async () => {
  for (const item of comparable) found.set(item.file, await localDifferences(item));
});

const isExcepted = (file: string, { path }: Difference) =>
  exceptions.some(({ files, members }) => files.test(file) && members.includes(path));

const comparable = items.filter(
  ({ file, operation }) =>
    !(file in uncompared) && (file in provocations || !absent.includes(operation)),
);

describe("the difference between local AWS and a recorded answer", () => {
  it.each(comparable)("is none in $file", ({ file }) => {
    const unknown = (found.get(file) ?? []).filter((one) => !isExcepted(file, one));
    expect(unknown.map(({ path, what }) => `${path} ${what}`)).toEqual([]);
  });
});

describe("an exception from what was recorded", () => {
  it.each(exceptions)("still applies: $reason", ({ files, members }) => {
    const differing = comparable
      .filter(({ file }) => files.test(file))
      .flatMap(({ file }) => (found.get(file) ?? []).map(({ path }) => path));
    // An exception that no longer differs must be deleted.
    expect(members.filter((member) => !differing.includes(member))).toEqual([]);
  });
});

describe("an operation that local AWS does not have", () => {
  const folder = join(__dirname, "..", "..", "src", "local-aws");
  const sources = readdirSync(folder, { recursive: true, encoding: "utf8" })
    .filter((file) => file.endsWith(".ts"))
    .map((file) => readFileSync(join(folder, file), "utf8"))
    .join("");

  it.each(absent)("is %s, which no kind calls", (operation) => {
    // Once local AWS has the operation, the answer can be compared.
    expect(sources).not.toMatch(new RegExp(`\\b${operation}: handler`));
    expect(neighbours).toHaveProperty(operation);
  });
});

describe("a recorded answer that is not compared with local AWS", () => {
  const left = items.filter((item) => !comparable.includes(item));

  it.each(left.map(({ file, operation }) => [file, uncompared[file] ?? `it has no ${operation}`]))(
    "is %s: %s",
    (file) => {
      expect(provocations).not.toHaveProperty([file]);
    },
  );
});

it("the partly recorded and the incomparable answers exist", () => {
  const files = items.map(({ file }) => file);
  expect(
    Object.keys({ ...partial, ...uncompared }).filter((file) => !files.includes(file)),
  ).toEqual([]);
});
