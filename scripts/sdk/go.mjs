// @ts-check
// Builds the Go program with which tests run the generated SDK.
import { writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { blocksOf } from "../code-blocks.mjs";
import { capture } from "../commands.mjs";

/**
 * Builds the program in a folder together with the Go program of the README, and all packages of the SDK. Go keeps what it
 * compiled, so only the first build takes minutes.
 *
 * @param {string} folder
 * @param {string} into the folder for the program
 * @returns {Promise<string>} the path of the program
 */
export async function buildGo(folder, into) {
  const program = join(into, `language-program${process.platform === "win32" ? ".exe" : ""}`);
  const overlay = join(into, "readme-overlay.json");
  const readme = join(into, "readme.go");
  writeFileSync(readme, readmeProgram());
  // Go adds a file to the folder without writing there.
  writeFileSync(overlay, JSON.stringify({ Replace: { [resolve(folder, "readme.go")]: readme } }));
  const steps = [
    ["build", "-trimpath", "pulumi-aws-snapshots/sdk/go/..."],
    ["build", "-trimpath", "-overlay", overlay, "-o", program, "."],
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

/** The Go program of the README. It hands its function to the program that runs it, in place of Pulumi's language host. */
function readmeProgram() {
  const [source = ""] = blocksOf("README.md", "go");
  const main = "func main() {\n\tpulumi.Run(";
  const parts = source.split(main);
  if (parts.length !== 2) {
    throw new Error(
      `building the Go program of README.md: it contains ${JSON.stringify(main)} ${parts.length - 1} times. Write it there once.`,
    );
  }
  return `${parts.join("func init() {\n\tkeepReadme(")}\n`;
}
