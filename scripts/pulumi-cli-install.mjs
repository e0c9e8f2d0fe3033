// @ts-check
// Two ways to install a Pulumi CLI into a folder: Pulumi's own installer, and a build from its Go module.
import { mkdirSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { capture } from "./commands.mjs";
import { install, lastLine } from "./installation.mjs";

/** @typedef {import("./installation.mjs").Installation & { version: string }} CliInstallation */

const minute = 60_000;
const windows = process.platform === "win32";
const downloadHost = "https://get.pulumi.com";
const cliPackage = "github.com/pulumi/pulumi/pkg/v3/cmd/pulumi";

/**
 * Installs the CLI with the installer of Pulumi's Automation API.
 *
 * @param {CliInstallation} installation
 * @returns {Promise<string | undefined>} why it did not work
 */
export async function downloadCli(installation) {
  const resolve = createRequire(import.meta.url).resolve;
  try {
    resolve("@pulumi/pulumi/automation");
  } catch {
    return "Pulumi's installer is not at hand: @pulumi/pulumi is not installed";
  }
  try {
    // The installer waits for minutes; a host that can be reached answers at once.
    await fetch(downloadHost, { method: "HEAD", signal: AbortSignal.timeout(5000) });
  } catch {
    return `Pulumi's download host ${downloadHost} did not answer`;
  }
  const { version } = installation;
  return install(installation, `Downloading the Pulumi CLI v${version}`, async (root) => {
    // In a process of its own, which can be ended together with the shell script that it runs.
    const program = `
      const { createRequire } = require("node:module");
      const automation = require.resolve("@pulumi/pulumi/automation");
      const { SemVer } = createRequire(automation)("semver");
      require(automation).PulumiCommand.install({ root: process.argv[1], version: new SemVer(process.argv[2]) })
        .catch((error) => { console.error(error.message); process.exitCode = 1; });`;
    const { code, output } = await capture(process.execPath, ["-e", program, root, version], {
      cwd: fileURLToPath(new URL(".", import.meta.url)),
      timeout: 10 * minute,
    });
    return code === 0 ? undefined : lastLine(output);
  });
}

/**
 * Builds the CLI from its Go module, and writes the wrapper that starts dynamic providers.
 *
 * @param {CliInstallation} installation
 * @returns {Promise<string | undefined>} why it did not work
 */
export async function buildCli(installation) {
  if ((await capture("go", ["version"], { timeout: minute })).code !== 0) {
    return "Go is not at hand to build the Pulumi CLI";
  }
  const version = `v${installation.version}`;
  const title = `Building the Pulumi CLI ${version} with Go`;
  return install(installation, title, async (root, folder) => {
    const bin = join(root, "bin");
    const module = join(folder, "module");
    mkdirSync(bin, { recursive: true });
    mkdirSync(module, { recursive: true });
    // Never built: it tells `go mod tidy` which package's dependencies to record.
    writeFileSync(
      join(module, "tools.go"),
      `//go:build tools\n\npackage tools\n\nimport _ "${cliPackage}"\n`,
    );
    const steps = [
      ["mod", "init", "pulumi-cli"],
      [
        "mod",
        "edit",
        `-require=github.com/pulumi/pulumi/pkg/v3@${version}`,
        // Pulumi's own replacement: a module's replacements count only in its own builds.
        "-replace=github.com/atotto/clipboard=github.com/tgummerer/clipboard@v0.0.0-20241001131231-d02d263e614e",
      ],
      ["mod", "tidy"],
      [
        "build",
        "-trimpath",
        "-ldflags",
        `-s -w -X github.com/pulumi/pulumi/sdk/v3/go/common/version.Version=${version}`,
        "-o",
        join(bin, windows ? "pulumi.exe" : "pulumi"),
        cliPackage,
      ],
    ];
    for (const step of steps) {
      const { code, output } = await capture("go", step, {
        cwd: module,
        // Its temporary files go with the folder, even if it is stopped.
        env: { CGO_ENABLED: "0", GOWORK: "off", GOFLAGS: "-mod=mod", GOTMPDIR: folder },
        timeout: 60 * minute,
      });
      if (code !== 0) return `go ${step[0]}: ${lastLine(output)}`;
    }
    writeWrapper(bin);
    return undefined;
  });
}

/**
 * The wrapper that the engine starts for dynamic providers, in the folder of the Pulumi program.
 *
 * @param {string} bin
 */
function writeWrapper(bin) {
  const find = 'require.resolve("@pulumi/pulumi/cmd/dynamic-provider")';
  if (windows) {
    writeFileSync(
      join(bin, "pulumi-resource-pulumi-nodejs.cmd"),
      [
        "@echo off",
        `for /f "delims=" %%i in ('node -p "${find.replaceAll('"', "'")}"') do node "%%i" %*`,
        "",
      ].join("\r\n"),
    );
    return;
  }
  writeFileSync(
    join(bin, "pulumi-resource-pulumi-nodejs"),
    [
      "#!/bin/sh",
      // The first node must not read what the engine writes to the second; exec hands over the signals too.
      `host=$(node -p '${find}' </dev/null) || exit`,
      'exec node "$host" "$@"',
      "",
    ].join("\n"),
    { mode: 0o755 },
  );
}
