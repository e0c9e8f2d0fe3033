import { createHash } from "node:crypto";
import type { StackConfig } from "../aws/connection.js";
import { parseOwnSettings } from "../aws/own-settings.js";
import { parseSettings } from "../aws/settings.js";
import { settingsKeys } from "../aws/settings-keys.js";
import { nearest } from "../preview/arguments.js";
import type { Problem } from "../preview/problem.js";
import { isUnknown } from "../values/engine-values.js";
import type { Props } from "../values/json.js";
import { packageName } from "./tokens.js";
import { inOurWords } from "./words.js";

/** Returns the configuration of a provider in the form in which the lifecycle reads that of a stack. */
export function asStackConfig(args: Props): StackConfig {
  return { get: (key) => textOf(args[key.slice(key.indexOf(":") + 1)]) };
}

/** A value as text. Pulumi passes structured values as JSON, except in some languages. */
function textOf(value: unknown): string | undefined {
  return value === undefined || value === null || typeof value === "string"
    ? (value ?? undefined)
    : JSON.stringify(value);
}

/** Keys of this package's own settings. */
const ownKeys = ["markUnfinishedCreates", "copiesAtOnce", "organization"];

/** Keys that the engine adds. */
const ofEngine = ["version", "pluginDownloadURL"];

/** Keys that only make sense together. */
const credentials = ["accessKey", "secretKey", "token"];

const knownKeys = [...Object.keys(settingsKeys), ...ownKeys];

/** Returns what is wrong with the configuration of a provider, a problem for each key. */
export function configurationProblems(news: Props): Problem[] {
  const keys = Object.keys(news).filter((key) => !ofEngine.includes(key) && !key.startsWith("__"));
  return keys.flatMap((property) => {
    const reason = knownKeys.includes(property) ? problemOf(property, news) : unknownKey(property);
    return reason === undefined ? [] : [{ property, reason }];
  });
}

function unknownKey(key: string): string {
  const meant = nearest(key, knownKeys);
  const hint = meant === undefined ? "" : `; did you mean ${meant}?`;
  return `is not a setting of ${packageName}${hint}`;
}

/** Returns what is wrong with the value of a key, if anything. A value that is not known yet may turn out to be right. */
function problemOf(key: string, news: Props): string | undefined {
  const with_ = credentials.includes(key) ? credentials : [key];
  const alone = Object.fromEntries(with_.map((each) => [each, news[each]]));
  if (isUnknown(alone)) {
    return undefined;
  }
  const config = asStackConfig(alone);
  try {
    parseSettings({
      get: (each) => config.get(`aws:${each}`),
      nameOf: (each) => each,
      holdsCredentials: true,
    });
    parseOwnSettings((each) => config.get(each));
    return undefined;
  } catch (error) {
    const text = error instanceof Error ? error.message : String(error);
    return inOurWords(text)
      .replace(/^reading the configuration: /, "")
      .replace(`${packageName}:`, "")
      .replace(`${key} `, "");
  }
}

/** The settings that decide which caller AWS sees. Other secrets of the same access key belong to the same account. */
const callerKeys = [
  "accessKey",
  "profile",
  "assumeRoles",
  "assumeRoleWithWebIdentity",
  "sharedConfigFiles",
  "sharedCredentialsFiles",
  "endpoints",
];

/** Returns a text that changes with the settings that decide which caller AWS sees. Nothing can be read from it. */
export function callerOf(config: Props): string {
  const settings = callerKeys.map((key) => textOf(config[key]) ?? null);
  return createHash("sha256").update(JSON.stringify(settings)).digest("hex").slice(0, 16);
}
