import * as fc from "fast-check";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { creatingTag } from "../../src/abi/mark-tag.js";
import { createVerb } from "../../src/kinds/kind.js";
import type { RecordedRequest } from "../../src/local-aws/index.js";
import { isWritable } from "../../src/local-aws/wire/xml-text.js";
import { isExport } from "../../src/state/export.js";
import { readTags } from "../../src/state/tags.js";
import { isRecord, type Props } from "../../src/values/json.js";
import { overTheWire } from "../host-wire.js";
import { anyValue, fixed, takenTags, tamperedWith, wireText } from "../hostile-values.js";
import { camel, cases, exportCases, held, type KindCase, purposeOf } from "./cases.js";
import { checked, failureOf, home, make, World } from "./world.js";

// Inputs that check accepts reach AWS unchanged, over every wire protocol, and no other inputs do.
let world: World;
beforeAll(async () => {
  world = await World.start();
});
afterAll(() => world.close());

// Strings that XML can carry. The SDK reads blank lines in XML as layout; AWS allows no line breaks in tags, so nothing
// is lost.
const tagText = wireText.filter(
  (text) => isWritable(text) && (text.trim() !== "" || !text.includes("\n")),
);

const day = 24 * 3_600_000;

/** Every kind, and a second time each kind that can export. */
const rows = [...cases, ...Object.values(exportCases)].flatMap((example) => {
  const { kind, exporting } = example;
  const row = (title: string, more: Props = {}) => ({
    ...example,
    title,
    program: { ...example.program, ...more },
  });
  const exports = exporting ? [row(`${kind.label} to a bucket`, exporting)] : [];
  return kind.name in exportCases ? exports : [row(kind.label), ...exports];
});

/** Inputs that check refuses if they have a value. */
const rarely = fc.oneof(
  { weight: 9, arbitrary: fc.constant(null) },
  { weight: 1, arbitrary: anyValue },
);

/** Programs of a kind with hostile strings in some inputs. */
function programs({ kind, program }: KindCase): fc.Arbitrary<Props> {
  const honest = fc
    .record({ tags: takenTags(wireText), triggers: anyValue, unheardOf: rarely })
    .map(({ tags, ...more }) => ({
      ...program,
      ...more,
      ...(kind.tagging === undefined ? {} : { tags }),
    }));
  const keys = Object.keys(kind.inputs);
  return honest.chain((given) => fc.oneof(fc.constant(given), tamperedWith(given, keys, wireText)));
}

/** The identifiers of a source: names may be written as ARNs and with capitals. */
function calledBy(source: unknown): string | undefined {
  const name = String(source).toLowerCase();
  return name.startsWith("arn:") ? name.split(/[:/]/).at(-1) : name;
}

/** Returns the members that the create call must have for these inputs. */
function asRequest({ kind, source, asRequest: spelled }: KindCase, inputs: Props): Props {
  const own = Object.entries(inputs).filter(
    ([key, value]) => key in kind.inputs && value !== undefined,
  );
  const given = Object.fromEntries(own);
  const sources = [source, "cacheClusterId"].filter((key) => key in given);
  const called = sources.map((key) => [key, calledBy(given[key])]);
  return spelled?.(given) ?? { ...given, ...Object.fromEntries(called) };
}

/** Returns the tags of a request, in the spelling of any service, without the creating tag. */
function tagsOf({ input }: RecordedRequest): Map<unknown, unknown> {
  const { tags } = camel(input);
  const entries = (Array.isArray(tags) ? tags : [])
    .filter(isRecord)
    .map(({ key, value }): [unknown, unknown] => [key, value]);
  return new Map(entries.filter(([key]) => key !== creatingTag));
}

function tagMap(tags: unknown): Map<string, string> {
  return new Map(Object.entries(readTags(tags)));
}

describe.each(rows)("a $title", (example) => {
  const { kind } = example;
  beforeAll(() => example.addSources(world.aws));

  it("is requested with exactly the strings of the program, or not at all", async () => {
    const { aws } = world;
    const provider = world.provider(kind);
    let made = 0;
    const runs = fc.asyncProperty(programs(example), async (program) => {
      aws.requests.clear();
      const { inputs, failures = [] } = await provider.check({}, program);
      if (failures.length > 0) {
        expect(aws.requests.all()).toEqual([]);
        return;
      }
      const creating = provider.create(inputs);
      const outcome = await creating.catch(() => undefined);
      expect(aws.requests.refused()).toEqual([]);
      const [create, ...more] = aws.requests.changing();
      const marked = outcome !== undefined && !isExport(kind, inputs);
      expect(more.map((request) => purposeOf(example, request))).toEqual(marked ? ["untag"] : []);
      if (create !== undefined) {
        expect(["create", "ConvertRecoveryPointToSnapshot"]).toContain(purposeOf(example, create));
        expect(camel(create.input)).toMatchObject(asRequest(example, inputs));
        expect(tagsOf(create)).toEqual(tagMap(program["tags"]));
      }
      if (outcome === undefined) {
        const { message, id } = await failureOf(creating);
        expect(message).toContain(`${createVerb(kind)} ${kind.label} "`);
        expect(id).toBeUndefined();
        return;
      }
      made++;
      expect(() => overTheWire(outcome.outs ?? {})).not.toThrow();
      await world.provider(kind).delete(outcome.id, { ...outcome.outs });
      expect(held(example, aws, home)).toEqual([]);
      aws.clock.advance(day);
      for (const key of aws.buckets.objects("backups")) {
        aws.buckets.removeObject("backups", key);
      }
    });
    await fc.assert(runs, { ...fixed, numRuns: 30 });
    expect(made).toBeGreaterThan(2);
  });
});

describe.each(cases)("the tags of a $kind.label", (example) => {
  const { kind, program } = example;

  it("are set, changed, removed and read back character by character", async () => {
    example.addSources(world.aws);
    const provider = world.provider(kind);
    const first = await make(provider, { ...program, tags: {} });
    const snapshot =
      held(example, world.aws, home).find(({ arn }) => arn === first.id) ??
      expect.fail("nothing was made");
    let { inputs, outs } = first;
    const runs = fc.asyncProperty(takenTags(tagText), async (tags) => {
      const news = await checked(provider, { ...program, tags }, inputs);
      outs = { ...(await provider.update(first.id, outs, news)).outs };
      inputs = news;
      expect(snapshot.tags).toEqual(tagMap(tags));
      const read = await provider.read(first.id, outs);
      expect(tagMap(read.inputs?.["tagsAll"])).toEqual(tagMap(tags));
      expect(await provider.diff(first.id, { ...read.props }, news)).toEqual({ changes: false });
    });
    await fc.assert(runs, { ...fixed, numRuns: 20 });
  });
});

describe.each(cases)("a $kind.label with a state that contains anything", (example) => {
  const { kind, program } = example;

  it("is read and updated, or fails with an error in words, and other snapshots stay unchanged", async () => {
    const { aws } = world;
    example.addSources(aws);
    example.addForeign(aws, "theirs");
    const theirs = held(example, aws, home).find(({ name }) => name === "theirs");
    const { id, inputs, outs } = await make(world.provider(kind), program);
    const states = tamperedWith(outs, [
      ...Object.keys(kind.inputs),
      ...["arn", "region", "tags", "tagsAll", "triggers", "profile", "waitForCompletion"],
      ...["__given", "status", "__marked", "__inDoubt", "__timeouts", "__urn", "__connection"],
    ]);
    const runs = fc.asyncProperty(states, async (state) => {
      const provider = world.provider(kind);
      for (const call of [provider.read(id, state), provider.update(id, state, inputs)]) {
        const outcome: unknown = await call.catch(failureInWords);
        expect(() => overTheWire({ outcome })).not.toThrow();
      }
    });
    await fc.assert(runs, { ...fixed, numRuns: 20 });
    expect(`${theirs?.lifetime.status} ${theirs?.tags.size}`).toBe(`${example.words.available} 0`);
  });
});

/** Returns the message of a failed call, which must not come from a mistake in the code. */
function failureInWords(thrown: unknown): Props {
  const { name, message } = thrown instanceof Error ? thrown : new Error("it threw no error");
  expect(message).toMatch(/^(reading|updating|connecting|waiting|setting) /);
  return { name, message };
}
