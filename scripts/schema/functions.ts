// The functions of the schema, from the lookups.
import type { FunctionDeclaration } from "../declaration/declaration.js";
import { examplesSection } from "./examples.js";
import { properties, typeOf } from "./resources.js";
import { type FunctionSpec, type ObjectTypeSpec, requiredOf } from "./spec.js";
import { ofFunction, operationLinks, paragraphs, type Texts } from "./texts.js";

export function lookup(name: string, declared: FunctionDeclaration, texts: Texts): FunctionSpec {
  const place = ofFunction(name, declared.inputs, declared.outputs);
  const inputs = Object.entries(declared.inputs).map(([key, input]) => {
    const { type, description, default: standard, choices = [] } = input;
    const words =
      standard !== undefined && choices.includes(standard) ? `\`${standard}\`` : standard;
    return [
      key,
      { ...typeOf(key, type), description: texts.describe(description, place, "inputs", words) },
    ];
  });
  return {
    description: paragraphs(
      texts.describe(declared.description, place),
      operationLinks(declared),
      ...declared.examples.map(examplesSection),
    ),
    inputs: objectOf(Object.fromEntries(inputs), requiredOf(declared.inputs)),
    outputs: objectOf(properties(declared.outputs, texts, place), requiredOf(declared.outputs)),
  };
}

function objectOf(
  properties: ObjectTypeSpec["properties"],
  required: readonly string[],
): ObjectTypeSpec {
  return { type: "object", properties, ...(required.length === 0 ? {} : { required }) };
}
