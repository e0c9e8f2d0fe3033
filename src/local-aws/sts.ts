import { randomBytes } from "node:crypto";
import * as client from "@aws-sdk/client-sts";
import { AwsError } from "./aws-error.js";
import { type Caller, temporaryKeyOf } from "./caller.js";
import { modelOf } from "./model.js";
import { queryProtocol } from "./query-protocol.js";
import type { SecretKeys } from "./secret-keys.js";
import { handler, type Service } from "./service.js";

const ROLE_ARN = /^arn:aws[\w-]*:iam::(\d{12}):role\/(?:[\x21-\x7e]*\/)?([\w+=,.@-]{1,64})$/;

/** STS: says who calls, and lets a caller become any role of any account. */
export function stsService(keys: SecretKeys): Service {
  const sessions = new Map<string, { readonly arn: string; readonly userId: string }>();

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
    operations: {
      GetCallerIdentity: handler<client.GetCallerIdentityRequest, client.GetCallerIdentityResponse>(
        (_input, caller) => {
          const { arn, userId } = identityOf(caller);
          return { Account: caller.account, Arn: arn, UserId: userId };
        },
      ),

      AssumeRole: handler<client.AssumeRoleRequest, client.AssumeRoleResponse>((input) => {
        const { RoleArn, RoleSessionName, DurationSeconds = 3600 } = input;
        const [, account, role] = ROLE_ARN.exec(RoleArn) ?? [];
        if (account === undefined || role === undefined) {
          throw invalid(`${RoleArn} is not the ARN of a role.`);
        }
        if (!/^[\w+=,.@-]{2,64}$/.test(RoleSessionName)) {
          throw invalid(
            `"${RoleSessionName}" is not a session name: 2 to 64 of A-Z a-z 0-9 _+=,.@-`,
          );
        }
        if (DurationSeconds < 900 || DurationSeconds > 43_200) {
          throw invalid(`DurationSeconds is ${DurationSeconds}, and must be 900 to 43200.`);
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
            // In real time, whatever the clock says: the client compares it with its own clock.
            Expiration: new Date(Date.now() + DurationSeconds * 1000),
          },
          AssumedRoleUser: { Arn: session.arn, AssumedRoleId: session.userId },
          ...(input.SourceIdentity === undefined ? {} : { SourceIdentity: input.SourceIdentity }),
        };
      }),
    },
  };
}

function invalid(message: string): AwsError {
  return new AwsError("ValidationError", message, 400);
}
