import { execFile } from "node:child_process";
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { onTestFinished, vi } from "vitest";
import { type LocalAws, startLocalAws } from "../../src/local-aws/index.js";
import { python } from "./moto.js";

/** A line of a record: a request and its answer. */
export interface Exchange {
  readonly request: { readonly userAgent?: string; readonly body: string };
  readonly answer: { readonly origin: string; readonly status: number; readonly body: string };
}

/** The validator's verdict: what is wrong with each exchange. */
export interface Verdict {
  readonly code: number;
  readonly wrong: string[][];
  readonly lines: string[];
}

/** Returns what local AWS records during an action. */
export async function recordOf(work: (aws: LocalAws) => Promise<void>): Promise<Exchange[]> {
  const folder = temporaryFolder();
  vi.stubEnv("PULUMI_AWS_SNAPSHOTS_WIRE_RECORD", folder);
  const aws = await startLocalAws().finally(() => vi.unstubAllEnvs());
  try {
    await work(aws);
  } finally {
    await aws.close();
  }
  return readdirSync(folder)
    .flatMap((file) => readFileSync(join(folder, file), "utf8").trimEnd().split("\n"))
    .map((line) => JSON.parse(line));
}

/** Runs the validator on exchanges, each of them in its own folder. */
export function validate(exchanges: readonly Exchange[], ...options: string[]): Promise<Verdict> {
  const folder = temporaryFolder();
  for (const [index, exchange] of exchanges.entries()) {
    mkdirSync(join(folder, `exchange-${index}`));
    writeFileSync(join(folder, `exchange-${index}`, "record.jsonl"), JSON.stringify(exchange));
  }
  const validator = join(__dirname, "validator");
  return new Promise((resolve, reject) => {
    execFile(python(), ["-B", validator, ...options, folder], (error, stdout, stderr) => {
      const lines = stdout.trimEnd().split("\n");
      const wrong = exchanges.map((_, index) =>
        lines
          .filter((line) => line.startsWith("WRONG ") && line.endsWith(` in exchange-${index})`))
          .map((line) => line.slice("WRONG ".length, line.lastIndexOf(" ("))),
      );
      if (stderr) reject(new Error(stderr));
      else resolve({ code: Number(error?.code ?? 0), wrong, lines });
    });
  });
}

function temporaryFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), "pulumi-aws-snapshots-records-"));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  return folder;
}
