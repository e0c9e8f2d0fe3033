// @ts-check
// `npm run demo`: takes every resource through its whole life with the real engine and a stand-in for AWS, with the
// classes of the package. `npm run demo -- python` and `npm run demo -- yaml` do the same with the plugin.
import { endWith } from "./commands.mjs";
import { setup } from "./setup.mjs";

const [name = "classes", ...more] = process.argv.slice(2);

endWith(async () => {
  if (!["classes", "python", "yaml"].includes(name) || more.length > 0) {
    throw new Error(
      `"${[name, ...more].join(" ")}" is not a way to run the demo. Expected nothing, python or yaml: npm run demo -- python`,
    );
  }
  await setup();
  // Loaded only now: before the setup there may be nothing to load them with.
  const { tour } = await import("./tour.mjs");
  const { ways } = await import("./tour-ways.mjs");
  const way = ways[name];
  if (way === undefined) throw new Error(`the demo has no way "${name}"`);
  return (await tour(way)) ? 0 : 1;
});
