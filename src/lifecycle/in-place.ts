import type { Kind, SettingValue } from "../kinds/kind.js";
import { PartialFailure } from "../state/partial-failure.js";
import { noted } from "../state/stored.js";
import { equal, type Props } from "../values/json.js";
import { patience } from "../waiting/retry.js";
import type { Session } from "./session.js";

/** Returns the settings among some properties: the inputs that change in place by a call of their own. */
export function settingsOf(kind: Kind, props: Props): Props {
  return Object.fromEntries(Object.keys(kind.settings ?? {}).map((key) => [key, props[key]]));
}

/**
 * Returns the settings that are known to be in AWS right after the create call: those sent with the call. An adopted
 * snapshot may have other settings, so its unsent list settings start as [] and are compared with AWS.
 */
export function settingsAtCreate(kind: Kind, inputs: Props, isAdopted: boolean): Props {
  return Object.fromEntries(
    Object.entries(kind.settings ?? {}).map(([key, { atCreate }]) => [
      key,
      atCreate ? inputs[key] : isAdopted ? [] : undefined,
    ]),
  );
}

/**
 * Writes the wanted settings that AWS does not have yet, and returns AWS's last answer about the resource. A setting that
 * the program never gave is left alone. A failure keeps the settings that were known before.
 */
export async function applySettings<Client, Remote>(
  session: Session<Client, Remote>,
  id: string,
  remote: Remote,
  before: Props,
): Promise<Remote> {
  const { kind, client } = session;
  const { props } = session.inputs;
  const known = { ...before };
  let latest = remote;
  for (const [key, setting] of Object.entries(kind.settings ?? {})) {
    if (props[key] === undefined && before[key] === undefined && !setting.atCreate) {
      continue;
    }
    const wanted = settingValue(props[key]);
    try {
      const had = await session.untilTouchable(patience, () => setting.read(client, latest));
      if (!equal(settingValue(had), wanted)) {
        session.progress.show(`setting ${key}`);
        latest =
          (await session.untilTouchable(patience, () =>
            setting.write(client, latest, wanted, had),
          )) ?? latest;
      }
    } catch (error) {
      // AWS may have written the setting, and only its answer was lost. So the next update compares, whatever the program
      // wants by then.
      const had = known[key] ?? (setting.atCreate ? undefined : []);
      const stored = session.stored({ ...props, ...known, [key]: had }, latest);
      throw new PartialFailure(
        session.sentence(`setting ${key} of`, error),
        id,
        noted(stored, { inDoubt: true }),
        { cause: error },
      );
    }
    known[key] = props[key];
  }
  return latest;
}

/** Returns the value of a setting, in one form for inputs and answers: an empty list counts as absent. */
function settingValue(value: unknown): SettingValue {
  if (Array.isArray(value)) {
    const texts = value.filter((item) => typeof item === "string");
    return texts.length === 0 ? undefined : texts;
  }
  return typeof value === "number" ? value : undefined;
}
