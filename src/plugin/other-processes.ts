import { randomUUID } from "node:crypto";
import { connect } from "node:net";
import { Client, credentials, type ServiceError, status } from "@grpc/grpc-js";
import type { Question } from "../lifecycle/keeping/others.js";
import { isRecord } from "../values/json.js";
import { type Announced, forget, hasEnded, RunFolder } from "./run-folder.js";

const toJson = (value: unknown) => Buffer.from(JSON.stringify(value));
const fromJson = (bytes: Buffer): unknown => JSON.parse(bytes.toString("utf8"));

/**
 * The method by which a process of the plugin asks another process of the same run. Processes with other versions of the
 * plugin call it, so its path stays.
 */
export const otherProcessesService = {
  related: {
    path: "/pulumi_aws_snapshots.OtherProcesses/Related",
    requestStream: false,
    responseStream: false,
    requestSerialize: toJson,
    requestDeserialize: fromJson,
    responseSerialize: toJson,
    responseDeserialize: fromJson,
  },
} as const;

/** Reads the question of another process. */
export function parseQuestion(value: unknown): Question {
  const { id, urns }: Partial<Record<keyof Question, unknown>> = isRecord(value) ? value : {};
  if (typeof id !== "string" || !Array.isArray(urns)) {
    throw new Error(`the question ${JSON.stringify(value)} has no id, or no list of urns`);
  }
  return { id, urns: urns.map(String) };
}

/**
 * The other processes of the plugin in the same run. Pulumi starts one for each provider, and tells none about the
 * others, so each puts a file into a folder of the run.
 */
export class OtherProcesses {
  /** The name of this process. */
  readonly name = randomUUID();
  #address: string | undefined;
  #port: number | undefined;
  #folder: RunFolder | undefined;
  #file: string | undefined;
  /** Why other processes cannot find this one. */
  #problem: unknown;
  /** Milliseconds of real time within which a process of the same machine must answer. */
  readonly #patience: number;

  constructor(engineAddress: string | undefined, patience = 5_000) {
    this.#address = engineAddress;
    this.#patience = patience;
  }

  /** Lets the other processes find this one at a port. Without the address of an engine there are none. */
  join(port: number): void {
    this.#port = port;
    if (this.#address === undefined) {
      return;
    }
    try {
      this.#folder = new RunFolder(this.#address);
      this.#file = this.#folder.add(port, this.name);
    } catch (error) {
      this.#problem = error;
    }
  }

  /** Moves to the run of another engine. */
  moveTo(engineAddress: string): void {
    if (engineAddress === "" || engineAddress === this.#address) {
      return;
    }
    this.leave();
    this.#address = engineAddress;
    if (this.#port !== undefined) {
      this.join(this.#port);
    }
  }

  /** Removes the file of this process. */
  leave(): void {
    if (this.#file !== undefined) {
      forget(this.#file);
    }
    this.#file = undefined;
    this.#folder = undefined;
    this.#problem = undefined;
  }

  /**
   * Asks all other processes of the run about a resource that is to be deleted, and reads their answers. Throws an error
   * if it is not certain that all answers are known.
   */
  async ask<Answer>(
    question: Question,
    read: (answers: readonly unknown[]) => Answer,
  ): Promise<Answer> {
    const answers = await Promise.all(
      this.#others().map((process) => answerOf(process, question, this.#patience)),
    );
    try {
      return read(answers.filter((answer) => answer !== undefined));
    } catch (error) {
      throw unknown(
        `this version of the plugin does not understand its answer: ${messageOf(error)}. Wait until AWS has finished the replacement of this snapshot and all copies of it, delete this snapshot in AWS, and run \`pulumi up\``,
      );
    }
  }

  #others(): readonly Announced[] {
    try {
      if (this.#problem !== undefined) {
        throw this.#problem;
      }
      return (this.#folder?.announced() ?? []).filter(({ name }) => name !== this.name);
    } catch (error) {
      throw unknown(
        `they find each other by files in the folder for temporary files, and that fails: ${messageOf(error)}. Let TMPDIR name a folder that only you can write to, and run \`pulumi up\``,
      );
    }
  }
}

/** An error that keeps a resource, because another process may know something that forbids its delete. */
function unknown(why: string): Error {
  return new Error(
    `kept: it is not known whether another process of the plugin in this run has a replacement or a copy of this snapshot: ${why}`,
  );
}

const messageOf = (error: unknown) => (error instanceof Error ? error.message : String(error));

/** Returns the answer of a process; undefined if the process has ended. */
async function answerOf(
  process: Announced,
  question: Question,
  patience: number,
): Promise<unknown> {
  const { port, pid, name, file } = process;
  try {
    const answer = await call(port, question, patience);
    // Another process of the plugin may have the port by now.
    if (!isRecord(answer) || typeof answer["process"] !== "string" || answer["process"] === name) {
      return answer;
    }
  } catch (error) {
    if (!isNoSuchMethod(error) && !hasEnded(pid) && !(await isClosed(port, patience))) {
      throw unknown(
        `it did not answer (${messageOf(error)}). The next \`pulumi up\` asks it again`,
      );
    }
  }
  forget(file);
  return undefined;
}

/** Whether an error means that another program has the port by now. */
function isNoSuchMethod(error: unknown): boolean {
  return error instanceof Error && "code" in error && error.code === status.UNIMPLEMENTED;
}

function call(port: number, question: Question, patience: number): Promise<unknown> {
  const { path, requestSerialize } = otherProcessesService.related;
  // Variables for proxies are for calls to other machines.
  const client = new Client(`127.0.0.1:${port}`, credentials.createInsecure(), {
    "grpc.enable_http_proxy": 0,
  });
  // The client reports an answer that is parsed as null like a missing method, so it gets the text.
  const asText = (bytes: Buffer) => bytes.toString("utf8");
  const asked = new Promise<string>((resolve, reject) => {
    const answer = (error: ServiceError | null, text = "") =>
      error === null ? resolve(text) : reject(error);
    const deadline = Date.now() + patience;
    client.makeUnaryRequest(path, requestSerialize, asText, question, { deadline }, answer);
  });
  return asked.finally(() => client.close()).then((text): unknown => JSON.parse(text));
}

/** Whether nothing listens at a port. */
function isClosed(port: number, patience: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect({ port, host: "127.0.0.1", timeout: patience });
    const end = (closed: boolean) => {
      socket.destroy();
      resolve(closed);
    };
    socket.on("connect", () => end(false));
    socket.on("timeout", () => end(false));
    socket.on("error", (error) => end("code" in error && error.code === "ECONNREFUSED"));
  });
}
