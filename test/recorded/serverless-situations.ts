import type { LocalAnswer } from "./asking.js";
import { type Stage, subjects } from "./worlds.js";

/** Repeats the recorded requests to serverless ElastiCache. */
export async function serverlessAnswer(stage: Stage): Promise<LocalAnswer> {
  const { item, aws } = stage;
  const { serverless } = aws.elasticache;
  const { operation, request = {} } = item;
  const name = String(request["ServerlessCacheName"] ?? "orders");
  const cache = serverless.addCache(...stage.place, { name, engine: "redis" });
  const add = (named: string) =>
    serverless
      .at(...stage.place)
      .addSnapshotOf(
        cache,
        { name: named, source: "manual", kmsKeyId: cache.kmsKeyId, tags: new Map() },
        0,
      );
  switch (operation) {
    case "CopyServerlessCacheSnapshot":
      add(String(request["SourceServerlessCacheSnapshotName"]));
      stage.pass();
      return stage.ask(operation, request);
    case "DescribeServerlessCacheSnapshots":
      for (const [index, { Status }] of subjects(item).entries()) {
        add(`a-${index}`);
        // The word for a failed snapshot is that of local AWS.
        if (Status !== "available") serverless.fail(...stage.place, `a-${index}`);
      }
      return stage.ask(operation, request);
    default:
      return stage.ask(operation, request);
  }
}
