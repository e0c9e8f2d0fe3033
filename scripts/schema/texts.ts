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

/** The resource or function whose text it is: the names in the text are those of its inputs and outputs. */
export interface Place {
  /** The part of a reference before the name of an input or an output. */
  readonly inputs: string;
  readonly outputs: string;
  readonly service: string | undefined;
  readonly inputNames: readonly string[];
  readonly outputNames: readonly string[];
}

/** The place of the texts of a resource. */
export function ofResource(
  kind: string,
  inputs: object,
  outputs: KindDeclaration["outputs"],
): Place {
  const entity = `resources/${tokenOf(kind)}`;
  return place(kind, `${entity}/inputProperties`, `${entity}/properties`, inputs, outputs);
}

/** The place of the texts of a function. */
export function ofFunction(name: string, inputs: object, outputs: object): Place {
  const entity = `functions/${tokenOf(name)}`;
  return place(
    name,
    `${entity}/inputs/properties`,
    `${entity}/outputs/properties`,
    inputs,
    outputs,
  );
}

function place(name: string, inputs: string, outputs: string, given: object, got: object): Place {
  return {
    inputs,
    outputs,
    service: name.split(":")[0],
    inputNames: Object.keys(given),
    outputNames: Object.keys(got),
  };
}

/** What the names in a text are first looked up in, if there is an input and an output of the name. */
export type First = "inputs" | "outputs";

export class Texts {
  readonly #kinds: ReadonlySet<string>;
  readonly #unused = new Set(otherDoor);

  constructor({ kinds }: Declaration) {
    this.#kinds = new Set(Object.keys(kinds));
  }

  /**
   * The description of something, with its default value as a paragraph of its own. Without a place, as in object types,
   * the names in it stay as they are.
   */
  describe(text: string, place?: Place, first: First = "inputs", standard?: string): string {
    const whole = standard === undefined ? text : `${text}\n\nDefault: ${asCode(standard)}.`;
    const forPlugin = this.#forPlugin(whole);
    const described = place === undefined ? forPlugin : this.#names(forPlugin, place, first);
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
  #names(text: string, place: Place, first: First): string {
    const code = /(\boutput )?`([^`]+)`/g;
    return text.replace(code, (whole: string, output: string | undefined, content: string) => {
      const [, name = content, value] = /^(\w+): (\w+)$/.exec(content) ?? [];
      const found = this.#reference(name, place, output === undefined ? first : "outputs");
      if (found === undefined) {
        return whole;
      }
      return `${output ?? ""}${found}${value === undefined ? "" : ` set to \`${value}\``}`;
    });
  }

  #reference(name: string, place: Place, first: First): string | undefined {
    const isInput = place.inputNames.includes(name);
    const isOutput = place.outputNames.includes(name);
    if (isInput && (first === "inputs" || !isOutput)) {
      return reference(`${place.inputs}/${name}`);
    }
    if (isOutput) {
      return reference(`${place.outputs}/${name}`);
    }
    const other = `${place.service}:${name}`;
    return this.#kinds.has(other) ? reference(`resources/${tokenOf(other)}`) : undefined;
  }
}

/** A reference in a description. Generators replace it by the name in their language. */
export function reference(path: string): string {
  return `{{% ref #/${path} %}}`;
}

/** A default that is a value, and not words, is code. */
function asCode(standard: string): string {
  return /^(true|false|-?\d+)$/.test(standard) ? `\`${standard}\`` : standard;
}

/** The parts of a resource's description, as paragraphs. */
export function paragraphs(...parts: readonly (string | undefined)[]): string {
  return parts.filter((part) => part !== undefined && part !== "").join("\n\n");
}

/** Links to the AWS operations that are called. */
export function operationLinks({ see }: Pick<KindDeclaration, "see">): string {
  const links = see.map((page) => `[${/API_(\w+)\.html$/.exec(page)?.[1] ?? page}](${page})`);
  return `AWS's own reference: ${links.join(", ")}.`;
}
