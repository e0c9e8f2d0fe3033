import { existsSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { blocksOf } from "../../scripts/code-blocks.mjs";
import { buildGo } from "../../scripts/sdk/go.mjs";
import { findSdkPython, installSdk } from "../../scripts/sdk/python.mjs";
import { realClock, startLocalAws } from "../../src/local-aws/index.js";
import { type Language, LanguageStack } from "./languages.js";
import { home, rate } from "./world.js";

// The same program in each language for which there is a generated SDK, run with the installed plugin. The programs are
// in test/sdk.
const root = join(__dirname, "..", "..");
const programs = join(root, "test", "sdk");

const languages: Readonly<Record<string, (folder: string) => Promise<Language>>> = {
  Python: async (folder) => {
    const python = await findSdkPython({ log: () => {} });
    return {
      command: [python, join(programs, "python", "program.py")],
      environment: { PYTHONPATH: await installSdk(python, folder) },
      readme: writeReadme(folder, "python"),
    };
  },
  Go: async () => ({ command: [await buildGo(join(programs, "go"))], readme: "readme" }),
  Node: async () => ({ command: [process.execPath, join(programs, "node", "program.cjs")] }),
};

describe.each(Object.keys(languages))("a program in %s", (name) => {
  let folder: string;
  let aws: Awaited<ReturnType<typeof startLocalAws>>;
  let stack: LanguageStack;
  let readme: string | undefined;

  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), "pulumi-aws-snapshots-language-"));
    aws = await startLocalAws({ clock: realClock(rate) });
    aws.memorydb.addCluster(...home, { ClusterName: "orders", NumShards: 2 });
    aws.memorydb.addCluster(...home, { ClusterName: "customers" });
    aws.memorydb.addAutomaticSnapshot(...home, "customers");
    const language = await languages[name]?.(folder);
    if (language === undefined) {
      throw new Error(`there is no program in ${name}`);
    }
    readme = language.readme;
    stack = await LanguageStack.make(language, folder, {
      ...aws.environment(),
      PULUMI_AWS_SNAPSHOTS_CLOCK_RATE: String(rate),
    });
  }, 600_000);
  afterAll(async () => {
    await aws?.close();
    if (existsSync(folder)) rmSync(folder, { recursive: true, maxRetries: 3 });
  });

  const snapshots = () =>
    aws.memorydb.snapshots(...home).filter(({ source }) => source === "manual");

  it("takes a snapshot and its copy through their life, and looks up another one", async () => {
    expect((await stack.run("preview", "orders")).changes).toEqual({ create: 3 });
    expect(snapshots()).toEqual([]);

    const created = await stack.run("up", "orders");
    expect(created.changes).toEqual({ create: 3 });
    const [snapshot, copy] = snapshots();
    const [latest] = aws.memorydb.snapshots(...home).filter(({ source }) => source !== "manual");
    expect(created.outputs).toEqual({
      arn: snapshot?.arn,
      copy: copy?.name,
      shards: 2,
      latest: latest?.name,
    });
    expect(snapshot?.tags.get("team")).toBe("orders");

    expect((await stack.run("up", "orders")).changes).toEqual({ same: 3 });
    expect((await stack.run("preview", "billing")).changes).toEqual({ update: 1, same: 2 });
    expect((await stack.run("up", "billing")).changes).toEqual({ update: 1, same: 2 });
    expect(snapshots()[0]?.tags.get("team")).toBe("billing");

    expect((await stack.run("destroy", "billing")).changes).toEqual({ delete: 3 });
    expect(snapshots()).toEqual([]);
  });

  if (name === "Node") {
    // The README's program in TypeScript uses the classes that need no plugin: readme.test.ts runs it.
    return;
  }

  it("that the README shows takes a snapshot and a copy of it", async () => {
    const created = await stack.run("up", "", readme ?? expect.fail("the README has none"));
    expect(created.changes).toEqual({ create: 3 });
    const [snapshot, copy] = snapshots();
    expect(snapshot?.name).toMatch(/^orders-[0-9a-f]{7}$/);
    expect(created.outputs).toEqual({ copyName: copy?.name });
    expect(Object.fromEntries(copy?.tags ?? [])).toEqual({ team: "orders" });
  });

  if (name === "Go") {
    return;
  }

  it("that has every kind is previewed, and asks AWS nothing", async () => {
    aws.requests.clear();
    const example = join(root, "examples", "five-services", "python", "__main__.py");
    // Nothing of the program of the README is in it.
    const { changes } = await stack.run("preview", "", example);
    expect(changes).toEqual({ create: 14, delete: 2, same: 1 });
    expect(aws.requests.all()).toEqual([]);
  });
});

/** Writes the program of the README in a language into a file, and returns its path. */
function writeReadme(folder: string, language: string): string {
  const [source = expect.fail(`the README has no program in ${language}`)] = blocksOf(
    "README.md",
    language,
  );
  const file = join(folder, `readme.${language}`);
  writeFileSync(file, source);
  return file;
}
