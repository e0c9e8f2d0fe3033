import { inputsOf } from "../../kinds/input.js";
import type { Kind } from "../../kinds/kind.js";
import type { Call } from "../../state/call.js";
import { lastStatus } from "../../state/state.js";
import { nameOrArnName, parseArn } from "../../values/arn.js";
import { equal, type Props } from "../../values/json.js";
import type { Life } from "../life.js";

/** A snapshot or an export that the program has, or is about to have, with what is known about it. */
export class Backup {
  readonly kind: Kind;
  readonly life: Life;
  call: Call;
  /** Undefined until AWS has accepted the backup. */
  id: string | undefined;
  props: Props;
  /** Whether this run has failed to create the backup, or to wait for it. */
  isGivenUp = false;
  /** Whether another process of the run has the backup. */
  readonly isOfOtherProcess: boolean;

  constructor(kind: Kind, life: Life, call: Call, props: Props, isOfOtherProcess = false) {
    this.kind = kind;
    this.life = life;
    this.call = call;
    this.props = props;
    this.isOfOtherProcess = isOfOtherProcess;
  }

  /** Whether the backup could be restored from when AWS last reported its status. */
  get isAvailable(): boolean {
    return this.id !== undefined && this.life.isAvailable(lastStatus(this.props));
  }

  /**
   * Whether the backup is a copy of the snapshot with that id, which AWS may still be reading. Exports need no such test:
   * AWS itself reports that a snapshot is busy while it exports the snapshot.
   */
  isMadeFrom(id: string): boolean {
    const { kind, props } = this;
    const source = kind.makes === "copy" ? props[kind.madeFrom.inputs[0]] : undefined;
    const own = parseArn(this.id ?? "");
    if (typeof source !== "string" || own === undefined) {
      return false;
    }
    const { region, account } = parseArn(source) ?? {
      region: kind.madeFrom.region?.(inputsOf(kind, props)) ?? own.region,
      account: own.account,
    };
    const wanted = { ...own, region, account, name: nameOrArnName(source) };
    return equal(parseArn(id.toLowerCase()), wanted);
  }
}
