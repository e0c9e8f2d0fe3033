import * as fc from "fast-check";
import { creatingTag } from "../src/abi/mark-tag.js";
import { signatureKey } from "../src/values/engine-values.js";
import type { Props } from "../src/values/json.js";

// Values that no well-meant program gives, for tests that must work with any value. Every run has the same values.

/**
 * The seed of every run, which ends at its first failure and prints the path to it. No run has a limit in real time: on
 * a slow machine such a limit leaves cases out without a word, or abandons a call, whose snapshot the next case finds.
 * Remove `endOnFailure` to see a smaller failing value.
 */
export const fixed = { seed: 20_261_121, endOnFailure: true } as const;

/** The marks of values without a JSON form on the wire between the engine and a provider: objects with one key. */
const signatures = {
  secret: "1b47061264138c4ac30d75fd1eb44270",
  asset: "c44067f5952c0a294b673a41bacd8c17",
  resource: "5cf8f73096256a8f31e491e813e4eb8e",
  output: "d0e6a833031e9bbcd3f4e8bde6ca49a4",
} as const;

/** The values that the engine sends for unknown strings, numbers and maps. */
const unknowns = [
  "04da6b54-80e4-46f7-96ec-b56ff0331ba9",
  "3eeb2bf0-c639-47a8-9e75-3b44932eb421",
  "030794c1-ac77-496b-92df-f27374a8bd58",
];

const nasty = [
  "",
  " ",
  "\t\r\n",
  "'\"`\\",
  "a'b\"c",
  "</Value></Tag><Tag><Key>admin</Key>",
  "]]><!DOCTYPE x [<!ENTITY e SYSTEM 'file:///etc/passwd'>]>&e;",
  "&amp;&#0;&lt;",
  '{"Action":"DeleteSnapshot"}',
  '","SnapshotName":"other',
  "a&Action=DeleteDBClusterSnapshot&Tags.Tag.1.Key=b",
  "a=b+c %00%zz%E2%28",
  "x\r\nX-Amz-Target: AmazonMemoryDB.DeleteSnapshot\r\n\r\n",
  "$(reboot)`reboot`;--",
  "../../../etc/passwd",
  "arn:",
  "arn:aws:memorydb:eu-west-1:111122223333:cluster/",
  "arn:aws:rds::111122223333:cluster-snapshot:orders",
  "arn:aws:rds:evil.example.com/#:111122223333:cluster-snapshot:orders",
  "s3://bucket/name",
  "__proto__",
  "constructor",
  "prototype",
  "toString",
  "valueOf",
  "hasOwnProperty",
  "toJSON",
  "then",
  "length",
  "aws:owner",
  "rds:owner",
  creatingTag,
  signatureKey,
  signatures.secret,
  "\u0000\u0001\u001b[2J\u007f",
  "e\u0301\u0301\u0301",
  "\u202eorders\u202c\u2066\u200b",
  "\u2028\u2029\ufeff\ufffe",
  "😀👩‍👩‍👧‍👦🇪🇺",
  "İSTANBUL ß ﬁ Σς",
  "x".repeat(300),
  "😀".repeat(200),
  "-".repeat(20_000),
];

/** A string that a wire can carry. */
export const wireText = fc.oneof(
  fc.constantFrom(...nasty),
  fc.string({ unit: "grapheme", maxLength: 40 }),
  fc.string({ unit: "binary", maxLength: 40 }),
);

/** Any string, including lone surrogates. */
export const anyText = fc.oneof(
  { weight: 4, arbitrary: wireText },
  {
    weight: 1,
    arbitrary: fc
      .array(fc.integer({ min: 0xd7f0, max: 0xe00f }), { maxLength: 8 })
      .map((units) => String.fromCharCode(...units)),
  },
  { weight: 1, arbitrary: fc.constantFrom(...unknowns) },
);

/** Keys that every object has already. */
const inherited = fc.constantFrom("__proto__", "constructor", "toString", "valueOf", "toJSON");

/** A map with any keys, as JSON creates it. */
function mapOf(values: fc.Arbitrary<unknown>): fc.Arbitrary<Props> {
  return fc
    .array(fc.tuple(fc.oneof(inherited, anyText), values), { maxLength: 6 })
    .map((entries): Props => Object.fromEntries(entries));
}

/** Any JSON value, and the wire forms of secrets, assets, resources and outputs. */
export const anyValue: fc.Arbitrary<unknown> = fc.letrec((tie) => ({
  leaf: fc.oneof(
    anyText,
    fc.constant(null),
    fc.boolean(),
    fc.double({ noNaN: true }),
    fc.constantFrom(-1, 0, 1, 2 ** 53, 1e300),
  ),
  marked: fc
    .tuple(fc.constantFrom(...Object.values(signatures)), tie("value"))
    .map(([signature, value]) => ({ [signatureKey]: signature, value, path: "/etc/passwd" })),
  deep: fc
    .tuple(fc.integer({ min: 1, max: 40 }), fc.boolean())
    .map(([levels, inLists]) => nested(levels, inLists)),
  // Code that sorts, joins or prints these without a check calls something that is not a function.
  trap: fc.constantFrom<unknown>(
    [{ toString: 1, valueOf: 1, toJSON: 1 }, { toString: "x" }],
    JSON.parse('{ "then": "x", "length": 1e9 }'),
  ),
  value: fc.oneof(
    { depthSize: "small", withCrossShrink: true },
    { weight: 5, arbitrary: tie("leaf") },
    { weight: 2, arbitrary: fc.array(tie("value"), { maxLength: 5 }) },
    { weight: 2, arbitrary: mapOf(tie("value")) },
    { weight: 1, arbitrary: tie("trap") },
    { weight: 1, arbitrary: tie("marked") },
    { weight: 1, arbitrary: tie("deep") },
  ),
})).value;

function nested(levels: number, inLists: boolean): unknown {
  let value: unknown = "deep";
  for (let level = 0; level < levels; level++) {
    value = inLists ? [value] : { toString: value };
  }
  return value;
}

/** Tags that AWS might accept: any strings within its limits, a few or almost as many as it allows. */
export function takenTags(
  texts: fc.Arbitrary<string>,
): fc.Arbitrary<Record<string, string | null>> {
  const key = texts.filter((text) => text !== "" && [...text].length <= 128 && isFree(text));
  const value = fc.option(
    texts.filter((text) => [...text].length <= 256),
    { freq: 6 },
  );
  const tag = fc.tuple(key, value);
  return fc
    .oneof(
      { weight: 8, arbitrary: fc.array(tag, { maxLength: 8 }) },
      { weight: 1, arbitrary: fc.array(tag, { minLength: 40, maxLength: 45 }) },
    )
    .map((entries) => Object.fromEntries(entries));
}

function isFree(key: string): boolean {
  return !/^(aws|rds):/i.test(key) && key !== creatingTag && key !== signatureKey;
}

/** A program with some of its inputs left out, added, or changed. */
export function tamperedWith(
  program: Props,
  keys: readonly string[],
  values: fc.Arbitrary<unknown> = anyValue,
): fc.Arbitrary<Props> {
  const change = fc.oneof(values, fc.constant(undefined));
  return fc
    .array(fc.tuple(fc.constantFrom(...keys), change), { maxLength: 4 })
    .map((changes) => withChanges(program, changes));
}

function withChanges(program: Props, changes: readonly (readonly [string, unknown])[]): Props {
  const changed = Object.entries({ ...program, ...Object.fromEntries(changes) });
  return Object.fromEntries(changed.filter(([, value]) => value !== undefined));
}
