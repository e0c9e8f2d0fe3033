import type { Kind } from "../kinds/kind.js";
import type { Provider } from "../lifecycle/provider.js";
import { formOf } from "../preview/form.js";
import type { Problem } from "../preview/problem.js";
import type { Call } from "../state/call.js";
import type { Stored } from "../state/stored.js";
import type { Props } from "../values/json.js";
import { inputChanges, type PropertyChange, withoutRepetition } from "./detailed-diff.js";
import { deletesFirst, isFirstRead, outputsOf, split, stableOutputs, storedOf } from "./kept.js";
import { foreseen } from "./preview.js";

/** What the engine says about a resource beside its properties. */
export interface Asked {
  readonly urn: string;
  /** Seconds that the operation may take; 0 for the default. */
  readonly timeout?: number;
  readonly seed?: Uint8Array;
}

/** What the stack has of a resource. */
export interface Before {
  readonly id: string;
  readonly inputs: Props;
  readonly outputs: Props;
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
  readonly #organization: () => string | undefined;

  constructor(kind: Kind, provider: Provider, organization: () => string | undefined) {
    this.kind = kind;
    this.#provider = provider;
    this.#organization = organization;
  }

  async check(
    asked: Asked,
    olds: Props,
    news: Props,
  ): Promise<{ readonly inputs: Props; readonly failures: readonly Problem[] }> {
    const { own, ofPlugin } = split(news);
    const call = this.#call(asked, news);
    const { inputs, failures } = await this.#provider.check(call, this.#stored(olds, call), own);
    return { inputs: { ...inputs, ...ofPlugin }, failures };
  }

  async diff(asked: Asked, { id, inputs, outputs }: Before, news: Props): Promise<ShownDifference> {
    const call = this.#call(asked, news);
    const before = this.#stored(outputs, call);
    const { own } = split(news);
    const { changes, replaces = [] } = await this.#provider.diff(call, id, before, own);
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
  ): Promise<(Made & { readonly inputs: Props }) | undefined> {
    const call = { ...this.#call(asked, inputs), isLookup: isFirstRead(outputs) };
    const found = await this.#provider.read(call, id, this.#stored(outputs, call));
    return (
      found && {
        ...this.made(id, found.stored),
        inputs: { ...found.inputs, ...split(inputs).ofPlugin },
      }
    );
  }

  /** Returns the outputs of an update that can be foreseen. */
  previewUpdate(before: Before, news: Props): Props {
    return foreseen(this.kind, before, split(news).own);
  }

  async update(asked: Asked, { id, outputs }: Before, news: Props): Promise<Made> {
    const call = this.#call(asked, news, "update");
    const before = this.#stored(outputs, call);
    return this.made(id, await this.#provider.update(call, id, before, split(news).own));
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
      urn: urn === "" ? undefined : urn,
      organization: this.#organization(),
      timeouts: operation !== undefined && timeout > 0 ? { [operation]: `${timeout}s` } : undefined,
      deleteBeforeReplace: deletesFirst(this.kind, split(inputs)),
      retainOnDelete: undefined,
      isTriggerUnknown: false,
      connection: undefined,
      isLookup: false,
      seed,
      ofHost: {},
    };
  }
}
