import aws from "@aws-sdk/core/package.json";
import smithy from "@smithy/core/package.json";

/**
 * The versions of the SDK's schema classes that local AWS was tested with. The SDK may change these classes in any
 * release. A stand-in that then answers slightly wrong would be worse than none.
 */
const tested: Readonly<Record<string, readonly string[]>> = {
  "@aws-sdk/core": ["3.981.0"],
  "@smithy/core": ["3.41.0"],
};

/** Throws if another version is installed. */
export function refuseUntestedVersions(
  installed: Readonly<Record<string, string>> = {
    "@aws-sdk/core": aws.version,
    "@smithy/core": smithy.version,
  },
): void {
  for (const [name, versions] of Object.entries(tested)) {
    const found = installed[name] ?? "none";
    if (versions.includes(found)) continue;
    throw new Error(
      `starting local AWS: ${name} ${found} is installed, but local AWS was tested with ${versions.join(", ")}. ` +
        `Install ${name}@${versions[versions.length - 1]}.`,
    );
  }
}
