// @ts-check
// `npm run demo`: takes every resource through its whole life with the real engine and a stand-in for AWS.
import { setup } from "./setup.mjs";

try {
  await setup();
  // Loaded only now: before the setup there may be nothing to load it with.
  const { tour } = await import("./tour.mjs");
  process.exitCode = (await tour()) ? 0 : 1;
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
}
