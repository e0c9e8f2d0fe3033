import { mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { CreateSnapshotCommand, MemoryDBClient } from "@aws-sdk/client-memorydb";
import { afterAll, beforeAll, describe, expect, it, onTestFinished, vi } from "vitest";
import { addFiveServices } from "../../bench/sources.js";
import { blocksOf } from "../../scripts/code-blocks.mjs";
import { buildGo } from "../../scripts/sdk/go.mjs";
import { findSdkPython, installSdk } from "../../scripts/sdk/python.mjs";
import { creatingTag } from "../../src/abi/mark-tag.js";
import { kinds } from "../../src/kinds/index.js";
import {
  type LocalAws,
  type MemoryDbSnapshot,
  realClock,
  startLocalAws,
} from "../../src/local-aws/index.js";
import { clientSettings } from "../client-settings.js";
import { held } from "./five-services.js";
import { type Language, LanguageStack, type Report } from "./languages.js";
import { home, rate } from "./world.js";

// The same program in each language for which there is a generated SDK, run with the installed plugin: a backup of every
// kind from its first preview to its end. Each test is the next step. The programs are in test/sdk.
const root = join(__dirname, "..", "..");
const programs = join(root, "test", "sdk");

interface Case {
  readonly make: (folder: string) => Promise<Language>;
  /** How the first update goes. */
  readonly first: "in one run" | "until ^C" | "until it is killed";
}

const languages: Readonly<Record<string, Case>> = {
  Python: {
    make: async (folder) => {
      const python = await findSdkPython({ log: () => {} });
      return {
        command: [python, join(programs, "python", "program.py")],
        environment: { PYTHONPATH: await installSdk(python, folder) },
        readme: writeReadme(folder, "python"),
      };
    },
    first: "until ^C",
  },
  Go: {
    make: async (folder) => ({
      command: [await buildGo(join(programs, "go"), folder)],
      readme: "readme",
    }),
    first: "until it is killed",
  },
  Node: {
    make: async () => ({ command: [process.execPath, join(programs, "node", "program.cjs")] }),
    first: "in one run",
  },
};

/** What AWS works on at once when the program begins; the others are made from these. */
const begun = ["sessions", "nightly", "graph", "documents", "carts", "ranks", "sales"];
const total = kinds.size;
/** Why each resource is replaced on a new occasion. */
const reasons = {
  ...Object.fromEntries(begun.map((name) => [name, "triggers"])),
  "graph-recovery": "sourceDbClusterSnapshotIdentifier",
  "documents-copy": "sourceDbClusterSnapshotIdentifier",
  "carts-copy": "sourceServerlessCacheSnapshotName",
  "carts-export": "serverlessCacheSnapshotName",
  "ranks-copy": "sourceSnapshotName",
};
/** The number of resources that AWS can give tags. */
const tagged = [...kinds.values()].filter(({ tagging }) => tagging !== undefined).length;

describe.each(Object.entries(languages))("a program in %s", (name, { make, first }) => {
  let aws: LocalAws;
  let language: Language;
  let stack: LanguageStack;
  let stopped: number | undefined;
  const config: Record<string, string> = {
    "languages:team": "orders",
    "languages:occasion": "first",
    "languages:contact": "hidden-contact",
    "aws-snapshots:defaultTags": JSON.stringify({ tags: { owner: "platform" } }),
  };

  beforeAll(async () => {
    const folder = mkdtempSync(join(tmpdir(), "pulumi-aws-snapshots-language-"));
    const clock = realClock(rate);
    aws = await startLocalAws({ clock: { ...clock, now: () => stopped ?? clock.now() } });
    addFiveServices(aws);
    aws.memorydb.addAutomaticSnapshot(...home, "sessions");
    language = await make(folder);
    stack = await LanguageStack.make(language, folder, environment());
    stack.configure(config);
  }, 600_000);
  afterAll(async () => {
    stack?.remove();
    await aws?.close();
  });

  const environment = () => ({
    ...aws.environment(),
    PULUMI_AWS_SNAPSHOTS_CLOCK_RATE: String(rate),
  });
  const find = (beginning: string) =>
    aws.memorydb.snapshots(...home).find(({ name }) => name.startsWith(beginning));
  const arns = () => held(aws).map(({ arn }) => arn);
  const marked = () => held(aws).filter(({ tags }) => tags?.has(creatingTag));

  /** Returns the names of the resources in the state that AWS had not finished. */
  const unfinished = () =>
    stack.resources().flatMap(({ urn, outputs, initErrors = [] }) => {
      const isPending = /creating|copying/i.test(`${outputs?.["status"]}`);
      return initErrors.length > 0 && isPending ? [urn.split("::").at(-1)] : [];
    });

  /** Checks that AWS and the state hold the same, and that no snapshot still has its creating tag. */
  function expectAgreement(): void {
    const ids = stack.resources().map(({ id = "" }) => id);
    expect(ids.filter((id) => !id.startsWith("s3:")).sort()).toEqual(arns().sort());
    expect(marked()).toEqual([]);
  }

  /** Starts an update, and waits until AWS works on everything that begins at once. Its clock stands still. */
  async function workingUp(plan: string): Promise<{ readonly ended: Promise<Report> }> {
    stopped = Date.now();
    const ended = stack.run("up", { plan });
    await vi.waitUntil(() => arns().length === begun.length + 1, 60_000);
    return { ended };
  }

  /** Runs the next update, in which AWS finishes what it is working on. */
  async function nextUp(): Promise<Report> {
    const before = arns();
    stopped = undefined;
    const next = await stack.run("up");
    expect(arns()).toEqual(expect.arrayContaining(before));
    return next;
  }

  const firstUpdates = {
    "in one run": (plan: string) => stack.run("up", { plan }),
    "until ^C": async (plan: string) => {
      const { ended } = await workingUp(plan);
      stack.interrupt();
      const { failed, output } = await ended;
      expect(failed).toBe(true);
      for (const name of begun) {
        expect(output).toMatch(
          new RegExp(`"${name}-.*the run was cancelled. It stays in the stack`),
        );
      }
      expectAgreement();
      expect(unfinished().sort()).toEqual([...begun].sort());
      const next = await nextUp();
      expect(unfinished()).toEqual([]);
      const changes = { update: begun.length, create: total - begun.length - 1, same: 2 };
      expect(next.changes).toEqual(changes);
      return next;
    },
    "until it is killed": async (plan: string) => {
      const { ended } = await workingUp(plan);
      const killed = expect(ended).rejects.toThrow("the program ended");
      await stack.kill();
      await killed;
      expect(marked()).toHaveLength(begun.length);
      const next = await nextUp();
      for (const name of begun) {
        expect(next.output).toMatch(
          new RegExp(`"${name}-.*created by an interrupted run, and this resource adopts it`),
        );
      }
      return next;
    },
  };

  it("the program has every kind, and its preview changes nothing in AWS", async () => {
    const preview = await stack.run("preview", { plan: "plan.json" });
    expect([preview.failed, preview.changes]).toEqual([false, { create: total + 1 }]);
    const types = new Set(preview.output.match(/aws-snapshots:\w+:\w+/g));
    expect([...types].sort()).toEqual(
      [...kinds.keys()].map((kind) => `aws-snapshots:${kind}`).sort(),
    );
    expect(aws.requests.changing()).toEqual([]);
  });

  it(`the program is created under the names of its plan if its first update runs ${first}`, async () => {
    const created = await firstUpdates[first]("plan.json");
    expect(created.failed).toBe(false);
    expect(stack.resources()).toHaveLength(total);
    expectAgreement();
    const plan = stack.file("plan.json");
    const names = held(aws).flatMap(({ name = "" }) =>
      begun.includes(name.replace(/-[0-9a-f]{7}$/, "")) ? [name] : [],
    );
    expect(names).toHaveLength(begun.length);
    expect(names.filter((name) => !plan.includes(`"${name}"`))).toEqual([]);

    const sessions = find("sessions-");
    const lastNight = aws.memorydb.snapshots(...home).find(({ source }) => source !== "manual");
    expect(created.outputs).toEqual({
      sessions: sessions?.arn,
      shards: 1,
      tags: "[secret]",
      lastNight: lastNight?.name,
      found: "AVAILABLE",
    });
    expect(Object.fromEntries(sessions?.tags ?? [])).toEqual({
      owner: "platform",
      team: "orders",
      contact: "hidden-contact",
    });
    expect(stack.stateText()).not.toContain("hidden-contact");
  });

  it("an unchanged program takes over a snapshot by its ARN with the option `import`", async () => {
    const byHand = await takeByHand(aws);
    aws.requests.clear();
    config["languages:byHand"] = byHand.arn;
    stack.configure(config);
    const imported = await stack.run("up");
    expect(imported.changes).toEqual({ import: 1, update: 1, same: total + 1 });
    expect(aws.requests.changing().map(({ operation }) => operation)).toEqual(["TagResource"]);
    expect(Object.fromEntries(byHand.tags)).toEqual({ owner: "platform" });
    expectAgreement();
  });

  it("changed tags update everything that has tags in place, as the preview shows", async () => {
    config["languages:team"] = "billing";
    stack.configure(config);
    const changes = { update: tagged, same: total + 2 - tagged };
    expect((await stack.run("preview")).changes).toEqual(changes);
    const before = arns();
    expect((await stack.run("up")).changes).toEqual(changes);
    expect(arns()).toEqual(before);
    const teams = held(aws).flatMap(({ tags }) => tags?.get("team") ?? []);
    expect(teams).toEqual(Array.from({ length: tagged }, () => "billing"));
  });

  it("a new trigger replaces all backups, and each new backup is there before an old one is deleted", async () => {
    config["languages:occasion"] = "second";
    stack.configure(config);
    const before = arns();
    aws.requests.clear();
    // Everything but the configuration of the copies and the snapshot that was taken by hand.
    const changes = { replace: Object.keys(reasons).length, same: 3 };
    const preview = await stack.run("preview");
    expect(preview.changes).toEqual(changes);
    const rows = preview.output.matchAll(/^ \+- \S+ (\S+) replace \[diff: ~(\w+)/gm);
    expect(Object.fromEntries([...rows].map(([, name, key]) => [name, key]))).toEqual(reasons);
    expect((await stack.run("up")).changes).toEqual(changes);
    expectAgreement();
    expect(arns()).toHaveLength(before.length);
    expect(arns().filter((arn) => before.includes(arn))).toHaveLength(2);
    const operations = aws.requests.changing().map(({ operation }) => operation);
    const lastCreate = operations.findLastIndex((operation) => /^(Create|Copy)/.test(operation));
    const firstDelete = operations.findIndex((operation) => operation.startsWith("Delete"));
    expect(firstDelete).toBeGreaterThan(lastCreate);
  });

  it("a refresh changes nothing", async () => {
    aws.requests.clear();
    const refreshed = await stack.run("refresh");
    expect(refreshed.changes).toEqual({ same: total + 2 });
    expect(aws.requests.changing()).toEqual([]);
  });

  it("destroy leaves nothing but the files of the exports", async () => {
    const destroyed = await stack.run("destroy");
    expect(destroyed.changes).toEqual({ delete: total + 2 });
    expect(arns()).toEqual([]);
    expect(stack.resources()).toEqual([]);
    expect(aws.buckets.objects("backups")).toHaveLength(2);
  });

  if (name === "Node") {
    // The README's program in TypeScript uses the classes that need no plugin: readme.test.ts runs it.
    return;
  }

  it("the program that the README shows takes a snapshot and a copy of it", async () => {
    aws.memorydb.addCluster(...home, { ClusterName: "orders" });
    const { command, readme = expect.fail("the README has no program") } = language;
    const folder = mkdtempSync(join(tmpdir(), "pulumi-aws-snapshots-readme-"));
    const shown = { ...language, command: [...command, readme] as const };
    const first = await LanguageStack.make(shown, folder, environment());
    onTestFinished(() => first.remove());
    const created = await first.run("up");
    expect([created.failed, created.changes]).toEqual([false, { create: 3 }]);
    const copy = find("orders-copy-");
    expect(created.outputs).toEqual({ copyName: copy?.name });
    expect(Object.fromEntries(copy?.tags ?? [])).toEqual({ team: "orders" });
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

/** Takes a snapshot that no stack knows. */
async function takeByHand(aws: LocalAws): Promise<MemoryDbSnapshot> {
  const client = new MemoryDBClient(clientSettings(aws.environment()));
  await client.send(
    new CreateSnapshotCommand({ ClusterName: "sessions", SnapshotName: "by-hand" }),
  );
  client.destroy();
  const taken = aws.memorydb.snapshots(...home).find(({ name }) => name === "by-hand");
  taken?.lifetime.end("available");
  return taken ?? expect.fail("no snapshot was taken");
}
