// Reads the examples of doc comments: a resource, `const name = new service.Class("logical", { … }, { … })`, or a
// lookup, `const name = service.getSnapshotOutput({ … })`.
import ts from "typescript";

/** A value of an example: a literal, the output of another resource, or a map. */
export type Value =
  | { readonly literal: string | number | boolean }
  | { readonly variable: string; readonly output: string }
  | { readonly map: Values };

export type Values = Readonly<Record<string, Value>>;

export interface Example {
  readonly variable: string;
  readonly service: string;
  /** The class, or the function without the ending `Output`. */
  readonly called: string;
  readonly args: Values;
  /** What only a resource has. */
  readonly resource?: { readonly logicalName: string; readonly options: Values };
}

/** @throws if the example has a form that no other language is written for */
export function parseExample(code: string): Example {
  const file = ts.createSourceFile("example.ts", code, ts.ScriptTarget.ES2022, true);
  const [statement, ...more] = file.statements;
  const declared =
    statement !== undefined && ts.isVariableStatement(statement)
      ? statement.declarationList.declarations[0]
      : undefined;
  const initializer = declared?.initializer;
  const value =
    initializer !== undefined && ts.isAwaitExpression(initializer)
      ? initializer.expression
      : initializer;
  if (
    more.length > 0 ||
    declared === undefined ||
    value === undefined ||
    !(ts.isNewExpression(value) || ts.isCallExpression(value)) ||
    !ts.isPropertyAccessExpression(value.expression)
  ) {
    throw new Error(
      `the example ${JSON.stringify(code)} is not one statement of the form "const name = new service.Class(…)" or "const name = service.getSomething(…)"`,
    );
  }
  const given = [...(value.arguments ?? [])];
  const logicalName = ts.isNewExpression(value) ? given.shift() : undefined;
  const [args, options] = given.map(readValues);
  return {
    variable: declared.name.getText(),
    service: value.expression.expression.getText(),
    called: value.expression.name.text.replace(/Output$/, ""),
    args: args ?? {},
    ...(logicalName !== undefined && ts.isStringLiteral(logicalName)
      ? { resource: { logicalName: logicalName.text, options: options ?? {} } }
      : {}),
  };
}

function readValues(node: ts.Expression): Values {
  if (!ts.isObjectLiteralExpression(node)) {
    throw new Error(`an example has the argument ${node.getText()}, which is not an object`);
  }
  return Object.fromEntries(
    node.properties.map((member) => {
      if (!ts.isPropertyAssignment(member)) {
        throw new Error(`an example has ${member.getText()}, which is not "key: value"`);
      }
      return [member.name.getText(), readValue(member.initializer)];
    }),
  );
}

function readValue(node: ts.Expression): Value {
  if (ts.isPropertyAccessExpression(node) && ts.isIdentifier(node.expression)) {
    return { variable: node.expression.text, output: node.name.text };
  }
  if (ts.isObjectLiteralExpression(node)) {
    return { map: readValues(node) };
  }
  const literal: unknown = JSON.parse(node.getText());
  if (typeof literal === "string" || typeof literal === "number" || typeof literal === "boolean") {
    return { literal };
  }
  throw new Error(
    `an example has the value ${node.getText()}, which no other language is written for`,
  );
}
