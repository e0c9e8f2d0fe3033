import { createServer, type IncomingMessage, request, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { text } from "node:stream/consumers";

/** A server on loopback that passes requests on to another, except for those that it blocks and never answers. */
export class Road {
  readonly url: string;
  /** Resolves when the first request is blocked. */
  readonly blocked: Promise<void>;
  readonly #server: Server;

  private constructor(server: Server, blocked: Promise<void>) {
    const { port } = server.address() as AddressInfo;
    this.url = `http://127.0.0.1:${port}`;
    this.blocked = blocked;
    this.#server = server;
  }

  static async to(
    target: string,
    isBlocked: (incoming: IncomingMessage, body: string) => boolean,
  ): Promise<Road> {
    let block = () => {};
    const blocked = new Promise<void>((resolve) => {
      block = resolve;
    });
    const server = createServer(async (incoming, response) => {
      const body = await text(incoming);
      if (isBlocked(incoming, body)) {
        block();
        return;
      }
      const { method, headers, url = "/" } = incoming;
      const onward = request(new URL(url, target), { method, headers }, (answer) => {
        response.writeHead(answer.statusCode ?? 502, answer.headers);
        answer.pipe(response);
      });
      onward.on("error", () => response.destroy());
      onward.end(body);
    });
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    return new Road(server, blocked);
  }

  close(): void {
    this.#server.close();
    this.#server.closeAllConnections();
  }
}
