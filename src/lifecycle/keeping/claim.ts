import type { Kind } from "../../kinds/kind.js";
import { logicalNameOf } from "../../state/auto-name.js";
import type { Stored } from "../../state/stored.js";

/** A name, with the scope in which it is unique. */
export interface ClaimedName {
  /** A string that is equal for equal names in the same scope. */
  readonly key: string;
  /** The caller that AWS sees, which stands for its account; undefined if unknown. */
  readonly caller: string | undefined;
}

/** A resource of the program and its names, as this run has seen them. */
export interface Claim {
  readonly urn: string;
  readonly kind: Kind;
  /** The resource in the state. */
  readonly before: Stored;
  /** The name that the resource has in the state; undefined if the state has no such resource. */
  readonly held: ClaimedName | undefined;
  /** The name that the resource has after this run; undefined if unknown. */
  readonly wanted: ClaimedName | undefined;
  /** Whether a replacement deletes the old resource before it creates the new one. */
  readonly oldGoesFirst: boolean;
  /** Changed inputs whose values are unknown, replacing inputs first. */
  readonly unknown: readonly string[];
  /** Whether a known change replaces the resource. */
  readonly isDecided: boolean;
  /** Whether it is certain that the engine replaces the resource. */
  readonly isReplaced: boolean;
  /** Whether diff found that the old resource does not occupy its name: it is gone, has failed, or is in another account. */
  readonly isNameFree: boolean;
  readonly id: string | undefined;
}

/** Claims by name. */
export class ClaimsByName {
  readonly #claims = new Map<string, (readonly [caller: string | undefined, claim: Claim])[]>();

  /** Replaces the earlier claim of a resource by its new claim. */
  put(
    from: ClaimedName | undefined,
    before: Claim | undefined,
    to: ClaimedName | undefined,
    claim: Claim,
  ): void {
    if (from !== undefined) {
      const left = this.#claims.get(from.key)?.filter(([, other]) => other !== before) ?? [];
      this.#claims.set(from.key, left);
    }
    if (to !== undefined) {
      const there = this.#claims.get(to.key) ?? [];
      this.#claims.set(to.key, [...there, [to.caller, claim]]);
    }
  }

  /** Returns the claims of a name, in all accounts. */
  in(key: string): readonly Claim[] {
    return (this.#claims.get(key) ?? []).map(([, claim]) => claim);
  }

  /** Returns the claims of a name by the same caller. Two callers may have the same account, but only AWS knows that. */
  at(name: ClaimedName | undefined): readonly Claim[] {
    const there = name?.caller === undefined ? [] : (this.#claims.get(name.key) ?? []);
    return there.filter(([caller]) => caller === name?.caller).map(([, claim]) => claim);
  }
}

/** Whether the resource is new, or has another name after this run. */
export function changesName({ held, wanted }: Claim): boolean {
  return held?.key !== wanted?.key;
}

/** Names a resource in a message. */
export function subjectOf({ kind, urn }: Claim): string {
  return `${kind.label} "${logicalNameOf(urn)}"`;
}
