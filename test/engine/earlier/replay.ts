import { readFileSync } from "node:fs";
import { join } from "node:path";
import { ElastiCache } from "@aws-sdk/client-elasticache";
import { MemoryDB } from "@aws-sdk/client-memorydb";
import { Neptune } from "@aws-sdk/client-neptune";
import { RedshiftServerless } from "@aws-sdk/client-redshift-serverless";
import { signingCopies } from "../../../src/kinds/rds/presigned-url.js";
import type { LocalAws } from "../../../src/local-aws/index.js";
import { isRecord } from "../../../src/values/json.js";
import { clientSettings } from "../../client-settings.js";
import type { Fate } from "./backups.js";
import type { EarlierState, SentRequest, StateClock } from "./state.js";

/** Returns the file with what an earlier version left of a stack. */
export function stateFile(version: string, fate: Fate): string {
  return join(__dirname, version, `${fate.replace(" ", "-")}.json`);
}

/** What an earlier version left of a stack. */
export function readState(version: string, fate: Fate): EarlierState {
  const state: unknown = JSON.parse(readFileSync(stateFile(version, fate), "utf8"));
  if (!isRecord(state) || !Array.isArray(state["requests"])) {
    throw new Error(`${stateFile(version, fate)} holds no state of an earlier version`);
  }
  // The script that makes the states writes this type.
  return state as unknown as EarlierState;
}

type Settings = ReturnType<typeof clientSettings>;

const clients: Readonly<Record<string, (settings: Settings) => object & { destroy(): void }>> = {
  memorydb: (settings) => new MemoryDB(settings),
  rds: (settings) => signingCopies(new Neptune(settings)),
  elasticache: (settings) => new ElastiCache(settings),
  "redshift-serverless": (settings) => new RedshiftServerless(settings),
};

/** Repeats every request of the earlier version at its time, so that AWS holds the same. */
export async function replay(
  aws: LocalAws,
  clock: StateClock,
  requests: readonly SentRequest[],
): Promise<void> {
  for (const request of requests) {
    clock.stand(request.at);
    await send(aws, request);
  }
  aws.requests.clear();
  clock.run();
}

async function send(
  aws: LocalAws,
  { service, region, operation, input }: SentRequest,
): Promise<void> {
  const client = clients[service]?.({ ...clientSettings(aws.environment()), region });
  if (client === undefined) {
    throw new Error(`the earlier version asked ${service}, and no client here can`);
  }
  const method: unknown = Reflect.get(
    client,
    operation.replace(/^./, (c) => c.toLowerCase()),
  );
  if (typeof method !== "function") {
    throw new Error(`the client of ${service} has no operation ${operation}`);
  }
  await method.call(client, input);
  client.destroy();
}
