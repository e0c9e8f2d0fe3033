import type { LocalAnswer } from "./asking.js";
import { elastiCacheAnswer } from "./elasticache-situations.js";
import type { Item } from "./items.js";
import { memoryDbAnswer } from "./memorydb-situations.js";
import { rdsAnswer } from "./rds-situations.js";
import { redshiftAnswer } from "./redshift-situations.js";
import { serverlessAnswer } from "./serverless-situations.js";
import { type Stage, stageOf } from "./worlds.js";

/** Brings a local AWS into the situation of an answer, and sends it the same request. */
const answers: Readonly<Record<string, (stage: Stage) => Promise<LocalAnswer>>> = {
  docdb: rdsAnswer,
  neptune: rdsAnswer,
  rds: rdsAnswer,
  elasticache: elastiCacheAnswer,
  "elasticache-serverless": serverlessAnswer,
  memorydb: memoryDbAnswer,
  "redshift-serverless": redshiftAnswer,
};

/** Returns local AWS's answer in the situation of a recorded answer, or its refusal. */
export async function onStage(item: Item, provoke = answers[item.service]): Promise<LocalAnswer> {
  if (provoke === undefined) throw new Error(`local AWS has no service ${item.service}`);
  const role = item.file.endsWith("without-role") ? "missing" : "there";
  const stage = await stageOf(item, { serviceLinkedRole: role });
  try {
    return await provoke(stage);
  } finally {
    await stage.aws.close();
  }
}
