import type { LocalAnswer } from "./asking.js";
import { type Stage, subjects, textIn } from "./worlds.js";

/** Repeats the recorded requests to Redshift Serverless. */
export async function redshiftAnswer(stage: Stage): Promise<LocalAnswer> {
  const { item, aws } = stage;
  const { operation, request = {} } = item;
  const [first] = subjects(item);
  const namespaceName =
    textIn(request, "namespaceName") ?? textIn(first, "namespaceName") ?? "orders";
  const snapshotName = textIn(request, "snapshotName") ?? "tf-acc-test-1";
  if (operation !== "CreateNamespace") {
    aws.redshiftserverless.addNamespace(...stage.place, namespaceName);
  }
  const create = async () => {
    await stage.ask("CreateSnapshot", { namespaceName, snapshotName });
    stage.pass();
  };
  const configure = (more = {}) =>
    stage.ask("CreateSnapshotCopyConfiguration", {
      namespaceName,
      destinationRegion: stage.asker.region === "us-east-1" ? "us-west-2" : "us-east-1",
      ...more,
    });
  switch (operation) {
    case "CreateNamespace":
      return stage.ask(operation, { namespaceName });
    case "CreateSnapshot":
      // The snapshot was recorded when it was finished.
      await stage.ask(operation, request);
      stage.pass();
      return stage.ask("GetSnapshot", { snapshotName });
    case "DeleteSnapshot":
      await create();
      return stage.ask(operation, { snapshotName });
    case "UpdateSnapshot":
      await create();
      return stage.ask(operation, request);
    case "ListSnapshots":
      for (const [index, { status }] of subjects(item).entries()) {
        const name = `list-${index}`;
        await stage.ask("CreateSnapshot", { namespaceName, snapshotName: name });
        aws.redshiftserverless.fail(...stage.place, name, String(status));
      }
      return stage.ask(operation, request);
    case "CreateSnapshotCopyConfiguration":
      return configure(request);
    case "UpdateSnapshotCopyConfiguration": {
      const { answer = {} } = await configure();
      const [made] = Object.values(answer);
      const id = String(Object(made)["snapshotCopyConfigurationId"]);
      return stage.ask(operation, { snapshotCopyConfigurationId: id, ...request });
    }
    case "GetNamespace":
      return stage.ask(operation, { namespaceName });
    default:
      return stage.ask(operation, request);
  }
}
