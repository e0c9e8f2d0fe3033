import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { readDeclaration } from "../../scripts/declaration/read.js";
import {
  inputsModule,
  lookupsModule,
  outputsModule,
  repeatedOutputsModule,
  resourcesTable,
} from "../../scripts/declaration/tables.js";

// `npm run docs` writes these files.
const root = join(__dirname, "..", "..");
const declaration = readDeclaration(root);
const schema = (file: string) => join(root, "src", "schema", file);

it("src/schema/outputs.ts holds the outputs that the classes declare", async () => {
  await expect(outputsModule(declaration)).toMatchFileSnapshot(schema("outputs.ts"));
});

it("src/schema/inputs.ts holds the inputs that the classes declare", async () => {
  await expect(inputsModule(declaration)).toMatchFileSnapshot(schema("inputs.ts"));
});

it("src/schema/repeated-outputs.ts holds the outputs that repeat another output or the id", async () => {
  await expect(repeatedOutputsModule(declaration)).toMatchFileSnapshot(
    schema("repeated-outputs.ts"),
  );
});

it("src/schema/lookups.ts holds the inputs and outputs of the lookups", async () => {
  await expect(lookupsModule(declaration)).toMatchFileSnapshot(schema("lookups.ts"));
});

it("the table of resources in README.md holds the resources that the classes declare", async () => {
  const readme = join(root, "README.md");
  const table = /^\| resource \|.*?(?=\n\n)/ms;
  const text = readFileSync(readme, "utf8");
  expect(text).toMatch(table);
  await expect(text.replace(table, () => resourcesTable(declaration))).toMatchFileSnapshot(readme);
});

describe("a declaration in another checkout", () => {
  let folder: string;
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), "declaration-"));
    mkdirSync(join(folder, "src"));
    writeFileSync(join(folder, "src", "index.ts"), 'export * as shop from "./shop.js";\n');
  });
  afterAll(() => rmSync(folder, { recursive: true }));

  const described = "/** Name of the shop. Changing it replaces the shop. */";
  const read = (
    input: string,
    output = "/** Name of the shop. */ declare readonly name: Output<string>;",
  ) => {
    const text = `/** A shop. */
export class Shop {
  ${output}
  /** Same as \`name\`. */ declare readonly title: Output<string>;
  constructor(name: string, args: Args) { this.title = this.name; }
}
interface Args {
  ${input}
}
`;
    writeFileSync(join(folder, "src", "shop.ts"), text);
    return readDeclaration(folder);
  };

  it("has inputs and outputs with their types, descriptions and rules of change", () => {
    const { kinds } = read(`${described}
  name: Input<string>;
  /**
   * Days {@link Args.name} is open,
   * by name, {@link
   * Args.name}. Changing them updates in place. A secret value stays secret.
   *
   * @default - every day
   */
  days?: Input<Input<string>[]>;`);
    expect(kinds["shop:Shop"]).toMatchObject({
      description: "A shop.",
      inputs: {
        name: { type: "string", required: true, replaces: true, secret: false },
        days: {
          type: { list: "string" },
          required: false,
          replaces: false,
          secret: true,
          default: "every day",
          description:
            "Days `Args.name` is open, by name, `Args.name`. Changing them updates in place. A secret value stays secret.",
        },
      },
      outputs: {
        name: { type: "string", required: true, description: "Name of the shop." },
        title: { type: "string", required: true, sameAs: "name" },
      },
    });
  });

  it.each([
    ["no doc comment", "name: Input<string>;", "src/shop.ts:8: name has no doc comment"],
    [
      "no rule of change",
      "/** Name of the shop. */ name: Input<string>;",
      "src/shop.ts:8: name must say once what a change does",
    ],
    [
      "two rules of change",
      "/** Name. Changing it replaces the shop. Changing it updates in place. */ name: Input<string>;",
      "src/shop.ts:8: name must say once what a change does",
    ],
    [
      "no default, and may be left out",
      `${described} name?: Input<string>;`,
      "src/shop.ts:8: name is optional and has no @default",
    ],
    ["a type of its own", `${described} name: string;`, "src/shop.ts:8: name must be an Input<…>"],
    [
      "several types",
      `${described} name: Input<string | number>;`,
      "src/shop.ts:8: string | number must be one type",
    ],
  ])("is refused, with file and line, if an input has %s", (_, input, message) => {
    expect(() => read(input)).toThrow(message);
  });

  it("is refused, with file and line, if an output has no doc comment", () => {
    const input = `${described} name: Input<string>;`;
    expect(() => read(input, "declare readonly name: Output<string>;")).toThrow(
      "src/shop.ts:3: name has no doc comment",
    );
  });
});
