import { Struct } from "google-protobuf/google/protobuf/struct_pb.js";
import {
  outputSignature,
  secretSignature,
  signatureKey,
  unknownText,
} from "../values/engine-values.js";
import { isRecord, type Props } from "../values/json.js";
import { plain } from "../values/plain.js";
import { nothing, type Secrecy, sealed } from "./secrecy.js";

/** Properties as the engine sent them: plain values, and which of them are secret. */
export interface Received {
  readonly props: Props;
  readonly secrecy: ReadonlyMap<string, Secrecy>;
}

/** Reads properties that the engine sent. A message without properties has none. */
export function received(struct: Struct | undefined): Received {
  const { value, secrecy } = opened(struct?.toJavaScript() ?? {});
  return {
    props: isRecord(value) ? value : {},
    secrecy: secrecy === undefined || secrecy === "all" ? nothing : secrecy,
  };
}

/**
 * Writes properties for the engine, which then marks the secret parts. Whatever a struct cannot hold is left out: an
 * error after AWS has acted would lose the resource.
 */
export function sent(props: Props, secrecy: ReadonlyMap<string, Secrecy> = nothing): Struct {
  return Struct.fromJavaScript({ ...plainProps(sealed(props, secrecy)) });
}

function plainProps(props: Props) {
  const clean = plain(props);
  return isRecord(clean) ? clean : {};
}

interface Opened {
  readonly value: unknown;
  readonly secrecy: Secrecy | undefined;
}

/** Takes the engine's marks off a value. A list with a secret item counts as secret: its items may change places. */
function opened(value: unknown): Opened {
  if (Array.isArray(value)) {
    const items = value.map(opened);
    const isSecret = items.some(({ secrecy }) => secrecy !== undefined);
    return { value: items.map((item) => item.value), secrecy: isSecret ? "all" : undefined };
  }
  if (!isRecord(value)) {
    return { value, secrecy: undefined };
  }
  const { [signatureKey]: signature, value: inner } = value;
  if (signature === secretSignature) {
    return { value: opened(inner).value, secrecy: "all" };
  }
  if (signature === outputSignature) {
    const { value: known, secrecy } = opened(inner ?? unknownText);
    return { value: known, secrecy: value["secret"] === true ? "all" : secrecy };
  }
  const members = Object.entries(value).map(([key, member]) => [key, opened(member)] as const);
  const secrets = members.flatMap(([key, { secrecy }]): [string, Secrecy][] =>
    secrecy === undefined ? [] : [[key, secrecy]],
  );
  return {
    value: Object.fromEntries(members.map(([key, member]) => [key, member.value])),
    secrecy: secrets.length === 0 ? undefined : new Map(secrets),
  };
}
