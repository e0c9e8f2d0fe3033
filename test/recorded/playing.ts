import { inputsOf } from "../../src/kinds/input.js";
import type { Kind } from "../../src/kinds/kind.js";
import type { Props } from "../../src/values/json.js";
import { leftOut } from "./exceptions.js";
import type { Family } from "./families.js";
import { type Item, type Structure, structure } from "./items.js";
import type { HeardRequest, Player } from "./player.js";

/** An item that is played to a kind. */
export interface Reading {
  readonly item: Item;
  readonly operation: string;
  readonly family: Family;
  readonly kind: Kind;
  readonly client: unknown;
  readonly player: Player;
}

/** Calls the kind's part for the operation, as the lifecycle does. */
export async function run({ item, operation, family, kind, client }: Reading): Promise<unknown> {
  const request = item.request ?? {};
  const arn = `arn:aws:any:us-east-1:111122223333:any:${nameIn(item, family)}`;
  const named = String(request["ResourceName"] ?? request["ResourceArn"] ?? arn);
  const { tagging, settings = {} } = kind;
  if (family.makers[operation] !== undefined) {
    const props = inputsFor(kind, request);
    const tags = { team: "orders" };
    return kind.create(client, inputsOf(kind, props), tags, sourceFor(request, client));
  }
  switch (operation) {
    case "ListTags":
    case "ListTagsForResource":
      return tagging?.list(client, named);
    case "TagResource":
    case "AddTagsToResource":
      return tagging?.add(client, named, { team: "orders" });
    case "UntagResource":
    case "RemoveTagsFromResource":
      return tagging?.remove(client, named, ["team"]);
    case "DescribeDBClusterSnapshotAttributes":
      return settings["sharedAccounts"]?.read(client, remoteNamed(item, family));
    case "ModifyDBClusterSnapshotAttribute":
      return settings["sharedAccounts"]?.write(
        client,
        remoteNamed(item, family),
        texts(request["ValuesToAdd"]) ?? (request["ValuesToRemove"] ? [] : ["all"]),
        texts(request["ValuesToRemove"]) ?? [],
      );
    case "UpdateSnapshot":
    case "UpdateSnapshotCopyConfiguration": {
      const [setting] = Object.values(settings);
      const days = Number(request["retentionPeriod"] ?? request["snapshotRetentionPeriod"]);
      return setting?.write(client, remoteNamed(item, family), days, undefined);
    }
    case family.describe:
    case "GetSnapshot":
      return kind.find(client, { name: nameIn(item, family), arn: undefined });
    default:
      if (!operation.startsWith("Delete")) throw new Error(`no kind calls ${operation}`);
      return kind.delete(client, remoteNamed(item, family));
  }
}

/** Returns the inputs that make a kind send such a request. */
export function inputsFor(kind: Kind, request: Structure): Props {
  const given = Object.fromEntries(
    Object.keys(kind.inputs).map((input) => {
      const [, value] =
        Object.entries(request).find(([member]) => member.toLowerCase() === input.toLowerCase()) ??
        [];
      return [input, value];
    }),
  );
  const needed = Object.entries(kind.inputs).filter(
    ([input, { required }]) => required || input === kind.naming.input,
  );
  const sources = kind.madeFrom.inputs;
  const [either] = sources.some((input) => given[input] !== undefined) ? [] : sources;
  return {
    ...Object.fromEntries(needed.map(([input]) => [input, "orders"])),
    ...(either !== undefined && { [either]: "orders" }),
    ...Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined)),
  };
}

function sourceFor(request: Structure, client: unknown) {
  const named = request["SourceDBClusterSnapshotIdentifier"];
  const arn = String(named ?? "arn:aws:rds:us-east-1:111122223333:cluster-snapshot:base");
  const node = request["CacheClusterId"];
  return {
    arn,
    ...(typeof node === "string" && { nameInCall: node }),
    passesOnTags: false,
    client,
  };
}

/** Returns the name in a call. */
function nameIn({ request, answer }: Item, { name }: Family): string {
  const inAnswer = structure(Object.values(answer ?? {}).flat()[0])?.[name];
  return String(request?.[name] ?? inAnswer ?? "orders");
}

/** Returns a snapshot of that name, in the form that changing calls take. */
function remoteNamed(item: Item, family: Family): Structure {
  return { [family.name]: nameIn(item, family), snapshotCopyConfigurationId: "id" };
}

export function texts(value: unknown): string[] | undefined {
  return Array.isArray(value) ? value.map(String) : undefined;
}

/** Returns the differences between a kind's request and the recorded request. */
export function wrongRequest(
  { file, request = {} }: Item,
  operation: string,
  { family }: Reading,
  heard: readonly HeardRequest[],
): string[] {
  const sent = heard.find((one) => one.operation === operation);
  if (sent === undefined) return [`sends no ${operation}`];
  if (!(family.makers[operation] || operation.startsWith("Delete"))) return [];
  const unsent = Object.keys(leftOut[file] ?? {});
  const sentAllTheSame = unsent
    .filter((member) => sent.members[member] !== undefined)
    // A member that is sent by now must be deleted from the exceptions.
    .map((member) => `sends ${member}, and it is an exception that it does not`);
  const wrong = Object.entries(request)
    .filter(([member]) => !unsent.includes(member))
    .filter(([member, value]) => typeof value !== "object" && !/^Source/.test(member))
    // Names are sent as AWS stores them, in lower case.
    .filter(
      ([member, value]) => sent.members[member]?.toLowerCase() !== String(value).toLowerCase(),
    )
    .map(([member, value]) => `sends ${member} ${sent.members[member]}, not ${value}`);
  return [...sentAllTheSame, ...wrong];
}
