import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { DynamicProvider } from "../../src/dynamic/provider.js";
import { takesTime } from "../../src/kinds/kind.js";
import type { Props } from "../../src/values/json.js";
import { cases, faultOn, held, purposes } from "./cases.js";
import { checked, failureOf, home, make, type Resource, World } from "./world.js";

// A snapshot that can be restored from stays until its replacement is available, whatever the engine asks for. The
// engine treats a failure that keeps a resource as a finished create, and with --continue-on-error it deletes the
// replaced resource.
let world: World;
beforeEach(async () => {
  world = await World.start({ snapshotDuration: 120, copyDuration: 120 });
});
afterEach(() => world.close());

/** Kinds that AWS needs time for. A snapshot copy configuration is created at once, after the old one is deleted. */
const slow = cases.filter(({ kind }) => takesTime(kind));

describe.each(slow)("an old $kind.label", (example) => {
  const { kind, words } = example;
  const { input: name } = kind.naming;
  const program = (day: string, more: Props = {}): Props => ({
    ...example.program,
    [name]: day,
    triggers: { day },
    __timeouts: { create: "5m", update: "5m", delete: "5m" },
    ...more,
  });
  const statuses = () =>
    held(example, world.aws, home)
      .map((one) => `${one.name} ${one.lifetime.status}`)
      .toSorted();
  const find = (wanted: string) =>
    held(example, world.aws, home).find((one) => one.name === wanted);
  const fail = (wanted: string) => example.service(world.aws).fail(...home, wanted, words.failed);
  const freeze = (wanted: string) => example.service(world.aws).freeze(...home, wanted);
  let old: Resource;
  beforeEach(async () => {
    example.addSources(world.aws);
    old = await make(world.provider(kind), program("monday"));
  });

  /** Does what the engine does for a replacement, up to the create. */
  async function replace(provider: DynamicProvider, { id, inputs, outs }: Resource, news: Props) {
    const first = await checked(provider, news, inputs);
    expect((await provider.diff(id, outs, first)).replaces).not.toEqual([]);
    return checked(provider, news);
  }

  /** Replaces a snapshot by one that AWS accepts but that then fails or is not finished in time. */
  async function replaceInVain(provider: DynamicProvider, before: Resource, news: Props) {
    const inputs = await replace(provider, before, news);
    const failure = await failureOf(provider.create(inputs));
    expect(failure.id).toBeDefined();
    return { id: failure.id ?? "", inputs, outs: failure.properties };
  }

  it("stays if its replacement fails, and is deleted with the failed one when a later one is available", async () => {
    fail("tuesday");
    const provider = world.provider(kind);
    const failed = await replaceInVain(provider, old, program("tuesday"));
    world.aws.requests.clear();
    const { message } = await failureOf(provider.delete(old.id, old.outs));
    expect(message).toBe(
      `deleting ${kind.label} "monday" in eu-west-1: kept: the snapshot that replaces it is not available: ${kind.label} "tuesday" in eu-west-1 is "${words.failed}". The next \`pulumi up\` deletes this snapshot when the replacement is available.`,
    );
    expect(world.aws.requests.changing()).toEqual([]);

    fail("wednesday");
    const next = world.provider(kind);
    const again = await replaceInVain(next, failed, program("wednesday"));
    await next.delete(failed.id, failed.outs);
    expect((await failureOf(next.delete(old.id, old.outs))).message).toContain("kept: ");
    expect(statuses()).toEqual([`monday ${words.available}`, `wednesday ${words.failed}`]);

    const last = world.provider(kind);
    await last.create(await replace(last, again, program("thursday")));
    await last.delete(again.id, again.outs);
    await last.delete(old.id, old.outs);
    expect(statuses()).toEqual([`thursday ${words.available}`]);
  });

  it("stays if its replacement could not be created", async () => {
    fail("tuesday");
    const failed = await replaceInVain(world.provider(kind), old, program("tuesday"));
    const provider = world.provider(kind);
    const inputs = await replace(provider, failed, program("wednesday"));
    const error = { code: example.codes.quota, message: "too many" };
    const times = Number.POSITIVE_INFINITY;
    const refused = faultOn(world.aws, example, "create", { error, times });
    const failure = await failureOf(provider.create(inputs));
    refused.remove();
    expect(failure.message).toContain(error.code);
    expect(failure.id).toBeUndefined();
    const { message } = await failureOf(provider.delete(old.id, old.outs));
    expect(message).toContain("kept: the snapshot that replaces it was not created. The next");
    expect(statuses()).toContain(`monday ${words.available}`);
  });

  it("stays while its replacement is not finished in time, also in a second update", async () => {
    freeze("tuesday");
    const provider = world.provider(kind);
    const late = await replaceInVain(provider, old, program("tuesday"));
    const refused = provider.delete(old.id, old.outs);
    // The wait for it has been tried already.
    expect(await world.secondsOf(refused)).toBe(0);
    const { message } = await failureOf(refused);
    expect(message).toContain(`"tuesday" in eu-west-1 is "${words.creating}". The next`);

    const second = world.provider(kind);
    const news = await checked(second, program("tuesday"), late.inputs);
    expect(await second.diff(late.id, late.outs, news)).toEqual({ changes: true });
    const still = await failureOf(second.update(late.id, late.outs, news));
    expect(still.id).toBe(late.id);
    expect((await failureOf(second.delete(old.id, old.outs))).message).toContain("kept: ");
    expect(statuses()).toContain(`monday ${words.available}`);

    find("tuesday")?.lifetime.end(words.available);
    const third = world.provider(kind);
    await third.diff(late.id, still.properties, news);
    await third.update(late.id, still.properties, news);
    await third.delete(old.id, old.outs);
    expect(statuses()).toEqual([`tuesday ${words.available}`]);
  });

  it("is deleted if its replacement is available by then, although the wait for it timed out", async () => {
    freeze("tuesday");
    const provider = world.provider(kind);
    await replaceInVain(provider, old, program("tuesday"));
    find("tuesday")?.lifetime.end(words.available);
    await provider.delete(old.id, old.outs);
    expect(statuses()).toEqual([`tuesday ${words.available}`]);
  });

  describe("whose replacement nobody waits for", () => {
    const unawaited = { waitForCompletion: false };

    it("is deleted when the replacement is available", async () => {
      const provider = world.provider(kind);
      await provider.create(await replace(provider, old, program("tuesday", unawaited)));
      let atDelete: string | undefined;
      world.aws.faults.add({
        operation: example.calls.delete.operation,
        where: () => {
          atDelete = find("tuesday")?.lifetime.status;
          return false;
        },
      });
      expect(find("tuesday")?.lifetime.status).toBe(words.creating);
      await provider.delete(old.id, old.outs);
      expect(atDelete).toBe(words.available);
      expect(statuses()).toEqual([`tuesday ${words.available}`]);
    });

    it("stays if the replacement fails, also in later runs, until the state shows the failure and another one is available", async () => {
      fail("tuesday");
      const provider = world.provider(kind);
      const inputs = await replace(provider, old, program("tuesday", unawaited));
      const { id, outs } = await provider.create(inputs);
      const first = await failureOf(provider.delete(old.id, old.outs));
      expect(first.message).toMatch(
        /kept: .*"tuesday".* is "(create_)?failed".* Run `pulumi up --refresh`/i,
      );
      const second = world.provider(kind);
      const news = await checked(second, program("tuesday", unawaited), inputs);
      expect(await second.diff(id, outs, news)).toEqual({ changes: false });
      expect((await failureOf(second.delete(old.id, old.outs))).message).toContain("kept: ");
      const third = world.provider(kind);
      const read = await third.read(id, outs);
      const failed = { id, inputs, outs: { ...read.props } };
      await third.create(await replace(third, failed, program("wednesday")));
      await third.delete(failed.id, failed.outs);
      await third.delete(old.id, old.outs);
      expect(statuses()).toEqual([`wednesday ${words.available}`]);
    });

    it("stays if the replacement takes longer than the delete timeout, and a later run deletes it", async () => {
      freeze("tuesday");
      const provider = world.provider(kind);
      const inputs = await replace(provider, old, program("tuesday", unawaited));
      const { id, outs } = await provider.create(inputs);
      const refused = provider.delete(old.id, old.outs);
      const seconds = await world.secondsOf(refused);
      expect(seconds).toBeGreaterThanOrEqual(300);
      expect(seconds).toBeLessThanOrEqual(315);
      expect((await failureOf(refused)).message).toMatch(
        new RegExp(`is still "${words.creating}" after 5m.* raise customTimeouts\\.delete`),
      );
      find("tuesday")?.lifetime.end(words.available);
      const later = world.provider(kind);
      await later.diff(id, outs, await checked(later, program("tuesday", unawaited), inputs));
      await later.delete(old.id, old.outs);
      expect(statuses()).toEqual([`tuesday ${words.available}`]);
    });

    it("stays while a replacement that an earlier run waited for is not available", async () => {
      freeze("tuesday");
      const late = await replaceInVain(world.provider(kind), old, program("tuesday"));
      const provider = world.provider(kind);
      const news = await checked(provider, program("tuesday", unawaited), late.inputs);
      await provider.diff(late.id, late.outs, news);
      const { outs } = await provider.update(late.id, late.outs, news);
      expect(outs).toMatchObject({ status: words.creating, waitForCompletion: false });
      expect((await failureOf(provider.delete(old.id, old.outs))).message).toContain("kept: ");
      expect(statuses()).toContain(`monday ${words.available}`);
    });

    it("stays if the caller may not describe the replacement", async () => {
      const provider = world.provider(kind);
      await provider.create(await replace(provider, old, program("tuesday", unawaited)));
      const error = { code: "AccessDeniedException", message: "no", status: 403 };
      // The describe call of the delete comes first.
      const operation = new RegExp(`^(${example.calls.find.operation}|List.*Snapshots)$`);
      const denied = world.aws.faults.add({ operation, after: 1, times: 100, error });
      const { message } = await failureOf(provider.delete(old.id, old.outs));
      denied.remove();
      expect(message).toContain("kept: it is not known whether the snapshot that replaces it");
      expect(message).toContain("AccessDeniedException: no");
      expect(statuses()).toContain(`monday ${words.available}`);
    });
  });

  it("stays if its resource has another URN now, in this run and in later ones", async () => {
    const renamed = (day: string) =>
      program(day, { __urn: String(example.program["__urn"]).replace(/[^:]*$/, "renamed") });
    fail("tuesday");
    const provider = world.provider(kind);
    const failed = await replaceInVain(provider, old, renamed("tuesday"));
    expect((await failureOf(provider.delete(old.id, old.outs))).message).toContain("kept: ");
    fail("wednesday");
    const later = world.provider(kind);
    const again = await replaceInVain(later, failed, renamed("wednesday"));
    expect((await failureOf(later.delete(old.id, old.outs))).message).toContain("kept: ");
    const last = world.provider(kind);
    const refreshed = await last.read(again.id, again.outs);
    const known = { ...again, outs: { ...refreshed.props } };
    fail("thursday");
    await replaceInVain(last, known, renamed("thursday"));
    expect((await failureOf(last.delete(old.id, old.outs))).message).toContain("kept: ");
    expect(statuses()).toContain(`monday ${words.available}`);
  });

  it("costs no extra calls to delete if its replacement was made available by this run", async () => {
    const provider = world.provider(kind);
    await provider.create(await replace(provider, old, program("tuesday")));
    world.aws.requests.clear();
    await provider.delete(old.id, old.outs);
    expect(purposes(example, world.aws).join(" ")).toMatch(/^find delete( find)+$/);
  });

  it("costs no extra calls to delete if the state has its replacement as available", async () => {
    const other = world.provider(kind);
    const inputs = await replace(other, old, program("tuesday"));
    const { id, outs } = await other.create(inputs);
    const provider = world.provider(kind);
    await provider.diff(id, outs, await checked(provider, program("tuesday"), inputs));
    world.aws.requests.clear();
    await provider.delete(old.id, old.outs);
    expect(purposes(example, world.aws).join(" ")).toMatch(/^find delete( find)+$/);
  });

  it("is deleted before its replacement is created with deleteBeforeReplace", async () => {
    const provider = world.provider(kind);
    const news = program("tuesday", { __deleteBeforeReplace: true });
    await replace(provider, old, news);
    await provider.delete(old.id, old.outs);
    expect(statuses()).toEqual([]);
  });

  it("is deleted with its failed replacement if the program no longer has the resource", async () => {
    fail("tuesday");
    const failed = await replaceInVain(world.provider(kind), old, program("tuesday"));
    const provider = world.provider(kind);
    await provider.delete(old.id, old.outs);
    await provider.delete(failed.id, failed.outs);
    expect(statuses()).toEqual([]);
  });
});
