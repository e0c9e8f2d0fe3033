import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { memorydb } from "pulumi-aws-snapshots";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { certificatesFor } from "../certificates.js";
import { type ForwardProxy, hiddenHost, startForwardProxy } from "../forward-proxy.js";
import { makeWorld, type World } from "./world.js";

// A user behind a company proxy: only the proxy can resolve AWS's hosts.
const { authority, server } = certificatesFor(hiddenHost);
const folder = mkdtempSync(join(tmpdir(), "proxy-"));
const bundle = join(folder, "authority.pem");
writeFileSync(bundle, authority.cert);
const password = "hush-of-the-proxy";
const noProxies = {
  HTTP_PROXY: "",
  HTTPS_PROXY: "",
  NO_PROXY: "",
  http_proxy: "",
  https_proxy: "",
};
let world: World;
let proxy: ForwardProxy;

beforeAll(async () => {
  world = await makeWorld();
  return world.close;
});
beforeEach(async () => {
  proxy = await startForwardProxy(world.aws.url, server, password);
  world.aws.requests.clear();
  return proxy.close;
});
afterAll(() => rmSync(folder, { recursive: true }));

const program = (team: string) => async () => {
  const snapshot = new memorydb.Snapshot("orders", { clusterName: "orders", tags: { team } });
  new memorydb.SnapshotCopy("copy", { sourceSnapshotName: snapshot.id });
};

describe("proxy", () => {
  it.each<[string, string, () => Record<string, string>, () => Record<string, string>]>([
    ["as plain http", `http://${hiddenHost}`, () => ({ HTTP_PROXY: proxy.url }), () => ({})],
    [
      "through tunnels, with the certificates of the environment",
      `https://${hiddenHost}`,
      () => ({ HTTPS_PROXY: proxy.url, AWS_CA_BUNDLE: bundle }),
      () => ({}),
    ],
    [
      "through tunnels, by the stack's configuration",
      `https://${hiddenHost}`,
      () => ({}),
      () => ({ "aws:customCaBundle": bundle }),
    ],
  ])(
    "every request of a snapshot and its copy, from create to destroy, goes through the proxy %s",
    async (_how, endpoint, environment, config) => {
      const stack = await world.stack(config(), {
        ...noProxies,
        AWS_ENDPOINT_URL: endpoint,
        ...environment(),
      });
      if (Object.keys(environment()).length === 0) {
        await stack.setSecret("aws:httpsProxy", proxy.url);
      }
      const runs = [
        await stack.preview(program("a")),
        await stack.up(program("a")),
        await stack.up(program("b")),
        await stack.refresh(),
        await stack.destroy(),
      ];
      for (const run of runs) {
        expect(run.failed, run.output).toBe(false);
        expect(run.output + run.events).not.toContain(password);
      }
      expect(world.held()).toEqual([]);
      const sent = world.aws.requests.all();
      expect(sent.length).toBeGreaterThan(8);
      expect(proxy.plain() + proxy.tunnelled()).toBe(sent.length);
      expect(stack.stateText()).not.toContain(password);
    },
  );
});

it("an update fails behind a proxy whose certificate is not trusted, and says what to set", async () => {
  const stack = await world.stack(
    {},
    { ...noProxies, AWS_ENDPOINT_URL: `https://${hiddenHost}`, HTTPS_PROXY: proxy.url },
  );
  const run = await stack.up(program("a"));
  expect(run.failed).toBe(true);
  expect(run.diagnostics).toContain("Set aws:customCaBundle or AWS_CA_BUNDLE to");
  expect(world.aws.requests.all()).toEqual([]);
});
