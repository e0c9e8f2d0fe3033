import type { RdsCluster, RdsSnapshot } from "../../src/local-aws/index.js";
import type { LocalAnswer } from "./asking.js";
import { type Structure, structure } from "./items.js";
import { type Stage, subjects, textIn } from "./worlds.js";

/** Repeats the recorded requests to Neptune, DocumentDB and Aurora. */
export async function rdsAnswer(stage: Stage): Promise<LocalAnswer> {
  const { item } = stage;
  const { operation, request = {}, service } = item;
  const [first] = subjects(item);
  const named = textIn(request, "DBClusterSnapshotIdentifier") ?? textIn(first, identifier) ?? "a";
  const { SourceRegion: _, ...asked } = request;
  switch (operation) {
    case "CreateDBClusterSnapshot": {
      const cluster = addCluster(stage, first ?? {});
      return stage.ask(operation, {
        DBClusterIdentifier: cluster.clusterName,
        DBClusterSnapshotIdentifier: named,
        ...asked,
      });
    }
    case "CopyDBClusterSnapshot":
      return copied(stage, first ?? {}, asked);
    case "DeleteDBClusterSnapshot":
      addSnapshot(stage, { ...first, [identifier]: named });
      return stage.ask(operation, { DBClusterSnapshotIdentifier: named });
    case "DescribeDBClusterSnapshots": {
      for (const one of subjects(item)) await addListed(stage, one);
      return stage.ask(operation, asked);
    }
    case "DescribeDBClusterSnapshotAttributes":
    case "ModifyDBClusterSnapshotAttribute": {
      const name = textIn(request, identifier) ?? textIn(first, identifier) ?? "a";
      const snapshot = addSnapshot(stage, { Engine: service, [identifier]: name });
      const after = listIn(first?.["DBClusterSnapshotAttributes"], "AttributeValues");
      const added = texts(request["ValuesToAdd"]);
      const removed = texts(request["ValuesToRemove"]);
      for (const account of [...after, ...removed]) {
        if (!added.includes(account)) snapshot.sharedWith.add(account);
      }
      if (operation.startsWith("Describe")) return stage.ask(operation, { [identifier]: name });
      const [missing] = added.length + removed.length > 0 ? [] : after;
      if (missing !== undefined) snapshot.sharedWith.delete(missing);
      return stage.ask(operation, {
        ...asked,
        ...(missing !== undefined && { ValuesToAdd: [missing] }),
      });
    }
    case "AddTagsToResource":
    case "ListTagsForResource": {
      const snapshot = addSnapshot(stage, { Engine: service, [identifier]: "a" });
      for (const tag of subjects(item)) snapshot.tags.set(String(tag["Key"]), String(tag["Value"]));
      const ResourceName = snapshot.arn;
      return stage.ask(operation, {
        ResourceName,
        ...(operation.startsWith("Add") && { Tags: [{ Key: "team", Value: "orders" }] }),
      });
    }
    case "RestoreDBClusterFromSnapshot": {
      const snapshot = addSnapshot(stage, {
        ...first,
        DBClusterIdentifier: "base",
        [identifier]: "a",
      });
      return stage.ask(operation, {
        DBClusterIdentifier: textIn(first, "DBClusterIdentifier") ?? "restored",
        SnapshotIdentifier: snapshot.name,
        Engine: snapshot.engine,
      });
    }
    default:
      return stage.ask(operation, asked);
  }
}

const identifier = "DBClusterSnapshotIdentifier";

function texts(value: unknown): string[] {
  return Array.isArray(value) ? value.map(String) : [];
}

function listIn(value: unknown, member: string): string[] {
  return Array.isArray(value) ? texts(structure(value[0])?.[member]) : [];
}

/** Adds a cluster that a recorded snapshot could be taken from. */
export function addCluster(
  stage: Stage,
  one: Structure,
  [account, region] = stage.place,
): RdsCluster {
  const engine = stage.item.service === "rds" ? "aurora-mysql" : stage.item.service;
  const { KmsKeyId, StorageEncrypted } = one;
  const name = textIn(one, "DBClusterIdentifier") ?? "base";
  const known = stage.aws.rds.at(account, region).clusters.get(name);
  return (
    known ??
    stage.aws.rds.addCluster(account, region, {
      DBClusterIdentifier: name,
      Engine: textIn(one, "Engine") ?? engine,
      ...(StorageEncrypted === true && { KmsKeyId: String(KmsKeyId ?? "alias/own") }),
    })
  );
}

/** Adds a snapshot like a recorded snapshot, without an operation in progress. */
export function addSnapshot(
  stage: Stage,
  one: Structure,
  [account, region] = stage.place,
): RdsSnapshot {
  const cluster = addCluster(stage, one, [account, region]);
  const name = textIn(one, identifier) ?? "a";
  const source = name.startsWith("rds:") ? "automated" : "manual";
  const place = stage.aws.rds.at(account, region);
  return place.addSnapshotOf(cluster, { name, source, tags: new Map() }, 0);
}

/** Adds a snapshot as a listing shows it: a copy if it has a source, and unfinished if its status says so. */
async function addListed(stage: Stage, one: Structure): Promise<void> {
  const source = textIn(one, "SourceDBClusterSnapshotArn");
  if (source !== undefined) {
    await copied(stage, one, {});
    stage.pass();
    return;
  }
  const snapshot = addSnapshot(stage, one);
  const status = textIn(one, "Status") ?? "available";
  if (status !== "available") snapshot.lifetime.occupy(status, 60);
}

/** Copies a snapshot like the recorded copy, from the place of its source. */
async function copied(stage: Stage, one: Structure, request: Structure): Promise<LocalAnswer> {
  const named = String(
    request["SourceDBClusterSnapshotIdentifier"] ?? one["SourceDBClusterSnapshotArn"] ?? "base",
  );
  const [, region, account, name] =
    /^arn:aws:rds:([\w-]+):(\d{12}):cluster-snapshot:(.+)$/.exec(named) ?? [];
  const place = [account ?? stage.asker.account, region ?? stage.asker.region] as const;
  const known = stage.aws.rds.snapshot(...place, name ?? named);
  const source =
    known ??
    addSnapshot(stage, { ...one, KmsKeyId: undefined, [identifier]: name ?? named }, place);
  source.sharedWith.add(stage.asker.account);
  // An hour later, so that the source and the copy have different times.
  if (known === undefined) stage.pass();
  return stage.ask("CopyDBClusterSnapshot", {
    SourceDBClusterSnapshotIdentifier: named,
    TargetDBClusterSnapshotIdentifier: textIn(one, identifier) ?? "copy",
    ...request,
  });
}
