import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { delimiter, dirname, join, resolve } from "node:path";
import { afterEach, beforeEach, expect, it } from "vitest";

const script = resolve(__dirname, "../../scripts/pulumi-cli.mjs");
let folder: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "pulumi-aws-snapshots-cli-"));
});

afterEach(() => rmSync(folder, { recursive: true }));

/** A `pulumi` that only prints its version. */
function writeCli(bin: string, version: string, { wrapper }: { wrapper: boolean }): string {
  const command = join(folder, bin, "pulumi");
  mkdirSync(dirname(command), { recursive: true });
  writeFileSync(command, `#!/bin/sh\necho ${version}\n`, { mode: 0o755 });
  if (wrapper) writeFileSync(join(folder, bin, "pulumi-resource-pulumi-nodejs"), "");
  return command;
}

function find(...path: string[]) {
  const { stdout, stderr } = spawnSync(process.execPath, [script], {
    encoding: "utf8",
    env: {
      PATH: path.map((bin) => join(folder, bin)).join(delimiter),
      PULUMI_AWS_SNAPSHOTS_CACHE: join(folder, "cache"),
    },
  });
  return { path: stdout.trim(), said: stderr.trim() };
}

const cached = "cache/pulumi-aws-snapshots/pulumi-3.258.0/bin";

it("the setup takes the Pulumi CLI on PATH, from the oldest supported version on", () => {
  const command = writeCli("bin", "v3.216.0", { wrapper: true });
  writeCli(cached, "v3.258.0", { wrapper: true });
  expect(find("bin")).toEqual({ path: command, said: "" });
});

it("the setup takes the wrapper for dynamic providers from another folder on PATH", () => {
  const command = writeCli("bin", "v3.1000.0", { wrapper: false });
  writeCli("other", "v3.216.0", { wrapper: true });
  expect(find("bin", "other")).toEqual({ path: command, said: "" });
});

it("the setup takes the CLI in the cache if PATH has none", () => {
  const command = writeCli(cached, "v3.258.0", { wrapper: true });
  expect(find("bin")).toEqual({ path: command, said: "" });
});

it("the setup reports why it skips a CLI on PATH that is too old", () => {
  const old = writeCli("bin", "v3.215.9", { wrapper: true });
  const command = writeCli(cached, "v3.258.0", { wrapper: true });
  expect(find("bin")).toEqual({
    path: command,
    said: `Not using the Pulumi CLI on PATH: ${old} is 3.215.9, older than 3.216.0.`,
  });
});

it("the setup reports why it skips a CLI on PATH that lacks the wrapper for dynamic providers", () => {
  const bare = writeCli("bin", "v3.258.0", { wrapper: false });
  const command = writeCli(cached, "v3.258.0", { wrapper: true });
  expect(find("bin")).toEqual({
    path: command,
    said: `Not using the Pulumi CLI on PATH: pulumi-resource-pulumi-nodejs is neither on PATH nor beside ${bare}.`,
  });
});

it("the setup reports the output of a CLI on PATH that does not run", () => {
  const broken = writeCli("bin", "; echo no such machine; exit 1", { wrapper: true });
  const command = writeCli(cached, "v3.258.0", { wrapper: true });
  expect(find("bin")).toEqual({
    path: command,
    said: `Not using the Pulumi CLI on PATH: "${broken} version" printed "no such machine".`,
  });
});
