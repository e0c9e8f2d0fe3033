import type { LocalAnswer } from "./asking.js";
import { type Difference, differences } from "./comparing.js";
import { partial } from "./exceptions.js";
import type { Item, RecordedError } from "./items.js";
import { provocations } from "./refusals.js";
import { onStage } from "./situations.js";

/** Returns the differences between local AWS and an item, in the item's situation. */
export async function localDifferences(item: Item): Promise<Difference[]> {
  const provoke = provocations[item.file];
  if (item.error !== undefined && provoke === undefined) {
    throw new Error(`nothing says how local AWS comes to ${item.file}`);
  }
  const local = await onStage(item, provoke);
  if (item.error !== undefined) return refusalDifferences(item.error, local);
  if (local.answer === undefined)
    return [{ path: "refused", what: `${local.code}: ${local.message}` }];
  const whole = item.evidence !== "asserted" && !(item.file in partial);
  const { DBClusterSnapshots: list, ...rest } = item.answer ?? {};
  // Guides print some answers to a copy as a list with one item.
  const recorded =
    item.operation.startsWith("Copy") && Array.isArray(list)
      ? { ...rest, DBClusterSnapshot: list[0] }
      : item.answer;
  const found = differences(recorded, local.answer, { whole });
  return found.map(({ path, what }) => ({ path: withoutStructure(path), what }));
}

/** Returns a path without the name of the answer's own structure. */
function withoutStructure(path: string): string {
  return path.replace(/^[A-Za-z]+\./, "");
}

function refusalDifferences(recorded: RecordedError, local: LocalAnswer): Difference[] {
  if (local.answer !== undefined) return [{ path: "answered", what: "is a refusal of AWS's" }];
  const found: Difference[] = [];
  if (recorded.code !== undefined && recorded.code !== local.code) {
    found.push({ path: "code", what: `is ${recorded.code}, and ${local.code} in local AWS` });
  }
  // A source that shows no code shows no status either.
  if (recorded.code !== undefined && recorded.status !== local.status) {
    found.push({ path: "status", what: `is ${recorded.status}, and ${local.status} in local AWS` });
  }
  const said = local.message ?? "";
  const { message, messageContains = "" } = recorded;
  if (message === undefined ? !said.includes(messageContains) : !textOf(message).test(said)) {
    found.push({ path: "message", what: `is "${message ?? messageContains}", and "${said}"` });
  }
  return found;
}

/** Compares a recorded message, in which AWS's own values and the key may differ. */
function textOf(message: string): RegExp {
  const parts = message.split(/%s|arn:aws:kms:[\w:/-]+/);
  return new RegExp(
    `^${parts.map((part) => part.replace(/[.*+?^${}()|[\]\\]/g, "\\$&")).join(".+")}$`,
  );
}
