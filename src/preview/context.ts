import { type AwsSettings, type Connections, identityKeys } from "../aws/connection.js";
import type { OwnSettings } from "../aws/own-settings.js";
import type { Kind } from "../kinds/kind.js";
import { type Call, connectionProps } from "../state/call.js";
import type { Stored } from "../state/stored.js";
import { parseArn } from "../values/arn.js";
import { isUnknown } from "../values/engine-values.js";
import { equal, type Props } from "../values/json.js";
import type { Problem } from "./problem.js";

/** What a preview needs from the process that it runs in. */
export interface PreviewContext {
  readonly connections: Connections;
  readonly settings: OwnSettings;
}

/** Facts for check from the connection, which take no call to AWS. */
export interface Surroundings {
  readonly settings: AwsSettings | undefined;
  readonly region: string | undefined;
  /** What is wrong with the settings, or why the region is not known. */
  readonly problem: Problem | undefined;
  /** Whether creates send the creating tag. */
  readonly marking: boolean;
}

/** Returns the facts from the connection of these inputs. Check reports a problem in them like that of any input. */
export async function surroundings(
  kind: Kind,
  runtime: PreviewContext,
  call: Call,
  news: Props,
): Promise<Surroundings> {
  const asked = connectionProps(call, news);
  let marking = kind.tagging !== undefined;
  try {
    marking &&= runtime.settings.marking;
    const settings = runtime.connections.settings(asked);
    const region = await runtime.connections.region(asked);
    const problem =
      region === undefined
        ? {
            property: "region",
            reason: "must be given, because neither aws:region nor AWS_REGION is set",
          }
        : undefined;
    return { settings, region, problem, marking };
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    const region = typeof news["region"] === "string" ? news["region"] : undefined;
    return { settings: undefined, region, problem: { property: "", reason }, marking };
  }
}

/** Returns the input that would move the resource to another account, or `connection`; undefined if nothing would. */
export async function otherAccount(
  runtime: PreviewContext,
  id: string,
  before: Stored,
  call: Call,
  inputs: Props,
): Promise<string | undefined> {
  const olds = connectionProps(before.call, before.props);
  const news = connectionProps(call, inputs);
  const changes = identityKeys.filter((key) => !equal(olds[key], news[key]));
  const changed = changes.find((key) => isUnknown(news[key])) ?? changes[0];
  const arn = parseArn(id);
  if (changed === undefined || arn === undefined) {
    return undefined;
  }
  if (isUnknown(news[changed])) {
    return changed;
  }
  try {
    const account = await runtime.connections.account(news, arn.region);
    return account === arn.account ? undefined : changed;
  } catch {
    // Without an answer of AWS the preview does not know the account. The update compares the accounts again.
    return undefined;
  }
}
