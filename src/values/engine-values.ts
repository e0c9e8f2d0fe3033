/** The key by which the engine recognises a special map: a secret, a file to read, a URL to fetch. */
export const signatureKey = "4dabf18193072939515e22adb298388d";

/** The signature of a secret. */
export const secretSignature = "1b47061264138c4ac30d75fd1eb44270";

/** The signature of an output of a program, which may be secret or unknown. */
export const outputSignature = "d0e6a833031e9bbcd3f4e8bde6ca49a4";

/** The sentinels that the engine sends in previews for unknown values, one for each type. */
const sentinels = new Set([
  "04da6b54-80e4-46f7-96ec-b56ff0331ba9",
  "1c4a061d-8072-4f0a-a4cb-0ff528b18fe7",
  "3eeb2bf0-c639-47a8-9e75-3b44932eb421",
  "6a19a0b0-7e62-4c92-b797-7f8e31da9cc2",
  "030794c1-ac77-496b-92df-f27374a8bd58",
  "e48ece36-62e2-4504-bad9-02848725956a",
  "dd056dcd-154b-4c76-9bd3-c8f88648b5ff",
]);

/** The sentinel of an unknown string. */
export const unknownText = "04da6b54-80e4-46f7-96ec-b56ff0331ba9";

/** Whether a value, or anything inside it, is unknown. */
export function isUnknown(value: unknown): boolean {
  if (typeof value === "string") {
    return sentinels.has(value);
  }
  return typeof value === "object" && value !== null && Object.values(value).some(isUnknown);
}
