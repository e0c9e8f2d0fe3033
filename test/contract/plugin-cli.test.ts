import { describe, expect, test } from "vitest";
import { version } from "../../package.json";
import { runCli } from "./cli.js";

/** Returns what the command prints, and its exit code. */
async function plugin(...args: string[]) {
  const { seen, exit } = runCli("plugin", ...args);
  return { code: await exit, ...seen };
}

describe("the plugin command", () => {
  test("prints the command that installs the plugin, which has the version of the package", async () => {
    expect(await plugin("install", "--print", "--reinstall")).toEqual({
      code: 0,
      out: expect.stringMatching(
        `^pulumi plugin install resource aws-snapshots ${version} --exact --reinstall --file \\S*plugin.pulumi-resource-aws-snapshots.tar.gz\n$`,
      ),
      err: "",
    });
  });

  test.each([
    [[], "plugin needs a word that says what to do; expected plugin install. See --help."],
    [["remove"], '"plugin remove" is unknown; expected plugin install. See --help.'],
    [["install", "0.1.0"], 'plugin install takes options only, not "0.1.0". See --help.'],
    [["install", "--exact"], "Unknown option '--exact'. See --help."],
  ])("refuses the arguments %j", async (args, text) => {
    expect(await plugin(...args)).toEqual({
      code: 2,
      out: "",
      err: `pulumi-aws-snapshots: ${text}\n`,
    });
  });
});
