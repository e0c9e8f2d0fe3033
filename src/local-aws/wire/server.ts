import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import { answer, type Parts } from "./answer.js";
import { type AwsError, refusal } from "./aws-error.js";
import { type WireRecord, wireRecord } from "./wire-record.js";

const BODY_LIMIT = 1024 * 1024;

/** Where the server listens, and how long it waits for a request. */
export interface ListenOptions {
  /** 0 picks a free one. */
  readonly port: number;
  /** How long a client may take to send a request, in milliseconds. */
  readonly requestTimeout: number;
}

/** A listening server. */
export interface Listening {
  readonly url: string;
  close(): Promise<void>;
}

/** Serves all services on one port of the loopback interface, and on no other interface. */
export async function listen(parts: Parts, options: ListenOptions): Promise<Listening> {
  const closing = new AbortController();
  const record = wireRecord();
  const server = createServer(
    {
      requestTimeout: options.requestTimeout,
      headersTimeout: options.requestTimeout,
      connectionsCheckingInterval: Math.min(options.requestTimeout, 1000),
    },
    (request, response) => {
      // Only a client that went away, or close(), ends here, so no client is left to answer.
      serve(parts, request, response, closing.signal, record).catch(() => response.destroy());
    },
  );
  await new Promise<void>((resolve, reject) => {
    server.once("error", (cause) =>
      reject(
        new Error(
          `starting local AWS on 127.0.0.1:${options.port}: ${cause.message}. Choose another port, or 0 for a free one.`,
          { cause },
        ),
      ),
    );
    server.listen(options.port, "127.0.0.1", resolve);
  });
  const address = server.address();
  const port = typeof address === "object" && address !== null ? address.port : options.port;
  return {
    url: `http://127.0.0.1:${port}`,
    close: () =>
      new Promise((resolve) => {
        closing.abort();
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

async function serve(
  parts: Parts,
  incoming: IncomingMessage,
  response: ServerResponse,
  signal: AbortSignal,
  record: WireRecord | undefined,
): Promise<void> {
  const { method = "", url = "", headers } = incoming;
  const request = { method, path: url, headers, body: await readBody(incoming) };
  const result = await answer(parts, request, signal);
  record?.(request, result);
  if (result === "hang") return;
  if (result === "drop") {
    response.destroy();
    return;
  }
  // The rest of a body that is too large is not read.
  if (typeof request.body !== "string") response.once("finish", () => incoming.destroy());
  const { status, headers: answered, body } = result;
  if (result.cut) {
    response.writeHead(status, { ...answered, "content-length": body.length });
    response.write(body.slice(0, body.length / 2), () => response.destroy());
    return;
  }
  response.writeHead(status, answered).end(body);
}

/** Returns the body as a string, or the reason why it cannot be read. */
async function readBody(incoming: IncomingMessage): Promise<string | AwsError> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of incoming.iterator({ destroyOnReturn: false })) {
    size += chunk.length;
    if (size > BODY_LIMIT) {
      return refusal("RequestEntityTooLarge", "The request is larger than 1 MiB.", 413);
    }
    chunks.push(chunk);
  }
  try {
    return new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(Buffer.concat(chunks));
  } catch {
    return refusal("SerializationException", "The request body is not UTF-8.");
  }
}
