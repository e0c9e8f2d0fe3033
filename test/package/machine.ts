import { createServer } from "node:http";
import type { AddressInfo } from "node:net";

/** Credentials as AWS's services on a machine answer them. */
interface Credentials {
  readonly AccessKeyId: string;
  readonly SecretAccessKey: string;
  readonly Token: string;
  readonly Expiration: string;
}

/** The services beside STS from which the AWS SDK gets credentials: a container's, an instance's, and the portal of SSO. */
export interface Machine {
  /** The environment variables that lead to it. */
  readonly environment: Readonly<Record<string, string>>;
  close(): void;
}

/** Starts the services. Each answers with the access key of its account. */
export async function startMachine(keyOf: {
  readonly container: string;
  readonly instance: string;
  readonly sso: string;
}): Promise<Machine> {
  const credentials = (AccessKeyId: string): Credentials => ({
    AccessKeyId,
    SecretAccessKey: "local",
    Token: "token",
    Expiration: new Date(Date.now() + 3_600_000).toISOString(),
  });
  const instance = "/latest/meta-data/iam/security-credentials/";
  const answers: Readonly<Record<string, unknown>> = {
    "/container": credentials(keyOf.container),
    "/latest/api/token": "session",
    [instance]: "role",
    [`${instance}role`]: { Code: "Success", ...credentials(keyOf.instance) },
    "/federation/credentials": {
      roleCredentials: {
        accessKeyId: keyOf.sso,
        secretAccessKey: "local",
        sessionToken: "token",
        expiration: Date.now() + 3_600_000,
      },
    },
  };
  const server = createServer((request, response) => {
    const answer = answers[(request.url ?? "").replace(/\?.*/, "")];
    response.writeHead(answer === undefined ? 404 : 200);
    response.end(typeof answer === "string" ? answer : JSON.stringify(answer));
  });
  await new Promise<void>((listening) => server.listen(0, "127.0.0.1", listening));
  const { port } = server.address() as AddressInfo;
  const url = `http://127.0.0.1:${port}`;
  return {
    environment: {
      AWS_CONTAINER_CREDENTIALS_FULL_URI: `${url}/container`,
      AWS_EC2_METADATA_SERVICE_ENDPOINT: url,
      AWS_EC2_METADATA_DISABLED: "",
      AWS_ENDPOINT_URL_SSO: url,
    },
    close: () => server.close(),
  };
}
