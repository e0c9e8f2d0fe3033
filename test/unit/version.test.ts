import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, it } from "vitest";
import { version } from "../../src/values/version.js";

it("the version in src is the version of package.json", () => {
  const manifest: unknown = JSON.parse(
    readFileSync(join(__dirname, "..", "..", "package.json"), "utf8"),
  );
  expect(manifest).toMatchObject({ version });
});
