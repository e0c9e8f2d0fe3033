import { readFileSync } from "node:fs";
import type { ClientRequest, Agent as HttpAgent } from "node:http";
import { Agent as HttpsAgent } from "node:https";
import { connect, type Socket } from "node:net";
import { homedir } from "node:os";
import { connect as connectTls } from "node:tls";
import type { HttpProxyAgent } from "http-proxy-agent";
import type { HttpsProxyAgent } from "https-proxy-agent";
import { given } from "../values/json.js";
import { goesDirect, type Proxies, proxyUrl, withEnvironment } from "./proxies.js";
import { sdk } from "./sdk.js";

/** How requests leave this machine. */
export interface Transport {
  readonly proxies: Proxies;
  /** The file with the certificates that replace Node's own. */
  readonly caBundle: string | undefined;
}

/** Options of the SDK's own agents: connections stay open, and their number for each host is limited. */
const pool = { keepAlive: true, maxSockets: 50 };

/** Throws a sentence if a proxy, or the file with the certificates, cannot be used. */
export function confirmTransport(transport: Transport): void {
  readTransport(transport);
}

/**
 * Returns the agents for the SDK's request handler. If neither proxies nor certificates are set, there are none: the
 * SDK makes its own, and the packages for proxies are not loaded.
 */
export function agentsFor(transport: Transport): { httpAgent?: HttpAgent; httpsAgent?: HttpAgent } {
  const { http, https, except, ca } = readTransport(transport);
  const options = { ...pool, ...given({ ca }) };
  const direct = ca === undefined ? undefined : new HttpsAgent(options);
  return given({
    httpAgent: http && plainAgent(http, except, options),
    httpsAgent: https === undefined ? direct : tunnelAgent(https, except, options),
  });
}

type AgentOptions = typeof pool & { ca?: string };
type PlainRequest = Parameters<HttpProxyAgent<string>["connect"]>[0];
type ConnectOptions = Parameters<HttpsProxyAgent<string>["connect"]>[1];

/** Sends https requests through tunnels of the proxy. */
function tunnelAgent(proxy: URL, except: string | undefined, options: AgentOptions): HttpAgent {
  const { HttpsProxyAgent: Base } = sdk.httpsProxy();
  class TunnelAgent extends Base<string> {
    override isSecureEndpoint(): boolean {
      return true;
    }

    override async connect(request: ClientRequest, target: ConnectOptions): Promise<Socket> {
      // The base class keeps the certificates for the connection to an https proxy.
      const trusting = { ...target, ...given({ ca: options.ca }) };
      return isDirect(target, except) ? connectTls(trusting) : super.connect(request, trusting);
    }
  }
  return new TunnelAgent(proxy, options);
}

/** Sends http requests to the proxy. */
function plainAgent(proxy: URL, except: string | undefined, options: AgentOptions): HttpAgent {
  const { HttpProxyAgent: Base } = sdk.httpProxy();
  class PlainAgent extends Base<string> {
    override isSecureEndpoint(): boolean {
      return false;
    }

    // Headers for the proxy are not meant for the target.
    override setRequestProps(request: PlainRequest, target: ConnectOptions): void {
      if (!isDirect(target, except)) {
        super.setRequestProps(request, target);
      }
    }

    override async connect(request: PlainRequest, target: ConnectOptions): Promise<Socket> {
      return isDirect(target, except) ? connect(target) : super.connect(request, target);
    }
  }
  return new PlainAgent(proxy, options);
}

function isDirect({ host, port }: ConnectOptions, except: string | undefined): boolean {
  return goesDirect(host ?? "", Number(port), except);
}

interface ReadTransport {
  readonly http: URL | undefined;
  readonly https: URL | undefined;
  readonly except: string | undefined;
  readonly ca: string | undefined;
}

function readTransport({ proxies, caBundle }: Transport): ReadTransport {
  const { http, https, except } = withEnvironment(proxies);
  return {
    http: readProxy("aws:httpProxy or HTTP_PROXY", http),
    https: readProxy("aws:httpsProxy or HTTPS_PROXY", https),
    except,
    ca: readCertificates(caBundle || process.env["AWS_CA_BUNDLE"] || undefined),
  };
}

// The value is never shown, because it may contain a password.
function readProxy(names: string, text: string | undefined): URL | undefined {
  const url = text === undefined ? undefined : proxyUrl(text);
  if (text !== undefined && url === undefined) {
    throw new Error(
      `reading the configuration: the proxy in ${names} must be an http or https URL, for example http://proxy.example.com:3128`,
    );
  }
  return url;
}

function readCertificates(file: string | undefined): string | undefined {
  if (file === undefined) {
    return undefined;
  }
  const fail = (problem: string): never => {
    throw new Error(
      `reading the configuration: the file ${file} of aws:customCaBundle or AWS_CA_BUNDLE ${problem}`,
    );
  };
  let text: string;
  try {
    text = readFileSync(file.replace(/^~(?=[/\\]|$)/, homedir()), "utf8");
  } catch (error) {
    return fail(`cannot be read: ${error instanceof Error ? error.message : String(error)}`);
  }
  return text.includes("-----BEGIN CERTIFICATE-----")
    ? text
    : fail("contains no certificates. A certificate begins with -----BEGIN CERTIFICATE-----");
}
