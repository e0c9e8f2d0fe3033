import { type LocalAws, manualClock, startLocalAws } from "../../src/local-aws/index.js";
import { type Asker, ask, type LocalAnswer } from "./asking.js";
import { type Item, type Structure, structure } from "./items.js";

/** The seconds after which every operation has ended. */
const hour = 3_600_000;

/** A local AWS in the situation of a recorded item, which can be sent the recorded requests. */
export class Stage {
  readonly aws: LocalAws;
  readonly item: Item;
  readonly asker: Asker;

  constructor(aws: LocalAws, item: Item, asker: Asker) {
    this.aws = aws;
    this.item = item;
    this.asker = asker;
  }

  get place(): readonly [account: string, region: string] {
    return [this.asker.account, this.asker.region];
  }

  ask(operation: string, members: Structure): Promise<LocalAnswer> {
    return ask(this.aws, this.item.service, operation, members, this.asker);
  }

  /** Moves the clock forward by an hour. */
  pass(): void {
    this.aws.clock.advance(hour);
  }
}

/** Starts a local AWS in the account and region of the item's ARNs. */
export async function stageOf(item: Item, options: Parameters<typeof startLocalAws>[0] = {}) {
  // Not at a full second, so that fractions of times are visible.
  const clock = manualClock(Date.UTC(2026, 0, 2, 3, 4, 5, 678));
  const aws = await startLocalAws({ clock, ...options });
  return new Stage(aws, item, placeIn(item));
}

/** Returns the account and the region of the first ARN in an answer, or in the request. */
function placeIn({ answer, request }: Item): Asker {
  const arns = /"arn:aws:(?:rds|elasticache|memorydb|redshift-serverless|kms):([\w-]+):(\d{12}):/;
  const own = Object.fromEntries(
    Object.entries(request ?? {}).filter(([name]) => !/^(Source|destination)/.test(name)),
  );
  const text = JSON.stringify([answer, own]).replace(/"(Source|destination)\w+":"[^"]*"/g, "");
  const [, region = "us-east-1", account = "111122223333"] = arns.exec(text) ?? [];
  return { account, region };
}

/** Returns the structures that an answer is about: one structure, or those in its list. */
export function subjects({ answer = {} }: Item): Structure[] {
  return Object.values(answer)
    .flat()
    .map((value) => structure(value))
    .filter((one) => one !== undefined);
}

/** Returns the string value of a member, if it has one. */
export function textIn(one: Structure | undefined, member: string): string | undefined {
  const value = one?.[member];
  return typeof value === "string" ? value : undefined;
}
