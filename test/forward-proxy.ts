import { createServer, type IncomingMessage, request, type ServerResponse } from "node:http";
import { createServer as createTlsServer } from "node:https";
import { type AddressInfo, connect, type Server } from "node:net";
import type { Duplex } from "node:stream";
import type { Certificate } from "./certificates.js";

/** A host that only the proxy can resolve. */
export const hiddenHost = "aws.example.test";

/** A forward proxy that listens on loopback. */
export interface ForwardProxy {
  /** The proxy's URL, with user and password if it requires them. */
  readonly url: string;
  /** The requests to the proxy, as `POST http://host/` or `CONNECT host:443`. */
  readonly asked: string[];
  /** Requests that were sent to it whole, and that it passed on. */
  readonly plain: () => number;
  /** Requests that came out of its tunnels. */
  readonly tunnelled: () => number;
  close(): Promise<void>;
}

/**
 * Starts a forward proxy. It passes http requests for the hidden host on to `target`, and opens tunnels to it whose end
 * terminates TLS with the given certificate. It knows no other host.
 */
export async function startForwardProxy(
  target: string,
  certificate: Certificate,
  password?: string,
): Promise<ForwardProxy> {
  const asked: string[] = [];
  const tunnels = new Set<Duplex>();
  let plain = 0;
  let tunnelled = 0;
  const hand = (path: string, incoming: IncomingMessage, response: ServerResponse) => {
    const { method, headers } = incoming;
    const { "proxy-authorization": _own, "proxy-connection": _too, ...rest } = headers;
    const onward = request(new URL(path, target), { method, headers: rest }, (answer) => {
      response.writeHead(answer.statusCode ?? 502, answer.headers);
      answer.pipe(response);
    });
    onward.on("error", () => response.destroy());
    incoming.pipe(onward);
  };
  const front = createTlsServer(certificate, (incoming, response) => {
    tunnelled += 1;
    hand(incoming.url ?? "/", incoming, response);
  });
  const wanted = password && `Basic ${Buffer.from(`user:${password}`).toString("base64")}`;
  const admits = ({ headers }: IncomingMessage) =>
    wanted === undefined || headers["proxy-authorization"] === wanted;

  const server = createServer((incoming, response) => {
    asked.push(`${incoming.method} ${incoming.url}`);
    const url = incoming.url?.startsWith("http://") ? new URL(incoming.url) : undefined;
    if (!admits(incoming)) {
      response.writeHead(407, { "proxy-authenticate": "Basic" }).end();
    } else if (url?.hostname !== hiddenHost) {
      response.writeHead(502).end();
    } else {
      plain += 1;
      hand(url.pathname, incoming, response);
    }
  });
  server.on("connect", (incoming: IncomingMessage, socket) => {
    asked.push(`CONNECT ${incoming.url}`);
    tunnels.add(socket);
    socket.on("error", () => {});
    if (!admits(incoming) || incoming.url !== `${hiddenHost}:443`) {
      socket.end(
        `HTTP/1.1 ${admits(incoming) ? "502 Bad Gateway" : "407 Proxy Authentication Required"}\r\n\r\n`,
      );
      return;
    }
    const onward = connect(portOf(front), "127.0.0.1", () => {
      socket.write("HTTP/1.1 200 Connection established\r\n\r\n");
      onward.pipe(socket);
      socket.pipe(onward);
    });
    onward.on("error", () => socket.destroy());
    socket.on("close", () => onward.destroy());
  });
  await Promise.all([server, front].map(listening));
  const auth = password === undefined ? "" : `user:${password}@`;
  return {
    url: `http://${auth}127.0.0.1:${portOf(server)}`,
    asked,
    plain: () => plain,
    tunnelled: () => tunnelled,
    close: async () => {
      // The server does not track a tunnel after it is opened.
      for (const tunnel of tunnels) {
        tunnel.destroy();
      }
      for (const one of [server, front]) {
        one.closeAllConnections();
        await new Promise((done) => one.close(done));
      }
    },
  };
}

function listening(server: Server): Promise<void> {
  return new Promise((done) => server.listen(0, "127.0.0.1", done));
}

function portOf(server: Server): number {
  const address: AddressInfo | string | null = server.address();
  return typeof address === "object" ? (address?.port ?? 0) : 0;
}
