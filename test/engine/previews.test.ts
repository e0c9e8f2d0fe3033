import { writeFileSync } from "node:fs";
import { join } from "node:path";
import * as pulumi from "@pulumi/pulumi";
import { beforeAll, describe, expect, it } from "vitest";
import { kinds } from "../../src/kinds/index.js";
import { nameOrArnName } from "../../src/values/arn.js";
import { sharedInputs } from "../unit/kind-examples.js";
import { classOf } from "./classes.js";
import { fixedFiles, type InputCase, inputCases, needsBucket, regions } from "./input-cases.js";
import { addSource, isSource } from "./sources.js";
import type { EngineStack, Run } from "./stack.js";
import { makeWorld, type World } from "./world.js";

// What `pulumi preview` announces and what `pulumi up` then does, for every input of every kind, in one stack. Each
// resource of the stack tests one input, has its own sources, and goes through all transitions together with the
// others.

type Change = "same" | "update" | "replace";

const cases = inputCases();

/** A resource that is created anew each time, so that everything that depends on it is unknown in a preview. */
class Occasion extends pulumi.dynamic.Resource {
  declare readonly made: pulumi.Output<string>;
  constructor(when: string) {
    const provider = { create: async () => ({ id: "occasion", outs: { made: "yes" } }) };
    super(provider, "occasion", { when, made: undefined }, { replaceOnChanges: ["when"] });
  }
}

const absent = Symbol("absent");

let world: World;
let stack: EngineStack;
let occasions = 0;

/** Returns the program in which each case writes its input in the given way. */
function programWith(
  write: (one: InputCase, later: (value: unknown) => pulumi.Output<unknown>) => unknown,
) {
  const when = String(occasions++);
  return async () => {
    const { made } = new Occasion(when);
    const later = (value: unknown) => made.apply(() => value);
    for (const one of cases) {
      const value = write(one, later);
      const args = value === absent ? one.without : { ...one.beside, [one.key]: value };
      new (classOf(one.kind))(one.name, args);
    }
  };
}

/** Returns what a run did to each case. */
function changes({ steps }: Run): Record<string, Change> {
  const kinds = (name: string) =>
    steps.filter((step) => step.endsWith(` ${name}`)).map((step) => step.split(" ")[0]);
  return Object.fromEntries(
    cases.map(({ name }) => {
      const done = kinds(name);
      const change: Change = done.includes("create-replacement")
        ? "replace"
        : done.includes("update")
          ? "update"
          : "same";
      return [name, change];
    }),
  );
}

/** Returns the same as a table for people. */
function told(all: Record<string, Change>): string[] {
  return cases.map(({ name, kind, key }) => `${kind} ${key} (${name}): ${all[name]}`);
}

function expected(of: (one: InputCase) => Change): string[] {
  return told(Object.fromEntries(cases.map((one) => [one.name, of(one)])));
}

const declared = ({ replaces }: InputCase): Change => (replaces ? "replace" : "update");
/** AWS tells their account only in an update, so an unknown input may mean another account. */
const mayMove = ({ kind, key }: InputCase) =>
  (key === "profile" || key === "assumeRoleArn") && kind !== fixedFiles;

beforeAll(async () => {
  world = await makeWorld({
    snapshotDuration: 0,
    copyDuration: 0,
    exportDuration: 0,
    manualClusterSnapshots: 1000,
  });
  for (const { kind, key, without, beside, value, other } of cases) {
    const named = [
      ...Object.entries(without),
      ...Object.entries(beside),
      [key, value],
      [key, other],
    ] as const;
    for (const [input, text] of named) {
      if (isSource(kind, input)) {
        for (const region of regions) {
          const name = nameOrArnName(String(text));
          addSource(world.aws, ["111122223333", region], kind, input, name);
        }
      }
    }
  }
  stack = await world.stack();
  const profiles = join(stack.folder, "profiles");
  const keys = ["aws_access_key_id = AKIA111122223333", "aws_secret_access_key = local"];
  writeFileSync(profiles, ["[dev]", ...keys, "[ops]", ...keys, ""].join("\n"));
  stack.environment({
    AWS_SHARED_CREDENTIALS_FILE: profiles,
    AWS_CONFIG_FILE: profiles,
    // Nothing interrupts these updates. The engine would write the state of all resources before and after each step,
    // which takes more of the processor's time than all else here.
    PULUMI_SKIP_CHECKPOINTS: "true",
  });
  return world.close;
});

/** Returns what the next preview announces and the next update does. Files of earlier exports are removed first. */
async function through(program: () => Promise<void>) {
  const { buckets } = world.aws;
  for (const bucket of ["backups", "backups-2"]) {
    for (const file of buckets.objects(bucket)) {
      buckets.removeObject(bucket, file);
    }
  }
  const preview = await stack.preview(program);
  expect(preview.diagnostics).not.toContain("error");
  world.aws.requests.clear();
  const up = await stack.up(program, { parallel: 50 });
  expect(up.diagnostics).not.toContain("error");
  return { preview: told(changes(preview)), up: told(changes(up)) };
}

it("the cases cover every input of every kind", () => {
  const covered = new Set(cases.map(({ kind, key }) => `${kind} ${key}`));
  for (const { name, inputs, tagging } of kinds.values()) {
    const shared = sharedInputs.filter(([key]) => key !== "tags" || tagging !== undefined);
    for (const key of [...Object.keys(inputs), ...shared.map(([key]) => key)]) {
      const left = name === fixedFiles && needsBucket.includes(key);
      expect(covered.has(`${name} ${key}`), `${name} ${key}`).toBe(!left);
    }
  }
});

describe(`${cases.length} resources, one for each input of each kind`, () => {
  it("an update makes a resource for each input of each kind", async () => {
    const run = await stack.up(
      programWith(({ value }) => value),
      { parallel: 50 },
    );
    expect(run.diagnostics).toBe("");
    expect(run.steps.filter((step) => step.startsWith("create "))).toHaveLength(cases.length);
  });

  it("another spelling of an input is no change, in preview and update", async () => {
    const same = expected(() => "same");
    expect(await through(programWith(({ spelling }) => spelling))).toEqual({
      preview: same,
      up: same,
    });
    expect(world.aws.requests.changing()).toEqual([]);
  });

  it("an unknown input previews as a change, and the resource stays if the input turns out to be the same", async () => {
    const { preview, up } = await through(programWith(({ value }, later) => later(value)));
    expect(preview).toEqual(expected((one) => (mayMove(one) ? "replace" : declared(one))));
    expect(up).toEqual(expected(() => "same"));
    expect(world.aws.requests.changing()).toEqual([]);
  });

  it("another value of an input changes the resource as previewed", async () => {
    const { preview, up } = await through(programWith(({ other }) => other));
    expect(preview).toEqual(expected(declared));
    expect(up).toEqual(preview);
  });

  it("an unknown input that gets another value changes the resource no more than previewed", async () => {
    const { preview, up } = await through(programWith(({ value }, later) => later(value)));
    expect(preview).toEqual(expected((one) => (mayMove(one) ? "replace" : declared(one))));
    expect(up).toEqual(expected(declared));
  });

  it("an input that is left out, and then given again, changes the resource as previewed", async () => {
    const optional = (one: InputCase): Change =>
      one.required || one.isName || one.key === "region" ? "same" : declared(one);
    for (const write of [
      ({ required, value }: InputCase) => (required ? value : absent),
      ({ value }: InputCase) => value,
    ]) {
      const { preview, up } = await through(programWith(write));
      expect(preview).toEqual(expected(optional));
      expect(up).toEqual(preview);
    }
  });

  it("destroy deletes the resource for each input of each kind", async () => {
    expect((await stack.destroy()).failed).toBe(false);
    expect(Object.keys(await stack.state())).toEqual([]);
  });
});
