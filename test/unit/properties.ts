import {
  callOf,
  hidden,
  hiddenInputsOf,
  propsOf,
  storedOf,
  visible,
} from "../../src/dynamic/hidden-inputs.js";
import type { Kind } from "../../src/kinds/kind.js";
import { type Checked, check as checkInputs } from "../../src/preview/check.js";
import type { Surroundings } from "../../src/preview/context.js";
import { diff as compare, type Difference } from "../../src/preview/diff.js";
import { isExport } from "../../src/state/export.js";
import * as state from "../../src/state/state.js";
import type { Props } from "../../src/values/json.js";

// Check, diff and the state with the properties in the engine's state, including the hidden ones.

export function check(kind: Kind, around: Surroundings, olds: Props, news: Props): Checked {
  const checked = checkInputs(kind, around, callOf(news), storedOf(olds), visible(news));
  return { ...checked, inputs: { ...checked.inputs, ...hidden(news) } };
}

export function diff(
  kind: Kind,
  outs: Props,
  news: Props,
  otherAccount: string | undefined,
): Difference {
  return compare(kind, storedOf(outs), callOf(news), visible(news), otherAccount);
}

export function outputsOf<Remote>(
  kind: Kind<unknown, Remote>,
  inputs: Props,
  remote: Remote | undefined,
  status?: string,
): Props {
  return propsOf(state.outputsOf(kind, callOf(inputs), visible(inputs), remote, status));
}

export function carriedOver(kind: Kind, outs: Props, news: Props): Props {
  if (isExport(kind, news)) {
    return propsOf(
      state.outputsOf(kind, callOf(news), visible(news), undefined, state.lastStatus(outs)),
    );
  }
  return propsOf(state.carriedOver(kind, storedOf(outs), callOf(news), visible(news)));
}

export function inputsBehind(kind: Kind, outs: Props): Props {
  return { ...state.inputsBehind(kind, storedOf(outs)), ...hiddenInputsOf(outs) };
}
