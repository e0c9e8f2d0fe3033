import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { isRecord } from "../../src/values/json.js";
import type { WireAnswer } from "./wire.js";

/** A request as it arrived. */
export interface HeardRequest {
  readonly operation: string;
  /** The members whose values are strings, numbers or booleans, as strings. */
  readonly members: Readonly<Record<string, string>>;
}

/** A server on loopback that plays recorded answers, and refuses all other requests. */
export class Player {
  readonly #server: Server;
  /** The answers to play, by operation. */
  answers: Readonly<Record<string, WireAnswer>> = {};
  /** The requests since the answers were set. */
  heard: HeardRequest[] = [];

  private constructor(server: Server) {
    this.#server = server;
  }

  static async start(): Promise<Player> {
    // Idle connections stay open, because a client fails if it sends into a connection that is being closed.
    const server = createServer({ keepAliveTimeout: 0 });
    const player = new Player(server);
    server.on("request", (request, response) => {
      const chunks: Buffer[] = [];
      request.on("data", (chunk: Buffer) => chunks.push(chunk));
      request.on("end", () => {
        const target = request.headers["x-amz-target"];
        const heard = understood(typeof target === "string" ? target : undefined, chunks);
        player.heard.push(heard);
        const answer = player.answers[heard.operation] ?? {
          status: 501,
          contentType: "text/plain",
          body: `There is nothing to play for ${heard.operation}.`,
        };
        response.writeHead(answer.status, { "content-type": answer.contentType });
        response.end(answer.body);
      });
    });
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    return player;
  }

  get url(): string {
    return `http://127.0.0.1:${portOf(this.#server.address())}`;
  }

  play(answers: Readonly<Record<string, WireAnswer>>): void {
    this.answers = answers;
    this.heard = [];
  }

  async close(): Promise<void> {
    this.#server.closeAllConnections();
    await new Promise<void>((resolve) => this.#server.close(() => resolve()));
  }
}

function portOf(address: string | AddressInfo | null): number {
  if (address === null || typeof address === "string")
    throw new Error("the player does not listen");
  return address.port;
}

function understood(target: string | undefined, chunks: readonly Buffer[]): HeardRequest {
  const body = Buffer.concat(chunks).toString("utf8");
  if (target === undefined) {
    const { Action = "none", ...members } = Object.fromEntries(new URLSearchParams(body));
    return { operation: Action, members };
  }
  const value: unknown = JSON.parse(body);
  const members = Object.entries(isRecord(value) ? value : {})
    .filter(([, member]) => typeof member !== "object")
    .map(([name, member]) => [name, String(member)]);
  return { operation: target.split(".").at(-1) ?? "none", members: Object.fromEntries(members) };
}
