import { spawn } from "node:child_process";
import { once } from "node:events";
import { copyFileSync, existsSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { parseArgs } from "node:util";
import { version } from "../values/version.js";
import { readOptions, UsageError } from "./command-line.js";

/** The help text of the command. */
export const help = `pulumi-aws-snapshots plugin install   installs the provider plugin aws-snapshots ${version} for the Pulumi CLI on PATH

  --reinstall               replaces this version of the plugin if it is already installed
  --print                   prints the command of the Pulumi CLI instead of running it
  --help                    prints this text

Programs in TypeScript and JavaScript that use only the classes of pulumi-aws-snapshots itself need no plugin.
`;

const options = {
  reinstall: { type: "boolean", default: false },
  print: { type: "boolean", default: false },
} as const;

/** Its name is fixed: schemas and programs that download the plugin contain it. */
const file = "pulumi-resource-aws-snapshots.tar.gz";
const tarball = resolve(__dirname, "..", "..", "plugin", file);

/** Installs the plugin of this package. */
export async function run([what = "", ...args]: string[]): Promise<void> {
  if (what !== "install") {
    throw new UsageError(
      `${what === "" ? "plugin needs a word that says what to do" : `"plugin ${what}" is unknown`}; expected plugin install`,
    );
  }
  const { reinstall, print } = readOptions("plugin install", () =>
    parseArgs({ args, options, allowPositionals: true }),
  );
  const command = (file: string) => [
    ...["plugin", "install", "resource", "aws-snapshots", version],
    // A newer version would do for Pulumi, but not for a stack that must stay on this one.
    "--exact",
    ...(reinstall ? ["--reinstall"] : []),
    ...["--file", file],
  ];
  if (print) {
    console.log(["pulumi", ...command(tarball)].map(quoted).join(" "));
    return;
  }
  if (!existsSync(tarball)) {
    throw new Error(
      `${tarball} does not exist. Install pulumi-aws-snapshots again; in a checkout of its repository, run npm run build`,
    );
  }
  const folder = mkdtempSync(join(tmpdir(), "pulumi-aws-snapshots-"));
  try {
    // With yarn's Plug'n'Play this package is a zip file, which Node reads, but Pulumi does not.
    copyFileSync(tarball, join(folder, file));
    await runPulumi(command(join(folder, file)));
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
  console.log(`Pulumi can now use the plugin aws-snapshots ${version}.`);
}

async function runPulumi(args: readonly string[]): Promise<void> {
  // ^C reaches both processes. Pulumi ends, and this one then removes its temporary folder.
  const onInterrupt = () => {};
  process.on("SIGINT", onInterrupt);
  const child = spawn("pulumi", args, { stdio: "inherit" });
  const [code, signal]: unknown[] = await once(child, "close").catch((cause: unknown) => {
    const isMissing = cause instanceof Error && "code" in cause && cause.code === "ENOENT";
    throw isMissing
      ? new Error(
          "there is no pulumi on PATH. Install the Pulumi CLI (https://www.pulumi.com/docs/install/), and run the command again",
          { cause },
        )
      : cause;
  });
  process.off("SIGINT", onInterrupt);
  if (code !== 0) {
    const end = code === null ? String(signal) : `exit code ${String(code)}`;
    throw new Error(`"pulumi plugin install" ended with ${end}. Its message is above`);
  }
}

/** Returns an argument in the syntax of a shell. */
function quoted(argument: string): string {
  return /^[\w@%+=:,./\\-]+$/.test(argument) ? argument : `'${argument.replaceAll("'", "'\\''")}'`;
}
