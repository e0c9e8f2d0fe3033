import { readdirSync } from "node:fs";
import { expect, it } from "vitest";
import { readSuites } from "./suites.js";

const { bothHosts, oneHost } = readSuites();
const suites = readdirSync(__dirname)
  .filter((file) => file.endsWith(".test.ts"))
  .map((file) => file.replace(/\.test\.ts$/, ""));

it("every suite of the contract level runs through both hosts, or says why it does not", () => {
  const withoutHost = suites.filter((suite) => /^(local-aws|recorded)(-|$)/.test(suite));
  const decided = [...bothHosts, ...Object.keys(oneHost), ...withoutHost];
  expect(decided.toSorted()).toEqual(suites.toSorted());
});
