import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { version } from "../../src/values/version.js";

const text = (file: string) => readFileSync(join(__dirname, "..", "..", file), "utf8");

describe("the version of package.json is the version", () => {
  const { version: released }: { version: string } = JSON.parse(text("package.json"));

  it("in src, which the plugin reports and its schema has", () => {
    expect(version).toBe(released);
  });

  it("of the package in package-lock.json", () => {
    expect(JSON.parse(text("package-lock.json"))).toMatchObject({
      version: released,
      packages: { "": { version: released } },
    });
  });

  // Pulumi looks for the plugin in the version that the SDK names.
  it.each([
    ["sdk/python/pyproject.toml", /^ *version = "(.*)"$/gm, 1],
    ["sdk/python/pulumi_aws_snapshots/pulumi-plugin.json", /"version": "(.*)"/g, 1],
    ["sdk/python/pulumi_aws_snapshots/_utilities.py", /def get_version\(\):\n *return "(.*)"/g, 1],
    ["sdk/go/awssnapshots/pulumi-plugin.json", /"version": "(.*)"/g, 1],
    ["docs/languages.md", /^ *version: (.*)$/gm, 1],
    ["sdk/go/awssnapshots/internal/pulumiUtilities.go", /semver\.MustParse\("(.*)"\)/g, 2],
  ])("in %s", (file, place, times) => {
    const found = [...text(file).matchAll(place)].map(([, found]) => found);
    expect(found).toEqual(Array(times).fill(released));
  });

  it("that the Node classes of the plugin read from package.json", () => {
    expect(text("src/provider/utilities.ts")).toContain("require('../../package.json').version");
  });
});
