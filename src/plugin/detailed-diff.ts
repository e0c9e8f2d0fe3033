import { equal, isAbsent, isRecord, type Props } from "../values/json.js";

/** What happens to a property. */
export interface PropertyChange {
  /** Where it is, as the engine writes paths: `tags.team`, `tags["a.b"]`. */
  readonly path: string;
  readonly change: "add" | "delete" | "update";
  /** Whether it is the reason why the resource is replaced. */
  readonly replaces: boolean;
  /** Whether an input changes. Otherwise the old value is that of an output. */
  readonly isInput: boolean;
}

/** Returns the changes between inputs, one for each entry of a map. Those named in `replaces` replace the resource. */
export function inputChanges(
  olds: Props,
  news: Props,
  replaces: readonly string[],
): PropertyChange[] {
  return membersOf(olds, news).flatMap((key) =>
    changesAt(pathOf("", key), olds[key], news[key], replaces.includes(key)),
  );
}

function changesAt(
  path: string,
  before: unknown,
  after: unknown,
  replaces: boolean,
): PropertyChange[] {
  if (equal(before, after)) {
    return [];
  }
  if (isRecord(before) && isRecord(after)) {
    return membersOf(before, after).flatMap((key) =>
      changesAt(pathOf(path, key), before[key], after[key], replaces),
    );
  }
  const change = isAbsent(before) ? "add" : isAbsent(after) ? "delete" : "update";
  return [{ path, change, replaces, isInput: true }];
}

function membersOf(left: Props, right: Props): string[] {
  return [...new Set([...Object.keys(left), ...Object.keys(right)])];
}

function pathOf(path: string, key: string): string {
  if (!/^[A-Za-z_$][\w$]*$/.test(key)) {
    return `${path}[${JSON.stringify(key)}]`;
  }
  return path === "" ? key : `${path}.${key}`;
}

/** Leaves out what `tagsAll` repeats of `tags`. */
export function withoutRepetition(changes: readonly PropertyChange[]): PropertyChange[] {
  const paths = new Set(changes.map(({ path }) => path));
  return changes.filter(
    ({ path }) =>
      !paths.has(path.replace(/^tagsAll(?=[.[])/, "tags")) || !path.startsWith("tagsAll"),
  );
}
