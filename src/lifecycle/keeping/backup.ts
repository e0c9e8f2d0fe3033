import type { Kind } from "../../kinds/kind.js";
import type { Call } from "../../state/call.js";
import { lastStatus } from "../../state/state.js";
import { nameOrArnName, parseArn } from "../../values/arn.js";
import { equal, type Props } from "../../values/json.js";
import type { Life } from "../life.js";

/** What the program has, or is to have, as far as this process knows how it stands with it. */
export class Backup {
  readonly kind: Kind;
  readonly life: Life;
  call: Call;
  /** Absent until AWS has accepted it. */
  id: string | undefined;
  props: Props;
  /** Whether this run has tried in vain to make it, or to see its end. */
  isGivenUp = false;

  constructor(kind: Kind, life: Life, call: Call, props: Props) {
    this.kind = kind;
    this.life = life;
    this.call = call;
    this.props = props;
  }

  /** Whether there was something to restore from when AWS was asked last. */
  get isAvailable(): boolean {
    return this.id !== undefined && this.life.isAvailable(lastStatus(this.props));
  }

  /** Whether it is a copy of that, which AWS may still be reading. Of what is exported AWS itself says that it is busy. */
  isMadeFrom(id: string): boolean {
    const { kind, props } = this;
    const source = kind.makes === "copy" ? props[kind.madeFrom.inputs[0]] : undefined;
    const own = parseArn(this.id ?? "");
    if (typeof source !== "string" || own === undefined) {
      return false;
    }
    const { region, account } = parseArn(source) ?? {
      region: props["sourceRegion"] ?? own.region,
      account: own.account,
    };
    const wanted = { ...own, region, account, name: nameOrArnName(source) };
    return equal(parseArn(id.toLowerCase()), wanted);
  }
}
