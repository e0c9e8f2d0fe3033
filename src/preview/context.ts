import type { dynamic } from "@pulumi/pulumi";
import { type AwsSettings, type Connections, connectionInputs } from "../aws/connection.js";
import type { OwnSettings } from "../aws/own-settings.js";
import type { Kind } from "../kinds/kind.js";
import { parseArn } from "../values/arn.js";
import { isUnknown } from "../values/engine-values.js";
import { equal, type Props } from "../values/json.js";

/** What a preview needs from the process that it runs in. */
export interface PreviewContext {
  readonly connections: Connections;
  readonly settings: OwnSettings;
}

/** What check learns from the connection, without a call to AWS. */
export interface Surroundings {
  readonly settings: AwsSettings | undefined;
  readonly region: string | undefined;
  /** What is wrong with the settings, or why the region is not known. */
  readonly problem: dynamic.CheckFailure | undefined;
  /** Whether creates are marked with a tag. */
  readonly marking: boolean;
}

/** Returns what the connection says about these inputs. Check reports problems like those of any input. */
export async function surroundings(
  kind: Kind,
  runtime: PreviewContext,
  news: Props,
): Promise<Surroundings> {
  let marking = kind.tagging !== undefined;
  try {
    marking &&= runtime.settings.marking;
    const settings = runtime.connections.settings(news);
    const region = await runtime.connections.region(news);
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

/** Returns the input that would move the resource to another account, if any. */
export async function otherAccount(
  runtime: PreviewContext,
  id: string,
  olds: Props,
  news: Props,
): Promise<string | undefined> {
  const changes = connectionInputs.filter((key) => !equal(olds[key], news[key]));
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
    // Without an answer the preview cannot tell. The update compares the accounts again.
    return undefined;
  }
}
