import type { Kind } from "../../kinds/kind.js";
import { parseArn } from "../../values/arn.js";
import type { Props } from "../../values/json.js";

/**
 * What this process knows of the state: ids that its own creates returned, which it never deletes, and ids and names that
 * the state holds, which a create never takes over. After a replacement the engine deletes the old id, whatever the
 * new one is.
 */
export class Known {
  readonly made = new Set<string>();
  readonly held = new Set<string>();
  /** With their regions. Where the engine itself decides to replace, check is all that hears of the old one. */
  readonly #names = new Set<string>();

  /** The state holds one of these inputs. */
  hold({ naming }: Kind, inputs: Props): void {
    const { [naming.input]: name, region } = inputs;
    if (typeof name === "string" && typeof region === "string") {
      this.#names.add(`${region} ${name}`);
    }
  }

  /** Whether that ARN is another resource's: the state holds it, or this process has made it. */
  isOther(arn: string): boolean {
    return this.made.has(arn) || this.held.has(arn);
  }

  /** Whether the state holds one with that ARN, or of that name in its region. */
  isHeld(arn: string, name: string): boolean {
    return this.held.has(arn) || this.#names.has(`${parseArn(arn)?.region} ${name}`);
  }
}
