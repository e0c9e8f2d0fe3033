import { secretSignature, signatureKey } from "../values/engine-values.js";
import { isRecord, type Props } from "../values/json.js";

/** Which parts of a value are secret: all of it, or these members of a map. */
export type Secrecy = "all" | ReadonlyMap<string, Secrecy>;

/** The secrecy of properties of which none is secret. */
export const nothing: ReadonlyMap<string, Secrecy> = new Map();

/** Returns properties with their secret parts in the form in which the engine marks secrets. */
export function sealed(props: Props, secrecy: ReadonlyMap<string, Secrecy>): Props {
  return Object.fromEntries(
    Object.entries(props).map(([key, value]) => [key, sealedValue(value, secrecy.get(key))]),
  );
}

function sealedValue(value: unknown, secrecy: Secrecy | undefined): unknown {
  if (secrecy === undefined || value === undefined) {
    return value;
  }
  return secrecy !== "all" && isRecord(value)
    ? sealed(value, secrecy)
    : { [signatureKey]: secretSignature, value };
}

/** Returns the secrecy of what is secret by one of two. */
export function either(
  left: ReadonlyMap<string, Secrecy>,
  right: ReadonlyMap<string, Secrecy>,
): ReadonlyMap<string, Secrecy> {
  const both = new Map(left);
  for (const [key, secrecy] of right) {
    const other = both.get(key);
    both.set(
      key,
      other === undefined || secrecy === "all"
        ? secrecy
        : other === "all"
          ? other
          : either(other, secrecy),
    );
  }
  return both;
}
