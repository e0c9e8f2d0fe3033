// How an example is written in each language, with the names that Pulumi's generators give.
import type { Example, Value, Values } from "./example.js";
import { tokenOf } from "./texts.js";

export function pythonExample({ variable, service, called, args, resource }: Example): string {
  const pairs = (values: Values) =>
    Object.entries(values).map(([key, value]) => `${snakeCase(key)}=${pythonValue(value)}`);
  const options = pairs(resource?.options ?? {}).join(", ");
  const given = [
    ...(resource === undefined ? [] : [JSON.stringify(resource.logicalName)]),
    ...pairs(args),
    ...(options === "" ? [] : [`opts=pulumi.ResourceOptions(${options})`]),
  ];
  const name = resource === undefined ? `${snakeCase(called)}_output` : called;
  return [
    ...(options === "" ? [] : ["import pulumi"]),
    `from pulumi_aws_snapshots import ${service}`,
    "",
    `${snakeCase(variable)} = ${service}.${name}(`,
    ...given.map((arg) => `    ${arg},`),
    ")",
  ].join("\n");
}

function pythonValue(value: Value): string {
  if ("variable" in value) {
    return `${snakeCase(value.variable)}.${snakeCase(value.output)}`;
  }
  if ("map" in value) {
    const items = Object.entries(value.map).map(([key, item]) => `"${key}": ${pythonValue(item)}`);
    return `{${items.join(", ")}}`;
  }
  const { literal } = value;
  return typeof literal === "boolean" ? (literal ? "True" : "False") : JSON.stringify(literal);
}

export function goExample({ variable, service, called, args, resource }: Example): string {
  const width = Math.max(...Object.keys(args).map((key) => key.length));
  const fields = Object.entries(args).map(
    ([key, value]) => `\t${`${title(key)}:`.padEnd(width + 1)} ${goValue(value)},`,
  );
  if (resource === undefined) {
    // A lookup that is named like a resource has another name in Go.
    const name = /^getLatest/.test(called) ? title(called) : called.replace(/^get/, "Lookup");
    return [
      `${variable} := ${service}.${name}Output(ctx, ${service}.${name}OutputArgs{`,
      ...fields,
      "})",
    ].join("\n");
  }
  const options = Object.entries(resource.options).map(([key, value]) => {
    const plain = "literal" in value ? JSON.stringify(value.literal) : goValue(value);
    return `, pulumi.${title(key)}(${plain})`;
  });
  const name = JSON.stringify(resource.logicalName);
  return [
    `${variable}, err := ${service}.New${called}(ctx, ${name}, &${service}.${called}Args{`,
    ...fields,
    `}${options.join("")})`,
  ].join("\n");
}

function goValue(value: Value): string {
  if ("variable" in value) {
    return `${value.variable}.${value.output === "id" ? "ID()" : title(value.output)}`;
  }
  if ("map" in value) {
    const items = Object.entries(value.map).map(([key, item]) => `"${key}": ${goValue(item)}`);
    return `pulumi.StringMap{${items.join(", ")}}`;
  }
  const { literal } = value;
  const type =
    typeof literal === "string" ? "String" : typeof literal === "number" ? "Int" : "Bool";
  return `pulumi.${type}(${JSON.stringify(literal)})`;
}

export function yamlExample({ variable, service, called, args, resource }: Example): string {
  const token = tokenOf(`${service}:${called}`);
  if (resource === undefined) {
    return [
      "variables:",
      `  ${variable}:`,
      "    fn::invoke:",
      `      function: ${token}`,
      ...yamlPairs("      ", "arguments", args),
    ].join("\n");
  }
  return [
    "resources:",
    `  ${resource.logicalName}:`,
    `    type: ${token}`,
    ...yamlPairs("    ", "properties", args),
    ...yamlPairs("    ", "options", resource.options),
  ].join("\n");
}

function yamlPairs(indent: string, title: string, values: Values): string[] {
  const lines = Object.entries(values).flatMap(([key, value]) => {
    if ("map" in value) {
      return yamlPairs(`${indent}  `, key, value.map);
    }
    const text =
      "literal" in value ? String(value.literal) : `\${${value.variable}.${value.output}}`;
    return [`${indent}  ${key}: ${text}`];
  });
  return lines.length === 0 ? [] : [`${indent}${title}:`, ...lines];
}

/** The name in Python. */
function snakeCase(name: string): string {
  return name.replace(
    /[A-Z]+/g,
    (letters, at: number) => `${at === 0 ? "" : "_"}${letters.toLowerCase()}`,
  );
}

function title(name: string): string {
  return name.charAt(0).toUpperCase() + name.slice(1);
}
