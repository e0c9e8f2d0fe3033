import { isRecord } from "../values/json.js";

/**
 * A value of a configuration, with the name under which a person finds it. A value that cannot be read is an
 * error that names the key and never shows the value, because it may be a secret.
 */
export class ConfigValue {
  readonly name: string;
  readonly #value: unknown;

  constructor(name: string, value: unknown) {
    this.name = name;
    this.#value = value;
  }

  /** Whether it has a value. An empty text is none, as in a shell. */
  get given(): boolean {
    return this.#value !== undefined && this.#value !== null && this.#value !== "";
  }

  /** A text. Numbers and booleans are texts too: that is what `pulumi config set` makes of `1234` in a map. */
  text(): string | undefined {
    if (!this.given) {
      return undefined;
    }
    return ["string", "number", "boolean"].includes(typeof this.#value)
      ? String(this.#value)
      : this.fail("must be a string");
  }

  /** A text that must be there. */
  required(): string {
    return this.text() ?? this.fail("is missing");
  }

  /** A text of a certain form; `form` completes the sentence that starts with the key. */
  matching(pattern: RegExp, form: string): string | undefined {
    const text = this.text();
    return text === undefined || pattern.test(text) ? text : this.fail(form);
  }

  /** One of several texts. */
  oneOf<Choice extends string>(choices: readonly Choice[]): Choice | undefined {
    const text = this.text();
    return text === undefined
      ? undefined
      : (choices.find((choice) => choice === text) ??
          this.fail(`must be one of: ${choices.join(", ")}`));
  }

  /** A boolean, or its name. */
  flag(): boolean | undefined {
    const name = this.oneOf(["true", "false"]);
    return name === undefined ? undefined : name === "true";
  }

  /** A whole number, or its digits. */
  count(): number | undefined {
    const digits = this.matching(/^\d+$/, "must be a whole number, 0 or more");
    return digits === undefined ? undefined : Number(digits);
  }

  /** The items of a list. */
  list(): ConfigValue[] {
    const list = this.#structure();
    if (list === undefined) {
      return [];
    }
    return Array.isArray(list)
      ? list.map((item: unknown, index) => new ConfigValue(`${this.name}[${index}]`, item))
      : this.fail("must be a list");
  }

  /** The items of a list of texts. */
  texts(): string[] {
    return this.list().map((item) => item.required());
  }

  /** The fields of an object, by name. */
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

  /** One field of an object; without a value where it is absent. */
  field(key: string): ConfigValue {
    return this.fields().get(key) ?? new ConfigValue(`${this.name}.${key}`, undefined);
  }

  /** A map of texts; the value of a key may be empty. */
  map(): Record<string, string> {
    return Object.fromEntries([...this.fields()].map(([key, value]) => [key, value.text() ?? ""]));
  }

  /** Ends the reading with a sentence about this key. */
  fail(problem: string): never {
    throw new Error(`reading the configuration: ${this.name} ${problem}`);
  }

  // JSON.parse quotes the text in its errors, so only the fact of the failure goes on.
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
