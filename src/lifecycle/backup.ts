import { asksForExport, type Kind, takesTime } from "../kinds/kind.js";
import { isFinished } from "../kinds/status.js";
import { exportedStatus, goneStatus, lastStatus } from "../state/state.js";
import { nameOrArnName, parseArn } from "../values/arn.js";
import { equal, type Props } from "../values/json.js";

/** What the program has, or is to have, as far as this process knows how it stands with it. */
export class Backup {
  readonly kind: Kind;
  /** Absent until AWS has accepted it. */
  id: string | undefined;
  props: Props;
  /** Whether this run has tried in vain to make it, or to see its end. */
  isGivenUp = false;

  constructor(kind: Kind, props: Props) {
    this.kind = kind;
    this.props = props;
  }

  get isExport(): boolean {
    return asksForExport(this.kind, this.props);
  }

  /** Whether there was something to restore from when AWS was asked last. What is made at once has no status. */
  get isAvailable(): boolean {
    const status = lastStatus(this.props);
    if (this.id === undefined) {
      return false;
    }
    if (this.isExport) {
      return status === exportedStatus;
    }
    return takesTime(this.kind) ? isFinished(this.kind, status) : status !== goneStatus;
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
