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

// Whether each kind reads what AWS was recorded to answer as AWS meant it.
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

describe("played to the kinds", () => {
  it.each(items.filter((item) => isPlayed(item) && !(item.file in misread)))(
    "$file is read as AWS meant it",
    async (item) => {
      expect(await misreadings(item, player, connect)).toEqual([]);
    },
  );

  it.each(items.filter((item) => isPlayed(item) && item.file in misread))(
    "$file is not yet read as AWS meant it, and is an exception",
    async (item) => {
      // One that is read well by now is to be deleted.
      expect(await misreadings(item, player, connect)).not.toEqual([]);
    },
  );
});

describe("not played to the kinds", () => {
  const left = items
    .filter((item) => !isPlayed(item))
    .map(({ file, operation }) => [file, neighbours[operation], operation] as const);

  // Written from what the kinds call. What is in it can be played.
  const called = readFileSync(join(__dirname, "..", "..", "docs", "permissions.md"), "utf8");

  it.each(left)("%s is of a neighbour: %s", (_file, _reason, operation) => {
    expect(called).not.toMatch(new RegExp(`:${operation}\\b`));
  });
});

it("everything that is an exception, or is played as something else, is recorded", () => {
  const files = items.map(({ file }) => file);
  const named = Object.keys({ ...misread, ...leftOut, ...playedAs });
  expect(named.filter((file) => !files.includes(file))).toEqual([]);
});

describe("exceptions from what was recorded", () => {
  const unsent = Object.entries(leftOut).flatMap(([file, members]) =>
    Object.entries(members).map(([member, reason]) => [member, file, reason] as const),
  );

  // That the kinds do not send it shows where the item is played.
  it.each(unsent)("are of a member that was sent: %s of %s: %s", (member, file) => {
    expect(itemNamed(file).request).toHaveProperty(member);
  });
});
