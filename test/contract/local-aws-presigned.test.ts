import { Neptune } from "@aws-sdk/client-neptune";
import { AssumeRoleCommand, STSClient } from "@aws-sdk/client-sts";
import { describe, expect, test } from "vitest";
import { signedUrl, type UrlRequest } from "../presigned.js";
import { failure } from "./local-aws.js";
import { arn, other, startRds } from "./rds-calls.js";
import { home } from "./world.js";

const source = arn("there", "us-east-1");
const request = {
  SourceDBClusterSnapshotIdentifier: source,
  KmsKeyId: "alias/dr",
  CopyTags: false,
  Tags: [
    { Key: "team", Value: "orders & co" },
    { Key: "empty", Value: "" },
  ],
};
/** The same request in form encoding, with the destination region. */
const query = {
  Action: "CopyDBClusterSnapshot",
  Version: "2014-10-31",
  SourceDBClusterSnapshotIdentifier: source,
  TargetDBClusterSnapshotIdentifier: "dr",
  KmsKeyId: "alias/dr",
  CopyTags: "false",
  "Tags.Tag.1.Key": "team",
  "Tags.Tag.1.Value": "orders & co",
  "Tags.Tag.2.Key": "empty",
  "Tags.Tag.2.Value": "",
  DestinationRegion: home[1],
};

async function startCopying() {
  const started = await startRds();
  started.rds.addSnapshot(home[0], "us-east-1", "graph", "there");
  const { credentials } = started.settings();
  const good: UrlRequest = { credentials, region: "us-east-1", query };
  const copy = (PreSignedUrl: string, client = started.neptune) =>
    started.copy("dr", { ...request, PreSignedUrl }, client);
  return { ...started, good, copySigned: copy };
}

/** Returns the query without one of its parameters. */
function without(name: string): Record<string, string> {
  return Object.fromEntries(Object.entries(query).filter(([key]) => key !== name));
}

describe("the pre-signed URL of a copy", () => {
  test("is accepted if it holds the whole request to the region of the source", async () => {
    const { good, copySigned, one } = await startCopying();
    await copySigned(await signedUrl(good));
    expect(await one("dr")).toMatchObject({ SourceDBClusterSnapshotArn: source });
  });

  test("is accepted with the temporary credentials of a role", async () => {
    const { good, copySigned, settings } = await startCopying();
    const sts = new STSClient(settings());
    const role = { RoleArn: `arn:aws:iam::${home[0]}:role/backup`, RoleSessionName: "backup" };
    const { Credentials } = await sts.send(new AssumeRoleCommand(role));
    const credentials = {
      accessKeyId: Credentials?.AccessKeyId ?? "",
      secretAccessKey: Credentials?.SecretAccessKey ?? "",
      sessionToken: Credentials?.SessionToken ?? "",
    };
    const client = new Neptune({ ...settings(), credentials });
    const wrong = { ...credentials, secretAccessKey: "another" };
    const bad = copySigned(await signedUrl({ ...good, credentials: wrong }), client);
    expect(await failure(bad)).toBe("InvalidParameterValue 400");
    await copySigned(await signedUrl({ ...good, credentials }), client);
  });

  test("is accepted with any signature of a key whose secret is not known here", async () => {
    const { good, copySigned } = await startCopying();
    const credentials = { accessKeyId: "AKIDEXAMPLE", secretAccessKey: "unknown" };
    await copySigned(await signedUrl({ ...good, credentials }));
  });

  const members = Object.keys(query).map((name): [string, (good: UrlRequest) => UrlRequest] => [
    `without ${name}`,
    (good) => ({ ...good, query: without(name) }),
  ]);
  const changed = Object.keys(query).map((name): [string, (good: UrlRequest) => UrlRequest] => [
    `with another ${name}`,
    (good) => ({ ...good, query: { ...query, [name]: "another" } }),
  ]);
  const minutes = (count: number) => new Date(Date.now() + count * 60_000);
  const wrong: [string, (good: UrlRequest) => UrlRequest][] = [
    ...members,
    ...changed,
    ["with one parameter more", (good) => ({ ...good, query: { ...query, X: "y" } })],
    ["for another region than the source's", (good) => ({ ...good, region: home[1] })],
    ["for another service", (good) => ({ ...good, service: "memorydb" })],
    ["that has expired", (good) => ({ ...good, signingDate: minutes(-61) })],
    ["of the future", (good) => ({ ...good, signingDate: minutes(16) })],
    [
      "signed with another secret",
      (good) => ({ ...good, credentials: { ...good.credentials, secretAccessKey: "another" } }),
    ],
    [
      "signed by another account",
      (good) => ({
        ...good,
        credentials: { accessKeyId: `AKIA${other}HOME`, secretAccessKey: "local" },
      }),
    ],
  ];
  test.each(wrong)("is refused %s, in AWS's words", async (_what, change) => {
    const { good, copySigned, one } = await startCopying();
    const url = await signedUrl(change(good));
    const call = copySigned(url);
    await expect(call).rejects.toMatchObject({
      name: "InvalidParameterValue",
      message: "PreSignedurl could not be authenticated",
    });
    expect(await failure(one("dr"))).toBe("DBClusterSnapshotNotFoundFault 404");
  });

  test("is refused if somebody has changed it since it was signed", async () => {
    const { good, copySigned } = await startCopying();
    const url = new URL(await signedUrl(good));
    for (const name of ["X-Amz-Expires", "X-Amz-Date", "X-Amz-Signature"]) {
      const changed = new URL(url);
      const value = url.searchParams.get(name) ?? "";
      changed.searchParams.set(
        name,
        value.replace(/\d(?=\D*$)/, (digit) => `${9 - +digit}`),
      );
      expect(changed.href).not.toBe(url.href);
      expect(await failure(copySigned(changed.href))).toBe("InvalidParameterValue 400");
    }
    await copySigned(url.href);
  });
});
