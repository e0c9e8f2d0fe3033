// @ts-check
// `npm run demo`: takes every resource through its whole life with the real engine and a stand-in for AWS.
import { endWith } from "./commands.mjs";
import { setup } from "./setup.mjs";

endWith(async () => {
  await setup();
  // Loaded only now: before the setup there may be nothing to load it with.
  const { tour } = await import("./tour.mjs");
  return (await tour()) ? 0 : 1;
});
