import { describe, expect, test } from "vitest";
import { manualClock, realClock, startLocalAws } from "../../src/local-aws/index.js";
import { refuseUntestedVersions } from "../../src/local-aws/tested-versions.js";
import { failure, HOUR, start } from "./local-aws.js";

describe("a local AWS that starts", () => {
  test("returns the environment that sends a client to it", async () => {
    const { aws } = await start();
    expect(aws.environment("444455556666", "us-east-1")).toEqual({
      AWS_ENDPOINT_URL: aws.url,
      AWS_ACCESS_KEY_ID: expect.stringMatching(/^AKIA444455556666/),
      AWS_SECRET_ACCESS_KEY: expect.any(String),
      AWS_REGION: "us-east-1",
      AWS_EC2_METADATA_DISABLED: "true",
    });
    expect(aws.url).toMatch(/^http:\/\/127\.0\.0\.1:\d+$/);
    expect(() => aws.environment("1234")).toThrow("An account ID has 12 digits");
  });

  test("fails with a sentence if the port is taken", async () => {
    const { aws } = await start();
    const port = Number(new URL(aws.url).port);
    await expect(startLocalAws({ port })).rejects.toThrow(
      `starting local AWS on 127.0.0.1:${port}: listen EADDRINUSE`,
    );
  });

  test("fails with a sentence if the SDK's schema classes have another version", () => {
    const installed = { "@aws-sdk/core": "3.981.0", "@smithy/core": "3.99.0" };
    expect(() => refuseUntestedVersions(installed)).toThrow(
      "@smithy/core 3.99.0 is installed, but local AWS was tested with 3.41.0. Install @smithy/core@3.41.0.",
    );
  });

  test("can be closed while requests are in progress", async () => {
    const { aws, list } = await start();
    aws.faults.add({ hang: "before" });
    aws.faults.add({ delay: 60_000 });
    const calls = [failure(list()), failure(list())];
    await aws.requests.arrival("memorydb:DescribeSnapshots", 2);
    await aws.close();
    expect(await Promise.all(calls)).not.toContain("no error");
  });
});

test("clocks run at a given speed, go forward, and can be turned", () => {
  const manual = manualClock(1_000);
  manual.advance(500);
  expect(manual.now()).toBe(1_500);
  expect(() => manual.advance(-1)).toThrow("can only move forward");
  const begun = Date.now();
  const fast = realClock(1_000_000);
  fast.advance(HOUR);
  while (Date.now() < begun + 2);
  expect(fast.now()).toBeGreaterThanOrEqual(begun + HOUR + 1_000_000);
  expect(() => realClock(0)).toThrow("must be a number above 0");
});
