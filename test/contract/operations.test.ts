import { readFileSync } from "node:fs";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { camel, casesByKind, expectedOutputs, faultOn, held, purposeOf } from "./cases.js";
import { faultsOf, membersOf, type OperationCase, operations } from "./operations.js";
import { failureOf, home, make, World } from "./world.js";

// The operations that must work in full: member by member and error by error.
let world: World;
beforeEach(async () => {
  world = await World.start();
});
afterEach(() => world.close());

function caseOf({ kind }: OperationCase) {
  const found = casesByKind[kind];
  if (found === undefined) {
    throw new Error(`there is no case of ${kind}`);
  }
  return found;
}

describe.each(operations)("$title $operation", (operation) => {
  const example = caseOf(operation);
  const { kind, program } = example;
  beforeEach(() => {
    example.addSources(world.aws);
    example.addSources(world.aws, [home[0], "eu-west-2"]);
  });

  it("is listed with all members of its request and all of its errors", () => {
    expect(Object.keys(operation.inputs).sort()).toEqual(membersOf(operation).inputs.sort());
    expect(Object.keys(operation.faults).sort()).toEqual(faultsOf(operation).sort());
  });

  it.each(Object.entries(operation.inputs))("sends %s", async (member, { given, sent }) => {
    await make(world.provider(kind), { ...program, ...given });
    const request = world.aws.requests.all().find((one) => purposeOf(example, one) === "create");
    expect(request?.input[member]).toEqual(sent);
  });

  it.each(membersOf(operation).outputs)("shows %s of the answer", async (member) => {
    const made = await make(world.provider(kind), program);
    const [one] = held(example, world.aws, home);
    Object.assign(one ?? {}, operation.seldom);
    const { props: outs = {} } = await world.provider(kind).read(made.id, made.outs);
    const answer = new Map(Object.entries(await example.describe(world.aws, one?.name ?? "")));
    expect(answer.get(member)).toBeDefined();
    const shown = expectedOutputs(example, { [member]: answer.get(member) });
    const [output = ""] = Object.keys(camel({ [member]: 0 }));
    const name = output === example.identity[0] ? kind.naming.input : output;
    expect(outs[output === example.identity[1] ? "arn" : name]).toEqual(
      shown[output === example.identity[1] ? "arn" : name],
    );
  });

  it.each(Object.entries(operation.faults))(
    "reports for %s the error and what to do",
    async (code, { fails, advice }) => {
      faultOn(world.aws, example, "create", {
        error: { code, message: "AWS says no" },
        times: Number.POSITIVE_INFINITY,
      });
      const call = make(world.provider(kind), { ...program, __timeouts: { create: "2m" } });
      const seconds = await world.secondsOf(call);
      const { message, id } = await failureOf(call);
      expect(id).toBeUndefined();
      expect(message).toContain(`${code}: AWS says no`);
      expect(message).toContain(advice);
      // An existing snapshot is looked for twice, because AWS may leave it out for a moment.
      const longest = fails === "in the end" ? 124 : 3;
      expect(seconds).toBeLessThanOrEqual(longest);
      expect(seconds >= 120).toBe(fails === "in the end");
      expect(held(example, world.aws, home)).toEqual([]);
    },
  );
});

it("docs/operations.md documents the operations, with the line of the test of each member", async () => {
  const documentation = operations.map(documented).join("\n\n");
  await expect(`${preface}\n\n${documentation}\n`).toMatchFileSnapshot(
    join(__dirname, "..", "..", "docs", "operations.md"),
  );
});

const preface = `# Operations, member by member

This page covers five operations of AWS completely. It lists the input behind each member of a request, the output of each member
of the answer, and the effect of each error, with the line of the test that shows it. A test compares the page with the models
of the AWS SDK, so nothing is missing.`;

const cases = readFileSync(join(__dirname, "operations.ts"), "utf8").split("\n");
const tests = readFileSync(__filename, "utf8").split("\n");

function documented(operation: OperationCase): string {
  const { title, url, inputs, faults } = operation;
  const { outputs } = membersOf(operation);
  const start = cases.findIndex((line) => line.includes(`title: "${title}"`));
  const at = (member: string) => {
    const line = cases.findIndex(
      (text, index) => index > start && text.startsWith(`      ${member}: `),
    );
    return link("operations.ts", line);
  };
  const shows = link(
    "operations.test.ts",
    tests.findIndex((line) => line.includes("shows %s of the answer")),
  );
  const ends = { "at once": "fails at once", "in the end": "waited out, then fails" };
  return [
    `## ${title}: [${operation.operation}](${url})`,
    `Used by \`${operation.kind.replace(":", ".")}\`.`,
    table(
      ["member of the request", "comes from", "test"],
      Object.entries(inputs).map(([member, { from }]) => [`\`${member}\``, from, at(member)]),
    ),
    table(
      ["member of the answer", "output", "test"],
      outputs.map((member) => [
        `\`${member}\``,
        `\`${Object.keys(camel({ [member]: 0 }))[0]}\``,
        shows,
      ]),
    ),
    table(
      ["error", "effect", "test"],
      Object.entries(faults).map(([fault, { fails }]) => [`\`${fault}\``, ends[fails], at(fault)]),
    ),
  ].join("\n\n");
}

function link(file: string, line: number): string {
  if (line < 0) {
    throw new Error(`a line is missing in ${file}`);
  }
  return `[${file}:${line + 1}](../test/contract/${file}#L${line + 1})`;
}

function table(head: string[], rows: string[][]): string {
  return [head, head.map(() => "---"), ...rows].map((row) => `| ${row.join(" | ")} |`).join("\n");
}
