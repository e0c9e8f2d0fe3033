import { Neptune } from "@aws-sdk/client-neptune";
import { HttpRequest } from "@smithy/core/protocols";
import { SignatureV4 } from "@smithy/signature-v4";

/** A request that is signed as a URL. Members that are left out are those of a valid request. */
export interface UrlRequest {
  readonly credentials: {
    readonly accessKeyId: string;
    readonly secretAccessKey: string;
    readonly sessionToken?: string;
  };
  readonly region: string;
  readonly service?: string;
  readonly query: Readonly<Record<string, string>>;
  readonly expiresIn?: number;
  readonly signingDate?: Date;
}

/** Signs a request as a URL, with the SDK's own signer. */
export async function signedUrl(request: UrlRequest): Promise<string> {
  const { credentials, region, service = "rds", query, expiresIn = 3600 } = request;
  const { sha256 } = new Neptune({ region, credentials }).config;
  const signer = new SignatureV4({ credentials, region, service, sha256 });
  const hostname = `rds.${region}.amazonaws.com`;
  const { query: signed = {} } = await signer.presign(
    new HttpRequest({
      protocol: "https:",
      hostname,
      path: "/",
      headers: { host: hostname },
      query,
    }),
    { expiresIn, ...(request.signingDate && { signingDate: request.signingDate }) },
  );
  const pairs = Object.entries(signed).map(([name, value]): [string, string] => [
    name,
    String(value),
  ]);
  return `https://${hostname}/?${new URLSearchParams(pairs)}`;
}
