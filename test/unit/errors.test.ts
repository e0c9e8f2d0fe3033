import { SnapshotNotFoundFault } from "@aws-sdk/client-memorydb";
import { fromIni } from "@aws-sdk/credential-providers";
import { describe, expect, it } from "vitest";
import { awsError, causeOf, hasCode, isPassing, noteOperation } from "../../src/aws/errors.js";
import { storedOf } from "../../src/dynamic/hidden-inputs.js";
import { PartialFailure } from "../../src/state/partial-failure.js";
import { awsFailure, lostConnection } from "./aws-failures.js";

describe("the cause of a failure", () => {
  it("consists of AWS's code, AWS's message and the request", () => {
    const error = awsFailure("InvalidParameterValueException", {
      text: "SnapshotName is not valid",
      requestId: "7f3c-1",
    });
    expect(causeOf(error)).toBe(
      "InvalidParameterValueException: SnapshotName is not valid. (request 7f3c-1)",
    );
  });

  it("does not reveal a pre-signed URL if AWS quotes the request", () => {
    const url = "https://rds/?X-Amz-Credential=AKIA1%2Fx&X-Amz-Signature=abc123&X-Amz-Date=2026";
    const shown = "X-Amz-Credential=hidden&X-Amz-Signature=hidden&X-Amz-Date=2026";
    expect(causeOf(awsFailure("InvalidParameterValue", { text: `Bad ${url}` }))).toContain(shown);
    expect(causeOf(new Error(`fetching ${url}`))).toContain(shown);
  });

  it("comes with advice if the code is known, with or without the ending of the code", () => {
    const advice = { actions: "memorydb", advice: { ClusterNotFound: "Check clusterName." } };
    for (const code of ["ClusterNotFound", "ClusterNotFoundFault", "ClusterNotFoundException"]) {
      expect(causeOf(awsFailure(code, { text: "No such cluster." }), advice)).toBe(
        `${code}: No such cluster. Check clusterName.`,
      );
    }
  });

  it("is found by the code on the wire too", () => {
    const error = awsFailure("DBInstanceNotFoundFault", { wireCode: "DBInstanceNotFound" });
    const other = awsFailure("ServiceError", { wireCode: "ClusterNotFoundFault", text: "No" });
    expect(awsError(error)?.codes).toEqual(["DBInstanceNotFound", "DBInstanceNotFound"]);
    expect(causeOf(other, { actions: "memorydb", advice: { ClusterNotFound: "Check it." } })).toBe(
      "ServiceError: No. Check it.",
    );
  });

  it("comes with the advice of the service rather than that for all services", () => {
    const error = awsFailure("AccessDeniedException", { text: "You may not!" });
    expect(causeOf(error)).toBe(
      "AccessDeniedException: You may not! Allow the caller this action, or use a profile or role that has this permission.",
    );
    expect(causeOf(error, { actions: "memorydb", advice: { AccessDenied: "Ask Anna." } })).toBe(
      "AccessDeniedException: You may not! Ask Anna.",
    );
  });

  it("names the action that AWS names if that is another one, as for the tags of a new snapshot", () => {
    const text = "User: arn:x is not authorized to perform: memorydb:TagResource on resource: y";
    const error = awsFailure("AccessDeniedException", { text });
    expect(causeOf(error, { actions: "memorydb", advice: {} })).toContain(
      "Allow the caller memorydb:TagResource, or use",
    );
  });

  it("names the configuration key that does without the creating tag if tagging in a create is denied", () => {
    const denied = (action: string, operation: string) => {
      const text = `User: arn:x is not authorized to perform: ${action} on resource: y`;
      const error = awsFailure("AccessDeniedException", { text });
      noteOperation(error, operation);
      return causeOf(error, { actions: action.replace(/:.*/, ""), advice: {} });
    };
    const key = "`pulumi config set pulumi-aws-snapshots:markUnfinishedCreates false`";
    expect(denied("memorydb:TagResource", "CreateSnapshot")).toContain(key);
    expect(denied("rds:AddTagsToResource", "CopyDBClusterSnapshot")).toContain(key);
    expect(denied("memorydb:TagResource", "TagResource")).not.toContain(key);
    expect(denied("memorydb:CreateSnapshot", "CreateSnapshot")).not.toContain(key);
  });

  it.each(["SELF_SIGNED_CERT_IN_CHAIN", "UNABLE_TO_GET_ISSUER_CERT_LOCALLY"])(
    "says what to set if a certificate is not trusted: %s",
    (code) => {
      const error = Object.assign(new Error("self-signed certificate in certificate chain"), {
        code,
        $metadata: { attempts: 1 },
      });
      expect(causeOf(error)).toBe(
        `Error: self-signed certificate in certificate chain. (${code}) The server's certificate is not trusted, for example because a proxy inspects the traffic. Set aws:customCaBundle or AWS_CA_BUNDLE to a file with the certificate of its authority.`,
      );
    },
  );

  it.each([
    "AccessDenied",
    "AccessDeniedException",
    "ExpiredTokenException",
    "InvalidClientTokenId",
    "SnapshotAlreadyExistsFault",
    "SnapshotQuotaExceededFault",
    "TagQuotaPerResourceExceeded",
    "UnrecognizedClientException",
  ])("comes with advice for %s in every service", (code) => {
    expect(causeOf(awsFailure(code, { text: "No" }))).toMatch(/^\w+: No\. [A-Z].{20,}\.$/);
  });

  it("comes with advice if there are no credentials", async () => {
    const files = { configFilepath: "/nonexistent", filepath: "/nonexistent" };
    const error: unknown = await fromIni({ profile: "nobody", ...files })().catch(
      (thrown) => thrown,
    );
    expect(causeOf(error)).toMatch(/nobody.*\. Log in, or set a profile or credentials/);
    expect(isPassing(error)).toBe(false);
  });

  it.each([
    [new Error("it broke"), "it broke."],
    [new Error("it broke."), "it broke."],
    [new Error("did it break?  "), "did it break?"],
    ["a text", "a text."],
    [undefined, "undefined."],
  ])("is a sentence for anything else that is thrown: %j", (thrown, sentence) => {
    expect(causeOf(thrown)).toBe(sentence);
  });
});

describe("an AWS error code", () => {
  it.each([
    ["SnapshotNotFound", "SnapshotNotFoundFault"],
    ["SnapshotNotFoundFault", "SnapshotNotFound"],
    ["ValidationException", "Validation"],
    ["SnapshotNotFoundFault", "SnapshotNotFoundFault"],
  ])("%s is known as %s", (code, asked) => {
    expect(hasCode(awsFailure(code), ["Other", asked])).toBe(true);
  });

  it("is not read from strings or from errors of others", () => {
    expect(
      hasCode(awsFailure("Other", { text: "SnapshotNotFoundFault" }), ["SnapshotNotFound"]),
    ).toBe(false);
    const foreign = Object.assign(new Error("x"), { name: "SnapshotNotFoundFault" });
    for (const thrown of [foreign, "SnapshotNotFoundFault", undefined, null, { name: "x" }]) {
      expect(hasCode(thrown, ["SnapshotNotFoundFault"])).toBe(false);
    }
  });

  it("does not match a longer code", () => {
    expect(hasCode(awsFailure("SnapshotNotFoundFaultOrSo"), ["SnapshotNotFound"])).toBe(false);
    expect(hasCode(awsFailure("DBSnapshotNotFound"), ["SnapshotNotFound"])).toBe(false);
    expect(hasCode(awsFailure("SnapshotNotFound"), [])).toBe(false);
  });

  it("is read together with everything else that AWS says", () => {
    const fault = new SnapshotNotFoundFault({
      message: "gone",
      $metadata: { httpStatusCode: 404, requestId: "r-1" },
    });
    expect(awsError(fault)).toMatchObject({
      code: "SnapshotNotFoundFault",
      text: "gone",
      requestId: "r-1",
      status: 404,
    });
  });
});

it("a code that is the name of an object's own member gets no advice", () => {
  for (const code of ["constructor", "toString", "__proto__"]) {
    expect(causeOf(awsFailure(code), { actions: "memorydb", advice: {} })).toBe(`${code}: No.`);
  }
});

describe("a passing error", () => {
  it.each([
    "APICallRateForCustomerExceededFault",
    "PriorRequestNotComplete",
    "RequestLimitExceeded",
    "RequestThrottledException",
    "SlowDown",
    "ThrottledException",
    "Throttling",
    "ThrottlingException",
    "TooManyRequestsException",
  ])("includes the throttling %s, whatever its status", (code) => {
    expect(isPassing(awsFailure(code, { status: 400 }))).toBe(true);
  });

  it.each([429, 500, 502, 503, 504])("includes an answer with status %d", (status) => {
    expect(isPassing(awsFailure("Unknown", { status }))).toBe(true);
  });

  it.each([
    "EAI_AGAIN",
    "ECONNREFUSED",
    "ECONNRESET",
    "EHOSTUNREACH",
    "ENETUNREACH",
    "ENOTFOUND",
    "EPIPE",
    "ETIMEDOUT",
  ])("includes a connection that ended with %s", (code) => {
    expect(isPassing(lostConnection(code))).toBe(true);
  });

  it("includes an answer that never came or could not be read", () => {
    expect(isPassing(Object.assign(new Error("too late"), { name: "TimeoutError" }))).toBe(true);
    const cut = Object.assign(new SyntaxError("Unexpected end of JSON input"), {
      $metadata: { httpStatusCode: 200 },
    });
    expect(isPassing(cut)).toBe(true);
  });

  it.each([
    "AccessDeniedException",
    "ExpiredTokenException",
    "InvalidClusterStateFault",
    "InvalidParameterValueException",
    "SnapshotAlreadyExistsFault",
    "SnapshotNotFoundFault",
    "SnapshotQuotaExceededFault",
    "TagQuotaPerResourceExceeded",
  ])("does not include %s", (code) => {
    expect(isPassing(awsFailure(code, { status: 400 }))).toBe(false);
  });

  it("does not include a mistake of our own", () => {
    for (const thrown of [
      new TypeError("x is not a function"),
      new Error("ECONNRESET"),
      "x",
      null,
    ]) {
      expect(isPassing(thrown)).toBe(false);
    }
  });
});

it("a failure after AWS accepted the create keeps the id, the state and the cause", () => {
  const cause = new Error("why");
  const stored = storedOf({ a: 1 });
  const failure = new PartialFailure("half done", "arn:x", stored, { cause });
  expect(failure).toBeInstanceOf(Error);
  expect(failure).toMatchObject({
    message: "half done",
    id: "arn:x",
    stored: { props: { a: 1 } },
    cause,
  });
});
