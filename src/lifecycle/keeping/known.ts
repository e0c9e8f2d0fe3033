import type { Kind } from "../../kinds/kind.js";
import type { Call } from "../../state/call.js";
import { parseArn } from "../../values/arn.js";
import type { Props } from "../../values/json.js";

/**
 * Facts of this process about the resources of a kind in the state: ids that its own creates returned, which it never
 * deletes, and ids and names that the state has, which a create never adopts. After a replacement the engine deletes the
 * old id, even if the new resource has the same id.
 */
export class Known {
  readonly made = new Set<string>();
  readonly held = new Set<string>();
  /** The ids of resources that this process has read in order to import them, by URN. */
  readonly #imported = new Map<string | undefined, string>();
  /**
   * Names in the state, with their regions. If an option makes the engine replace a resource, only check learns of the old
   * resource, and check gets no id.
   */
  readonly #names = new Set<string>();

  /** Records that the engine reads a resource in order to import it. */
  imports({ urn }: Call, id: string): void {
    this.#imported.set(urn, id);
  }

  /** Whether this process has read the resource in order to import it. Check gets no id. */
  isImported({ urn }: Call, id = this.#imported.get(urn)): boolean {
    return urn !== undefined && id !== undefined && this.#imported.get(urn) === id;
  }

  /** Records the name in the inputs of a resource that the state has. */
  hold({ naming }: Kind, inputs: Props): void {
    const { [naming.input]: name, region } = inputs;
    if (typeof name === "string" && typeof region === "string") {
      this.#names.add(`${region} ${name}`);
    }
  }

  /** Whether that ARN belongs to another resource: the state has it, or this process created it. */
  isOfOther(arn: string): boolean {
    return this.made.has(arn) || this.held.has(arn);
  }

  /** Whether the state has that ARN, or that name in the region of the ARN. */
  isHeld(arn: string, name: string): boolean {
    return this.held.has(arn) || this.#names.has(`${parseArn(arn)?.region} ${name}`);
  }
}
