import type { Kind } from "../kinds/kind.js";
import type { Provider } from "../lifecycle/provider.js";
import type { Difference } from "../preview/diff.js";
import type { Problem } from "../preview/problem.js";
import type { Call } from "../state/call.js";
import type { Props } from "../values/json.js";
import { deletesFirst, isFirstRead, outputsOf, split, storedOf } from "./kept.js";
import { type Before, foreseen } from "./preview.js";

/** What the engine says about a resource beside its properties. */
export interface Asked {
  readonly urn: string;
  /** Seconds that the operation may take; 0 for the default. */
  readonly timeout?: number;
  readonly seed?: Uint8Array;
}

/** One kind of resource as the engine's protocol sees it: plain properties, and options in the request. */
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
    const { inputs, failures } = await this.#provider.check(
      call,
      storedOf(this.kind, olds, call),
      own,
    );
    return { inputs: { ...inputs, ...ofPlugin }, failures };
  }

  diff(asked: Asked, id: string, olds: Props, news: Props): Promise<Difference> {
    const call = this.#call(asked, news);
    return this.#provider.diff(call, id, storedOf(this.kind, olds, call), split(news).own);
  }

  /** Returns the outputs of a create that can be foreseen. */
  previewCreate(news: Props): Props {
    return foreseen(this.kind, undefined, news);
  }

  async create(asked: Asked, news: Props): Promise<{ readonly id: string; readonly outs: Props }> {
    const call = this.#call(asked, news, "create");
    const { id, stored } = await this.#provider.create(call, split(news).own);
    return { id, outs: outputsOf(this.kind, id, stored) };
  }

  async read(
    asked: Asked,
    id: string,
    outputs: Props,
  ): Promise<{ readonly outs: Props; readonly inputs: Props } | undefined> {
    const call = { ...this.#call(asked, outputs), isLookup: isFirstRead(outputs) };
    const found = await this.#provider.read(call, id, storedOf(this.kind, outputs, call));
    return (
      found && {
        outs: outputsOf(this.kind, id, found.stored),
        inputs: { ...found.inputs, ...split(outputs).ofPlugin },
      }
    );
  }

  /** Returns the outputs of an update that can be foreseen. */
  previewUpdate(before: Before, news: Props): Props {
    return foreseen(this.kind, before, news);
  }

  async update(asked: Asked, id: string, olds: Props, news: Props): Promise<Props> {
    const call = this.#call(asked, news, "update");
    return outputsOf(
      this.kind,
      id,
      await this.#provider.update(call, id, storedOf(this.kind, olds, call), split(news).own),
    );
  }

  delete(asked: Asked, id: string, outputs: Props): Promise<void> {
    const call = this.#call(asked, outputs, "delete");
    return this.#provider.delete(call, id, storedOf(this.kind, outputs, call));
  }

  #call({ urn, timeout = 0, seed }: Asked, props: Props, operation?: string): Call {
    const parts = split(props);
    return {
      urn: urn === "" ? undefined : urn,
      organization: this.#organization(),
      timeouts: operation !== undefined && timeout > 0 ? { [operation]: `${timeout}s` } : undefined,
      deleteBeforeReplace: deletesFirst(this.kind, parts),
      retainOnDelete: undefined,
      isTriggerUnknown: false,
      connection: undefined,
      isLookup: false,
      seed,
      ofHost: parts.ofPlugin,
    };
  }
}
