import type { NormalizedSchema } from "@smithy/core/schema";
import { type AwsError, refusal } from "./aws-error.js";

/** The error codes with which a service refuses a request that does not fit its model. */
export interface InputCodes {
  readonly malformed: string;
  readonly missing: string;
}

/**
 * Refuses an input that the schema does not describe: unknown members, missing required members, and values of another
 * type. The real service may ignore an unknown member, so that a misspelled one goes unnoticed.
 */
export function checkInput(
  schema: NormalizedSchema,
  value: unknown,
  codes: InputCodes,
  path = "",
): void {
  if (schema.isStructSchema()) {
    checkStructure(schema, record(value, path, codes), path, codes);
  } else if (schema.isMapSchema()) {
    for (const [key, item] of Object.entries(record(value, path, codes))) {
      checkInput(schema.getValueSchema(), item, codes, `${path}[${key}]`);
    }
  } else if (schema.isListSchema()) {
    if (!Array.isArray(value)) throw wrongType(path, "a list", value, codes);
    for (const [index, item] of value.entries()) {
      checkInput(schema.getValueSchema(), item, codes, `${path}[${index}]`);
    }
  } else if (!schema.isDocumentSchema()) {
    const types = typesOf(schema);
    if (!types.includes(typeof value)) throw wrongType(path, `a ${types[0]}`, value, codes);
  }
}

function checkStructure(
  schema: NormalizedSchema,
  value: Record<string, unknown>,
  path: string,
  codes: InputCodes,
): void {
  const members = new Map(schema.structIterator());
  for (const [name, item] of Object.entries(value)) {
    const member = members.get(name);
    if (member === undefined) {
      const known = [...members.keys()].join(", ") || "none";
      throw refusal(
        codes.malformed,
        `${at(path, name)} is not a member of ${schema.getName()}. Its members: ${known}.`,
      );
    }
    // In JSON, null means that a member is absent.
    if (item !== null) checkInput(member, item, codes, at(path, name));
  }
  for (const name of requiredMembers(schema)) {
    if (value[name] === undefined || value[name] === null) {
      throw refusal(
        codes.missing,
        `${at(path, name)} is required in ${schema.getName()} and is missing.`,
      );
    }
  }
}

/** The required members stand first in a schema; their number is its last entry. */
function requiredMembers(schema: NormalizedSchema): string[] {
  const raw = schema.getSchema();
  if (!Array.isArray(raw) || (raw[0] !== 3 && raw[0] !== -3)) return [];
  return raw[4].slice(0, raw[6] ?? 0);
}

function typesOf(schema: NormalizedSchema): string[] {
  if (schema.isBooleanSchema()) return ["boolean"];
  if (schema.isTimestampSchema()) return ["number", "string"];
  if (schema.isNumericSchema()) return ["number"];
  return ["string"];
}

function record(value: unknown, path: string, codes: InputCodes): Record<string, unknown> {
  if (isRecord(value)) return value;
  throw wrongType(path, "an object", value, codes);
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function wrongType(path: string, wanted: string, value: unknown, codes: InputCodes): AwsError {
  const found = value === null ? "null" : Array.isArray(value) ? "a list" : `a ${typeof value}`;
  return refusal(
    codes.malformed,
    `${path || "The request body"} must be ${wanted} and is ${found}.`,
  );
}

function at(path: string, name: string): string {
  return path ? `${path}.${name}` : name;
}
