import { storedText, typeToken } from "../abi/stored-text.js";
import { kinds } from "../kinds/index.js";
import { lifecycle } from "../lifecycle/lifecycle.js";
import { Runtime } from "../lifecycle/runtime.js";
import { type Call, callWith } from "../state/call.js";
import type { Stored } from "../state/stored.js";
import { processClock } from "../values/clock.js";
import type { Props } from "../values/json.js";
import { propsOf } from "./hidden-inputs.js";

/** A resource in the form in which `pulumi import --file` takes one with its state. */
export interface ImportEntry {
  readonly type: string;
  readonly name: string;
  readonly id: string;
  readonly inputs: Props;
  readonly outputs: Props;
}

/** An existing resource that a stack is to import. */
export interface Wanted {
  /** Name of its kind. */
  readonly kind: string;
  /** The name that the program gives the resource. */
  readonly name: string;
  /** The ARN. */
  readonly id: string;
  /** What the resource was made from, if AWS does not report that. */
  readonly source: string | undefined;
  /** The configuration of the stack: its connection to AWS, its default tags and the tags that it ignores. */
  readonly config: ReadonlyMap<string, string> | undefined;
  /** Whether the default tags are secret. The entry then has none: the first update adds them. */
  readonly hasSecretTags: boolean;
  /** The profile to look the resource up with, in place of that of the stack. It does not become an input. */
  readonly profile: string | undefined;
  /** Receives what could not be read. */
  warn(text: string): void;
}

/** What an import needs: the entry of the file, and the arguments that the program must give. */
export interface Import {
  readonly entry: ImportEntry;
  readonly args: Props;
}

/**
 * Reads an existing resource from AWS, as the state of a stack has it. The engine cannot import dynamic resources with
 * a call to the provider, because it has no provider code for a resource that is not in the state yet.
 */
export async function importOf(wanted: Wanted): Promise<Import> {
  const { name, id, source, config, hasSecretTags, profile, warn } = wanted;
  const kind = kindOf(wanted.kind);
  const log = (_urn: string, text: string, severity: "info" | "warning") =>
    severity === "warning" ? warn(text) : undefined;
  const runtime = new Runtime(processClock(), log);
  runtime.configure(config ?? new Map());
  const provider = lifecycle(kind, runtime);
  const call: Call = { ...callWith(name), isLookup: true, isImport: true };
  const before: Stored = { props: { profile }, call, notes: {} };
  const found = await provider.read(call, id, before);
  if (found === undefined) {
    throw new Error(`AWS has nothing with the ARN ${id}`);
  }
  const told = { ...found.inputs, ...sourceOf(kind, found.inputs, source) };
  const { inputs, failures } = await provider.check(call, { ...before, props: {} }, told);
  if (failures.length > 0) {
    const reasons = failures.map(({ property, reason }) => `${property} ${reason}`.trim());
    throw new Error(`importing ${id}: ${reasons.join("; ")}`);
  }
  const { profile: _, ...outputs } = { ...inputs, ...propsOf(found.stored) };
  const { tagsAll, ...args } = inputs;
  const allTags = hasSecretTags ? args["tags"] : tagsAll;
  const __provider = storedText(kind.name);
  return {
    entry: {
      type: typeToken(kind.name),
      name,
      id,
      inputs: withoutEmpty({ ...inputs, tagsAll: allTags, __provider }),
      outputs: withoutEmpty({ ...outputs, tagsAll: allTags, __provider }),
    },
    args: withoutEmpty(args),
  };
}

type Kind = ReturnType<typeof kindOf>;

function kindOf(name: string) {
  const kind = kinds.get(name);
  if (kind === undefined) {
    throw new Error(`there is no kind ${name}`);
  }
  return kind;
}

/** Returns the input that names the source, as far as AWS does not report it. */
function sourceOf(kind: Kind, reported: Props, source: string | undefined): Props {
  const [input] = kind.madeFrom.inputs;
  const known = kind.madeFrom.inputs.find((key) => reported[key] !== undefined);
  if (known !== undefined && source !== undefined) {
    throw new Error(
      `AWS reports what the ${kind.label} was made from: ${known} is "${String(reported[known])}". Omit --source`,
    );
  }
  if (known === undefined && source === undefined) {
    throw new Error(
      `AWS does not report what the ${kind.label} was made from. Pass the name or ARN with --source. It becomes ${input}`,
    );
  }
  return source === undefined ? {} : { [input]: source };
}

function withoutEmpty(props: Props): Props {
  return Object.fromEntries(
    Object.entries(props).filter(([, value]) => value !== undefined && value !== null),
  );
}
