import { afterEach, describe, expect, it, vi } from "vitest";
import { goesDirect, proxyUrl, withEnvironment } from "../../src/aws/proxies.js";

const none = { http: undefined, https: undefined, except: undefined };
afterEach(() => vi.unstubAllEnvs());

describe("a direct connection", () => {
  it.each([
    ["localhost", 443, undefined],
    ["127.0.0.1", 80, undefined],
    ["127.9.9.9", 80, ""],
    ["::1", 443, undefined],
    ["[::1]", 443, undefined],
    ["memorydb.eu-west-1.amazonaws.com", 443, "*"],
    ["memorydb.eu-west-1.amazonaws.com", 443, "amazonaws.com"],
    ["MemoryDB.eu-west-1.amazonaws.com.", 443, " example.com , .AmazonAWS.com "],
    ["memorydb.eu-west-1.amazonaws.com", 443, "*.amazonaws.com"],
    ["memorydb.eu-west-1.amazonaws.com", 443, "amazonaws.com:443"],
    ["example.com", 443, "example.com"],
    ["10.1.2.3", 443, "10.0.0.0/8"],
    ["10.1.2.3", 443, "10.1.2.3"],
    ["10.1.2.3", 443, "10.1.2.3:443"],
    ["fd00::1", 443, "fd00::/8"],
    ["fd00::1", 443, "fd00:0::1"],
    ["fd00::1", 443, "[fd00::1]:443"],
  ])("is used for %s:%i if NO_PROXY is %s", (host, port, except) => {
    expect(goesDirect(host, port, except)).toBe(true);
  });
});

describe("a proxied connection", () => {
  it.each([
    ["memorydb.eu-west-1.amazonaws.com", 443, undefined],
    ["memorydb.eu-west-1.amazonaws.com", 443, ""],
    ["memorydb.eu-west-1.amazonaws.com", 443, "eu-west-1"],
    ["memorydb.eu-west-1.amazonaws.com", 443, "amazonaws.com:80"],
    ["notamazonaws.com", 443, "amazonaws.com"],
    ["amazonaws.com", 443, ".amazonaws.com"],
    ["amazonaws.com", 443, "*.amazonaws.com"],
    ["11.1.2.3", 443, "10.0.0.0/8"],
    ["10.1.2.30", 443, "10.1.2.3"],
    ["10.example.com", 443, "10.0.0.0/8"],
    ["10.1.2.3", 443, "10.0.0.0/nonsense,10.0.0.0/40,/"],
    ["localhost.example.com", 443, undefined],
  ])("is used for %s:%i if NO_PROXY is %s", (host, port, except) => {
    expect(goesDirect(host, port, except)).toBe(false);
  });
});

it("a proxy is taken from the settings, then from the environment in upper and in lower case", () => {
  for (const name of ["HTTP_PROXY", "HTTPS_PROXY", "NO_PROXY"]) {
    vi.stubEnv(name, undefined);
    vi.stubEnv(name.toLowerCase(), undefined);
  }
  expect(withEnvironment(none)).toEqual(none);
  vi.stubEnv("https_proxy", "http://lower");
  vi.stubEnv("no_proxy", "lower");
  expect(withEnvironment(none)).toEqual({ ...none, https: "http://lower", except: "lower" });
  vi.stubEnv("HTTPS_PROXY", "http://upper");
  vi.stubEnv("HTTP_PROXY", "http://plain");
  vi.stubEnv("NO_PROXY", "");
  expect(withEnvironment(none)).toEqual({
    http: "http://plain",
    https: "http://upper",
    except: "lower",
  });
  const set = { http: "http://a", https: "http://b", except: "c" };
  expect(withEnvironment(set)).toEqual(set);
});

it("a proxy that is set for http also serves https, unless the environment has one for https", () => {
  vi.stubEnv("HTTPS_PROXY", undefined);
  vi.stubEnv("https_proxy", undefined);
  expect(withEnvironment({ ...none, http: "http://a" }).https).toBe("http://a");
  vi.stubEnv("HTTPS_PROXY", "http://upper");
  expect(withEnvironment({ ...none, http: "http://a" }).https).toBe("http://upper");
});

it.each([
  ["http://proxy.example.com:3128", "http://proxy.example.com:3128/"],
  ["proxy.example.com:3128", "http://proxy.example.com:3128/"],
  ["https://user:p%40ss@proxy", "https://user:p%40ss@proxy/"],
  ["socks5://proxy:1080", undefined],
  ["http://", undefined],
  ["not a url", undefined],
])("the proxy %s is read as %s", (text, url) => {
  expect(proxyUrl(text)?.href).toBe(url);
});
