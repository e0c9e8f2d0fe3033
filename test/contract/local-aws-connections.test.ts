import { once } from "node:events";
import { connect, type Socket } from "node:net";
import { networkInterfaces } from "node:os";
import { describe, expect, test } from "vitest";
import type { LocalAws } from "../../src/local-aws/index.js";
import { start } from "./local-aws.js";

describe("a connection", () => {
  const begin = "POST / HTTP/1.1\r\nHost: x\r\n";

  /** Connects, and returns everything that arrived before the connection was closed. */
  async function talk(aws: LocalAws, speak: (socket: Socket) => void): Promise<string> {
    const socket = connect(Number(new URL(aws.url).port), "127.0.0.1");
    let received = "";
    socket.on("data", (chunk) => {
      received += chunk;
    });
    // A sender that is cut off sees an error.
    socket.on("error", () => {});
    socket.once("connect", () => speak(socket));
    await once(socket, "close");
    return received;
  }

  /** Writes until the connection is closed. */
  function writeOn(socket: Socket, text: string): void {
    if (!socket.destroyed) {
      socket.write(text);
      setImmediate(() => writeOn(socket, text));
    }
  }

  test.each<[string, string, (socket: Socket) => void]>([
    [
      "sends more headers than fit",
      "HTTP/1.1 431",
      (socket) => socket.write(`${begin}X: ${"x".repeat(100_000)}\r\n\r\n`),
    ],
    ["stops in its headers", "HTTP/1.1 408", (socket) => socket.write(begin)],
    [
      "sends its body drop by drop",
      "HTTP/1.1 408",
      (socket) => {
        socket.write(`${begin}Content-Length: 1000000\r\n\r\n`);
        writeOn(socket, " ");
      },
    ],
    [
      "never ends its body",
      "HTTP/1.1 413",
      (socket) => {
        socket.write(`${begin}Transfer-Encoding: chunked\r\n\r\n`);
        writeOn(socket, `8000\r\n${" ".repeat(0x8000)}\r\n`);
      },
    ],
    [
      "sends invalid chunks",
      "HTTP/1.1 400",
      (socket) => socket.write(`${begin}Transfer-Encoding: chunked\r\n\r\nxyz\r\n`),
    ],
    [
      "says two lengths",
      "HTTP/1.1 400",
      (socket) => socket.write(`${begin}Content-Length: 1\r\nContent-Length: 2\r\n\r\n`),
    ],
    [
      "wants a tunnel",
      "",
      (socket) => socket.write("CONNECT example.com:443 HTTP/1.1\r\nHost: x\r\n\r\n"),
    ],
    ["goes away in the middle", "", (socket) => socket.end(`${begin}Content-Length: 9\r\n\r\n{`)],
  ])("that %s is closed, and others are served", async (_what, answer, speak) => {
    // Only a client that is expected to be too slow gets a short time: on a busy machine any client may need longer.
    const options = answer.includes("408") ? { requestTimeout: 50 } : {};
    const { aws, statuses } = await start(options);
    expect(await talk(aws, speak)).toContain(answer);
    expect(await statuses()).toEqual({ base: "available" });
  });

  test("can be opened by many clients at once, and by others meanwhile", async () => {
    const { aws, statuses } = await start();
    const port = Number(new URL(aws.url).port);
    const idle = Array.from({ length: 300 }, () => connect(port, "127.0.0.1"));
    await Promise.all(idle.map((socket) => once(socket, "connect")));
    const answers = await Promise.all(Array.from({ length: 100 }, statuses));
    expect(new Set(answers.map((answer) => JSON.stringify(answer)))).toEqual(
      new Set(['{"base":"available"}']),
    );
    for (const socket of idle) {
      socket.destroy();
    }
  });

  test("is accepted from the loopback address of this machine, and from no other address", async () => {
    const { aws } = await start();
    const port = Number(new URL(aws.url).port);
    const addresses = Object.values(networkInterfaces())
      .flatMap((all) => all ?? [])
      .map(({ address }) => address)
      .filter((address) => address !== "127.0.0.1");
    const reached = [...addresses, "127.0.0.2", "::1"].map(async (host) => {
      const socket = connect({ port, host });
      const [connected] = await Promise.race([
        once(socket, "connect").then(() => [true]),
        once(socket, "close").then(() => [false]),
      ]).catch(() => [false]);
      socket.destroy();
      return connected ? [host] : [];
    });
    expect((await Promise.all(reached)).flat()).toEqual([]);
  });
});
