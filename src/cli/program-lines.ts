import type { Kind } from "../kinds/kind.js";
import { isRecord, type Props } from "../values/json.js";

/** Returns the TypeScript that declares a resource. */
export function programLines({ name: kind }: Kind, name: string, args: Props): string {
  const [service = "", type = ""] = kind.split(":");
  return `import { ${service} } from "pulumi-aws-snapshots";

new ${service}.${type}(${JSON.stringify(name)}, ${literal(args)}, { protect: true });`;
}

function literal(value: unknown, indent = ""): string {
  if (!isRecord(value)) {
    return JSON.stringify(value);
  }
  const inner = `${indent}  `;
  const members = Object.entries(value).map(
    ([key, member]) => `${inner}${propertyName(key)}: ${literal(member, inner)},\n`,
  );
  return members.length === 0 ? "{}" : `{\n${members.join("")}${indent}}`;
}

function propertyName(key: string): string {
  if (/^[A-Za-z$][\w$]*$/.test(key)) {
    return key;
  }
  // One name that begins with an underscore would set the prototype.
  return key.startsWith("_") ? `[${JSON.stringify(key)}]` : JSON.stringify(key);
}
