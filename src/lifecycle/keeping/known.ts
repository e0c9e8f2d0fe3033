import type { Kind } from "../../kinds/kind.js";
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
  /**
   * Names in the state, with their regions. If an option makes the engine replace a resource, only check learns of the old
   * resource, and check gets no id.
   */
  readonly #names = new Set<string>();

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
