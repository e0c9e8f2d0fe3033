import {
  CheckFailure,
  CheckResponse,
  DiffResponse,
  PropertyDiff,
} from "@pulumi/pulumi/proto/provider_pb.js";
import type { Struct } from "google-protobuf/google/protobuf/struct_pb.js";
import type { Problem } from "../preview/problem.js";
import { PartialFailure } from "../state/partial-failure.js";
import type { Props } from "../values/json.js";
import { ResourceKept } from "./failures.js";
import { outputSecrecy } from "./kept.js";
import type { PluginResource, ShownDifference } from "./resource.js";
import type { Secrecy } from "./secrecy.js";
import { sent } from "./wire.js";
import { inOurWords } from "./words.js";

/** Answers of a create or update with these inputs. */
export function answering(
  resource: PluginResource,
  inputs: Props,
  secrecy: ReadonlyMap<string, Secrecy>,
) {
  const ofOutputs = outputSecrecy(resource.kind, secrecy);
  return {
    sent: (outputs: Props) => sent(outputs, ofOutputs),
    rethrow: (error: unknown): never => {
      if (!(error instanceof PartialFailure)) {
        throw error;
      }
      const { id, outputs } = resource.made(error.id, error.stored);
      throw new ResourceKept(error, id, sent(outputs, ofOutputs), sent(inputs, secrecy));
    },
  };
}

/** The answer to a check: the inputs, and what is wrong with them. */
export function checkResponse(inputs: Struct, failures: readonly Problem[]): CheckResponse {
  const response = new CheckResponse();
  response.setInputs(inputs);
  response.setFailuresList(
    failures.map(({ property, reason }) => {
      const problem = new CheckFailure();
      problem.setProperty(property);
      problem.setReason(inOurWords(reason));
      return problem;
    }),
  );
  return response;
}

/** The answer to a diff. */
export function diffResponse(difference: ShownDifference): DiffResponse {
  const { DIFF_NONE, DIFF_SOME } = DiffResponse.DiffChanges;
  const { changes, replaces, properties, deletesFirst, stable } = difference;
  const response = new DiffResponse();
  response.setChanges(changes ? DIFF_SOME : DIFF_NONE);
  response.setReplacesList([...replaces]);
  response.setDeletebeforereplace(deletesFirst);
  response.setStablesList([...stable]);
  response.setHasdetaileddiff(properties.length > 0);
  for (const { path, change, replaces: isReason, isInput } of properties) {
    const property = new PropertyDiff();
    property.setKind(kindsOfChange[change][isReason ? "replacing" : "inPlace"]);
    property.setInputdiff(isInput);
    response.getDetaileddiffMap().set(path, property);
    response.addDiffs(path.split(/[.[]/)[0] ?? path);
  }
  return response;
}

const { Kind } = PropertyDiff;
const kindsOfChange = {
  add: { inPlace: Kind.ADD, replacing: Kind.ADD_REPLACE },
  delete: { inPlace: Kind.DELETE, replacing: Kind.DELETE_REPLACE },
  update: { inPlace: Kind.UPDATE, replacing: Kind.UPDATE_REPLACE },
} as const;
