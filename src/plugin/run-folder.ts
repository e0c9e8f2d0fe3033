import {
  lstatSync,
  mkdirSync,
  readdirSync,
  rmdirSync,
  rmSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

/** A process of the plugin that has a file in the folder of its run. */
export interface Announced {
  readonly port: number;
  readonly pid: number;
  /** A random word, by which the process is told apart from a later one with the same port. */
  readonly name: string;
  readonly file: string;
}

/** Milliseconds after which the files of ended processes are removed from the folders of other runs. */
const kept = 24 * 60 * 60 * 1000;

/**
 * The folder of a run, in which each process of the plugin has an empty file. Everything about a process is in the name
 * of its file, `port.pid.name`, so that nobody reads half a file. Processes with other versions of the plugin read the
 * names, so their form stays.
 */
export class RunFolder {
  readonly path: string;
  readonly #base: string;

  /** The address of the engine tells the runs of a user apart. */
  constructor(engineAddress: string) {
    const user = process.getuid?.() ?? "user";
    this.#base = join(tmpdir(), `pulumi-aws-snapshots-${user}`);
    this.path = join(this.#base, engineAddress.replace(/[^A-Za-z0-9.]+/g, "-"));
  }

  /** Adds a process. Returns its file. */
  add(port: number, name: string): string {
    for (const folder of [this.#base, this.path]) {
      mkdirSync(folder, { recursive: true, mode: 0o700 });
      confirmOwn(folder);
    }
    const file = join(this.path, `${port}.${process.pid}.${name}`);
    writeFileSync(file, "", { mode: 0o600 });
    sweep(this.#base);
    return file;
  }

  /** Returns the processes of the run that have not removed their files. */
  announced(): Announced[] {
    confirmOwn(this.path);
    return announcedIn(this.path);
  }
}

function announcedIn(folder: string): Announced[] {
  return readdirSync(folder).flatMap((entry) => {
    const [, port, pid, name] = /^(\d{1,5})\.(\d+)\.([a-z0-9-]+)$/.exec(entry) ?? [];
    return name === undefined
      ? []
      : [{ port: Number(port), pid: Number(pid), name, file: join(folder, entry) }];
  });
}

/** Throws an error if another user could have written the files in a folder. */
function confirmOwn(folder: string): void {
  const { uid, mode } = lstatSync(folder);
  const user = process.getuid?.();
  if (user !== undefined && (uid !== user || (mode & 0o077) !== 0)) {
    throw new Error(`${folder} belongs to another user, or is open to other users`);
  }
}

/** Removes a file of an ended process. Somebody else may have removed it already. */
export function forget(file: string): void {
  rmSync(file, { force: true });
}

/** Whether the process with this id has ended. */
export function hasEnded(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return false;
  } catch (error) {
    return error instanceof Error && "code" in error && error.code === "ESRCH";
  }
}

/** Removes what killed processes of earlier runs have left. Whatever goes wrong here only leaves empty files. */
function sweep(base: string): void {
  try {
    for (const run of readdirSync(base)) {
      const folder = join(base, run);
      if (Date.now() - statSync(folder).mtimeMs <= kept) {
        continue;
      }
      for (const { pid, file } of announcedIn(folder)) {
        if (hasEnded(pid) && Date.now() - statSync(file).mtimeMs > kept) {
          forget(file);
        }
      }
      if (readdirSync(folder).length === 0) {
        rmdirSync(folder);
      }
    }
  } catch {
    // Another process may be sweeping, too.
  }
}
