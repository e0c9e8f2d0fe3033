// Which parts of the bench are wanted.
import { parseArgs } from "node:util";
import { type Part, type Provider, parts, providers } from "./results.js";

/** What is to be measured. */
export interface Choice {
  readonly parts: readonly Part[];
  readonly providers: readonly Provider[];
  /** Numbers of resources; undefined for those of the whole bench. */
  readonly sizes: readonly number[] | undefined;
  readonly rounds: number | undefined;
  /** Whether this is the whole bench, whose figures are written to the page. */
  readonly isWhole: boolean;
}

/**
 * Reads the arguments: numbers of resources, names of parts and names of providers, in any order. Without the name of a
 * part, numbers and providers choose among the costs.
 */
export function choice(args: string[]): Choice {
  const { values, positionals } = parseArgs({
    args,
    allowPositionals: true,
    options: { rounds: { type: "string" } },
  });
  const words = positionals.flatMap((text) => text.split(","));
  const numbers = words.filter((word) => /^[1-9]\d*$/.test(word));
  const isWord = (names: readonly string[]) => (word: string) => names.includes(word);
  const unknown = words.filter(
    (word) => ![...numbers, ...parts, ...providers].includes(word as never),
  );
  const rounds = values.rounds === undefined ? undefined : Number(values.rounds);
  if (unknown.length > 0 || (rounds !== undefined && !(Number.isInteger(rounds) && rounds > 0))) {
    throw new Error(
      `starting the bench: ${unknown.length > 0 ? `"${unknown[0]}" is unknown` : "--rounds must be a whole number above 0"}. Expected numbers of resources such as 200, parts (${parts.join(", ")}), providers (${providers.join(", ")}) and --rounds 3, for example npm run bench -- 200 plugin dynamic.`,
    );
  }
  const isWhole = words.length === 0 && rounds === undefined;
  const chosenParts = parts.filter((part) => isWord(words)(part));
  const chosenProviders = providers.filter((provider) => isWord(words)(provider));
  return {
    parts: chosenParts.length > 0 ? chosenParts : isWhole ? parts : ["costs"],
    providers: chosenProviders.length > 0 ? chosenProviders : providers,
    sizes: numbers.length > 0 ? numbers.map(Number) : undefined,
    rounds,
    isWhole,
  };
}
