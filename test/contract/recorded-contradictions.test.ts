import { expect, it } from "vitest";
import { contradictions } from "../recorded/contradictions.js";
import { exceptions, misread } from "../recorded/exceptions.js";

const numbered = (letter: string, count: number) =>
  Array.from({ length: count }, (_, index) => `${letter}${index + 1}`);

it("every known contradiction between AWS and this project is settled or an exception", () => {
  expect(contradictions.map(({ id }) => id)).toEqual([
    ...numbered("P", 14),
    ...numbered("S", 28),
    ...numbered("E", 19),
  ]);
});

it("the remaining contradictions are those that the exceptions name", () => {
  const reasons = [...Object.values(misread), ...exceptions.map(({ reason }) => reason)];
  const named = reasons.flatMap(
    (reason) => /\(([PSE\d, ]+)\)$/.exec(reason)?.[1]?.split(", ") ?? [],
  );
  const standing = contradictions.filter(({ became }) => became === "exception");
  expect([...new Set(named)].sort()).toEqual(standing.map(({ id }) => id).sort());
});
