import { generateKeyPairSync, type KeyObject, randomBytes, sign } from "node:crypto";

/** A certificate in PEM, with its key. */
export interface Certificate {
  readonly cert: string;
  readonly key: string;
}

/** A certificate authority of the test, and a certificate that it issued to a host. Nobody trusts either by default. */
export function certificatesFor(host: string): { authority: Certificate; server: Certificate } {
  const ca = generateKeyPairSync("ec", { namedCurve: "P-256" });
  const server = generateKeyPairSync("ec", { namedCurve: "P-256" });
  const made = (name: string, subject: typeof ca, extension: Buffer): Certificate => ({
    cert: pem(certificate(name, subject.publicKey, ca.privateKey, extension)),
    key: subject.privateKey.export({ type: "pkcs8", format: "pem" }).toString(),
  });
  return {
    authority: made(
      authorityName,
      ca,
      extension(
        "551d13",
        node(0x30, Buffer.from([0x01, 0x01, 0xff])), // CA: true
      ),
    ),
    server: made(host, server, extension("551d11", node(0x30, node(0x82, Buffer.from(host))))),
  };
}

const authorityName = "Test authority";
/** ecdsa-with-SHA256 */
const algorithm = node(0x30, node(0x06, Buffer.from("2a8648ce3d040302", "hex")));

function certificate(name: string, publicKey: KeyObject, by: KeyObject, extended: Buffer): Buffer {
  const day = 86_400_000;
  const body = node(
    0x30,
    node(0xa0, node(0x02, Buffer.from([2]))), // version 3
    node(0x02, Buffer.concat([Buffer.from([1]), randomBytes(8)])),
    algorithm,
    distinguished(authorityName),
    node(0x30, time(Date.now() - day), time(Date.now() + day)),
    distinguished(name),
    publicKey.export({ type: "spki", format: "der" }),
    node(0xa3, node(0x30, extended)),
  );
  return node(
    0x30,
    body,
    algorithm,
    node(0x03, Buffer.concat([Buffer.from([0]), sign("sha256", body, by)])),
  );
}

function distinguished(name: string): Buffer {
  const commonName = node(0x06, Buffer.from("550403", "hex"));
  return node(0x30, node(0x31, node(0x30, commonName, node(0x0c, Buffer.from(name)))));
}

function extension(id: string, value: Buffer): Buffer {
  return node(0x30, node(0x06, Buffer.from(id, "hex")), node(0x04, value));
}

function time(at: number): Buffer {
  const digits = new Date(at).toISOString().replace(/\D/g, "").slice(0, 14);
  return node(0x18, Buffer.from(`${digits}Z`));
}

/** Returns a DER node: its tag, its length, its content. */
function node(tag: number, ...parts: Buffer[]): Buffer {
  const content = Buffer.concat(parts);
  const { length } = content;
  const size =
    length < 0x80 ? [length] : length < 0x100 ? [0x81, length] : [0x82, length >> 8, length & 0xff];
  return Buffer.concat([Buffer.from([tag, ...size]), content]);
}

function pem(der: Buffer): string {
  const lines = der.toString("base64").match(/.{1,64}/g) ?? [];
  return `-----BEGIN CERTIFICATE-----\n${lines.join("\n")}\n-----END CERTIFICATE-----\n`;
}
