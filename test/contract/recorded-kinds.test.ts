import { readFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { Connections } from "../../src/aws/connection.js";
import type { Kind } from "../../src/kinds/kind.js";
import { leftOut, misread } from "../recorded/exceptions.js";
import { itemNamed, items } from "../recorded/items.js";
import { neighbours, playedAs } from "../recorded/neighbours.js";
import { Player } from "../recorded/player.js";
import { misreadings } from "../recorded/reading.js";
import { environmentOf } from "./recorded-world.js";

// Whether each kind reads AWS's recorded answers as AWS meant them.
let player: Player;
beforeAll(async () => {
  player = await Player.start();
  environmentOf(player.url);
});
afterAll(async () => {
  vi.unstubAllEnvs();
  await player.close();
});

const clients = new Map<string, Promise<unknown>>();

function connect(kind: Kind): Promise<unknown> {
  const client =
    clients.get(kind.service) ?? new Connections(undefined).client(kind, {}, "us-east-1");
  clients.set(kind.service, client);
  return client;
}

const isPlayed = ({ file, operation }: (typeof items)[number]) =>
  file in playedAs || !(operation in neighbours);

describe("a recorded answer for a kind", () => {
  it.each(items.filter((item) => isPlayed(item) && !(item.file in misread)))(
    "$file is read as AWS meant it",
    async (item) => {
      expect(await misreadings(item, player, connect)).toEqual([]);
    },
  );

  it.each(items.filter((item) => isPlayed(item) && item.file in misread))(
    "$file is not yet read as AWS meant it, and is an exception",
    async (item) => {
      // An exception that is read well by now must be deleted.
      expect(await misreadings(item, player, connect)).not.toEqual([]);
    },
  );
});

describe("a recorded answer for no kind", () => {
  const left = items
    .filter((item) => !isPlayed(item))
    .map(({ file, operation }) => [file, neighbours[operation], operation] as const);

  // Derived from the calls of the kinds. An operation in it can be played.
  const called = readFileSync(join(__dirname, "..", "..", "docs", "permissions.md"), "utf8");

  it.each(left)("%s belongs to a neighbour: %s", (_file, _reason, operation) => {
    expect(called).not.toMatch(new RegExp(`:${operation}\\b`));
  });
});

it("every exception and every answer that is played as something else is recorded", () => {
  const files = items.map(({ file }) => file);
  const named = Object.keys({ ...misread, ...leftOut, ...playedAs });
  expect(named.filter((file) => !files.includes(file))).toEqual([]);
});

describe("an exception from what was recorded", () => {
  const unsent = Object.entries(leftOut).flatMap(([file, members]) =>
    Object.entries(members).map(([member, reason]) => [member, file, reason] as const),
  );

  // The test that plays the item shows that the kinds do not send the member.
  it.each(unsent)("names a member that was sent: %s of %s: %s", (member, file) => {
    expect(itemNamed(file).request).toHaveProperty(member);
  });
});
