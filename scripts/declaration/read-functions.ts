// Reads the functions in src/resources that look snapshots up.
import { basename, dirname } from "node:path";
import ts from "typescript";
import type {
  FunctionDeclaration,
  FunctionInputDeclaration,
  OutputDeclaration,
} from "./declaration.js";
import { textsOfTags } from "./doc-comments.js";
import type { Reader } from "./read.js";

/** Reads a lookup: its first declaration has the documentation. */
export function readFunction(
  reader: Reader,
  service: string,
  declared: ts.FunctionDeclaration,
): FunctionDeclaration {
  const result = interfaceOf(reader, declared, resolved(declared.type));
  const looked = lookedUp(result);
  const [resource] = looked?.typeArguments ?? [];
  if (looked === undefined || resource === undefined) {
    reader.fail(result, "must extend LookedUp<…>, which names a resource");
  }
  const symbol = ts.isTypeReferenceNode(resource) && reader.symbolAt(resource.typeName);
  const ofResource = symbol && reader.behind(symbol).valueDeclaration;
  if (!ofResource || !ts.isClassDeclaration(ofResource)) {
    reader.fail(resource, "must be a resource");
  }
  return {
    description: reader.described(declared),
    examples: textsOfTags(declared, "example"),
    see: textsOfTags(declared, "see"),
    kind: `${service}:${ofResource.name?.text}`,
    inputs: inputsOf(reader, service, declared),
    outputs: outputsOf(reader, service, {
      ofResource,
      without: namesIn(looked.typeArguments?.[1]),
      result,
      isAlways: !mayBeEmpty(reader, declared),
    }),
  };
}

function inputsOf(
  reader: Reader,
  service: string,
  declared: ts.FunctionDeclaration,
): Record<string, FunctionInputDeclaration> {
  const type = declared.parameters[0]?.type;
  const inputs: Record<string, FunctionInputDeclaration> = {};
  for (const member of membersOf(reader, interfaceOf(reader, declared, type))) {
    const [standard] = textsOfTags(member, "default");
    const choices = choicesOf(member.type);
    const property = choices
      ? { type: "string" as const, required: false, description: reader.described(member) }
      : reader.readProperty(service, member);
    if (!property.required && standard === undefined) {
      reader.fail(member, "is optional and has no @default");
    }
    inputs[member.name.getText()] = {
      ...property,
      common: basename(dirname(member.getSourceFile().fileName)) === "base",
      ...(choices && { choices }),
      ...(standard === undefined ? {} : { default: standard.replace(/^- /, "") }),
    };
  }
  return inputs;
}

/** What a result has: the outputs of the resource, and the properties that the interface declares itself. */
interface Result {
  readonly ofResource: ts.ClassDeclaration;
  readonly without: readonly string[];
  readonly result: ts.InterfaceDeclaration;
  /** Whether the lookup always finds something. */
  readonly isAlways: boolean;
}

function outputsOf(
  reader: Reader,
  service: string,
  { ofResource, without, result, isAlways }: Result,
): Record<string, OutputDeclaration> {
  const { outputs } = reader.readClass(service, ofResource);
  const left = Object.entries(outputs)
    .filter(([key]) => !without.includes(key))
    .map(([key, { sameAs, ...output }]) => {
      // A lookup has no id: the ARN is the id.
      const repeats = sameAs === "id" ? "arn" : sameAs;
      return [
        key,
        { ...output, ...(repeats !== undefined && repeats !== key && { sameAs: repeats }) },
      ];
    });
  const own = membersOf(reader, result).map((member) => [
    member.name.getText(),
    reader.readProperty(service, member),
  ]);
  const all: Record<string, OutputDeclaration> = Object.fromEntries([...left, ...own]);
  return Object.fromEntries(
    Object.entries(all).map(([key, output]) => [
      key,
      { ...output, required: output.required && isAlways },
    ]),
  );
}

/** The properties of an interface and of those that it extends, in this order: its own come first. */
function membersOf(reader: Reader, declared: ts.InterfaceDeclaration): ts.PropertySignature[] {
  const above = (declared.heritageClauses ?? [])
    .flatMap(({ types }) => types)
    .flatMap(({ expression }) => {
      const symbol = reader.symbolAt(expression);
      return symbol === undefined ? [] : (reader.behind(symbol).declarations ?? []);
    })
    .filter(ts.isInterfaceDeclaration);
  return [
    ...declared.members.filter(ts.isPropertySignature),
    ...above.flatMap((each) => membersOf(reader, each)),
  ];
}

/** Whether one of the overloads returns a result that may be empty: Promise<Partial<…>>. */
function mayBeEmpty(reader: Reader, { name }: ts.FunctionDeclaration): boolean {
  const overloads = (name && reader.symbolAt(name)?.declarations) ?? [];
  return overloads
    .filter(ts.isFunctionDeclaration)
    .some(({ type }) => nameOf(resolved(type)) === "Partial");
}

function lookedUp(declared: ts.InterfaceDeclaration): ts.ExpressionWithTypeArguments | undefined {
  return declared.heritageClauses
    ?.flatMap(({ types }) => types)
    .find(({ expression }) => expression.getText() === "LookedUp");
}

/** The interface that a type names; of several that are combined, the first. */
function interfaceOf(
  reader: Reader,
  declared: ts.FunctionDeclaration,
  type: ts.TypeNode | undefined,
): ts.InterfaceDeclaration {
  const first = type !== undefined && ts.isIntersectionTypeNode(type) ? type.types[0] : type;
  const symbol =
    first !== undefined && ts.isTypeReferenceNode(first) && reader.symbolAt(first.typeName);
  const found = symbol && reader.behind(symbol).declarations?.find(ts.isInterfaceDeclaration);
  return found || reader.fail(declared, "must take an interface and return a promise of another");
}

/** The type in `Promise<…>`. */
function resolved(type: ts.TypeNode | undefined): ts.TypeNode | undefined {
  return type !== undefined && ts.isTypeReferenceNode(type) ? type.typeArguments?.[0] : undefined;
}

function nameOf(type: ts.TypeNode | undefined): string | undefined {
  return type !== undefined && ts.isTypeReferenceNode(type) ? type.typeName.getText() : undefined;
}

/** The strings of a union of strings; undefined for any other type. */
function choicesOf(type: ts.TypeNode | undefined): string[] | undefined {
  const names = type !== undefined && ts.isUnionTypeNode(type) ? namesIn(type) : [];
  return names.length > 1 ? names : undefined;
}

function namesIn(type: ts.TypeNode | undefined): string[] {
  const parts = type !== undefined && ts.isUnionTypeNode(type) ? type.types : [type];
  return parts.flatMap((part) =>
    part !== undefined && ts.isLiteralTypeNode(part) && ts.isStringLiteral(part.literal)
      ? [part.literal.text]
      : [],
  );
}
