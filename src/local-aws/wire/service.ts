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

/** The call of an operation, as the SDK's client declares it. */
interface Call<Input, Output> {
  (args: Input, options?: never): Promise<Output>;
  (args: Input, callback: never): void;
  (args: Input, options: never, callback: never): void;
}

/** The operations of the SDK's client for a service, by name, with the SDK's types of input and output. */
type Operations<Client> = {
  [Method in keyof Client as Capitalize<Method & string>]?: Client[Method] extends Call<
    infer Input,
    infer Output
  >
    ? (input: Checked<Input>, caller: Caller) => Omit<Output, "$metadata">
    : never;
};

/** Gives handlers the SDK's types of their operations. */
export function handlers<Client>(operations: Operations<Client>): Record<string, Handler> {
  // The server has checked the input against the schema that AWS generated the types from.
  return operations as Record<string, Handler>;
}
