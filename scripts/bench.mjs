// @ts-check
// `npm run bench`: what our resources cost, beside two other providers on the same engine and the same local AWS.
import { endWith } from "./commands.mjs";
import { setup } from "./setup.mjs";

endWith(async () => {
  const cli = await setup();
  // Loaded only now: before the setup there may be nothing to load it with.
  const { require: load } = await import("tsx/cjs/api");
  const { bench } = load("../bench/bench.ts", import.meta.url);
  return (await bench(process.argv.slice(2), cli.version)) ? 0 : 1;
});
