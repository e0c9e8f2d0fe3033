import { createReadStream, statSync } from "node:fs";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { join } from "node:path";

/** A server of the files of one version of the package, as npm's public mirrors are. */
export interface Mirror {
  /** The address of the package's files; `${VERSION}` stands for the version. */
  readonly url: string;
  /** The paths that were asked for. */
  readonly asked: readonly string[];
  close(): void;
}

/** Serves the content of a package. */
export async function serveMirror(content: string, version: string): Promise<Mirror> {
  const asked: string[] = [];
  const prefix = `/npm/pulumi-aws-snapshots@${version}/`;
  const server = createServer((request, response) => {
    const path = request.url ?? "";
    asked.push(path);
    const file = join(content, path.slice(prefix.length));
    const size = path.startsWith(prefix) && statSync(file, { throwIfNoEntry: false })?.size;
    if (!size) {
      response.writeHead(404).end();
      return;
    }
    // Pulumi refuses a file if it is not told its length first.
    response.setHeader("content-length", size);
    createReadStream(file).pipe(response);
  });
  await new Promise<void>((listening) => server.listen(0, "127.0.0.1", listening));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}/npm/pulumi-aws-snapshots@\${VERSION}`,
    asked,
    close: () => server.close(),
  };
}
