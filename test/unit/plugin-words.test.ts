import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { inOurWords } from "../../src/plugin/words.js";

// The words of the plugin for what the lifecycle says in the words of the dynamic resources.
describe("words of the plugin", () => {
  it.each([
    [
      "no region is set. Set region, aws:region or AWS_REGION",
      "no region is set. Set region, aws-snapshots:region or AWS_REGION. The plugin does not read aws:region",
    ],
    [
      "must be given, because neither aws:region nor AWS_REGION is set",
      "must be given, because neither aws-snapshots:region nor AWS_REGION is set. The plugin does not read aws:region. Run `pulumi config set aws-snapshots:region` with a region",
    ],
    [
      "Choose another name, or import it with `pulumi import --file`.",
      "Choose another name, or import it with `pulumi import`.",
    ],
    [
      "AWS: creating, 2m 0s (^C twice is safe: the next up resumes)",
      "AWS: creating, 2m 0s (^C is safe: the next up resumes)",
    ],
    [
      "`pulumi config set pulumi-aws-snapshots:markUnfinishedCreates false`",
      "`pulumi config set aws-snapshots:markUnfinishedCreates false`",
    ],
    [
      'key "aws:region" uses the prefix "aws:", which AWS reserves for itself',
      'key "aws:region" uses the prefix "aws:", which AWS reserves for itself',
    ],
    ["arn:aws:memorydb:eu-west-1:1:snapshot/a", "arn:aws:memorydb:eu-west-1:1:snapshot/a"],
  ])("%s", (theirs, ours) => {
    expect(inOurWords(theirs)).toBe(ours);
  });

  it("no text of the shared rooms speaks of what only the dynamic resources have", () => {
    const src = join(__dirname, "..", "..", "src");
    const rooms = ["aws", "kinds", "lifecycle", "preview", "state", "waiting"];
    const theirs =
      /(?<!["\w-])aws:[a-z]+[A-Z]?\w*|`pulumi import --file`|\^C twice|pulumi-aws-snapshots:(?!creating)/;
    const left = rooms.flatMap((room) =>
      readdirSync(join(src, room), { recursive: true, encoding: "utf8" })
        .filter((file) => file.endsWith(".ts"))
        .flatMap((file) =>
          readFileSync(join(src, room, file), "utf8")
            .split("\n")
            .filter((line) => !/^\s*(\*|\/\/|\/\*)/.test(line))
            .map((line) => inOurWords(line).replaceAll("does not read aws:region", ""))
            .filter((line) => theirs.test(line))
            .map((line) => `src/${room}/${file}: ${line.trim()}`),
        ),
    );
    expect(left).toEqual([]);
  });
});
