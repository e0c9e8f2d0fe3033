import { XmlShapeSerializer } from "@aws-sdk/core/protocols";
import type { NormalizedSchema } from "@smithy/core/schema";
import { refusal } from "./aws-error.js";
import type { InputCodes } from "./check-input.js";
import { decodeJson, unreadable } from "./json-protocol.js";
import type { Protocol } from "./protocol.js";
import { escapeXml } from "./xml-text.js";

/** The facts about a query service that its schemas lack. */
export interface QueryOptions {
  readonly signingName: string;
  readonly version: string;
  readonly xmlNamespace: string;
}

/** AWS query: a form with `Action` and `Version` in, XML out. */
export function queryProtocol({ signingName, version, xmlNamespace }: QueryOptions): Protocol {
  return {
    contentType: "text/xml",
    unknownOperation: "InvalidAction",
    malformed: "InvalidQueryParameter",
    operationOf: (request) =>
      request.target === undefined &&
      request.contentType.startsWith("application/x-www-form-urlencoded") &&
      request.signingName === signingName
        ? (new URLSearchParams(request.body).get("Action") ?? "")
        : undefined,
    decode: (input, body, codes) => {
      mustBeWhole(body, codes);
      const form = new URLSearchParams(body);
      if (form.get("Version") !== version) {
        throw refusal(
          "NoSuchVersion",
          `The version of this API is ${version}, not ${form.get("Version")}.`,
        );
      }
      form.delete("Action");
      form.delete("Version");
      const value = jsonOf(input, treeOf(form), codes);
      return decodeJson(input, value, codes, "dateTime");
    },
    answer: (operation, output, value, requestId) =>
      `<${operation}Response xmlns="${xmlNamespace}">` +
      (output.isUnitSchema()
        ? ""
        : `<${operation}Result>${xmlOf(output, value, xmlNamespace)}</${operation}Result>`) +
      `<ResponseMetadata><RequestId>${requestId}</RequestId></ResponseMetadata></${operation}Response>`,
    error: ({ message, traits }, requestId) =>
      `<ErrorResponse xmlns="${xmlNamespace}"><Error>` +
      `<Type>${traits.status < 500 ? "Sender" : "Receiver"}</Type>` +
      `<Code>${escapeXml(traits.queryCode)}</Code><Message>${escapeXml(message)}</Message>` +
      `</Error><RequestId>${requestId}</RequestId></ErrorResponse>`,
  };
}

/** Refuses a form whose percent-encoded bytes are not UTF-8, because other characters would be read in their place. */
function mustBeWhole(body: string, codes: InputCodes): void {
  try {
    decodeURIComponent(body);
  } catch (cause) {
    throw unreadable(cause, codes);
  }
}

/** A form's dotted keys as a tree: `Tags.Tag.1.Key=a` is four levels deep. */
interface Tree {
  value: string | undefined;
  readonly children: Map<string, Tree>;
}

function treeOf(form: URLSearchParams): Tree {
  const root: Tree = { value: undefined, children: new Map() };
  for (const [key, value] of form) {
    let node = root;
    for (const part of key.split(".")) {
      const next = node.children.get(part) ?? { value: undefined, children: new Map() };
      node.children.set(part, next);
      node = next;
    }
    node.value = value;
  }
  return root;
}

/** Converts the tree to the types of the schema. A value that does not fit stays unchanged, so that the check finds it. */
function jsonOf(schema: NormalizedSchema, tree: Tree, codes: InputCodes): unknown {
  if (schema.isStructSchema()) {
    const members = new Map(
      [...schema.structIterator()].map(([name, member]) => [
        member.getMergedTraits().xmlName ?? name,
        { name, member },
      ]),
    );
    return Object.fromEntries(
      [...tree.children].map(([key, child]) => {
        const known = members.get(key);
        return known ? [known.name, jsonOf(known.member, child, codes)] : [key, child.value ?? {}];
      }),
    );
  }
  if (schema.isListSchema()) {
    const item = schema.getValueSchema();
    const flat = schema.getMergedTraits().xmlFlattened;
    const name = item.getMergedTraits().xmlName ?? "member";
    const items = flat ? tree : tree.children.get(name);
    if (tree.value === "" && tree.children.size === 0) return [];
    if (items === undefined) {
      const found = [...tree.children.keys()].join(", ") || "a value";
      throw refusal(
        codes.malformed,
        `${schema.getMemberName()} must be a list ${name}.1, ${name}.2 …, but it has ${found}.`,
      );
    }
    return [...items.children]
      .sort(([a], [b]) => Number(a) - Number(b))
      .map(([, child]) => jsonOf(item, child, codes));
  }
  const { value } = tree;
  if (value === undefined) return {};
  if (schema.isBooleanSchema()) return value === "true" ? true : value === "false" ? false : value;
  if (schema.isNumericSchema()) return value.trim() && !Number.isNaN(+value) ? +value : value;
  return value;
}

function xmlOf(schema: NormalizedSchema, value: unknown, xmlNamespace: string): string {
  if (!schema.isStructSchema()) return "";
  const serializer = new XmlShapeSerializer({
    timestampFormat: { useTrait: true, default: 5 },
    httpBindings: false,
    xmlNamespace,
    serviceNamespace: schema.getName(true)?.split("#")[0] ?? "",
  });
  serializer.write(schema, value);
  // The serializer wraps the members in an element of the structure's name, but the protocol needs its own element.
  const xml = serializer.flush().toString();
  return xml.slice(xml.indexOf(">") + 1, Math.max(xml.lastIndexOf("</"), xml.indexOf(">") + 1));
}
