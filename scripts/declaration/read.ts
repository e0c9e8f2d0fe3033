// Reads the classes in src/resources, which declare all inputs and outputs, with TypeScript's compiler API.
import { basename, dirname, join, relative } from "node:path";
import ts from "typescript";
import type {
  Declaration,
  FunctionDeclaration,
  InputDeclaration,
  KindDeclaration,
  OutputDeclaration,
  PropertyDeclaration,
  Shape,
  TypeDeclaration,
} from "./declaration.js";
import { textOf, textsOfTags } from "./doc-comments.js";
import { readFunction } from "./read-functions.js";

/**
 * Reads what the package declares.
 *
 * @param root - folder of the checkout
 * @throws an error that names file and line if a class or a comment has not the form that is needed
 */
export function readDeclaration(root: string): Declaration {
  return new Reader(root).read();
}

/** Reads single declarations. */
export class Reader {
  readonly #root: string;
  readonly #program: ts.Program;
  readonly #checker: ts.TypeChecker;
  readonly #types: Record<string, TypeDeclaration> = {};

  constructor(root: string) {
    this.#root = root;
    this.#program = ts.createProgram({
      rootNames: [join(root, "src", "index.ts")],
      options: { module: ts.ModuleKind.NodeNext, noLib: true, types: [] },
      host: ownModulesOnly(),
    });
    this.#checker = this.#program.getTypeChecker();
  }

  read(): Declaration {
    const index = this.#program.getSourceFile(join(this.#root, "src", "index.ts"));
    const module = index && this.#checker.getSymbolAtLocation(index);
    const kinds: Record<string, KindDeclaration> = {};
    const functions: Record<string, FunctionDeclaration> = {};
    for (const service of module === undefined ? [] : this.#checker.getExportsOfModule(module)) {
      for (const member of this.#checker.getExportsOfModule(this.behind(service))) {
        const declared = this.behind(member).valueDeclaration;
        if (declared !== undefined && ts.isClassDeclaration(declared)) {
          kinds[`${service.name}:${member.name}`] = this.readClass(service.name, declared);
        }
        // The form that takes and returns outputs has the same declaration.
        const [lookup] = this.behind(member).declarations ?? [];
        if (
          lookup !== undefined &&
          ts.isFunctionDeclaration(lookup) &&
          !/Output$/.test(member.name)
        ) {
          functions[`${service.name}:${member.name}`] = readFunction(this, service.name, lookup);
        }
      }
    }
    return { kinds, functions, types: this.#types };
  }

  readClass(service: string, declared: ts.ClassDeclaration): KindDeclaration {
    const outputs: Record<string, OutputDeclaration> = {};
    const sameAs: Record<string, string> = {};
    for (const each of this.#withBases(declared)) {
      for (const member of each.members) {
        if (ts.isPropertyDeclaration(member) && isDeclared(member)) {
          outputs[member.name.getText()] ??= this.readProperty(service, member, "Output");
        }
        if (ts.isConstructorDeclaration(member)) {
          Object.assign(sameAs, assignments(member));
        }
      }
    }
    for (const [key, source] of Object.entries(sameAs)) {
      const output = outputs[key];
      if (output !== undefined) {
        outputs[key] = { ...output, sameAs: source };
      }
    }
    return {
      description: this.described(declared),
      examples: textsOfTags(declared, "example"),
      see: textsOfTags(declared, "see"),
      inputs: this.#readInputs(service, declared),
      outputs,
    };
  }

  /** Reads the arguments: the second parameter of the constructor that programs call. */
  #readInputs(service: string, declared: ts.ClassDeclaration): Record<string, InputDeclaration> {
    const type = declared.members.find(ts.isConstructorDeclaration)?.parameters[1]?.type;
    if (type === undefined) {
      this.fail(declared, "has no constructor that takes arguments");
    }
    const inputs: Record<string, InputDeclaration> = {};
    for (const symbol of this.#checker.getPropertiesOfType(
      this.#checker.getTypeFromTypeNode(type),
    )) {
      const member = symbol.valueDeclaration;
      if (member !== undefined && ts.isPropertySignature(member)) {
        inputs[symbol.name] = this.#readInput(service, member);
      }
    }
    return inputs;
  }

  #readInput(service: string, member: ts.PropertySignature): InputDeclaration {
    const property = this.readProperty(service, member, "Input");
    const changes = [...property.description.matchAll(/\bChanging (?:it|them) ([^.]*)/g)];
    const [change = ""] = changes.map(([, text = ""]) => text);
    if (changes.length !== 1 || !/^(replaces|updates in place|to a )/.test(change)) {
      this.fail(
        member,
        'must say once what a change does: "Changing it replaces …", "Changing it updates in place" or "Changing it to a … replaces …"',
      );
    }
    const [standard] = textsOfTags(member, "default");
    if (!property.required && standard === undefined) {
      this.fail(member, "is optional and has no @default");
    }
    return {
      ...property,
      replaces: change.startsWith("replaces"),
      secret: property.description.includes("A secret value stays secret."),
      common: basename(dirname(member.getSourceFile().fileName)) === "base",
      ...(standard === undefined ? {} : { default: standard.replace(/^- /, "") }),
    };
  }

  readProperty(
    service: string,
    member: ts.PropertyDeclaration | ts.PropertySignature,
    wrapper?: string,
  ): PropertyDeclaration {
    const type = wrapper === undefined ? member.type : unwrapped(member.type, wrapper);
    if (type === undefined) {
      this.fail(member, `must be an ${wrapper}<…>`);
    }
    const { shape, optional } = this.#shapeOf(service, type);
    return {
      type: shape,
      required: member.questionToken === undefined && !optional,
      description: this.described(member),
    };
  }

  #shapeOf(service: string, type: ts.TypeNode): { shape: Shape; optional: boolean } {
    const parts = ts.isUnionTypeNode(type) ? type.types : [type];
    const [value, ...others] = parts.filter((part) => !isNothing(part));
    if (value === undefined || others.length > 0) {
      this.fail(type, "must be one type, and undefined or null");
    }
    const optional = parts.some((part) => part.kind === ts.SyntaxKind.UndefinedKeyword);
    return { shape: this.#shapeOfOne(service, value), optional };
  }

  #shapeOfOne(service: string, type: ts.TypeNode): Shape {
    const inner = unwrapped(type, "Input");
    if (inner !== undefined) {
      return this.#shapeOf(service, inner).shape;
    }
    if (ts.isArrayTypeNode(type)) {
      return { list: this.#shapeOf(service, type.elementType).shape };
    }
    const [member] = ts.isTypeLiteralNode(type) ? type.members : [];
    if (member !== undefined && ts.isIndexSignatureDeclaration(member)) {
      return { map: this.#shapeOf(service, member.type).shape };
    }
    return keywordOf(type) ?? { object: this.#readType(service, type) };
  }

  /** Reads an interface that is the type of a value, and gives the name under which it is found. */
  #readType(service: string, type: ts.TypeNode): string {
    const name = `${service}:${type.getText()}`;
    if (this.#types[name] === undefined) {
      const symbol = this.#checker.getTypeFromTypeNode(type).getSymbol();
      const declared = symbol?.declarations?.find(ts.isInterfaceDeclaration);
      if (declared === undefined) {
        this.fail(type, "must be an interface, a string, a number, a boolean, a list or a map");
      }
      const properties: Record<string, PropertyDeclaration> = {};
      // Known before its members are read, because they may refer to it.
      this.#types[name] = { description: this.described(declared), properties };
      for (const member of declared.members.filter(ts.isPropertySignature)) {
        properties[member.name.getText()] = this.readProperty(service, member);
      }
    }
    return name;
  }

  /** The class and its base classes that are ours, the class itself first. */
  *#withBases(declared: ts.ClassDeclaration): Iterable<ts.ClassDeclaration> {
    yield declared;
    const base = declared.heritageClauses?.flatMap(({ types }) => types)[0];
    const symbol = base && this.#checker.getSymbolAtLocation(base.expression);
    const above = symbol && this.behind(symbol).valueDeclaration;
    if (above !== undefined && ts.isClassDeclaration(above)) {
      yield* this.#withBases(above);
    }
  }

  symbolAt(node: ts.Node): ts.Symbol | undefined {
    return this.#checker.getSymbolAtLocation(node);
  }

  /** What a symbol that was imported or exported again stands for. */
  behind(symbol: ts.Symbol): ts.Symbol {
    return symbol.flags & ts.SymbolFlags.Alias ? this.#checker.getAliasedSymbol(symbol) : symbol;
  }

  described(node: ts.Node): string {
    return textOf(node) || this.fail(node, "has no doc comment");
  }

  fail(node: ts.Node & { readonly name?: ts.Node }, problem: string): never {
    const file = node.getSourceFile();
    const { line } = file.getLineAndCharacterOfPosition(node.getStart());
    const name = (node.name ?? node).getText();
    throw new Error(`${relative(this.#root, file.fileName)}:${line + 1}: ${name} ${problem}`);
  }
}

/** A host that finds our own modules only: all that counts is written in them, and Pulumi's types take long to read. */
function ownModulesOnly(): ts.CompilerHost {
  return {
    ...ts.createCompilerHost({}),
    resolveModuleNameLiterals: (literals, containingFile) =>
      literals.map(({ text }) => ({
        resolvedModule: text.startsWith(".")
          ? {
              resolvedFileName: join(containingFile, "..", text.replace(/\.js$/, ".ts")),
              extension: ts.Extension.Ts,
            }
          : undefined,
      })),
  };
}

/** Whether a member is an output: it is declared, and Pulumi's constructor makes it. */
function isDeclared(member: ts.PropertyDeclaration): boolean {
  return member.modifiers?.some(({ kind }) => kind === ts.SyntaxKind.DeclareKeyword) === true;
}

/** The assignments of one member to another, `this.name = this.snapshotName`, in a constructor. */
function assignments({ body }: ts.ConstructorDeclaration): Record<string, string> {
  const found = (body?.statements ?? []).flatMap((statement) => {
    const expression = ts.isExpressionStatement(statement) ? statement.expression : undefined;
    return expression !== undefined && ts.isBinaryExpression(expression)
      ? [[ownMember(expression.left), ownMember(expression.right)]]
      : [];
  });
  return Object.fromEntries(found.filter((pair) => !pair.includes(undefined)));
}

function ownMember(expression: ts.Expression): string | undefined {
  return ts.isPropertyAccessExpression(expression) &&
    expression.expression.kind === ts.SyntaxKind.ThisKeyword
    ? expression.name.text
    : undefined;
}

/** The type in `Input<…>` or `Output<…>`, with or without the name of the module. */
function unwrapped(type: ts.TypeNode | undefined, wrapper: string): ts.TypeNode | undefined {
  return type !== undefined &&
    ts.isTypeReferenceNode(type) &&
    type.typeName.getText().split(".").at(-1) === wrapper
    ? type.typeArguments?.[0]
    : undefined;
}

function isNothing(type: ts.TypeNode): boolean {
  return (
    type.kind === ts.SyntaxKind.UndefinedKeyword ||
    (ts.isLiteralTypeNode(type) && type.literal.kind === ts.SyntaxKind.NullKeyword)
  );
}

function keywordOf({ kind }: ts.TypeNode): "string" | "number" | "boolean" | undefined {
  switch (kind) {
    case ts.SyntaxKind.StringKeyword:
      return "string";
    case ts.SyntaxKind.NumberKeyword:
      return "number";
    case ts.SyntaxKind.BooleanKeyword:
      return "boolean";
    default:
      return undefined;
  }
}
