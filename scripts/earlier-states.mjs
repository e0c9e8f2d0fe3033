// @ts-check
// `node scripts/earlier-states.mjs <commit> <version>`: makes stacks with an earlier version, and keeps what it leaves of them
// in test/engine/earlier/<version>. Run it before the state of a stack changes, with the commit before the change.
import { cpSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { endWith, inTemporaryFolder, show } from "./commands.mjs";
import { repository, setup } from "./setup.mjs";

const programs = join("test", "engine", "earlier");

/** @returns {Promise<number>} the exit code */
async function earlierStates() {
  const [commit, version] = process.argv.slice(2);
  if (commit === undefined || version === undefined) {
    throw new Error(
      "making states of an earlier version: the commit or the name is missing. Run node scripts/earlier-states.mjs <commit> <version>.",
    );
  }
  await setup();
  return inTemporaryFolder(join(tmpdir(), "pulumi-aws-snapshots-"), async (temporary) => {
    const checkout = join(temporary, "earlier");
    const added = await show("git", ["worktree", "add", "--detach", checkout, commit]);
    if (added !== 0) return added;
    try {
      const folder = join(repository, programs, version);
      const made = await make(checkout, commit, folder);
      if (made !== 0) return made;
      process.chdir(repository);
      return await show("npx", ["biome", "format", "--write", folder]);
    } finally {
      await show("git", ["-C", repository, "worktree", "remove", "--force", checkout]);
    }
  });
}

/**
 * Makes the states in a checkout of the commit. The programs are those of today; everything else is of that commit.
 *
 * @param {string} checkout
 * @param {string} commit
 * @param {string} folder where the states go
 */
async function make(checkout, commit, folder) {
  process.chdir(checkout);
  for (const args of [
    ["ci", "--no-audit", "--no-fund", "--loglevel=error"],
    ["run", "build"],
  ]) {
    const code = await show("npm", args);
    if (code !== 0) return code;
  }
  for (const file of ["backups.ts", "state.ts", "make.ts"]) {
    cpSync(join(repository, programs, file), join(checkout, programs, file));
  }
  rmSync(folder, { recursive: true, force: true });
  return show("npx", ["tsx", join(programs, "make.ts"), folder, commit]);
}

endWith(earlierStates);
