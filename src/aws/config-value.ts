import { isRecord } from "../values/json.js";

/**
 * A value of a configuration, with the name under which people find it. If the value cannot be read, the error names
 * the key and never shows the value, because the value may be a secret.
 */
export class ConfigValue {
  readonly name: string;
  readonly #value: unknown;

  constructor(name: string, value: unknown) {
    this.name = name;
    this.#value = value;
  }

  /** Whether there is a value. An empty string counts as absent, as in a shell. */
  get given(): boolean {
    return this.#value !== undefined && this.#value !== null && this.#value !== "";
  }

  /**
   * Returns a string. Numbers and booleans count as strings too: `pulumi config set` makes a number of `1234` in a map.
   */
  text(): string | undefined {
    if (!this.given) {
      return undefined;
    }
    return ["string", "number", "boolean"].includes(typeof this.#value)
      ? String(this.#value)
      : this.fail("must be a string");
  }

  /** Returns a required string. */
  required(): string {
    return this.text() ?? this.fail("is missing");
  }

  /** Returns a string of a certain form; `form` completes the sentence that starts with the key. */
  matching(pattern: RegExp, form: string): string | undefined {
    const text = this.text();
    return text === undefined || pattern.test(text) ? text : this.fail(form);
  }

  /** Returns one of several strings. */
  oneOf<Choice extends string>(choices: readonly Choice[]): Choice | undefined {
    const text = this.text();
    return text === undefined
      ? undefined
      : (choices.find((choice) => choice === text) ??
          this.fail(`must be one of: ${choices.join(", ")}`));
  }

  /** Returns a boolean, also from its name. */
  flag(): boolean | undefined {
    const name = this.oneOf(["true", "false"]);
    return name === undefined ? undefined : name === "true";
  }

  /** Returns a whole number, also from its digits. */
  count(): number | undefined {
    const digits = this.matching(/^\d+$/, "must be a whole number, 0 or more");
    return digits === undefined ? undefined : Number(digits);
  }

  /** Returns the items of a list. */
  list(): ConfigValue[] {
    const list = this.#structure();
    if (list === undefined) {
      return [];
    }
    return Array.isArray(list)
      ? list.map((item: unknown, index) => new ConfigValue(`${this.name}[${index}]`, item))
      : this.fail("must be a list");
  }

  /** Returns the items of a list of strings. */
  texts(): string[] {
    return this.list().map((item) => item.required());
  }

  /** Returns the fields of an object, by name. */
  fields(): Map<string, ConfigValue> {
    const record = this.#structure() ?? {};
    return isRecord(record)
      ? new Map(
          Object.entries(record).map(([key, value]) => [
            key,
            new ConfigValue(`${this.name}.${key}`, value),
          ]),
        )
      : this.fail("must be an object");
  }

  /** Returns one field of an object, without a value if it is absent. */
  field(key: string): ConfigValue {
    return this.fields().get(key) ?? new ConfigValue(`${this.name}.${key}`, undefined);
  }

  /** Returns a map of strings; the value of a key may be empty. */
  map(): Record<string, string> {
    return Object.fromEntries([...this.fields()].map(([key, value]) => [key, value.text() ?? ""]));
  }

  /** Throws a sentence about this key. */
  fail(problem: string): never {
    throw new Error(`reading the configuration: ${this.name} ${problem}`);
  }

  // JSON.parse quotes the value in its errors, so only the fact of the failure is passed on.
  #structure(): unknown {
    if (!this.given || typeof this.#value !== "string") {
      return this.#value ?? undefined;
    }
    try {
      return JSON.parse(this.#value);
    } catch {
      return this.fail("is not valid JSON");
    }
  }
}
