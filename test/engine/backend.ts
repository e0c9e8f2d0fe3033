import { readdirSync, readFileSync, rmSync, statSync } from "node:fs";
import { join } from "node:path";

// The file backend of a stack: the folder `backend` in the stack's own folder.

/** A resource as the backend stores it. */
export interface StoredResource {
  readonly urn: string;
  readonly type: string;
  readonly id?: string;
  readonly inputs?: Record<string, unknown>;
  readonly outputs?: Record<string, unknown>;
  readonly initErrors?: readonly string[];
  readonly delete?: boolean;
}

/** Returns the files of a backend. */
export function backendFiles(folder: string): string[] {
  return readdirSync(join(folder, "backend"), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name));
}

/** Returns the newest state of the stack `dev` as a string. Its secrets are encrypted. */
export function stateOf(folder: string, project: string): string {
  const stacks = join(folder, "backend", ".pulumi", "stacks");
  return readFileSync(join(stacks, project, "dev.json"), "utf8");
}

/** Returns the resources in the newest state of the stack `dev`. */
export function storedResources(folder: string, project: string): StoredResource[] {
  const stored: { checkpoint: { latest?: { resources?: StoredResource[] } } } = JSON.parse(
    stateOf(folder, project),
  );
  return stored.checkpoint.latest?.resources ?? [];
}

/**
 * Removes the empty files of attributes that a kill leaves in a backend if it meets Pulumi in the middle of a write
 * (docs/decisions/0014). The state beside them is whole, but Pulumi does not read it while they are there.
 */
export function mendBackend(folder: string): void {
  for (const file of backendFiles(folder).filter((path) => path.endsWith(".attrs"))) {
    if (statSync(file).size === 0) {
      rmSync(file);
    }
  }
}
