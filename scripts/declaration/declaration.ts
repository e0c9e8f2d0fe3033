// What the classes of src/resources declare, as plain data.

/** Everything that the package declares: its kinds, its lookups, and the object types of their inputs and outputs. */
export interface Declaration {
  /** Kinds by name, for example `memorydb:Snapshot`. */
  readonly kinds: Readonly<Record<string, KindDeclaration>>;
  /** Lookups by name, for example `memorydb:getSnapshot`. */
  readonly functions: Readonly<Record<string, FunctionDeclaration>>;
  /** Object types by name, for example `memorydb:ClusterConfiguration`. */
  readonly types: Readonly<Record<string, TypeDeclaration>>;
}

/** A resource, as its class and the interface of its arguments declare it. */
export interface KindDeclaration {
  readonly description: string;
  readonly examples: readonly string[];
  /** Pages of AWS's API reference. */
  readonly see: readonly string[];
  readonly inputs: Readonly<Record<string, InputDeclaration>>;
  readonly outputs: Readonly<Record<string, OutputDeclaration>>;
}

/** A lookup, as its function and the interfaces of its arguments and of its result declare it. */
export interface FunctionDeclaration {
  readonly description: string;
  readonly examples: readonly string[];
  /** Pages of AWS's API reference. */
  readonly see: readonly string[];
  /** The kind whose outputs it returns. */
  readonly kind: string;
  readonly inputs: Readonly<Record<string, FunctionInputDeclaration>>;
  readonly outputs: Readonly<Record<string, OutputDeclaration>>;
}

export interface TypeDeclaration {
  readonly description: string;
  readonly properties: Readonly<Record<string, PropertyDeclaration>>;
}

/** A property of an object type, an input or an output. */
export interface PropertyDeclaration {
  readonly description: string;
  readonly type: Shape;
  /** Whether an input must be given, and whether an output is always there. */
  readonly required: boolean;
}

export interface InputDeclaration extends PropertyDeclaration {
  /** Whether a changed value always replaces the resource. */
  readonly replaces: boolean;
  /** Whether a secret value stays secret. The other inputs are part of ARNs and messages, and are shown. */
  readonly secret: boolean;
  /** Whether kinds share the input: it is declared in `src/resources/base`. */
  readonly common: boolean;
  /** What applies if the input is not given, in words. */
  readonly default?: string;
}

/** An argument of a lookup. */
export interface FunctionInputDeclaration
  extends Pick<InputDeclaration, keyof PropertyDeclaration | "common" | "default"> {
  /** The strings that it may be, if only some are allowed. */
  readonly choices?: readonly string[];
}

export interface OutputDeclaration extends PropertyDeclaration {
  /** The output, or `id`, whose value this output repeats. */
  readonly sameAs?: string;
}

/** The type of a value. An object type is named as in `Declaration.types`. */
export type Shape =
  | "string"
  | "number"
  | "boolean"
  | { readonly list: Shape }
  | { readonly map: Shape }
  | { readonly object: string };
