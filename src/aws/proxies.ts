import { BlockList, isIP } from "node:net";

/** The proxies for requests, from @pulumi/aws's settings and the environment. */
export interface Proxies {
  /** URL of the proxy for http addresses. A URL with a password is a credential. */
  readonly http: string | undefined;
  /** URL of the proxy for https addresses, such as all addresses of AWS. */
  readonly https: string | undefined;
  /** Hosts that are reached without a proxy, separated by commas. */
  readonly except: string | undefined;
}

/** Returns the proxies that apply: those of the settings, and otherwise those of the environment. */
export function withEnvironment({ http, https, except }: Proxies): Proxies {
  const ofEnvironment = (name: string) =>
    process.env[name] || process.env[name.toLowerCase()] || undefined;
  return {
    http: http ?? ofEnvironment("HTTP_PROXY"),
    // As in @pulumi/aws: if a proxy is set for http only, https uses it too.
    https: https ?? ofEnvironment("HTTPS_PROXY") ?? http,
    except: except ?? ofEnvironment("NO_PROXY"),
  };
}

/** Returns the URL of a proxy, or undefined if the string is not a URL. As in Go, `proxy:3128` is an http URL. */
export function proxyUrl(text: string): URL | undefined {
  try {
    const url = new URL(/^[a-z][a-z0-9+.-]*:\/\//i.test(text) ? text : `http://${text}`);
    return ["http:", "https:"].includes(url.protocol) && url.hostname !== "" ? url : undefined;
  } catch {
    return undefined;
  }
}

/**
 * Whether a host is reached without a proxy, by the rules of Go's HTTP client: this machine always is, and so are the
 * entries of the list: `*`, an address, a range of addresses, a name with all names below it, or with a leading dot
 * only the names below it; each with or without a port.
 */
export function goesDirect(host: string, port: number, except: string | undefined): boolean {
  const name = host
    .toLowerCase()
    .replace(/^\[|\]$/g, "")
    .replace(/\.$/, "");
  return (
    name === "localhost" ||
    (isIP(name) !== 0 && inRange(name, "127.0.0.0/8", "::1/128", "::ffff:127.0.0.0/104")) ||
    (except ?? "").split(",").some((entry) => covers(entry.trim().toLowerCase(), name, port))
  );
}

function covers(entry: string, name: string, port: number): boolean {
  if (entry === "" || entry === "*") {
    return entry === "*";
  }
  if (entry.includes("/")) {
    return isIP(name) !== 0 && inRange(name, entry);
  }
  const [, bracketed, bare, entryPort] = /^(?:\[(.*)\]|(.*?))(?::(\d+))?$/.exec(
    isIP(entry) === 6 ? `[${entry}]` : entry,
  ) ?? ["", entry];
  const pattern = bracketed ?? bare ?? "";
  if (entryPort !== undefined && Number(entryPort) !== port) {
    return false;
  }
  if (isIP(pattern) !== 0) {
    return (
      isIP(name) === isIP(pattern) && inRange(name, `${pattern}/${isIP(name) === 6 ? 128 : 32}`)
    );
  }
  const below = pattern.replace(/^\*?\.?/, ".");
  return name.endsWith(below) || (!/^\*?\./.test(pattern) && name === pattern);
}

function inRange(address: string, ...ranges: string[]): boolean {
  const list = new BlockList();
  for (const range of ranges) {
    const [network = "", bits = ""] = range.split("/");
    const family = isIP(network) === 6 ? "ipv6" : "ipv4";
    if (
      isIP(network) !== 0 &&
      /^\d+$/.test(bits) &&
      Number(bits) <= (family === "ipv6" ? 128 : 32)
    ) {
      list.addSubnet(network, Number(bits), family);
    }
  }
  return list.check(address, isIP(address) === 6 ? "ipv6" : "ipv4");
}
