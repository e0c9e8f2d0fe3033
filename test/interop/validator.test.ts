import { MemoryDB } from "@aws-sdk/client-memorydb";
import { Neptune } from "@aws-sdk/client-neptune";
import { expect, it } from "vitest";
import { DEFAULT_ACCOUNT, DEFAULT_REGION, type LocalAws } from "../../src/local-aws/index.js";
import { clientSettings } from "../client-settings.js";
import { type Exchange, recordOf, validate } from "./recorded.js";

// The validator proves something only if it finds mistakes: these are good exchanges of local AWS, and what it reports
// if one has a mistake.

/** Four exchanges: a success and a refusal in each of the two protocols. */
async function talk(aws: LocalAws): Promise<void> {
  const home = [DEFAULT_ACCOUNT, DEFAULT_REGION] as const;
  aws.memorydb.addCluster(...home, { ClusterName: "orders", NumShards: 1 });
  aws.rds.addCluster(...home, { DBClusterIdentifier: "orders", Engine: "neptune" });
  const memorydb = new MemoryDB(clientSettings(aws.environment()));
  const neptune = new Neptune(clientSettings(aws.environment()));
  const Tags = [{ Key: "team", Value: "orders & co" }];
  await memorydb.createSnapshot({ ClusterName: "orders", SnapshotName: "a", Tags });
  await memorydb.deleteSnapshot({ SnapshotName: "b" }).catch(() => {});
  await neptune.createDBClusterSnapshot({
    DBClusterIdentifier: "orders",
    DBClusterSnapshotIdentifier: "a",
    Tags,
  });
  await neptune.deleteDBClusterSnapshot({ DBClusterSnapshotIdentifier: "b" }).catch(() => {});
}

/** The change to an exchange, and the mistake that the validator must report. */
interface Mistake {
  readonly in: "json" | "json error" | "form" | "form error";
  readonly request?: readonly [text: string, by: string];
  readonly answer?: readonly [text: string, by: string];
  readonly origin?: string;
  readonly status?: number;
  readonly userAgent?: string;
  readonly wrong: readonly string[];
}

const request = "memorydb:CreateSnapshot request: CreateSnapshotRequest";
const answer = "memorydb:CreateSnapshot answer: CreateSnapshotResponse.Snapshot";
const form = "neptune:CreateDBClusterSnapshot request: CreateDBClusterSnapshotMessage";
const xml =
  "neptune:CreateDBClusterSnapshot answer: CreateDBClusterSnapshotResult.DBClusterSnapshot";

const mistakes: Readonly<Record<string, Mistake>> = {
  "an unknown member of a request": {
    in: "json",
    request: ['"ClusterName"', '"Force":true,"ClusterName"'],
    wrong: [`${request}.Force: unknown member of CreateSnapshotRequest`],
  },
  "a required member that is missing": {
    in: "json",
    request: ['"ClusterName":"orders",', ""],
    wrong: [`${request}.ClusterName: required in CreateSnapshotRequest, and missing`],
  },
  "a number for a text": {
    in: "json",
    request: ['"SnapshotName":"a"', '"SnapshotName":1'],
    wrong: [`${request}.SnapshotName: must be a string, and is 1`],
  },
  "a body that is no JSON": {
    in: "json",
    request: ['{"', "{"],
    wrong: [expect.stringContaining("no JSON")],
  },
  "an unknown member of an answer": {
    in: "json",
    answer: ['"Status"', '"State"'],
    wrong: [`${answer}.State: unknown member of Snapshot`],
  },
  "a text for a number": {
    in: "json",
    answer: ['"Port":6379', '"Port":"6379"'],
    wrong: [`${answer}.ClusterConfiguration.Port: must be a integer, and is '6379'`],
  },
  "a value that an enum does not have": {
    in: "json",
    answer: ['"DataTiering":"false"', '"DataTiering":"no"'],
    wrong: [`${answer}.DataTiering: 'no' is none of true, false`],
  },
  "an error that the operation does not declare": {
    in: "json error",
    answer: ["SnapshotNotFoundFault", "ClusterNotFoundFault"],
    wrong: [
      "memorydb:DeleteSnapshot answer: error ClusterNotFoundFault: the model does not declare it",
    ],
  },
  "an injected error that nobody sends": {
    in: "json error",
    origin: "injected error",
    answer: ["SnapshotNotFoundFault", "Mayhem"],
    wrong: ["memorydb:DeleteSnapshot answer: error Mayhem: the model does not declare it"],
  },
  "an error without a message": {
    in: "json error",
    answer: ['"message"', '"text"'],
    wrong: [
      "memorydb:DeleteSnapshot answer: an error needs a Message, and has none",
      "memorydb:DeleteSnapshot answer: the error's members: must be message, and is text",
    ],
  },
  "a good request that is refused": {
    in: "json error",
    origin: "refusal",
    status: 400,
    answer: ["SnapshotNotFoundFault", "SerializationException"],
    wrong: [
      "memorydb:DeleteSnapshot request: refused with SerializationException, and the model allows it",
    ],
  },
  "a wrong request of this project's own code, even if it is refused": {
    in: "json error",
    userAgent: "aws-sdk-js/3 pulumi-aws-snapshots/1.0.0",
    request: ['{"', '{"Force":true,"'],
    wrong: [
      "memorydb:DeleteSnapshot request: DeleteSnapshotRequest.Force: unknown member of DeleteSnapshotRequest",
    ],
  },
  "an operation that is not there": {
    in: "form",
    request: ["Action=CreateDBClusterSnapshot", "Action=Explode"],
    wrong: ["a request: neptune has no operation Explode, and is not refused"],
  },
  "a stray key of a form": {
    in: "form",
    request: ["Version=", "Mood=1&Version="],
    wrong: [`${form}.Mood: unknown`],
  },
  "items of another name in a form": {
    in: "form",
    request: ["Tags.Tag.1.Key", "Tags.member.1.Key"],
    wrong: [`${form}.Tags.member.1.Key: unknown`],
  },
  "an unknown element": {
    in: "form",
    answer: ["<Port>", "<Port>1</Port><Ship>1</Ship><Port>"],
    wrong: [`${xml}.Port: there twice`, `${xml}.Ship: unknown member of DBClusterSnapshot`],
  },
  "a word for a truth value": {
    in: "form",
    answer: ["<StorageEncrypted>false", "<StorageEncrypted>no"],
    wrong: [`${xml}.StorageEncrypted: must be true or false, and is 'no'`],
  },
  "a result of another name": {
    in: "form",
    answer: ["CreateDBClusterSnapshotResult>", "Result>"],
    wrong: [
      "neptune:CreateDBClusterSnapshot answer: the root's elements: must be CreateDBClusterSnapshotResult, ResponseMetadata, and is Result, ResponseMetadata",
    ],
  },
  "an error with another status": {
    in: "form error",
    status: 400,
    wrong: [
      "neptune:DeleteDBClusterSnapshot answer: error DBClusterSnapshotNotFoundFault: its status is 404, not 400",
    ],
  },
  "an error of the wrong side": {
    in: "form error",
    answer: ["Sender", "Receiver"],
    wrong: [
      "neptune:DeleteDBClusterSnapshot answer: the error's type: must be Sender, and is Receiver",
    ],
  },
};

const kinds = ["json", "json error", "form", "form error"] as const;

function make(good: readonly Exchange[], mistake: Mistake): Exchange {
  const exchange = good[kinds.indexOf(mistake.in)];
  if (exchange === undefined) throw new Error("the talk has another number of exchanges");
  const { origin = exchange.answer.origin, status = exchange.answer.status } = mistake;
  const { userAgent = exchange.request.userAgent ?? "" } = mistake;
  return {
    request: {
      ...exchange.request,
      userAgent,
      body: changed(exchange.request.body, mistake.request),
    },
    answer: {
      ...exchange.answer,
      origin,
      status,
      body: changed(exchange.answer.body, mistake.answer),
    },
  };
}

function changed(text: string, change: readonly [string, string] | undefined): string {
  if (change === undefined) return text;
  expect(text).toContain(change[0]);
  return text.replaceAll(...change);
}

it("the validator finds nothing wrong with the answers of local AWS", async () => {
  const { code, lines } = await validate(await recordOf(talk));
  expect(lines).toEqual([
    "memorydb: 2 requests checked, 2 answers checked",
    "neptune: 2 requests checked, 2 answers checked",
    "4 exchanges, 0 skipped, 0 wrong",
  ]);
  expect(code).toBe(0);
});

it("the validator finds each of these mistakes, and names the operation and the member", async () => {
  const good = await recordOf(talk);
  const { code, wrong } = await validate(
    Object.values(mistakes).map((mistake) => make(good, mistake)),
  );
  const titles = Object.keys(mistakes);
  expect(Object.fromEntries(wrong.map((found, index) => [titles[index], found]))).toEqual(
    Object.fromEntries(titles.map((title) => [title, mistakes[title]?.wrong])),
  );
  expect(code).toBe(1);
});

it("the validator counts answers that it cannot judge as skipped, not as passed", async () => {
  const [first, ...others] = await recordOf(talk);
  if (first === undefined) throw new Error("nothing was recorded");
  const rumour = { ...first, answer: { ...first.answer, origin: "rumour" } };
  const { code, lines } = await validate([rumour, ...others]);
  expect(lines).toContain("memorydb: 1 requests checked, 1 answers checked");
  expect(lines).toContain("4 exchanges, 1 skipped, 0 wrong");
  expect(code).toBe(1);
});

it("the validator reports a service without records if every service must have records", async () => {
  const { code, lines } = await validate(await recordOf(talk), "--every-service");
  expect(lines).toContain("WRONG elasticache: no requests were recorded");
  expect(lines).not.toContain("WRONG neptune: no requests were recorded");
  expect(code).toBe(1);
});
