// The tables that are made from what the classes declare. test/unit/declaration.test.ts writes them and holds them.
import type { Declaration, KindDeclaration, Shape } from "./declaration.js";

const madeFrom = "// Made by `npm run docs` from the classes in src/resources. Do not edit.";

/** The text of `src/schema/outputs.ts`: what a program has to know at run time. */
export function outputsModule({ kinds }: Declaration): string {
  const rows = Object.entries(kinds).map(([kind, { outputs }]) => {
    const own = Object.keys(outputs).filter((key) => outputs[key]?.sameAs === undefined);
    return listOf(JSON.stringify(kind), own);
  });
  const secret = new Set(
    Object.values(kinds).flatMap(({ inputs }) =>
      Object.entries(inputs).flatMap(([key, input]) => (input.secret ? [key] : [])),
    ),
  );
  return `${madeFrom}

/** The outputs of each kind, without those that repeat another output or the id. */
export const outputs = {
${rows.join("\n")}
} as const satisfies Readonly<Record<string, readonly string[]>>;

/** Inputs in which a secret value stays secret. */
export const secretInputs: readonly string[] = ${JSON.stringify([...secret].sort()).replaceAll(",", ", ")};
`;
}

/** The text of `src/schema/inputs.ts`: what the provider has to know. */
export function inputsModule({ kinds }: Declaration): string {
  const all = Object.values(kinds).map(({ inputs }) => pick(inputs, true));
  // Those of all kinds come first.
  const common = Object.assign({}, ...all.sort((a, b) => sizeOf(a) - sizeOf(b)));
  const rows = Object.entries(kinds).map(
    ([kind, { inputs }]) => `  ${JSON.stringify(kind)}: ${inputsOf(pick(inputs, false), "  ")},`,
  );
  return `${madeFrom}
import type { DeclaredInput } from "./declared.js";

/** The inputs that kinds share. */
export const commonInputs = ${inputsOf(common, "")} as const satisfies Readonly<Record<string, DeclaredInput>>;

/** The other inputs of each kind. */
export const inputs = {
${rows.join("\n")}
} as const satisfies Readonly<Record<string, Readonly<Record<string, DeclaredInput>>>>;

/** The name of a kind, for example \`memorydb:Snapshot\`. */
export type KindName = keyof typeof inputs;
`;
}

/** The text of `src/schema/repeated-outputs.ts`: what a host that has no classes must fill in. */
export function repeatedOutputsModule({ kinds }: Declaration): string {
  const rows = Object.entries(kinds).map(([kind, { outputs }]) => {
    const lines = Object.entries(outputs).flatMap(([key, { sameAs }]) =>
      sameAs === undefined ? [] : [`    ${key}: ${JSON.stringify(sameAs)},\n`],
    );
    return `  ${JSON.stringify(kind)}: {\n${lines.join("")}  },`;
  });
  return `${madeFrom}

/**
 * The outputs of each kind that repeat another output or the id. The classes fill them in; a host without classes takes
 * them from this table.
 */
export const repeatedOutputs = {
${rows.join("\n")}
} as const satisfies Readonly<Record<string, Readonly<Record<string, string>>>>;
`;
}

/** The text of `src/schema/lookups.ts`: what the lookups have to know at run time. */
export function lookupsModule({ functions }: Declaration): string {
  const inputs = Object.entries(functions).map(([name, declared]) => {
    const lines = Object.entries(declared.inputs).map(([key, { type, required, choices }]) => {
      const listed = choices === undefined ? "" : `, choices: ${listText(choices)}`;
      return `      ${key}: { type: "${nameOf(type)}", required: ${required}${listed} },\n`;
    });
    return `  ${JSON.stringify(name)}: {
    kind: ${JSON.stringify(declared.kind)},
    inputs: {
${lines.join("")}    },
  },`;
  });
  const outputs = new Map(
    Object.values(functions).map(({ kind, outputs }) => [kind, Object.keys(outputs)]),
  );
  for (const [name, declared] of Object.entries(functions)) {
    if (String(Object.keys(declared.outputs)) !== String(outputs.get(declared.kind))) {
      throw new Error(`${name} must return the same outputs as the other lookup of its kind`);
    }
  }
  return `${madeFrom}
import type { DeclaredLookup } from "./declared.js";

/** The kind that each lookup is about, and its inputs. */
export const lookups = {
${inputs.join("\n")}
} as const satisfies Readonly<Record<string, DeclaredLookup>>;

/** The name of a lookup, for example \`memorydb:getSnapshot\`. */
export type LookupName = keyof typeof lookups;

/** The outputs of the lookups, by kind. */
export const lookupOutputs = {
${[...outputs].map(([kind, keys]) => listOf(JSON.stringify(kind), keys)).join("\n")}
} as const satisfies Readonly<Record<string, readonly string[]>>;
`;
}

type InputDeclarations = KindDeclaration["inputs"];

function sizeOf(inputs: InputDeclarations): number {
  return Object.keys(inputs).length;
}

function pick(inputs: InputDeclarations, common: boolean): InputDeclarations {
  return Object.fromEntries(Object.entries(inputs).filter(([, input]) => input.common === common));
}

function inputsOf(inputs: InputDeclarations, indent: string): string {
  const lines = Object.entries(inputs).map(
    ([key, { type, required, replaces }]) =>
      `${indent}  ${key}: { type: "${nameOf(type)}", required: ${required}, replaces: ${replaces} },\n`,
  );
  return `{\n${lines.join("")}${indent}}`;
}

/** The table of resources in README.md. */
export function resourcesTable({ kinds }: Declaration): string {
  const heading = [
    "resource",
    "AWS operation",
    "inputs that replace it",
    "inputs that change in place",
  ];
  const rows = Object.entries(kinds).map(([kind, { inputs, see }]) => [
    `\`${kind.replace(":", ".")}\``,
    see.map(operationLink).join(", "),
    ownInputs(inputs, true),
    ownInputs(inputs, false),
  ]);
  const lines = [heading, ...rows].map((cells) =>
    `| ${cells.join(" | ")} |`.replace("|  |", "| |"),
  );
  return lines.toSpliced(1, 0, `|${heading.map(() => "---|").join("")}`).join("\n");
}

/** The inputs that are the resource's own, and `tags`, which not all resources have. */
function ownInputs(inputs: InputDeclarations, replaces: boolean): string {
  return Object.entries(inputs)
    .filter(([key, input]) => input.replaces === replaces && (!input.common || key === "tags"))
    .map(([key]) => `\`${key}\``)
    .join(", ");
}

/** A link to a page of AWS's API reference, named after the operation. */
function operationLink(page: string): string {
  return `[${/API_(\w+)\.html$/.exec(page)?.[1]}](${page})`;
}

/** The type of an input as `DeclaredInput` names it. */
function nameOf(type: Shape): string {
  if (typeof type === "string") {
    return type;
  }
  if ("map" in type && type.map === "string") {
    return "map";
  }
  if ("list" in type && type.list === "string") {
    return "strings";
  }
  throw new Error(`an input cannot be ${JSON.stringify(type)}`);
}

function listText(items: readonly string[]): string {
  return `[${items.map((item) => JSON.stringify(item)).join(", ")}]`;
}

/** A property that is a list of strings, as Biome formats it. */
function listOf(key: string, items: readonly string[]): string {
  const texts = items.map((item) => JSON.stringify(item));
  const line = `  ${key}: [${texts.join(", ")}],`;
  return line.length <= 100
    ? line
    : `  ${key}: [\n${texts.map((text) => `    ${text},\n`).join("")}  ],`;
}
