import { randomBytes } from "node:crypto";
import * as client from "@aws-sdk/client-sts";
import { AwsError } from "../wire/aws-error.js";
import { type Caller, temporaryKeyOf } from "../wire/caller.js";
import { modelOf } from "../wire/model.js";
import { queryProtocol } from "../wire/query-protocol.js";
import type { SecretKeys } from "../wire/secret-keys.js";
import { handlers, type Service } from "../wire/service.js";

const ROLE_ARN = /^arn:aws[\w-]*:iam::(\d{12}):role\/(?:[\x21-\x7e]*\/)?([\w+=,.@-]{1,64})$/;

/** The members that both ways of assuming a role have in common. */
interface RoleRequest {
  readonly RoleArn: string;
  readonly RoleSessionName: string;
  readonly DurationSeconds?: number | undefined;
}

/** STS: reports the caller's identity, and lets a caller assume any role of any account. */
export function stsService(keys: SecretKeys): Service {
  const sessions = new Map<string, { readonly arn: string; readonly userId: string }>();

  /** Returns a session of the role, for any caller. */
  function assume({ RoleArn, RoleSessionName, DurationSeconds = 3600 }: RoleRequest) {
    const [, account, role] = ROLE_ARN.exec(RoleArn) ?? [];
    if (account === undefined || role === undefined) {
      throw invalid(`${RoleArn} is not the ARN of a role.`);
    }
    if (!/^[\w+=,.@-]{2,64}$/.test(RoleSessionName)) {
      throw invalid(
        `"${RoleSessionName}" is not a session name: it must be 2 to 64 of the characters A-Z a-z 0-9 _+=,.@-`,
      );
    }
    if (DurationSeconds < 900 || DurationSeconds > 43_200) {
      throw invalid(`DurationSeconds must be 900 to 43200, not ${DurationSeconds}.`);
    }
    const accessKeyId = temporaryKeyOf(account, sessions.size);
    const session = {
      arn: `arn:aws:sts::${account}:assumed-role/${role}/${RoleSessionName}`,
      userId: `AROA${account}ROLE:${RoleSessionName}`,
    };
    sessions.set(accessKeyId, session);
    const secret = randomBytes(30).toString("base64");
    keys.add(accessKeyId, secret);
    return {
      Credentials: {
        AccessKeyId: accessKeyId,
        SecretAccessKey: secret,
        SessionToken: randomBytes(96).toString("base64"),
        // Real time, whatever the clock of local AWS says, because the client compares it with its own clock.
        Expiration: new Date(Date.now() + DurationSeconds * 1000),
      },
      AssumedRoleUser: { Arn: session.arn, AssumedRoleId: session.userId },
    };
  }

  function identityOf({ accessKeyId, account }: Caller): { arn: string; userId: string } {
    return (
      sessions.get(accessKeyId) ?? {
        arn: `arn:aws:iam::${account}:user/local`,
        userId: `AIDA${account}USER`,
      }
    );
  }

  return {
    name: "sts",
    signingName: "sts",
    protocol: queryProtocol({
      signingName: "sts",
      version: "2011-06-15",
      xmlNamespace: "https://sts.amazonaws.com/doc/2011-06-15/",
    }),
    model: modelOf(client),
    missingMember: "ValidationError",
    unsigned: ["AssumeRoleWithWebIdentity"],
    operations: handlers<client.STS>({
      GetCallerIdentity: (_input, caller) => {
        const { arn, userId } = identityOf(caller);
        return { Account: caller.account, Arn: arn, UserId: userId };
      },

      AssumeRole: (input) => ({
        ...assume(input),
        ...(input.SourceIdentity === undefined ? {} : { SourceIdentity: input.SourceIdentity }),
      }),

      AssumeRoleWithWebIdentity: (input) => {
        const claims = claimsOf(input.WebIdentityToken);
        return { ...assume(input), ...claims };
      },
    }),
  };
}

function invalid(message: string): AwsError {
  return new AwsError("ValidationError", message, 400);
}

/** Returns the claims of a token. Local AWS knows no identity provider's key, so it does not verify the signature. */
function claimsOf(token: string): client.AssumeRoleWithWebIdentityResponse {
  const unreadable = new AwsError(
    "InvalidIdentityTokenException",
    "The ID Token provided is not a valid JWT. (You may see this error if you sent an Access Token)",
    400,
  );
  const [, payload, signature, ...more] = token.split(".");
  if (payload === undefined || signature === undefined || more.length > 0) {
    throw unreadable;
  }
  let claims: unknown;
  try {
    claims = JSON.parse(Buffer.from(payload, "base64url").toString("utf8"));
  } catch {
    throw unreadable;
  }
  if (typeof claims !== "object" || claims === null) {
    throw unreadable;
  }
  const claim = (name: string) => {
    const value: unknown = Reflect.get(claims, name);
    return typeof value === "string" ? value : undefined;
  };
  const expiry: unknown = Reflect.get(claims, "exp");
  if (typeof expiry === "number" && expiry * 1000 <= Date.now()) {
    throw new AwsError("ExpiredTokenException", "Token expired", 400);
  }
  const [subject, provider, audience] = [claim("sub"), claim("iss"), claim("aud")];
  return {
    ...(subject !== undefined && { SubjectFromWebIdentityToken: subject }),
    ...(provider !== undefined && { Provider: provider }),
    ...(audience !== undefined && { Audience: audience }),
  };
}
