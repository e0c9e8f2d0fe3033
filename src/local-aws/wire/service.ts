import type { Caller } from "./caller.js";
import type { Model } from "./model.js";
import type { Protocol } from "./protocol.js";

/** Carries out an operation: takes validated input, and returns output for the operation's output schema. */
export type Handler = (input: Record<string, unknown>, caller: Caller) => unknown;

/** One AWS service, as the server sees it. */
export interface Service {
  /** The name in records and faults, such as `memorydb`. */
  readonly name: string;
  readonly signingName: string;
  readonly protocol: Protocol;
  readonly model: Model;
  /** The error code for a request that lacks a required member. */
  readonly missingMember: string;
  /** Operations that need no signature, because a caller gets credentials from them. */
  readonly unsigned?: readonly string[];
  readonly operations: Readonly<Record<string, Handler>>;
}

/** The SDK's type of an input whose required members the schema has checked. */
export type Checked<Input> = {
  [Member in keyof Input]: object extends Pick<Input, Member>
    ? Input[Member]
    : NonNullable<Input[Member]>;
};

/** Gives a handler the SDK's types of its operation. */
export function handler<Input, Output>(
  run: (input: Checked<Input>, caller: Caller) => Output,
): Handler {
  // The server has checked the input against the schema that AWS generated `Input` from.
  return (input, caller) => run(input as Checked<Input>, caller);
}
