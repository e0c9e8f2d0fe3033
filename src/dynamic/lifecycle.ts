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
  return {
    check: async (olds: Props, news: Props) => {
      known.hold(kind, olds);
      return check(kind, await surroundings(kind, runtime, news), olds, news);
    },

    diff: async (id: string, olds: Props, news: Props): Promise<dynamic.DiffResult> => {
      known.held.add(id);
      // One that was imported need not say its region: the ARN does.
      const outs = { region: parseArn(id)?.region, ...olds };
      return diff(kind, outs, news, await otherAccount(runtime, id, olds, news));
    },

    create: async (inputs: Props) =>
      create(kind, runtime, known, inputs).finally(() => endProgress(inputs["__urn"])),

    read: async (id: string, props: Props) => {
      known.held.add(id);
      return read(kind, runtime, id, props);
    },

    update: async (id: string, olds: Props, news: Props) => {
      known.held.add(id);
      const updated = update(kind, runtime, id, olds, news);
      return { outs: await updated.finally(() => endProgress(news["__urn"])) };
    },

    delete: async (id: string, props: Props) => {
      if (known.made.has(id)) {
        return;
      }
      await remove(kind, runtime, id, props).finally(() => endProgress(props["__urn"]));
    },
  };
}
