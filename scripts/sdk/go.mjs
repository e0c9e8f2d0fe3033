// @ts-check
// Builds the Go program with which tests run the generated SDK.
import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { cacheFolder } from "../cache-folder.mjs";
import { capture } from "../commands.mjs";

/**
 * Builds the program in a folder, and all packages of the SDK. Go keeps what it compiled, so only the first build takes
 * minutes.
 *
 * @param {string} folder
 * @returns {Promise<string>} the path of the program
 */
export async function buildGo(folder) {
  const program = join(
    cacheFolder(),
    `language-program${process.platform === "win32" ? ".exe" : ""}`,
  );
  mkdirSync(cacheFolder(), { recursive: true });
  const steps = [
    ["build", "-trimpath", "pulumi-aws-snapshots/sdk/go/..."],
    ["build", "-trimpath", "-o", program, "."],
  ];
  for (const step of steps) {
    const { code, output } = await capture("go", step, {
      cwd: folder,
      env: { CGO_ENABLED: "0", GOWORK: "off", GOFLAGS: "" },
      timeout: 30 * 60_000,
    });
    if (code !== 0) {
      throw new Error(
        `building the Go program of the language tests: "go ${step.join(" ")}" ended with exit code ${code}: ${output.trim()}\nInstall Go 1.25 or later (https://go.dev/dl/), make its module proxy reachable, and run the command again.`,
      );
    }
  }
  return program;
}
