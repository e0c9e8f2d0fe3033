import type { ConnectionProps } from "../../aws/connection.js";
import { inputsOf } from "../../kinds/input.js";
import type { Kind } from "../../kinds/kind.js";
import { changedInputs, replacing } from "../../preview/changes.js";
import { formOf, mayBeKept, nameIn, nameKey } from "../../preview/form.js";
import { type Call, connectionProps } from "../../state/call.js";
import type { Stored } from "../../state/stored.js";
import { parseArn } from "../../values/arn.js";
import { isUnknown } from "../../values/engine-values.js";
import type { Props } from "../../values/json.js";
import { type Claim, type ClaimedName, ClaimsByName, changesName, subjectOf } from "./claim.js";

/** What check reports about the name of a resource, beside the mistakes in its inputs. */
export interface Verdict {
  /** Why the update will fail, and what to do. */
  readonly problem?: string;
  /** Why the update may fail, and what to do. */
  readonly warning?: string;
}

/**
 * Records which names the resources of a stack have, and which names they request. All checks of a run are in one process,
 * so the preview can find two resources with the same name, and a name that becomes free too late.
 *
 * If the engine replaces a resource, it checks the resource a second time, without the state. It does not say why: the
 * reason may be an input, an option, or another resource.
 */
export class Claims {
  readonly #callerOf: (props: ConnectionProps, region: string) => string | undefined;
  readonly #claims = new Map<string, Claim>();
  readonly #held = new ClaimsByName();
  readonly #wanted = new ClaimsByName();
  readonly #ids = new Map<string, string>();
  /** Whether a replacement is uncertain. Then other replacements, which may follow from it, are uncertain too. */
  #hasDoubt = false;

  constructor(callerOf: (props: ConnectionProps, region: string) => string | undefined) {
    this.#callerOf = callerOf;
  }

  /** Records a resource whose inputs have no mistakes, and returns what to report about its name. */
  weigh(kind: Kind, call: Call, before: Stored, inputs: Props): Verdict {
    const { urn } = call;
    if (urn === undefined) {
      return {};
    }
    const held = this.#nameOf(kind, before.call, { region: inputs["region"], ...before.props });
    const wanted = this.#nameOf(kind, call, inputs);
    const first = this.#claims.get(urn);
    if (held === undefined && first?.held !== undefined) {
      return this.#replacement({ ...first, wanted }, call, inputs);
    }
    const changed = held === undefined ? [] : changedInputs(kind, before.props, inputs);
    const unknown = changed.filter((key) => isUnknown(inputs[key]));
    const claim: Claim = {
      urn,
      kind,
      before,
      held,
      wanted,
      oldGoesFirst: formOf(kind, inputs).oldGoesFirst(call, before),
      unknown: [...unknown, ...(call.isTriggerUnknown ? ["replacementTrigger"] : [])],
      isDecided: changed.some(
        (key) => !unknown.includes(key) && replacing(kind, key, before.props),
      ),
      isReplaced: false,
      isNameFree: false,
      id: undefined,
    };
    this.#record(claim);
    return this.#conflict(claim, inputs);
  }

  /** Records what diff found out about a resource: its id, and whether a new resource could have its name. */
  compared(urn: string | undefined, id: string, isNameFree: boolean): void {
    this.holds(urn, id);
    const claim = this.#claims.get(String(urn));
    if (claim !== undefined) {
      this.#record({ ...claim, id, isNameFree });
    }
  }

  /** Records the id of a resource of the stack. */
  holds(urn: string | undefined, id: string): void {
    this.#ids.set(id, String(urn));
  }

  /** Returns what to do about a name that exists in AWS; undefined if no resource of this stack is known to have it. */
  advice(kind: Kind, call: Call, inputs: Props, arn: string | undefined): string | undefined {
    const { urn } = call;
    const wanted = this.#nameOf(kind, call, inputs);
    const holder =
      this.#claims.get(this.#ids.get(arn ?? "") ?? "") ??
      this.#held.at(wanted)[0] ??
      this.#wanted.at(wanted).find((claim) => claim.urn !== urn);
    if (holder === undefined) {
      return undefined;
    }
    if (holder.urn !== urn) {
      return `It belongs to ${subjectOf(holder)} of this stack. Choose another ${nameInput(kind)}. If that resource gives up the name, the next update can use it.`;
    }
    const other = `It belongs to the previous ${kind.label} of this resource. Choose another ${nameInput(kind)}`;
    return call.deleteBeforeReplace ? `${other}.` : `${other}, or set deleteBeforeReplace.`;
  }

  /** Records that the engine replaces a resource, and returns what to report about its name. */
  #replacement(first: Claim, call: Call, inputs: Props): Verdict {
    const replacedSource = this.#replacedSource(first);
    const isCertain = first.isDecided || replacedSource !== undefined || first.unknown.length === 0;
    const claim = { ...first, isReplaced: isCertain };
    this.#record(claim);
    this.#hasDoubt ||= !isCertain;
    const { held, wanted, isNameFree } = claim;
    const keepsName = held !== undefined && held.key === wanted?.key && !isNameFree;
    const own = keepsName ? this.#ownConflict(claim, call, inputs, replacedSource) : {};
    return own.problem === undefined ? { ...own, ...this.#conflict(claim, inputs) } : own;
  }

  /** Returns what to report about a resource that is replaced under its own name. */
  #ownConflict(
    claim: Claim,
    call: Call,
    inputs: Props,
    replacedSource: Claim | undefined,
  ): Verdict {
    const { kind, before, unknown } = claim;
    const { label } = kind;
    const { nameConflict } = formOf(kind, inputs);
    if (claim.oldGoesFirst) {
      return mayBeKept(before, call)
        ? {
            warning: `the update cannot replace this ${label} under the same name if it had retainOnDelete before. The state of an earlier version does not record that option. First set retainOnDelete to false in a separate update`,
          }
        : {};
    }
    const [input] = unknown;
    if (replacedSource !== undefined) {
      const why = `${subjectOf(replacedSource)} is replaced, so ${sourceInput(kind)} changes, which replaces the ${label}`;
      return { problem: nameConflict(before, inputs, why) };
    }
    if (input !== undefined) {
      const why = `${input} is not known yet. If it changes, the update fails: the change replaces the ${label}`;
      return { warning: nameConflict(before, inputs, why) };
    }
    const cause = "an option (replaceWith, replaceOnChanges or replacementTrigger)";
    if (this.#hasDoubt) {
      const why = `if a value that is not known yet changes, the update fails: ${cause} replaces the ${label}`;
      return { warning: nameConflict(before, inputs, why) };
    }
    return { problem: nameConflict(before, inputs, `${cause} replaces the ${label}`) };
  }

  /**
   * Returns the resource of this stack that was the source before, if the source is unknown now, because this run replaces
   * that resource under another name.
   */
  #replacedSource({ kind, before, unknown }: Claim): Claim | undefined {
    const { props: olds } = before;
    const input = sourceInput(kind);
    const source = input === undefined || !unknown.includes(input) ? undefined : olds[input];
    if (typeof source !== "string") {
      return undefined;
    }
    const arn = parseArn(source);
    const region = kind.madeFrom.region?.(inputsOf(kind, olds)) ?? olds["region"];
    const key = nameKey(kind, arn?.region ?? region, source);
    return this.#held.in(key).find(({ id, isReplaced, wanted }) => {
      const isSource = arn === undefined || id === undefined || id === source;
      return isSource && isReplaced && wanted !== undefined && wanted.key !== key;
    });
  }

  /**
   * Returns what to report about other resources: one that requests the same name, one that has the requested name, or one
   * that requests the name that this resource has until the end of the update.
   */
  #conflict(claim: Claim, inputs: Props): Verdict {
    const { kind, before, held, wanted, urn } = claim;
    const { props: olds } = before;
    const isOther = (other: Claim) => other.urn !== urn;
    const give = `Choose another ${nameInput(kind)}`;
    const rival = this.#wanted
      .at(wanted)
      .find((other) => isOther(other) && (changesName(claim) || changesName(other)));
    if (rival !== undefined) {
      const what = `${subjectOf(rival)} of this program also uses ${nameIn(kind, inputs)}`;
      return { problem: `${what}. ${formOf(kind, inputs).uniqueness}. ${give}` };
    }
    if (!changesName(claim)) {
      return {};
    }
    const { freesName: certain } = formOf(kind, inputs);
    const next = "the next update can use it";
    const isInTheWay = (other: Claim) => isOther(other) && !other.oldGoesFirst && !other.isNameFree;
    const holder = this.#held.at(wanted).find(isInTheWay);
    if (holder !== undefined) {
      const what = `${subjectOf(holder)} uses ${nameIn(kind, inputs)} until the end of this update. ${formOf(kind, inputs).uniqueness}. ${give} for now; ${next}`;
      return certain && holder.wanted !== undefined ? { problem: what } : { warning: what };
    }
    // A resource that was checked earlier is created before the old resource of this claim is deleted, even if
    // deleteBeforeReplace is set.
    const successor = this.#wanted.at(held).find((other) => isOther(other) && changesName(other));
    if (successor !== undefined) {
      const what = `${subjectOf(successor)} will use ${nameIn(kind, olds)}, which this resource uses until the end of this update. ${formOf(kind, olds).uniqueness}. Give that resource another ${nameInput(successor.kind)} for now; ${next}`;
      return certain && wanted !== undefined ? { problem: what } : { warning: what };
    }
    return {};
  }

  /** Records a claim in place of the earlier claim of the same resource. */
  #record(claim: Claim): void {
    const before = this.#claims.get(claim.urn);
    this.#claims.set(claim.urn, claim);
    this.#held.put(before?.held, before, claim.held, claim);
    this.#wanted.put(before?.wanted, before, claim.wanted, claim);
  }

  /** Returns the name in some inputs; undefined if unknown. */
  #nameOf(kind: Kind, call: Call, inputs: Props): ClaimedName | undefined {
    const { [kind.naming.input]: name } = inputs;
    if (typeof name !== "string" || isUnknown(name)) {
      return undefined;
    }
    const { key, region } = formOf(kind, inputs).scopedName(inputs) ?? {};
    if (key === undefined) {
      return undefined;
    }
    const caller =
      region === undefined ? "" : this.#callerOf(connectionProps(call, inputs), region);
    return { key, caller };
  }
}

/** Returns the input that names the copied or exported snapshot; undefined if the kind makes neither. */
function sourceInput({ makes, madeFrom }: Kind): string | undefined {
  return makes === "copy" || makes === "export" ? madeFrom.inputs[0] : undefined;
}

/** Returns the input that holds the name, with a hint if the name is optional. */
function nameInput({ naming }: Kind): string {
  return naming.isOwn ? `${naming.input} (or omit it)` : naming.input;
}
