// The parts of Pulumi's package schema that this package uses.

/** The type of a value. */
export type TypeSpec =
  | { readonly type: "string" | "boolean" | "integer" | "number" }
  | { readonly type: "array"; readonly items: TypeSpec }
  | { readonly type: "object"; readonly additionalProperties: TypeSpec }
  | { readonly $ref: string };

export type PropertySpec = TypeSpec & {
  /** Markdown. */
  readonly description: string;
  readonly secret?: true;
  /** Whether a changed value replaces the resource; shown in reference pages. */
  readonly willReplaceOnChanges?: true;
};

export type Properties = Readonly<Record<string, PropertySpec>>;

export interface ObjectTypeSpec {
  readonly description?: string;
  readonly type?: "object";
  readonly properties: Properties;
  readonly required?: readonly string[];
}

export interface ResourceSpec extends ObjectTypeSpec {
  readonly inputProperties: Properties;
  readonly requiredInputs?: readonly string[];
  readonly aliases?: readonly { readonly type: string }[];
}

export interface FunctionSpec {
  readonly description: string;
  readonly inputs: ObjectTypeSpec;
  readonly outputs: ObjectTypeSpec;
}

export interface PackageSpec {
  readonly name: string;
  readonly displayName: string;
  readonly version: string;
  readonly description: string;
  readonly keywords: readonly string[];
  readonly license: string;
  readonly pluginDownloadURL: string;
  readonly meta: { readonly moduleFormat: string; readonly supportPack: boolean };
  readonly language: Readonly<Record<string, object>>;
  readonly config: { readonly variables: Properties };
  readonly types: Readonly<Record<string, ObjectTypeSpec>>;
  readonly provider: ResourceSpec;
  readonly resources: Readonly<Record<string, ResourceSpec>>;
  readonly functions: Readonly<Record<string, FunctionSpec>>;
}

/** Takes the keys of properties that are required, in the order of the properties. */
export function requiredOf(
  properties: Readonly<Record<string, { readonly required: boolean }>>,
): string[] {
  return Object.entries(properties).flatMap(([key, { required }]) => (required ? [key] : []));
}
