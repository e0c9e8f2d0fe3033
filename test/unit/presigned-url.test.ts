import { Neptune } from "@aws-sdk/client-neptune";
import { HttpRequest } from "@smithy/core/protocols";
import { SignatureV4 } from "@smithy/signature-v4";
import { describe, expect, it } from "vitest";
import { presignedCopyUrl } from "../../src/dynamic/presigned-url.js";

const credentials = { accessKeyId: "AKIDEXAMPLE", secretAccessKey: "no-secret" };
const source = "arn:aws:rds:us-east-1:111122223333:cluster-snapshot:base";
const key = "arn:aws:kms:eu-west-1:111122223333:key/1234";

const client = (region: string, endpoint?: string) =>
  new Neptune({ region, credentials, ...(endpoint && { endpoint }) });

async function urlOf(
  from: string,
  to: string,
  { KmsKeyId, endpoint }: { KmsKeyId?: string; endpoint?: string } = {},
): Promise<URL | undefined> {
  const url = await presignedCopyUrl(client(to, endpoint), client(from, endpoint), {
    SourceDBClusterSnapshotIdentifier: source,
    KmsKeyId,
  });
  return url === undefined ? undefined : new URL(url);
}

/** The signature that the receiver works out from all that stands in the URL. */
async function signatureOf(url: URL, region: string): Promise<string | undefined> {
  const { config } = client(region);
  const isOfSignature = (name: string) => name.startsWith("X-Amz-") && name !== "X-Amz-Date";
  const query = [...url.searchParams].filter(([name]) => !isOfSignature(name));
  const date = url.searchParams.get("X-Amz-Date") ?? "";
  const signer = new SignatureV4({
    credentials,
    region,
    service: "rds",
    sha256: config.sha256,
  });
  const signed = await signer.presign(
    new HttpRequest({
      protocol: url.protocol,
      hostname: url.hostname,
      path: url.pathname,
      headers: { host: url.host },
      query: Object.fromEntries(query.filter(([name]) => name !== "X-Amz-Date")),
    }),
    {
      expiresIn: 3600,
      signingDate: new Date(date.replace(/^(....)(..)(..)T(..)(..)(..)Z$/, "$1-$2-$3T$4:$5:$6Z")),
    },
  );
  const value = signed.query?.["X-Amz-Signature"];
  return typeof value === "string" ? value : undefined;
}

describe("the pre-signed URL of a copy", () => {
  it.each([key, undefined])(
    "is the same request to the source's region, with key %s",
    async (KmsKeyId) => {
      const url = await urlOf("us-east-1", "eu-west-1", KmsKeyId ? { KmsKeyId } : {});
      const { searchParams } = url ?? new URL("https://nowhere");
      const own = [...searchParams].filter(([name]) => !name.startsWith("X-Amz-"));
      expect(Object.fromEntries(own)).toEqual({
        Action: "CopyDBClusterSnapshot",
        Version: "2014-10-31",
        DestinationRegion: "eu-west-1",
        SourceDBClusterSnapshotIdentifier: source,
        ...(KmsKeyId && { KmsKeyId }),
      });
      expect(searchParams.get("X-Amz-Credential")).toContain("/us-east-1/rds/aws4_request");
    },
  );

  it.each([key, undefined])(
    "is covered by its signature to the last parameter, with key %s",
    async (KmsKeyId) => {
      const url = await urlOf("us-east-1", "eu-west-1", KmsKeyId ? { KmsKeyId } : {});
      const there = url ?? new URL("https://nowhere");
      const signature = there.searchParams.get("X-Amz-Signature");
      expect(signature).toMatch(/^[0-9a-f]{64}$/);
      expect(await signatureOf(there, "us-east-1")).toBe(signature);
      there.searchParams.append("KmsKeyId2", "");
      expect(await signatureOf(there, "us-east-1")).not.toBe(signature);
    },
  );

  it.each([
    ["us-east-1", "rds.us-east-1.amazonaws.com"],
    ["cn-north-1", "rds.cn-north-1.amazonaws.com.cn"],
    ["us-gov-west-1", "rds.us-gov-west-1.amazonaws.com"],
    ["us-iso-east-1", "rds.us-iso-east-1.c2s.ic.gov"],
  ])("goes to the host of %s", async (region, host) => {
    expect((await urlOf(region, "eu-west-1"))?.host).toBe(host);
  });

  it("goes where the client's own endpoint is, if it has one", async () => {
    const url = await urlOf("us-east-1", "eu-west-1", { endpoint: "http://127.0.0.1:4566" });
    expect(url?.origin).toBe("http://127.0.0.1:4566");
  });

  it("is none within one region", async () => {
    expect(await urlOf("eu-west-1", "eu-west-1")).toBeUndefined();
  });
});
