import type { AssumeRoleCommandInput } from "@aws-sdk/client-sts";
import { parseDuration } from "../values/durations.js";
import { type Given, given } from "../values/json.js";
import type { ConfigValue } from "./config-value.js";

/** A role to assume, in the form of STS. */
export type Role = Given<AssumeRoleCommandInput> & { RoleArn: string; RoleSessionName: string };

/** A role that is assumed with a token instead of credentials: the token itself, or the file that contains it. */
export interface WebIdentity {
  readonly role: Role;
  readonly token: string | undefined;
  readonly tokenFile: string | undefined;
}

/** Returns a role of which only the ARN is given. */
export function plainRole(arn: string): Role {
  return { RoleArn: arn, RoleSessionName: "pulumi-aws-snapshots" };
}

const common = ["duration", "policy", "policyArns", "roleArn", "sessionName"];

/** Reads a role. */
export function parseRole(value: ConfigValue): Role {
  onlyFields(value, [...common, "externalId", "sourceIdentity", "tags", "transitiveTagKeys"]);
  const tags = Object.entries(value.field("tags").map());
  return given({
    ...commonFields(value),
    ExternalId: value.field("externalId").text(),
    SourceIdentity: value.field("sourceIdentity").text(),
    Tags: orAbsent(tags.map(([Key, Value]) => ({ Key, Value }))),
    TransitiveTagKeys: orAbsent(value.field("transitiveTagKeys").texts()),
  });
}

/** Reads a role that is assumed with a token. */
export function parseWebIdentity(value: ConfigValue): WebIdentity | undefined {
  if (!value.given) {
    return undefined;
  }
  onlyFields(value, [...common, "webIdentityToken", "webIdentityTokenFile"]);
  const token = value.field("webIdentityToken").text();
  const tokenFile = value.field("webIdentityTokenFile").text();
  if ((token === undefined) === (tokenFile === undefined)) {
    value.fail("must have either webIdentityToken or webIdentityTokenFile");
  }
  return { role: commonFields(value), token, tokenFile };
}

function commonFields(value: ConfigValue): Role {
  const role = plainRole(value.field("roleArn").required());
  return given({
    ...role,
    RoleSessionName: value.field("sessionName").text() ?? role.RoleSessionName,
    DurationSeconds: sessionSeconds(value.field("duration")),
    Policy: value.field("policy").text(),
    PolicyArns: orAbsent(
      value
        .field("policyArns")
        .texts()
        .map((arn) => ({ arn })),
    ),
  });
}

function sessionSeconds(value: ConfigValue): number | undefined {
  const text = value.text();
  if (text === undefined) {
    return undefined;
  }
  const seconds = parseDuration(text);
  return seconds !== undefined && seconds >= 15 * 60 && seconds <= 12 * 3600
    ? Math.round(seconds)
    : value.fail("must be a duration from 15m to 12h, for example 1h30m");
}

// Every field of a role decides who the caller becomes or what the caller may do, so none is ignored.
function onlyFields(value: ConfigValue, names: readonly string[]): void {
  for (const [name, field] of value.fields()) {
    if (field.given && !names.includes(name) && !name.startsWith("__")) {
      field.fail(`is unknown. The fields of a role are ${names.join(", ")}`);
    }
  }
}

function orAbsent<Item>(list: Item[]): Item[] | undefined {
  return list.length === 0 ? undefined : list;
}
