import type { ConnectionProps } from "../../aws/connection.js";
import type { Kind } from "../../kinds/kind.js";
import { changedInputs, replacing } from "../../preview/changes.js";
import { formOf, mayBeKept, nameIn, placeOf } from "../../preview/form.js";
import { logicalNameOf } from "../../state/auto-name.js";
import { type Call, connectionProps } from "../../state/call.js";
import type { Stored } from "../../state/stored.js";
import { parseArn } from "../../values/arn.js";
import { isUnknown } from "../../values/engine-values.js";
import type { Props } from "../../values/json.js";

/** What is to be said of the name of a resource, beside what is wrong with its inputs. */
export interface Verdict {
  /** Why the update cannot come to a good end, and what to do. */
  readonly problem?: string;
  /** Why it may not. */
  readonly warning?: string;
}

/** A name, and where nothing else can have it. */
interface Slot {
  readonly place: string;
  /** Who asks AWS for it, which stands for the account; undefined while that is not known. */
  readonly caller: string | undefined;
}

/** A resource of the program, as this run has seen it. */
interface Claim {
  readonly urn: string;
  readonly kind: Kind;
  /** What the state has of its inputs. */
  readonly before: Stored;
  /** The name under which the state has it. */
  readonly held: Slot | undefined;
  /** The name that it has after this run; undefined while that is not known. */
  readonly wanted: Slot | undefined;
  /** Whether its old one is gone before its new one is made. */
  readonly goesFirst: boolean;
  /** Changed inputs that are not known yet, those first that replace it. */
  readonly unknown: readonly string[];
  /** Whether a change that is known replaces it. */
  readonly isDecided: boolean;
  /** Whether it is certain that the engine replaces it. */
  readonly isLeaving: boolean;
  /** Whether diff found that nothing of the old one is in the way of the new one. */
  readonly isUnhindered: boolean;
  readonly id: string | undefined;
}

/**
 * What this run knows of names: which resource has which one, and which one it asks for. All checks of a run are made in
 * one process, so two resources of one name, and a name that becomes free too late, are seen before AWS is asked.
 *
 * Where the engine replaces a resource it has it checked a second time, without what the state holds. It does not say
 * why: the reason may be an input, an option, or another resource.
 */
export class Claims {
  readonly #callerOf: (props: ConnectionProps, region: string) => string | undefined;
  readonly #claims = new Map<string, Claim>();
  readonly #holding = new Index();
  readonly #wanting = new Index();
  readonly #ids = new Map<string, string>();
  /** Whether a replacement was seen that may not come, so that one that follows from it may not come either. */
  #hasDoubt = false;

  constructor(callerOf: (props: ConnectionProps, region: string) => string | undefined) {
    this.#callerOf = callerOf;
  }

  /** Takes down a resource in whose inputs check has found no mistake, and says what is to be said of its name. */
  weigh(kind: Kind, call: Call, before: Stored, inputs: Props): Verdict {
    const { urn } = call;
    if (urn === undefined) {
      return {};
    }
    const held = this.#slotOf(kind, before.call, { region: inputs["region"], ...before.props });
    const wanted = this.#slotOf(kind, call, inputs);
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
      goesFirst: formOf(kind, inputs).goesFirst(call, before),
      unknown: [...unknown, ...(call.isTriggerUnknown ? ["replacementTrigger"] : [])],
      isDecided: changed.some((key) => !unknown.includes(key) && replacing(kind, key)),
      isLeaving: false,
      isUnhindered: false,
      id: undefined,
    };
    this.#take(claim);
    return this.#rivalry(claim, inputs);
  }

  /** Takes down what diff knows of a resource: its id, and whether its new one could have its name. */
  compared(urn: string | undefined, id: string, isUnhindered: boolean): void {
    this.holds(urn, id);
    const claim = this.#claims.get(String(urn));
    if (claim !== undefined) {
      this.#take({ ...claim, id, isUnhindered });
    }
  }

  /** Takes down that a resource of the stack has that id. */
  holds(urn: string | undefined, id: string): void {
    this.#ids.set(id, String(urn));
  }

  /** What to do about a name that is taken, if a resource of this stack is known to have it. */
  advice(kind: Kind, call: Call, inputs: Props, arn: string | undefined): string | undefined {
    const { urn } = call;
    const wanted = this.#slotOf(kind, call, inputs);
    const holder =
      this.#claims.get(this.#ids.get(arn ?? "") ?? "") ??
      this.#holding.at(wanted)[0] ??
      this.#wanting.at(wanted).find((one) => one.urn !== urn);
    if (holder === undefined) {
      return undefined;
    }
    if (holder.urn !== urn) {
      return `It belongs to ${sayWhat(holder)} of this stack. Choose another ${nameInput(kind)}. If that resource gives up the name, the next update can use it.`;
    }
    const other = `It belongs to the previous ${kind.label} of this resource. Choose another ${nameInput(kind)}`;
    return call.deleteBeforeReplace ? `${other}.` : `${other}, or set deleteBeforeReplace.`;
  }

  /** What is to be said where the engine has decided to replace a resource. */
  #replacement(first: Claim, call: Call, inputs: Props): Verdict {
    const leaving = this.#leavingSource(first);
    const isCertain = first.isDecided || leaving !== undefined || first.unknown.length === 0;
    const claim = { ...first, isLeaving: isCertain };
    this.#take(claim);
    this.#hasDoubt ||= !isCertain;
    const { held, wanted, isUnhindered } = claim;
    const staysCalled = held !== undefined && held.place === wanted?.place && !isUnhindered;
    const own = staysCalled ? this.#room(claim, call, inputs, leaving) : {};
    return own.problem === undefined ? { ...own, ...this.#rivalry(claim, inputs) } : own;
  }

  /** Whether the new one can have the name of the old one. */
  #room(claim: Claim, call: Call, inputs: Props, leaving: Claim | undefined): Verdict {
    const { kind, before, unknown } = claim;
    const { label } = kind;
    const { noRoom } = formOf(kind, inputs);
    if (claim.goesFirst) {
      return mayBeKept(before, call)
        ? {
            warning: `the update cannot replace this ${label} under the same name if it had retainOnDelete before. The state of an earlier version does not record that option. First set retainOnDelete to false in a separate update`,
          }
        : {};
    }
    const [input] = unknown;
    if (leaving !== undefined) {
      const why = `${sayWhat(leaving)} is replaced, so ${sourceInput(kind)} changes, which replaces the ${label}`;
      return { problem: noRoom(before, inputs, why) };
    }
    if (input !== undefined) {
      const why = `${input} is not known yet. If it changes, the update fails: the change replaces the ${label}`;
      return { warning: noRoom(before, inputs, why) };
    }
    const cause = "an option (replaceWith, replaceOnChanges or replacementTrigger)";
    if (this.#hasDoubt) {
      const why = `if a value that is not known yet changes, the update fails: ${cause} replaces the ${label}`;
      return { warning: noRoom(before, inputs, why) };
    }
    return { problem: noRoom(before, inputs, `${cause} replaces the ${label}`) };
  }

  /** The resource of this stack that an unknown source was before, if this run replaces it by one of another name. */
  #leavingSource({ kind, before, unknown }: Claim): Claim | undefined {
    const { props: olds } = before;
    const input = sourceInput(kind);
    const source = input === undefined || !unknown.includes(input) ? undefined : olds[input];
    if (typeof source !== "string") {
      return undefined;
    }
    const arn = parseArn(source);
    const place = placeOf(kind, arn?.region ?? olds["sourceRegion"] ?? olds["region"], source);
    return this.#holding.in(place).find(({ id, isLeaving, wanted }) => {
      const isIt = arn === undefined || id === undefined || id === source;
      return isIt && isLeaving && wanted !== undefined && wanted.place !== place;
    });
  }

  /** What is to be said of other resources that have the name of this one, or ask for it. */
  #rivalry(claim: Claim, inputs: Props): Verdict {
    const { kind, before, held, wanted, urn } = claim;
    const { props: olds } = before;
    const isOther = (one: Claim) => one.urn !== urn;
    const give = `Choose another ${nameInput(kind)}`;
    const twin = this.#wanting
      .at(wanted)
      .find((one) => isOther(one) && (isMoving(claim) || isMoving(one)));
    if (twin !== undefined) {
      const what = `${sayWhat(twin)} of this program also uses ${nameIn(kind, inputs)}`;
      return { problem: `${what}. ${formOf(kind, inputs).onlyOne}. ${give}` };
    }
    if (!isMoving(claim)) {
      return {};
    }
    const { freesName: certain } = formOf(kind, inputs);
    const next = "the next update can use it";
    const isInTheWay = (one: Claim) => isOther(one) && !one.goesFirst && !one.isUnhindered;
    const holder = this.#holding.at(wanted).find(isInTheWay);
    if (holder !== undefined) {
      const what = `${sayWhat(holder)} uses ${nameIn(kind, inputs)} until the end of this update. ${formOf(kind, inputs).onlyOne}. ${give} for now; ${next}`;
      return certain && holder.wanted !== undefined ? { problem: what } : { warning: what };
    }
    // One that was checked before this one is made before the old one of this is deleted, whichever goes first.
    const heir = this.#wanting.at(held).find((one) => isOther(one) && isMoving(one));
    if (heir !== undefined) {
      const what = `${sayWhat(heir)} will use ${nameIn(kind, olds)}, which this resource uses until the end of this update. ${formOf(kind, olds).onlyOne}. Give that resource another ${nameInput(heir.kind)} for now; ${next}`;
      return certain && wanted !== undefined ? { problem: what } : { warning: what };
    }
    return {};
  }

  #take(claim: Claim): void {
    const before = this.#claims.get(claim.urn);
    this.#claims.set(claim.urn, claim);
    this.#holding.put(before?.held, before, claim.held, claim);
    this.#wanting.put(before?.wanted, before, claim.wanted, claim);
  }

  #slotOf(kind: Kind, call: Call, inputs: Props): Slot | undefined {
    const { [kind.naming.input]: name } = inputs;
    if (typeof name !== "string" || isUnknown(name)) {
      return undefined;
    }
    const { place, region } = formOf(kind, inputs).slotOf(inputs) ?? {};
    if (place === undefined) {
      return undefined;
    }
    const caller =
      region === undefined ? "" : this.#callerOf(connectionProps(call, inputs), region);
    return { place, caller };
  }
}

/** Claims by a slot. */
class Index {
  readonly #claims = new Map<string, (readonly [caller: string | undefined, claim: Claim])[]>();

  /** Puts a claim there, in place of an earlier one of the same resource. */
  put(from: Slot | undefined, before: Claim | undefined, to: Slot | undefined, claim: Claim): void {
    if (from !== undefined) {
      const left = this.#claims.get(from.place)?.filter(([, one]) => one !== before) ?? [];
      this.#claims.set(from.place, left);
    }
    if (to !== undefined) {
      const there = this.#claims.get(to.place) ?? [];
      this.#claims.set(to.place, [...there, [to.caller, claim]]);
    }
  }

  /** Those of a name in a region, whatever the account. */
  in(place: string): readonly Claim[] {
    return (this.#claims.get(place) ?? []).map(([, claim]) => claim);
  }

  /** Those of a slot. Two callers may be of one account, which nobody knows before AWS is asked. */
  at(slot: Slot | undefined): readonly Claim[] {
    const there = slot?.caller === undefined ? [] : (this.#claims.get(slot.place) ?? []);
    return there.filter(([caller]) => caller === slot?.caller).map(([, claim]) => claim);
  }
}

/** The input that names the snapshot which is copied or exported. */
function sourceInput({ makes, madeFrom }: Kind): string | undefined {
  return makes === "copy" || makes === "export" ? madeFrom.inputs[0] : undefined;
}

/** Whether it has another name after this run than before, or none before. */
function isMoving({ held, wanted }: Claim): boolean {
  return held?.place !== wanted?.place;
}

function sayWhat({ kind, urn }: Claim): string {
  return `${kind.label} "${logicalNameOf(urn)}"`;
}

function nameInput({ naming }: Kind): string {
  return naming.isOwn ? `${naming.input} (or omit it)` : naming.input;
}
