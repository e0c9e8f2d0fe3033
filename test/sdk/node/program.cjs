// Runs the program of the language tests by Pulumi's Automation API for Node.
//
// Reads operations from the standard input, one a line, as JSON: {"operation": "up", "plan": "plan.json"}. Prints what
// the engine did, one line each. Runs in a folder and with the environment that the test sets.
const { createInterface } = require("node:readline");
const { CommandError, LocalWorkspace } = require("@pulumi/pulumi/automation");
const { program } = require("./backups.cjs");

/** @typedef {import("@pulumi/pulumi/automation").Stack} Stack */

/**
 * @param {Stack} stack
 * @param {{ operation: string, plan?: string }} wanted
 */
async function changed(stack, { operation, plan }) {
  const options = { parallel: 32, color: /** @type {const} */ ("never") };
  const planned = plan === undefined ? options : { ...options, plan };
  switch (operation) {
    case "preview": {
      const { changeSummary, stdout } = await stack.preview(planned);
      return { changes: changeSummary, output: stdout, outputs: {} };
    }
    case "up": {
      const { summary, stdout, outputs } = await stack.up(planned);
      const values = Object.entries(outputs).map(([key, { value, secret }]) => [
        key,
        secret ? "[secret]" : value,
      ]);
      return {
        changes: summary.resourceChanges,
        output: stdout,
        outputs: Object.fromEntries(values),
      };
    }
    case "refresh": {
      const { summary, stdout } = await stack.refresh(options);
      return { changes: summary.resourceChanges, output: stdout, outputs: {} };
    }
    case "destroy": {
      const { summary, stdout } = await stack.destroy(options);
      return { changes: summary.resourceChanges, output: stdout, outputs: {} };
    }
    default:
      throw new Error(`unknown operation "${operation}"`);
  }
}

/**
 * @param {Stack} stack
 * @param {string} line
 */
async function run(stack, line) {
  try {
    return { failed: false, ...(await changed(stack, JSON.parse(line))) };
  } catch (error) {
    if (error instanceof CommandError) {
      return { failed: true, changes: {}, output: error.message, outputs: {} };
    }
    throw error;
  }
}

async function main() {
  const { PULUMI_HOME: pulumiHome = "", BACKEND: url = "" } = process.env;
  const stack = await LocalWorkspace.createOrSelectStack(
    { stackName: "dev", projectName: "languages", program },
    {
      workDir: process.cwd(),
      pulumiHome,
      projectSettings: { name: "languages", runtime: "nodejs", backend: { url } },
    },
  );
  for await (const line of createInterface({ input: process.stdin })) {
    process.stdout.write(`${JSON.stringify(await run(stack, line))}\n`);
  }
}

main().catch((error) => {
  process.stderr.write(`${error}\n`);
  process.exitCode = 1;
});
