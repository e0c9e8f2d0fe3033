import { describe, expect, it } from "vitest";
import { noteOperation } from "../../src/aws/errors.js";
import { callOf } from "../../src/dynamic/hidden-inputs.js";
import { createVerb } from "../../src/kinds/kind.js";
import { Runtime } from "../../src/lifecycle/runtime.js";
import { Session } from "../../src/lifecycle/session.js";
import { parseInputs } from "../../src/state/inputs.js";
import { awsFailure } from "./aws-failures.js";
import { kindOf } from "./kind-examples.js";
import { ManualClock } from "./manual-clock.js";

const config = new Map([
  ["aws:region", "eu-west-2"],
  ["aws:accessKey", "AKIAEXAMPLE"],
  ["aws:secretKey", "secret"],
]);

function runtime(stack = config): Runtime {
  const made = new Runtime(new ManualClock());
  made.configure(stack);
  return made;
}

describe("a session", () => {
  const kind = kindOf("memorydb:SnapshotCopy");
  const call = callOf({});
  const props = { sourceSnapshotName: "orders-1", targetSnapshotName: "orders-dr" };
  const inputs = parseInputs(kind, props);
  const inIreland = parseInputs(kind, { ...props, region: "eu-west-1" });

  it("reports what was being done to what, where, why it failed, and what to do", async () => {
    const session = await Session.open(kind, runtime(), call, inIreland);
    const cause = awsFailure("SnapshotNotFoundFault", {
      text: "Snapshot orders-1 not found",
      requestId: "7f3c",
    });
    noteOperation(cause, "CopySnapshot");
    const error = session.error(createVerb(kind), cause);
    expect(error.message).toBe(
      'copying MemoryDB snapshot copy "orders-dr" in eu-west-1: SnapshotNotFoundFault: Snapshot orders-1 not found. Check sourceSnapshotName. The snapshot must be in this region and account. (request 7f3c)',
    );
    expect(error.cause).toBe(cause);
  });

  it("takes region and name from the ARN", async () => {
    const id = "arn:aws:memorydb:eu-central-1:111122223333:snapshot/orders-7";
    const session = await Session.open(kind, runtime(), call, inIreland, id);
    expect(session.subject).toBe('MemoryDB snapshot copy "orders-7" in eu-central-1');
  });

  it("is in the stack's region if the resource names none", async () => {
    const session = await Session.open(kind, runtime(), call, inputs);
    expect(session.subject).toBe('MemoryDB snapshot copy "orders-dr" in eu-west-2');
  });

  it("that cannot be opened reports for which resource, without credentials", async () => {
    const broken = runtime(new Map([...config, ["aws:endpoints", "{"]]));
    await expect(Session.open(kind, broken, call, inputs)).rejects.toThrow(
      'connecting for MemoryDB snapshot copy "orders-dr": reading the configuration: aws:endpoints is not valid JSON.',
    );
  });
});
