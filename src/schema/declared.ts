/** What the provider has to know of an input. The classes in `src/resources` declare it, with its documentation. */
export interface DeclaredInput {
  /** `strings` is a list of strings, whose order means nothing; `map` is a map of strings. */
  readonly type: "string" | "number" | "boolean" | "strings" | "map";
  /** Whether the input must be given. */
  readonly required: boolean;
  /** Whether a changed value replaces the resource. Otherwise it changes in place. */
  readonly replaces: boolean;
}

/** The values of the inputs of one kind alone, by their types. */
export interface ValueOf {
  readonly string: string;
  readonly number: number;
  readonly boolean: boolean;
  readonly strings: readonly string[];
}

/** What a lookup has to know of its inputs. Its function in `src/resources` declares them, with their documentation. */
export interface DeclaredLookup {
  /** The kind that it is about. */
  readonly kind: string;
  readonly inputs: Readonly<Record<string, DeclaredArgument>>;
}

/** An input of a lookup. */
export interface DeclaredArgument extends Pick<DeclaredInput, "type" | "required"> {
  /** The strings that it may be, if only some are allowed. */
  readonly choices?: readonly string[];
}
