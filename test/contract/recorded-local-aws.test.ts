import { beforeAll, describe, expect, it } from "vitest";
import type { Difference } from "../recorded/comparing.js";
import { exceptions, partial, uncompared } from "../recorded/exceptions.js";
import { items } from "../recorded/items.js";
import { localDifferences } from "../recorded/local-differences.js";
import { neighbours } from "../recorded/neighbours.js";

// Whether local AWS answers as AWS was recorded to answer in the same situation.
const found = new Map<string, Difference[] | undefined>();
beforeAll(async () => {
  for (const item of items) {
    if (!(item.file in uncompared)) found.set(item.file, await localDifferences(item));
  }
});

const isExcepted = (file: string, { path }: Difference) =>
  exceptions.some(({ files, members }) => files.test(file) && members.includes(path));

const comparable = items.filter(({ file }) => !(file in uncompared));

describe("local AWS and what was recorded", () => {
  it.each(comparable)("are one in $file", ({ file, operation }) => {
    const differences = found.get(file);
    // What local AWS does not have no kind calls either.
    if (differences === undefined) expect(neighbours).toHaveProperty(operation);
    const unknown = (differences ?? []).filter((one) => !isExcepted(file, one));
    expect(unknown.map(({ path, what }) => `${path} ${what}`)).toEqual([]);
  });
});

describe("exceptions from what was recorded", () => {
  it.each(exceptions)("still stand: $reason", ({ files, members }) => {
    const differing = comparable
      .filter(({ file }) => files.test(file))
      .flatMap(({ file }) => (found.get(file) ?? []).map(({ path }) => path));
    // One that differs no longer is to be deleted.
    expect(members.filter((member) => !differing.includes(member))).toEqual([]);
  });
});

it("what is only partly recorded, and what cannot be compared, is there", () => {
  const files = items.map(({ file }) => file);
  expect(
    Object.keys({ ...partial, ...uncompared }).filter((file) => !files.includes(file)),
  ).toEqual([]);
});
