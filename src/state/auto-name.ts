import { createHash, randomBytes } from "node:crypto";

const suffix = /-[0-9a-f]{7}$/;

/**
 * Makes a new name for a resource: its logical name in the letters that AWS allows, and seven hexadecimal digits. The
 * digits come from the seed, if there is one: the same seed makes the same name. Otherwise they are random.
 */
export function autoName(logicalName: string, max: number, seed?: Uint8Array): string {
  const bytes = seed?.length ? createHash("sha256").update(seed).digest() : randomBytes(4);
  return `${stem(logicalName, max)}-${bytes.toString("hex").slice(0, 7)}`;
}

/** Returns a proposed name in the letters that AWS allows. */
export function fittingName(proposed: string, max: number): string {
  return stem(proposed, max + 8);
}

/**
 * Returns the name that the program gives a resource. The name may contain the colons that separate the parts of its
 * URN.
 */
export function logicalNameOf(urn: string): string {
  return urn.split("::").slice(3).join("::");
}

/** Matches the names that {@link autoName} may have made for a logical name. */
export function autoNames(logicalName: string, max: number): (name: string) => boolean {
  const start = stem(logicalName, max);
  return (name) => name.length === start.length + 8 && name.startsWith(start) && suffix.test(name);
}

function stem(logicalName: string, max: number): string {
  const letters = logicalName
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, "-")
    .replace(/^[^a-z]+/, "")
    .slice(0, max - 8)
    .replace(/-+$/, "");
  return letters === "" ? "snapshot" : letters;
}
