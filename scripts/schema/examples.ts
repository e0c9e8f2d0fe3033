// Writes the example of a class, `const name = new service.Class("logical", { … }, { … })`, in the other languages.
import ts from "typescript";
import { tokenOf } from "./texts.js";

/** A value of an example: a literal, or the output of another resource. */
type Value =
  | { readonly literal: string | number | boolean }
  | { readonly variable: string; readonly output: string };

interface Example {
  readonly variable: string;
  readonly service: string;
  readonly className: string;
  readonly logicalName: string;
  readonly inputs: Readonly<Record<string, Value>>;
  readonly options: Readonly<Record<string, Value>>;
}

/** The section of a description that shows an example in each language for which there is a generated SDK, and in YAML. */
export function examplesSection(code: string): string {
  const example = parse(code);
  const blocks = Object.entries({
    typescript: typescript(code, example),
    python: python(example),
    go: go(example),
    yaml: yaml(example),
  }).map(([language, text]) => `\`\`\`${language}\n${text}\n\`\`\``);
  return [
    "{{% examples %}}",
    "## Example Usage",
    "{{% example %}}",
    ...blocks,
    "{{% /example %}}",
    "{{% /examples %}}",
  ].join("\n");
}

function typescript(code: string, { service }: Example): string {
  return `import { ${service} } from "pulumi-aws-snapshots/provider";\n\n${code}`;
}

function python({ variable, service, className, logicalName, inputs, options }: Example): string {
  const value = (given: Value) =>
    "literal" in given
      ? pythonLiteral(given.literal)
      : `${snakeCase(given.variable)}.${snakeCase(given.output)}`;
  const pairs = (record: Example["inputs"]) =>
    Object.entries(record).map(([key, given]) => `${snakeCase(key)}=${value(given)}`);
  const opts = pairs(options).join(", ");
  const args = [...pairs(inputs), ...(opts === "" ? [] : [`opts=pulumi.ResourceOptions(${opts})`])];
  return [
    ...(opts === "" ? [] : ["import pulumi"]),
    `from pulumi_aws_snapshots import ${service}`,
    "",
    `${snakeCase(variable)} = ${service}.${className}(`,
    ...[JSON.stringify(logicalName), ...args].map((arg) => `    ${arg},`),
    ")",
  ].join("\n");
}

function pythonLiteral(literal: string | number | boolean): string {
  return typeof literal === "boolean" ? (literal ? "True" : "False") : JSON.stringify(literal);
}

function go({ variable, service, className, logicalName, inputs, options }: Example): string {
  const value = (given: Value) =>
    "literal" in given
      ? `pulumi.${goType(given.literal)}(${JSON.stringify(given.literal)})`
      : `${given.variable}.${given.output === "id" ? "ID()" : title(given.output)}`;
  const width = Math.max(...Object.keys(inputs).map((key) => key.length));
  const fields = Object.entries(inputs).map(
    ([key, given]) => `\t${`${title(key)}:`.padEnd(width + 1)} ${value(given)},`,
  );
  const opts = Object.entries(options).map(([key, given]) => {
    const literal = "literal" in given ? JSON.stringify(given.literal) : value(given);
    return `, pulumi.${title(key)}(${literal})`;
  });
  return [
    `${variable}, err := ${service}.New${className}(ctx, ${JSON.stringify(logicalName)}, &${service}.${className}Args{`,
    ...fields,
    `}${opts.join("")})`,
  ].join("\n");
}

function goType(literal: string | number | boolean): string {
  return typeof literal === "string" ? "String" : typeof literal === "number" ? "Int" : "Bool";
}

function yaml({ service, className, logicalName, inputs, options }: Example): string {
  const value = (given: Value) =>
    "literal" in given ? String(given.literal) : `\${${given.variable}.${given.output}}`;
  const lines = (title: string, record: Example["inputs"]) => {
    const pairs = Object.entries(record).map(([key, given]) => `      ${key}: ${value(given)}`);
    return pairs.length === 0 ? [] : [`    ${title}:`, ...pairs];
  };
  return [
    "resources:",
    `  ${logicalName}:`,
    `    type: ${tokenOf(`${service}:${className}`)}`,
    ...lines("properties", inputs),
    ...lines("options", options),
  ].join("\n");
}

function parse(code: string): Example {
  const file = ts.createSourceFile("example.ts", code, ts.ScriptTarget.ES2022, true);
  const [statement, ...more] = file.statements;
  const declaration =
    statement !== undefined && ts.isVariableStatement(statement)
      ? statement.declarationList.declarations[0]
      : undefined;
  const created = declaration?.initializer;
  if (
    more.length > 0 ||
    declaration === undefined ||
    created === undefined ||
    !ts.isNewExpression(created) ||
    !ts.isPropertyAccessExpression(created.expression)
  ) {
    throw new Error(
      `the example ${JSON.stringify(code)} is not one statement of the form "const name = new service.Class(…)"`,
    );
  }
  const [logicalName, inputs, options] = created.arguments ?? [];
  return {
    variable: declaration.name.getText(),
    service: created.expression.expression.getText(),
    className: created.expression.name.text,
    logicalName:
      logicalName !== undefined && ts.isStringLiteral(logicalName) ? logicalName.text : "",
    inputs: record(inputs),
    options: record(options),
  };
}

function record(node: ts.Expression | undefined): Record<string, Value> {
  const members = node !== undefined && ts.isObjectLiteralExpression(node) ? node.properties : [];
  return Object.fromEntries(
    members.map((member) => {
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
  const literal: unknown = JSON.parse(node.getText());
  if (typeof literal === "string" || typeof literal === "number" || typeof literal === "boolean") {
    return { literal };
  }
  throw new Error(`an example has the value ${node.getText()}, which has no counterpart elsewhere`);
}

/** The name in Python, as Pulumi's generator spells it. */
export function snakeCase(name: string): string {
  return name.replace(
    /[A-Z]+/g,
    (letters, at: number) => `${at === 0 ? "" : "_"}${letters.toLowerCase()}`,
  );
}

function title(name: string): string {
  return name.charAt(0).toUpperCase() + name.slice(1);
}
