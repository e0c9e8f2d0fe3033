import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, it } from "vitest";
import { readDeclaration } from "../../scripts/declaration/read.js";
import { packageSchema } from "../../scripts/schema/package.js";
import { generatedFolders, stampFile, stampOf } from "../../scripts/sdk/stamp.mjs";
import { version } from "../../src/values/version.js";

// `npm run sdks` writes the SDKs and the stamp. To compare the SDKs with newly generated ones would need Go and minutes;
// the stamp says the same: it has the hashes of what they were made from, and of what was written.
const root = join(__dirname, "..", "..");
const stamp: unknown = JSON.parse(readFileSync(join(root, stampFile), "utf8"));
const schema = packageSchema(readDeclaration(root), version);
const now = stampOf(root, `${JSON.stringify(schema, null, 2)}\n`);

it("the SDKs are made from the schema of this version by the generator of this checkout, and were not edited", () => {
  expect(stamp, "run `npm run sdks`, and commit what it writes").toEqual(now);
});

it("the stamp counts the files of every SDK", () => {
  const files = Object.keys(now.files);
  for (const folder of generatedFolders) {
    const inside = files.filter((file) => file.startsWith(`${folder.replaceAll("\\", "/")}/`));
    expect(inside.length).toBeGreaterThan(25);
  }
});
