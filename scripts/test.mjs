// @ts-check
// `npm test`: everything that must hold before a commit. Further arguments go to vitest.
import { endWith, show } from "./commands.mjs";
import { runTests } from "./interop.mjs";
import { setup } from "./setup.mjs";

/** @returns {Promise<number>} the exit code */
async function test() {
  await setup();
  console.log("npm run typecheck, npm run lint");
  const checks = ["typecheck", "lint"].map((script) => show("npm", ["run", "--silent", script]));
  for (const code of await Promise.all(checks)) {
    if (code !== 0) return code;
  }
  const choice = process.argv.slice(2);
  // What a choice of tests recorded need not be of every service.
  return runTests(choice, { witness: choice.length === 0 });
}

endWith(test);
