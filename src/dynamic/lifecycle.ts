import type { dynamic } from "@pulumi/pulumi";
import type { Provider } from "./boundary.js";
import { check } from "./check.js";
import { create, Known } from "./create.js";
import { diff } from "./diff.js";
import type { Kind, Props } from "./kind.js";
import { parseArn } from "./names.js";
import { endProgress } from "./progress.js";
import { read } from "./read.js";
import { remove } from "./remove.js";
import type { Runtime } from "./runtime.js";
import { otherAccount, surroundings } from "./surroundings.js";
import { update } from "./update.js";

/** The lifecycle of a kind: what the engine asks of a provider, in terms of what the kind says about itself. */
export function lifecycle<Client, Remote>(kind: Kind<Client, Remote>, runtime: Runtime): Provider {
  const known = new Known();
  const { guard } = runtime;
  return {
    check: async (olds: Props, news: Props) => {
      known.hold(kind, olds);
      guard.learn(olds, news);
      return check(kind, await surroundings(kind, runtime, news), olds, news);
    },

    diff: async (id: string, olds: Props, news: Props): Promise<dynamic.DiffResult> => {
      known.held.add(id);
      guard.see(kind, id, olds, news);
      // One that was imported need not say its region: the ARN does.
      const outs = { region: parseArn(id)?.region, ...olds };
      return diff(kind, outs, news, await otherAccount(runtime, id, olds, news));
    },

    create: async (inputs: Props) => {
      const backup = guard.expect(kind, inputs);
      const created = guard.follow(backup, create(kind, runtime, known, inputs, backup));
      return created.finally(() => endProgress(inputs["__urn"]));
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
      return updated.finally(() => endProgress(news["__urn"]));
    },

    delete: async (id: string, props: Props) => {
      if (known.made.has(id)) {
        return;
      }
      await remove(kind, runtime, id, props).finally(() => endProgress(props["__urn"]));
      guard.deleted(id);
    },
  };
}
