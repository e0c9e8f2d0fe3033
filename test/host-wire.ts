import { Struct } from "google-protobuf/google/protobuf/struct_pb.js";
import type { Props } from "../src/values/json.js";

/**
 * Returns properties after the way between the engine and Pulumi's host, which only passes on what fits a protobuf
 * struct.
 */
export function overTheWire(props: object): Props {
  const struct = Struct.fromJavaScript({ ...props });
  return { ...Struct.deserializeBinary(struct.serializeBinary()).toJavaScript() };
}
