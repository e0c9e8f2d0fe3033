// The resources and the object types of the schema, from the classes.
import { typeToken } from "../../src/abi/stored-text.js";
import type {
  Declaration,
  KindDeclaration,
  PropertyDeclaration,
  Shape,
} from "../declaration/declaration.js";
import { examplesSection } from "./examples.js";
import { importSection } from "./imports.js";
import { fractional } from "./numbers.js";
import {
  type ObjectTypeSpec,
  type PropertySpec,
  type ResourceSpec,
  requiredOf,
  type TypeSpec,
} from "./spec.js";
import {
  ofResource,
  operationLinks,
  type Place,
  paragraphs,
  type Texts,
  tokenOf,
} from "./texts.js";

const deleteBeforeReplace: PropertySpec = {
  type: "boolean",
  description:
    "Whether a replacement first deletes the old resource, and everything in the stack that depends on it. Only this " +
    "way can a replacement have the same name. The resource option of this name is not sent to providers: without " +
    "this input, a replacement under the same name is refused. Changing it changes nothing in AWS.\n\nDefault: `false`.",
};

/**
 * The inputs that the plugin's resources have and the classes have not: the engine tells providers nothing of the
 * resource option of the same name, and check must know.
 */
export function extraInputs(kind: string): Record<string, PropertySpec> {
  // AWS allows one configuration for each namespace, so a replacement always deletes first.
  return kind === "redshiftserverless:SnapshotCopyConfiguration" ? {} : { deleteBeforeReplace };
}

export function resource(kind: string, declared: KindDeclaration, texts: Texts): ResourceSpec {
  const extra = extraInputs(kind);
  const place = ofResource(kind, { ...declared.inputs, ...extra }, declared.outputs);
  const inputs = Object.entries(declared.inputs).map(([key, input]) => [
    key,
    {
      ...typeOf(key, input.type),
      description: texts.describe(input.description, place, "inputs", input.default),
      ...(input.replaces ? { willReplaceOnChanges: true } : {}),
    },
  ]);
  const required = requiredOf(declared.inputs);
  return {
    description: paragraphs(
      texts.describe(declared.description, place),
      operationLinks(declared),
      ...declared.examples.map(examplesSection),
      importSection(kind),
    ),
    properties: properties(declared.outputs, texts, place),
    required: requiredOf(declared.outputs),
    inputProperties: { ...Object.fromEntries(inputs), ...extra },
    ...(required.length === 0 ? {} : { requiredInputs: required }),
    aliases: [{ type: typeToken(kind) }],
  };
}

/** The object types of outputs. */
export function objectTypes({ types }: Declaration, texts: Texts): Record<string, ObjectTypeSpec> {
  return Object.fromEntries(
    Object.entries(types).map(([name, type]) => {
      const required = requiredOf(type.properties);
      return [
        tokenOf(name),
        {
          type: "object",
          description: texts.describe(type.description),
          properties: properties(type.properties, texts),
          ...(required.length === 0 ? {} : { required }),
        },
      ];
    }),
  );
}

/** Outputs, or the properties of an object type. */
export function properties(
  declared: Readonly<Record<string, PropertyDeclaration>>,
  texts: Texts,
  place?: Place,
): Record<string, PropertySpec> {
  return Object.fromEntries(
    Object.entries(declared).map(([key, { type, description }]) => [
      key,
      { ...typeOf(key, type), description: texts.describe(description, place, "outputs") },
    ]),
  );
}

/** The type of a property. Its name decides whether a number is whole. */
export function typeOf(key: string, shape: Shape): TypeSpec {
  if (shape === "number") {
    return { type: fractional.has(key) ? "number" : "integer" };
  }
  if (typeof shape === "string") {
    return { type: shape };
  }
  if ("list" in shape) {
    return { type: "array", items: typeOf(key, shape.list) };
  }
  return "map" in shape
    ? { type: "object", additionalProperties: typeOf(key, shape.map) }
    : { $ref: `#/types/${tokenOf(shape.object)}` };
}
