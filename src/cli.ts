#!/usr/bin/env node
import { UsageError } from "./cli/command-line.js";
import { version } from "./values/version.js";

/** A command: its help text, and how it is run. */
interface Command {
  readonly help: string;
  run(args: string[]): Promise<void>;
}

// Loaded on demand, because each command loads packages that the others do not need.
const commands: Readonly<Record<string, () => Command>> = {
  import: (): typeof import("./cli/import.js") => require("./cli/import.js"),
  local: (): typeof import("./cli/local.js") => require("./cli/local.js"),
  orphans: (): typeof import("./cli/orphans.js") => require("./cli/orphans.js"),
  plugin: (): typeof import("./cli/plugin.js") => require("./cli/plugin.js"),
};

const usage = `Usage: npx pulumi-aws-snapshots COMMAND [OPTIONS]

  --version                 prints the version
  --help                    prints this text
`;

const names = new Intl.ListFormat("en-GB", { type: "disjunction" });

async function main([name = "", ...args]: string[]): Promise<void> {
  const command = Object.hasOwn(commands, name) ? commands[name]?.() : undefined;
  if (name === "--help") {
    console.log([usage, ...Object.values(commands).map((load) => load().help)].join("\n"));
  } else if (name === "--version") {
    console.log(version);
  } else if (command === undefined) {
    throw new UsageError(
      `${name === "" ? "no command is given" : `unknown command "${name}"`}; expected ${names.format(Object.keys(commands))}`,
    );
  } else if (args.includes("--help")) {
    console.log(command.help);
  } else {
    await command.run(args);
  }
}

main(process.argv.slice(2)).catch((error: unknown) => {
  const reason = error instanceof Error ? error.message : String(error);
  const isUsage = error instanceof UsageError;
  console.error(
    `pulumi-aws-snapshots: ${reason.replace(/\.$/, "")}.${isUsage ? " See --help." : ""}`,
  );
  process.exitCode = isUsage ? 2 : 1;
});
