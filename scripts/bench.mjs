// @ts-check
// `npm run bench`: what our resources cost, beside two other providers on the same engine and the same local AWS.
import { setup } from "./setup.mjs";

try {
  const cli = await setup();
  // Loaded only now: before the setup there may be nothing to load it with.
  const { require: load } = await import("tsx/cjs/api");
  const { bench } = load("../bench/bench.ts", import.meta.url);
  process.exitCode = (await bench(process.argv.slice(2), cli.version)) ? 0 : 1;
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
}
