import type { LocalAnswer } from "./asking.js";
import { elastiCacheAnswer } from "./elasticache-situations.js";
import type { Item } from "./items.js";
import { memoryDbAnswer } from "./memorydb-situations.js";
import { rdsAnswer } from "./rds-situations.js";
import { redshiftAnswer } from "./redshift-situations.js";
import { serverlessAnswer } from "./serverless-situations.js";
import { type Stage, stageOf } from "./worlds.js";

/** Brings a local AWS into the situation of an answer, and asks it the same. */
const answers: Readonly<Record<string, (stage: Stage) => Promise<LocalAnswer>>> = {
  docdb: rdsAnswer,
  neptune: rdsAnswer,
  rds: rdsAnswer,
  elasticache: elastiCacheAnswer,
  "elasticache-serverless": serverlessAnswer,
  memorydb: memoryDbAnswer,
  "redshift-serverless": redshiftAnswer,
};

/** What local AWS answers where AWS answered what was recorded, or where it is brought to refuse. */
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
