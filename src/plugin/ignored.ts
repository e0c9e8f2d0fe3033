import { isRecord, type Props } from "../values/json.js";

/**
 * Returns inputs in which `tagsAll` stays as it is as far as the program ignores its changes. The engine ignores changes
 * before check, and check makes `tagsAll` anew. What stays is the output: the engine keeps the inputs of every run, also of
 * one whose change was ignored.
 */
export function withIgnored(paths: readonly string[] = [], outputs: Props, news: Props): Props {
  const { tagsAll: olds } = outputs;
  const { tagsAll } = news;
  const ignored = paths.map(keysOf).filter(([first]) => first === "tagsAll" || first === "*");
  if (ignored.length === 0 || olds === undefined) {
    return news;
  }
  if (ignored.some(([, key = "*"]) => key === "*")) {
    return { ...news, tagsAll: olds };
  }
  const kept = { ...(isRecord(tagsAll) ? tagsAll : {}) };
  const before = isRecord(olds) ? olds : {};
  for (const [, key = ""] of ignored) {
    if (Object.hasOwn(before, key)) {
      kept[key] = before[key];
    } else {
      delete kept[key];
    }
  }
  return { ...news, tagsAll: kept };
}

/** Returns the keys of a path as Pulumi writes it: `tagsAll.team`, `tagsAll["a.b"]`. */
function keysOf(path: string): string[] {
  const parts = path.matchAll(/\["((?:[^"\\]|\\.)*)"\]|\[([^\]]*)\]|([^.[\]]+)/g);
  return [...parts].map(
    ([, quoted, bare, plain]) => quoted?.replace(/\\(.)/g, "$1") ?? bare ?? plain ?? "",
  );
}
