import type { dynamic } from "@pulumi/pulumi";
import type { Kind } from "../kinds/kind.js";
import { check } from "../preview/check.js";
import { otherAccount, surroundings } from "../preview/context.js";
import { diff } from "../preview/diff.js";
import { isLost } from "../state/state.js";
import { parseArn } from "../values/arn.js";
import type { Props } from "../values/json.js";
import { create } from "./create.js";
import { remove } from "./delete.js";
import { Guard } from "./guard.js";
import { Known } from "./known.js";
import type { Provider } from "./provider.js";
import { read } from "./read.js";
import type { Runtime } from "./runtime.js";
import { update } from "./update.js";

/** The lifecycle of a kind: what the engine asks of a provider, in terms of what the kind says about itself. */
export function lifecycle<Client, Remote>(kind: Kind<Client, Remote>, runtime: Runtime): Provider {
  const known = new Known(runtime.claims);
  const { claims, rows } = runtime;
  const guard = Guard.of(runtime);
  return {
    check: async (olds: Props, news: Props) => {
      known.hold(kind, olds);
      guard.learn(olds, news);
      const checked = check(kind, await surroundings(kind, runtime, news), olds, news);
      return weighed(kind, runtime, olds, checked);
    },

    diff: async (id: string, olds: Props, news: Props): Promise<dynamic.DiffResult> => {
      known.held.add(id);
      guard.see(kind, id, olds, news);
      // One that was imported need not say its region: the ARN does.
      const outs = { region: parseArn(id)?.region, ...olds };
      const elsewhere = await otherAccount(runtime, id, olds, news);
      claims.compared(news["__urn"], id, isLost(kind, outs) || elsewhere !== undefined);
      return diff(kind, outs, news, elsewhere);
    },

    create: async (inputs: Props) => {
      const backup = guard.expect(kind, inputs);
      const created = guard.follow(backup, create(kind, runtime, known, inputs, backup));
      return created.finally(() => rows.end(inputs["__urn"]));
    },

    read: async (id: string, props: Props) => {
      known.held.add(id);
      return read(kind, runtime, id, props);
    },

    update: async (id: string, olds: Props, news: Props) => {
      known.held.add(id);
      const backup = guard.see(kind, id, olds, news);
      const outs = update(kind, runtime, id, olds, news);
      const updated = guard.follow(
        backup,
        outs.then((outs) => ({ outs })),
      );
      return updated.finally(() => rows.end(news["__urn"]));
    },

    delete: async (id: string, props: Props) => {
      if (known.made.has(id)) {
        return;
      }
      await remove(kind, runtime, id, props).finally(() => rows.end(props["__urn"]));
      guard.deleted(id);
    },
  };
}

/** What check has found, and what is to be said of the name beside other names of the stack. */
function weighed(
  kind: Kind,
  { claims, rows }: Runtime,
  olds: Props,
  { inputs, failures = [] }: dynamic.CheckResult,
): dynamic.CheckResult {
  const { problem, warning } = failures.length === 0 ? claims.weigh(kind, olds, inputs) : {};
  if (warning !== undefined) {
    rows.of(inputs.__urn).warn(`${kind.naming.input}: ${warning}.`);
  }
  const found = problem === undefined ? [] : [{ property: kind.naming.input, reason: problem }];
  return { inputs, failures: [...failures, ...found] };
}
