// Turns the texts of doc comments, which are written for the classes of the dynamic resources, into descriptions for
// programs in every language.
import type { Declaration, KindDeclaration } from "../declaration/declaration.js";

/** Name of the package in Pulumi, and the first part of every token. */
export const packageName = "aws-snapshots";

/** The token of a resource, a function or a type. */
export function tokenOf(name: string): string {
  return `${packageName}:${name}`;
}

/** Sentences about the configuration that the plugin has in another form than the dynamic resources. */
const otherDoor: readonly (readonly [written: string, forPlugin: string])[] = [
  [
    "The default tags of the `aws.Provider` or of the stack are added; if both have a key, the value given here wins.",
    "The default tags of the provider are added; if both have a key, the value given here wins.",
  ],
  [
    "the region of the given or inherited `aws.Provider` (or `aws:region` of the stack, if there is no such provider), `AWS_REGION`,",
    "the region of the provider, `AWS_REGION`,",
  ],
  [
    "It overrides the credentials and roles of an `aws.Provider` or of the stack.",
    "It overrides the credentials and roles of the provider.",
  ],
  [
    "the credentials of the `aws.Provider`, of the stack's configuration, or of the machine",
    "the credentials of the provider, otherwise those of the machine",
  ],
  [
    "It overrides the roles of an `aws.Provider` or of the stack.",
    "It overrides the roles of the provider.",
  ],
  [
    "the roles of the `aws.Provider` or of the stack's configuration, if any",
    "the roles of the provider, if any",
  ],
  ["or pass an `aws.Provider` of that region", "or pass a provider of that region"],
  // The engine keeps every secret of the plugin's resources.
  [" A secret value stays secret.", ""],
];

/** What must not be left in any description: the provider and the configuration of the dynamic resources. */
const foreign = /aws\.Provider|`aws:\w+|\{@link|pulumi-aws-snapshots:/;

/** Where a text stands: what the names in it are looked up in, the first of several that has the name. */
export interface Place {
  /** The kind whose text it is. A type has none, and the names in its texts stay as they are. */
  readonly kind?: string;
  /** Whether names are those of inputs first, or of outputs first. */
  readonly first?: "inputProperties" | "properties";
}

export class Texts {
  readonly #kinds: Declaration["kinds"];
  readonly #extraInputs: (kind: string) => readonly string[];
  readonly #unused = new Set(otherDoor);

  /** @param extraInputs - inputs that the plugin's resource of a kind has and the class has not */
  constructor({ kinds }: Declaration, extraInputs: (kind: string) => readonly string[]) {
    this.#kinds = kinds;
    this.#extraInputs = extraInputs;
  }

  /** The description of something, with its default value as a paragraph of its own. */
  describe(text: string, place: Place = {}, standard?: string): string {
    const whole = standard === undefined ? text : `${text}\n\nDefault: ${asCode(standard)}.`;
    const described = this.#names(this.#forPlugin(whole), place);
    const found = foreign.exec(described);
    if (found !== null) {
      throw new Error(
        `the description ${JSON.stringify(text)} has ${found[0]}, which programs in other languages do not have. Add the sentence to otherDoor in scripts/schema/texts.ts`,
      );
    }
    return described;
  }

  /** Throws if a sentence of the other door was never met, because the classes have changed it. */
  finish(): void {
    for (const [written] of this.#unused) {
      throw new Error(
        `no doc comment in src/resources has the sentence ${JSON.stringify(written)} any longer. Change it in otherDoor in scripts/schema/texts.ts`,
      );
    }
  }

  #forPlugin(text: string): string {
    let result = text;
    for (const sentence of otherDoor) {
      const [written, forPlugin] = sentence;
      if (result.includes(written)) {
        this.#unused.delete(sentence);
        result = result.replaceAll(written, forPlugin);
      }
    }
    return result;
  }

  /** Turns the names of properties and resources into references, which each generator spells as its language does. */
  #names(text: string, { kind, first = "inputProperties" }: Place): string {
    if (kind === undefined) {
      return text;
    }
    const code = /(\boutput )?`([^`]+)`/g;
    return text.replace(code, (whole: string, output: string | undefined, content: string) => {
      const [, name = content, value] = /^(\w+): (\w+)$/.exec(content) ?? [];
      const found = this.#reference(kind, output === undefined ? first : "properties", name);
      if (found === undefined) {
        return whole;
      }
      return `${output ?? ""}${found}${value === undefined ? "" : ` set to \`${value}\``}`;
    });
  }

  #reference(kind: string, first: Place["first"], name: string): string | undefined {
    const inputs = has(this.#kinds[kind]?.inputs, name) || this.#extraInputs(kind).includes(name);
    const outputs = has(this.#kinds[kind]?.outputs, name);
    const where =
      first === "properties" && outputs ? first : inputs ? "inputProperties" : undefined;
    const property = where ?? (outputs ? "properties" : undefined);
    if (property !== undefined) {
      return reference(`resources/${tokenOf(kind)}/${property}/${name}`);
    }
    const other = `${kind.split(":")[0]}:${name}`;
    return has(this.#kinds, other) ? reference(`resources/${tokenOf(other)}`) : undefined;
  }
}

/** A reference in a description. Generators replace it by the name in their language. */
export function reference(path: string): string {
  return `{{% ref #/${path} %}}`;
}

function has(record: object | undefined, key: string): boolean {
  return record !== undefined && Object.hasOwn(record, key);
}

/** A default that is a value, and not words, is code. */
function asCode(standard: string): string {
  return /^(true|false|-?\d+)$/.test(standard) ? `\`${standard}\`` : standard;
}

/** The parts of a resource's description, as paragraphs. */
export function paragraphs(...parts: readonly (string | undefined)[]): string {
  return parts.filter((part) => part !== undefined && part !== "").join("\n\n");
}

/** Links to the AWS operations that create the resource. */
export function operationLinks({ see }: KindDeclaration): string {
  const links = see.map((page) => `[${/API_(\w+)\.html$/.exec(page)?.[1] ?? page}](${page})`);
  return `AWS's own reference: ${links.join(", ")}.`;
}
