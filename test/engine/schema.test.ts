import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, it, onTestFinished } from "vitest";

// Pulumi's own check of the schema that the build makes.
const built = join(__dirname, "..", "..", "plugin", "schema.json");

function check(file: string): { status: number | null; output: string } {
  const { status, stdout, stderr } = spawnSync("pulumi", ["schema", "check", file], {
    encoding: "utf8",
  });
  return { status, output: stdout + stderr };
}

it("Pulumi finds no mistake in the package schema", () => {
  expect(check(built)).toEqual({ status: 0, output: "" });
});

it("Pulumi finds a reference to a property that the schema does not have", () => {
  const folder = mkdtempSync(join(tmpdir(), "pulumi-aws-snapshots-schema-"));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  const wrong = join(folder, "schema.json");
  const text = readFileSync(built, "utf8");
  writeFileSync(
    wrong,
    text.replaceAll("/inputProperties/targetBucket %}}", "/inputProperties/bucket %}}"),
  );
  const { status, output } = check(wrong);
  expect(output).toContain("input property 'bucket' not found on resource");
  expect(status).not.toBe(0);
});
