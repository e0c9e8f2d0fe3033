import type { Kind } from "../kinds/kind.js";
import { type Checked, check } from "../preview/check.js";
import { otherAccount, surroundings } from "../preview/context.js";
import { diff } from "../preview/diff.js";
import type { Call } from "../state/call.js";
import { isExport } from "../state/export.js";
import { parseInputs } from "../state/inputs.js";
import { isLost } from "../state/state.js";
import type { Stored } from "../state/stored.js";
import { parseArn } from "../values/arn.js";
import type { Props } from "../values/json.js";
import { Known } from "./keeping/known.js";
import type { Life } from "./life.js";
import { livesOf } from "./lives.js";
import type { Provider } from "./provider.js";
import type { Runtime } from "./runtime.js";

/** Returns the lifecycle of a kind: the answers to everything that an engine asks a provider about its resources. */
export function lifecycle<Client, Remote>(kind: Kind<Client, Remote>, runtime: Runtime): Provider {
  const known = new Known();
  const { claims, guard, rows } = runtime;
  const lives = livesOf(kind, runtime, known);
  const lifeOf = (props: Props, id?: string): Life =>
    isExport(kind, props, id) ? lives.export : lives.snapshot;
  return {
    check: async (call, before, news) => {
      known.hold(kind, before.props);
      guard.learn(before, call);
      const around = await surroundings(kind, runtime, call, news);
      const checked = check(kind, around, call, before, news);
      return withNameConflicts(kind, runtime, call, before, checked);
    },

    diff: async (call, id, before, news) => {
      known.held.add(id);
      guard.see(kind, lifeOf(before.props, id), id, before, call);
      // The state of an imported resource may lack the region. Its ARN contains the region.
      const placed = { ...before, props: { region: parseArn(id)?.region, ...before.props } };
      const elsewhere = await otherAccount(runtime, id, before, call, news);
      claims.compared(call.urn, id, isLost(kind, placed.props) || elsewhere !== undefined);
      return diff(kind, placed, call, news, elsewhere);
    },

    create: async (call, inputs) => {
      const life = lifeOf(inputs);
      const backup = guard.expect(kind, life, call, inputs);
      const created = life.create(call, parseInputs(kind, inputs), (id, props) => {
        known.made.add(id);
        backup.props = props;
        guard.accepted(backup, id);
        claims.holds(call.urn, id);
      });
      try {
        const stored = created.then((made) => made.stored);
        return { stored: await guard.follow(backup, stored), id: (await created).id };
      } finally {
        rows.end(call.urn);
      }
    },

    read: async (call, id, before) => {
      known.held.add(id);
      return lifeOf(before.props, id).read(call, id, before);
    },

    update: async (call, id, before, news) => {
      known.held.add(id);
      const life = lifeOf(before.props, id);
      const backup = guard.see(kind, life, id, before, call);
      const updated = life.update(call, id, before, parseInputs(kind, news));
      return guard.follow(backup, updated).finally(() => rows.end(call.urn));
    },

    delete: async (call, id, before) => {
      if (known.made.has(id)) {
        return;
      }
      const { delete: remove } = lifeOf(before.props, id);
      await remove(call, id, before).finally(() => rows.end(call.urn));
      guard.deleted(id);
    },
  };
}

/** Returns the result of check, with the conflict of its name with other names of the stack. Warns of possible conflicts. */
function withNameConflicts(
  kind: Kind,
  { claims, rows }: Runtime,
  call: Call,
  before: Stored,
  { inputs, failures }: Checked,
): Checked {
  const { problem, warning } =
    failures.length === 0 ? claims.weigh(kind, call, before, inputs) : {};
  if (warning !== undefined) {
    rows.of(call.urn).warn(`${kind.naming.input}: ${warning}.`);
  }
  const found = problem === undefined ? [] : [{ property: kind.naming.input, reason: problem }];
  return { inputs, failures: [...failures, ...found] };
}
