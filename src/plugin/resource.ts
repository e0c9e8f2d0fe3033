import type { Kind } from "../kinds/kind.js";
import type { Provider } from "../lifecycle/provider.js";
import { formOf } from "../preview/form.js";
import type { Problem } from "../preview/problem.js";
import { type Autonaming, type Call, callWith } from "../state/call.js";
import { isUnfinished } from "../state/state.js";
import type { Stored } from "../state/stored.js";
import type { Props } from "../values/json.js";
import { inputChanges, type PropertyChange, withoutRepetition } from "./detailed-diff.js";
import { withIgnored } from "./ignored.js";
import {
  type Before,
  deletesFirst,
  isFirstRead,
  joined,
  outputsOf,
  ownProblems,
  split,
  stableOutputs,
  storedOf,
} from "./kept.js";
import { foreseen } from "./preview.js";

/** What the engine says about a resource beside its properties. */
export interface Asked {
  readonly urn: string;
  /** Seconds that the operation may take; 0 for the default. */
  readonly timeout?: number;
  readonly seed?: Uint8Array;
  readonly autonaming?: Autonaming | undefined;
  /** The properties that the option `ignoreChanges` names. */
  readonly ignored?: readonly string[];
}

/** What the resources of a process have in common. */
export interface Surroundings {
  organization(): string | undefined;
  /** Returns a text that changes with the settings that lead to the caller. */
  caller(): string | undefined;
}

/** A resource as AWS has it. */
export interface Made {
  readonly id: string;
  readonly outputs: Props;
}

/** The effect of an update, as the engine shows it. */
export interface ShownDifference {
  readonly changes: boolean;
  readonly replaces: readonly string[];
  readonly properties: readonly PropertyChange[];
  readonly deletesFirst: boolean;
  /** The outputs that an update leaves as they are. */
  readonly stable: readonly string[];
}

/** A kind of resource as the engine's protocol sees it: plain properties, and the facts beside them in the request. */
export class PluginResource {
  readonly kind: Kind;
  readonly #provider: Provider;
  readonly #surroundings: Surroundings;
  /** How Pulumi proposes the names of resources, by URN: only check is told. */
  readonly #autonaming = new Map<string, Autonaming>();

  constructor(kind: Kind, provider: Provider, surroundings: Surroundings) {
    this.kind = kind;
    this.#provider = provider;
    this.#surroundings = surroundings;
  }

  async check(
    asked: Asked,
    olds: Props,
    news: Props,
  ): Promise<{ readonly inputs: Props; readonly failures: readonly Problem[] }> {
    const given = split(news);
    if (asked.autonaming !== undefined) {
      this.#autonaming.set(asked.urn, asked.autonaming);
    }
    const call = this.#call(asked, news);
    const { inputs, failures } = await this.#provider.check(
      call,
      this.#stored(olds, call),
      given.own,
    );
    const caller = this.#surroundings.caller();
    return {
      inputs: joined({ ...given, own: inputs, caller }),
      failures: [...failures, ...ownProblems(given)],
    };
  }

  async diff(asked: Asked, { id, inputs, outputs }: Before, news: Props): Promise<ShownDifference> {
    const call = this.#call(asked, news);
    const stored = this.#stored(outputs, call);
    // Other credentials count as another connection, so that the lifecycle compares the accounts.
    const caller = split(inputs).caller;
    const mayHaveMoved = caller !== undefined && caller !== this.#surroundings.caller();
    const before = mayHaveMoved
      ? { ...stored, call: { ...stored.call, connection: "of the last run" } }
      : stored;
    const own = withIgnored(asked.ignored, outputs, split(news).own);
    const difference = await this.#provider.diff(call, id, before, own);
    const replaces = (difference.replaces ?? []).map((key) =>
      key === "connection" ? "provider" : key,
    );
    // The engine sends the facts beside the inputs with each request, so a change of them alone changes no state.
    const isHidden = difference.changes === true && replaces.length === 0;
    const changes = isHidden
      ? isUnfinished(this.kind, stored, own["waitForCompletion"] !== false)
      : difference.changes;
    const isLost = replaces.includes("status");
    const replaced = replaces.length > 0;
    return {
      changes: changes ?? true,
      replaces,
      properties: isLost
        ? [{ path: "status", change: "delete", replaces: true, isInput: false }]
        : changes === undefined
          ? withoutRepetition(inputChanges(split(inputs).own, own, replaces))
          : [],
      // What failed does not go first, and takes nothing with it that depends on it: create frees its name.
      deletesFirst: replaced && !isLost && formOf(this.kind, own).oldGoesFirst(call, before),
      stable: replaced ? [] : stableOutputs(this.kind),
    };
  }

  /** Returns the outputs of a create that can be foreseen. */
  previewCreate(news: Props): Props {
    return foreseen(this.kind, undefined, split(news).own);
  }

  async create(asked: Asked, news: Props): Promise<Made> {
    const call = this.#call(asked, news, "create");
    const { id, stored } = await this.#provider.create(call, split(news).own);
    return this.made(id, stored);
  }

  async read(
    asked: Asked,
    { id, inputs, outputs }: Before,
    isImport: boolean,
  ): Promise<(Made & { readonly inputs: Props }) | undefined> {
    const isLookup = isFirstRead(outputs);
    const call = { ...this.#call(asked, inputs), isLookup, isImport: isLookup && isImport };
    const before = this.#stored(outputs, call);
    const found = await this.#provider.read(call, id, before);
    return (
      found && {
        // The URN that the state has of a renamed resource stays until an update.
        ...this.made(id, { ...found.stored, call: before.call }),
        inputs: joined({ ...split(inputs), own: found.inputs }),
      }
    );
  }

  /** Returns the outputs of an update that can be foreseen. */
  previewUpdate({ ignored }: Asked, before: Before, news: Props): Props {
    return foreseen(this.kind, before, withIgnored(ignored, before.outputs, split(news).own));
  }

  async update(asked: Asked, { id, outputs }: Before, news: Props): Promise<Made> {
    const call = this.#call(asked, news, "update");
    const before = this.#stored(outputs, call);
    const own = withIgnored(asked.ignored, outputs, split(news).own);
    return this.made(id, await this.#provider.update(call, id, before, own));
  }

  delete(asked: Asked, { id, inputs, outputs }: Before): Promise<void> {
    const call = this.#call(asked, inputs, "delete");
    return this.#provider.delete(call, id, this.#stored(outputs, call));
  }

  /** Returns the outputs by which the stack keeps a resource. */
  made(id: string, stored: Stored): Made {
    return { id, outputs: outputsOf(this.kind, id, stored) };
  }

  #stored(outputs: Props, call: Call): Stored {
    return storedOf(this.kind, outputs, call);
  }

  #call({ urn, timeout = 0, seed }: Asked, inputs: Props, operation?: string): Call {
    return {
      ...callWith(urn === "" ? undefined : urn),
      organization: this.#surroundings.organization(),
      timeouts: operation !== undefined && timeout > 0 ? { [operation]: `${timeout}s` } : undefined,
      deleteBeforeReplace: deletesFirst(this.kind, split(inputs)),
      seed,
      autonaming: this.#autonaming.get(urn),
    };
  }
}
