// @ts-check
import { homedir } from "node:os";
import { join } from "node:path";

/** Where the scripts keep what they install for themselves: it outlives the checkout. */
export function cacheFolder() {
  const { PULUMI_AWS_SNAPSHOTS_CACHE, XDG_CACHE_HOME, LOCALAPPDATA } = process.env;
  return join(
    PULUMI_AWS_SNAPSHOTS_CACHE || platformFolder(XDG_CACHE_HOME, LOCALAPPDATA),
    "pulumi-aws-snapshots",
  );
}

/**
 * @param {string | undefined} xdg
 * @param {string | undefined} local
 */
function platformFolder(xdg, local) {
  if (process.platform === "win32") return local || join(homedir(), "AppData", "Local");
  if (xdg) return xdg;
  return process.platform === "darwin"
    ? join(homedir(), "Library", "Caches")
    : join(homedir(), ".cache");
}
