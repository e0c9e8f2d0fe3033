import { DocDB } from "@aws-sdk/client-docdb";
import { Neptune } from "@aws-sdk/client-neptune";
import { HttpRequest } from "@smithy/core/protocols";
import { describe, expect, it } from "vitest";
import { signingCopies } from "../../src/kinds/rds/presigned-url.js";
import { isAuthentic } from "../../src/local-aws/wire/presigned-request.js";
import { SecretKeys } from "../../src/local-aws/wire/secret-keys.js";

const account = "111122223333";
// Local AWS uses this account for a key that does not contain an account.
const credentials = { accessKeyId: "AKIDEXAMPLE", secretAccessKey: "no/secret+at all" };
const keys = new SecretKeys();
keys.add(credentials.accessKeyId, credentials.secretAccessKey);

const sourceIn = (region: string) => `arn:aws:rds:${region}:${account}:cluster-snapshot:base`;
const kmsKey = "arn:aws:kms:eu-west-1:111122223333:key/1234";
const tags = [
  { Key: "team", Value: "orders & co" },
  { Key: "a/b=c", Value: "" },
];

/** A transport that never answers, and keeps the last request. */
class Keeping {
  last: HttpRequest | undefined;

  async handle(request: unknown): Promise<never> {
    this.last = HttpRequest.isInstance(request) ? request : undefined;
    throw new Error("kept");
  }
}

interface Asked {
  readonly from?: string;
  readonly to?: string;
  readonly endpoint?: string;
  readonly fips?: boolean;
  readonly more?: { KmsKeyId?: string; CopyTags?: boolean; Tags?: typeof tags };
  readonly Client?: typeof Neptune | typeof DocDB;
}

/** Returns what is sent to create a copy: the members of the form, with the URL among them. */
async function sent({ from, to, endpoint, fips, more, Client = Neptune }: Asked) {
  const kept = new Keeping();
  const settings = {
    region: to ?? "eu-west-1",
    credentials,
    requestHandler: kept,
    maxAttempts: 1,
    ...(endpoint && { endpoint }),
    ...(fips && { useFipsEndpoint: true }),
  };
  const client = signingCopies(Client === DocDB ? new DocDB(settings) : new Neptune(settings));
  const call = client.copyDBClusterSnapshot({
    SourceDBClusterSnapshotIdentifier: from === undefined ? "base" : sourceIn(from),
    TargetDBClusterSnapshotIdentifier: "copy",
    ...more,
  });
  await expect(call).rejects.toThrow("kept");
  const { body, headers, hostname } = kept.last ?? new HttpRequest({});
  const pairs = String(body)
    .split("&")
    .map((pair) => pair.split("=").map(decodeURIComponent));
  const { PreSignedUrl: url, ...members } = Object.fromEntries(pairs);
  expect(Number(headers["content-length"])).toBe(Buffer.byteLength(String(body)));
  expect(pairs.filter(([name]) => name === "PreSignedUrl").length).toBe(url === undefined ? 0 : 1);
  return { members, hostname, url: url === undefined ? undefined : new URL(String(url)) };
}

/** Returns whether the URL holds the request with these members, signed for a region. */
const isGood = (
  url: URL | undefined,
  region: string,
  members: Record<string, string>,
  DestinationRegion = "eu-west-1",
) =>
  isAuthentic(
    url?.href ?? "",
    { account, region, signingName: "rds", parameters: { ...members, DestinationRegion } },
    keys,
  );

describe("the pre-signed URL of a copy from another region", () => {
  it.each([Neptune, DocDB])(
    "holds the whole request, and the place that it is sent to: %o",
    async (Client) => {
      for (const more of [
        {},
        { KmsKeyId: kmsKey },
        { KmsKeyId: kmsKey, CopyTags: true, Tags: tags },
      ]) {
        const { url, members } = await sent({ Client, from: "us-east-1", more });
        expect(members).toMatchObject({
          Action: "CopyDBClusterSnapshot",
          Version: "2014-10-31",
          SourceDBClusterSnapshotIdentifier: sourceIn("us-east-1"),
          TargetDBClusterSnapshotIdentifier: "copy",
          ...(more.KmsKeyId && { KmsKeyId: more.KmsKeyId }),
          ...(more.Tags && { CopyTags: "true", "Tags.Tag.2.Key": "a/b=c" }),
        });
        expect(members).not.toHaveProperty("DestinationRegion");
        expect(isGood(url, "us-east-1", members)).toBe(true);
        // A request with any other value does not match.
        expect(isGood(url, "us-east-1", { ...members, KmsKeyId: "another" })).toBe(false);
        expect(isGood(url, "us-east-2", members)).toBe(false);
        url?.searchParams.set("X-Amz-Expires", "3601");
        expect(isGood(url, "us-east-1", members)).toBe(false);
      }
    },
  );

  it("is valid for an hour", async () => {
    const { url } = await sent({ from: "us-east-1" });
    expect(url?.searchParams.get("X-Amz-Expires")).toBe("3600");
  });

  it.each([
    ["us-east-1", "rds.us-east-1.amazonaws.com"],
    ["cn-north-1", "rds.cn-north-1.amazonaws.com.cn"],
    ["us-gov-west-1", "rds.us-gov-west-1.amazonaws.com"],
    ["us-iso-east-1", "rds.us-iso-east-1.c2s.ic.gov"],
  ])("goes to the host of %s, and the request to its own", async (from, host) => {
    const { url, hostname } = await sent({ from });
    expect(url?.host).toBe(host);
    expect(hostname).toBe("rds.eu-west-1.amazonaws.com");
  });

  it("goes to a FIPS endpoint if the client does", async () => {
    const { url, hostname } = await sent({ from: "us-east-1", to: "us-west-2", fips: true });
    expect(url?.host).toBe("rds-fips.us-east-1.amazonaws.com");
    expect(hostname).toBe("rds-fips.us-west-2.amazonaws.com");
  });

  it("goes to the client's own endpoint if it has one", async () => {
    const endpoint = "http://127.0.0.1:4566";
    const { url, hostname, members } = await sent({ from: "us-east-1", endpoint });
    expect(url?.origin).toBe(endpoint);
    expect(hostname).toBe("127.0.0.1");
    expect(isGood(url, "us-east-1", members)).toBe(true);
  });

  it("is left out within a region, by name or by ARN", async () => {
    expect((await sent({})).url).toBeUndefined();
    expect((await sent({ from: "eu-west-1" })).url).toBeUndefined();
  });
});
