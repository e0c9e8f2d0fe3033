import { commonInputs, type InputSpec, type Scope } from "../kinds/input.js";
import type { Kind } from "../kinds/kind.js";
import { isUnknown } from "../values/engine-values.js";
import { equal, isAbsent, isRecord, type Props } from "../values/json.js";

/** Returns the visible inputs whose meaning differs, replacing inputs first. Unknown values differ. */
export function changedInputs(kind: Kind, olds: Props, news: Props, account?: string): string[] {
  const scope: Scope = { region: knownString(news["region"]), account, inputs: news };
  // `tags` is compared as `tagsAll`.
  const common = Object.keys(commonInputs).map((key) => (key === "tags" ? "tagsAll" : key));
  const keys = [...Object.keys(kind.inputs), ...common];
  return keys
    .filter((key) => !isSameSource(kind, olds, news, key))
    .filter((key) => {
      const { defaultValue } = kind.inputs[key] ?? {};
      // An imported resource may lack a value that check fills in.
      const left =
        olds[key] ?? defaultValue?.({ region: knownString(olds["region"]), inputs: olds });
      const right = news[key];
      if (isUnknown(right)) {
        return true;
      }
      return typeof left === "string" && typeof right === "string"
        ? !isSameString(kind.inputs[key], left, right, scope)
        : !equal(absentIfEmpty(left), absentIfEmpty(right));
    })
    .sort((a, b) => Number(replacing(kind, b, olds)) - Number(replacing(kind, a, olds)));
}

/**
 * Whether a changed input is no change of the source: the old inputs name a part, and the new inputs name its whole. AWS's
 * answer about a snapshot may name only the part, and so may an imported resource.
 */
function isSameSource(
  { partAndWhole, inputs }: Kind,
  olds: Props,
  news: Props,
  key: string,
): boolean {
  if (partAndWhole === undefined) {
    return false;
  }
  const { part, whole, isPart } = partAndWhole;
  const [oldPart, newPart, oldWhole, newWhole] = [olds[part], news[part], olds[whole], news[whole]];
  if (typeof oldPart !== "string" || typeof newWhole !== "string") {
    return false;
  }
  const saysPart = key === part && isAbsent(newPart);
  if (isAbsent(oldWhole)) {
    return (saysPart || key === whole) && isPart(oldPart, newWhole);
  }
  const scope: Scope = { region: knownString(news["region"]), inputs: news };
  return (
    saysPart &&
    typeof oldWhole === "string" &&
    isSameString(inputs[whole], oldWhole, newWhole, scope)
  );
}

/** Whether two strings mean the same to AWS as values of an input. */
export function isSameString(
  spec: InputSpec | undefined,
  left: string,
  right: string,
  scope: Scope,
): boolean {
  return spec?.isSame?.(left, right, scope) ?? left === right;
}

/** An empty map counts as absent. */
function absentIfEmpty(value: unknown): unknown {
  return isRecord(value) && Object.keys(value).length === 0 ? undefined : value;
}

/**
 * Whether a changed value of that input replaces the resource. Only the state of an imported resource lacks a required
 * input, because AWS does not report what some copies were made from: then the program's value is believed.
 */
export function replacing(kind: Kind, key: string, olds: Props): boolean {
  const common: Readonly<Record<string, InputSpec>> = commonInputs;
  const spec = kind.inputs[key] ?? common[key];
  const isUnsaid = spec?.required === true && isAbsent(olds[key]);
  return spec?.replaces === true && !isUnsaid;
}

/** Returns a known string; undefined for any other value. */
export function knownString(value: unknown): string | undefined {
  return typeof value === "string" && !isUnknown(value) ? value : undefined;
}
