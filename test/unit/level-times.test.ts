import { expect, it } from "vitest";
import { casesByHost, levelTimes } from "../../scripts/level-times.mjs";

const test = (fullName: string, duration?: number) => ({ fullName, duration });

it("the time of each level is the sum of its files, and its slowest test is named", () => {
  const files = [
    {
      name: "/orders/test/contract/orphans.test.ts",
      startTime: 5_000,
      endTime: 65_400,
      assertionResults: [test("finds one", 400), test("finds many", 60_000)],
    },
    {
      name: "/orders/test/unit/wait.test.ts",
      startTime: 1_000,
      endTime: 3_000,
      assertionResults: [test("waits", 1_900)],
    },
    {
      name: "C:\\work\\test\\unit\\names.test.ts",
      startTime: 1_000,
      endTime: 1_500,
      assertionResults: [test("is skipped"), test("names", 500)],
    },
  ];
  expect(levelTimes(files)).toEqual([
    "unit: 3 tests took 2.5 s, the slowest 1.9 s: waits",
    "contract: 2 tests took 60.4 s, the slowest 60.0 s: finds many",
  ]);
});

it("the cases that ran through each host are counted, and a test without a host is none", () => {
  const through = (...hosts: ("dynamic" | "plugin")[]) => ({
    name: "/orders/test/contract/kinds.test.ts",
    startTime: 0,
    endTime: 1,
    assertionResults: [
      ...hosts.map((host) => ({ ...test("is made"), meta: { host } })),
      test("is"),
    ],
  });
  expect(casesByHost([through("dynamic", "plugin"), through("dynamic")])).toBe(
    "contract: 2 cases through the dynamic host, 1 through the plugin",
  );
  expect(casesByHost([through()])).toBeUndefined();
});
