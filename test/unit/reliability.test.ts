import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, it } from "vitest";

// docs/reliability.md says which test shows each promise. These tests check that it names existing tests.
const docs = join(__dirname, "..", "..", "docs");
const page = readFileSync(join(docs, "reliability.md"), "utf8");
const links = [...page.matchAll(/\]\((\.\.\/test\/[^)]+)\)((?:[:,] "[^"\n]+")*)/g)];
const titled = links.flatMap(([, file = "", titles = ""]) =>
  [...titles.matchAll(/"([^"\n]+)"/g)].map(([, title = ""]): [string, string] => [file, title]),
);

it("docs/reliability.md names only existing test files", () => {
  expect(titled.length).toBeGreaterThan(20);
  for (const [, file = ""] of links) {
    expect(() => readFileSync(join(docs, file)), file).not.toThrow();
  }
});

it.each(titled)("docs/reliability.md links to %s, which has the test: %s", (file, title) => {
  expect(readFileSync(join(docs, file), "utf8")).toContain(`"${title}"`);
});
