import { callKeys, inputKeys, noteKeys } from "../../src/abi/hidden-keys.js";
import { type DynamicProvider, KeptFailure } from "../../src/dynamic/provider.js";
import type { Kind } from "../../src/kinds/kind.js";
import { typeToken } from "../../src/plugin/tokens.js";
import { parseDuration } from "../../src/values/durations.js";
import { isRecord, type Props } from "../../src/values/json.js";
import { plain } from "../../src/values/plain.js";
import { type Difference, type Kept, PluginFailure, type PluginHost } from "./plugin-host.js";

// Plays the engine between the suites and the plugin. The suites speak of a resource as the dynamic host does: all facts
// beside its inputs are among its properties, under hidden keys. To the plugin the engine tells these facts beside the
// properties of a request, so they are taken out of what goes to the plugin and put back into what comes from it.

/** The inputs of the last answer about each resource, which the engine keeps and the suites do not pass on. */
export type KnownInputs = Map<string, Props>;

/** Returns the provider of a kind. `start` starts the process of the plugin with its configuration, at the first call. */
export function throughPlugin(
  kind: Kind,
  config: Readonly<Record<string, string>>,
  known: KnownInputs,
  start: (config: Props) => Promise<PluginHost>,
): DynamicProvider {
  let started: Promise<PluginHost> | undefined;
  const host = (props: Props): Promise<PluginHost> => {
    started ??= start({ ...ownConfig(config), ...organizationOf(props) });
    return started;
  };
  const before = (id: string, outs: Props): Kept => ({
    id,
    inputs: toPlugin({ ...known.get(id), ...optionsOf(outs) }),
    outs: { ...toPlugin(outs), ...notedUrn(kind, outs) },
  });
  const remember = <Found extends Kept>(found: Found): Found => {
    known.set(found.id, found.inputs);
    return found;
  };
  /** Returns what the engine keeps after a failure, under the keys of the suites. */
  const failing = (props: Props) => (error: unknown) => {
    if (error instanceof PluginFailure && error.kept !== undefined) {
      const { id, outs } = remember(error.kept);
      throw new KeptFailure(error.message, id, fromPlugin(outs, props));
    }
    throw error;
  };
  return {
    check: async (olds: Props, news: Props) => {
      const plugin = await host(news);
      const urn = urnOf(kind, news);
      const beside = { seed: newSeed() };
      const answer = await plugin.check(kind.name, urn, toPlugin(news), toPlugin(olds), beside);
      return {
        inputs: { ...withoutOptions(answer.inputs), ...hiddenOf(news) },
        failures: [...answer.failures],
      };
    },
    diff: async (id: string, olds: Props, news: Props) => {
      const plugin = await host(news);
      const urn = urnOf(kind, news);
      return asDynamic(await plugin.diff(kind.name, urn, before(id, olds), toPlugin(news)));
    },
    create: async (inputs: Props) => {
      const plugin = await host(inputs);
      const beside = { timeout: timeoutOf(inputs, "create") };
      const { id, outs } = await plugin
        .create(kind.name, urnOf(kind, inputs), toPlugin(inputs), beside)
        .then(remember, failing(inputs));
      return { id, outs: fromPlugin(outs, inputs) };
    },
    read: async (id: string, props: Props) => {
      const plugin = await host(props);
      const isLookup = props[callKeys.lookup] === true;
      // Without any inputs the read would be an import.
      const asked = isLookup ? { id, inputs: {} } : before(id, props);
      const found = await plugin.read(kind.name, urnOf(kind, props), asked);
      if (found === undefined) {
        return {};
      }
      const { inputs, outs } = remember(found);
      return {
        id,
        props: fromPlugin(outs, props),
        inputs: { ...withoutOptions(inputs), ...(isLookup ? {} : optionsOf(props)) },
      };
    },
    update: async (id: string, olds: Props, news: Props) => {
      const plugin = await host(news);
      const beside = { timeout: timeoutOf(news, "update") };
      const { outs } = await plugin
        .update(kind.name, urnOf(kind, news), before(id, olds), toPlugin(news), beside)
        .then(remember, failing(news));
      return { outs: fromPlugin(outs, news) };
    },
    delete: async (id: string, props: Props) => {
      const plugin = await host(props);
      const beside = { timeout: timeoutOf(props, "delete") };
      await plugin.delete(kind.name, urnOf(kind, props), before(id, props), beside);
    },
  };
}

let seeds = 0;

/** Returns another seed for each check, as the engine does unless it follows a plan. */
function newSeed(): string {
  seeds += 1;
  return `seed ${seeds}`;
}

/** Returns the URN by which the engine knows the resource: the same stack and name, and the plugin's type. */
function urnOf(kind: Kind, props: Props): string {
  const { [inputKeys.urn]: given = "urn:pulumi:prod::shop::any::orders" } = props;
  const [stack, project, , ...name] = String(given).split("::");
  return [stack, project, typeToken(kind.name), ...name].join("::");
}

/** Returns the configuration under the keys of the plugin's own namespace, with lists and maps as such. */
function ownConfig(config: Readonly<Record<string, string>>): Props {
  return Object.fromEntries(
    Object.entries(config).map(([key, value]) => [
      key.slice(key.indexOf(":") + 1),
      /^[[{]/.test(value) ? JSON.parse(value) : value,
    ]),
  );
}

function organizationOf({ [inputKeys.organization]: organization }: Props): Props {
  return organization === undefined ? {} : { organization };
}

/** Returns the limit of an operation in seconds, as the engine sends it. */
function timeoutOf({ [inputKeys.timeouts]: timeouts }: Props, operation: string): number {
  const duration = isRecord(timeouts) ? timeouts[operation] : undefined;
  return typeof duration === "string" ? (parseDuration(duration) ?? 0) : 0;
}

const notes: readonly string[] = Object.values(noteKeys);
const options: readonly string[] = Object.values(inputKeys);
const ofOneCall: readonly string[] = Object.values(callKeys);

const isHidden = (key: string) => key.startsWith("__");

function filtered(props: Props, wanted: (key: string) => boolean): Props {
  return Object.fromEntries(Object.entries(props).filter(([key]) => wanted(key)));
}

/** Returns the properties that the engine sends to the plugin: what a program gives, and the plugin's own notes. */
function toPlugin(props: Props): Props {
  const own = plain(filtered(props, (key) => !isHidden(key) || notes.includes(key)));
  const first = props[inputKeys.deleteBeforeReplace] === true;
  return { ...(isRecord(own) ? own : {}), ...(first && { deleteBeforeReplace: true }) };
}

/** Returns the URN that the plugin has noted among the outputs of a resource, by which it knows a renamed resource. */
function notedUrn(kind: Kind, outs: Props): Props {
  return outs[inputKeys.urn] === undefined ? {} : { [inputKeys.urn]: urnOf(kind, outs) };
}

/** Returns outputs of the plugin as the suites know them: with the kept facts of a call, and its type in the URN. */
function fromPlugin(outs: Props, asked: Props): Props {
  const { [inputKeys.urn]: noted } = outs;
  const { [inputKeys.urn]: given } = asked;
  const answer = { ...keptOf(asked), ...outs };
  if (typeof noted !== "string" || typeof given !== "string") {
    return answer;
  }
  const [stack, project, , ...name] = noted.split("::");
  return { ...answer, [inputKeys.urn]: [stack, project, given.split("::")[2], ...name].join("::") };
}

/** Returns inputs without those that stand for an option of the resource, and without the plugin's own. */
function withoutOptions({ deleteBeforeReplace: _, ...inputs }: Props): Props {
  return filtered(inputs, (key) => !isHidden(key));
}

function hiddenOf(props: Props): Props {
  return filtered(props, isHidden);
}

function optionsOf(props: Props): Props {
  return filtered(props, (key) => options.includes(key));
}

/** Returns the facts that the dynamic host keeps among the outputs, and the engine beside them. */
function keptOf(props: Props): Props {
  return filtered(
    props,
    (key) => isHidden(key) && !notes.includes(key) && !ofOneCall.includes(key),
  );
}

/** Returns a difference as the dynamic host tells it, which leaves a comparison of inputs to the engine. */
function asDynamic({ changes, replaces, detailed }: Difference) {
  if (changes === "none") {
    return { changes: false };
  }
  const isOfInputs = detailed?.some((change) => !change.endsWith(" of outputs")) === true;
  return isOfInputs
    ? { replaces: [...replaces] }
    : { changes: true, ...(replaces.length > 0 && { replaces: [...replaces] }) };
}
