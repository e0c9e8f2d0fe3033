import type { MiddlewareStack } from "@smithy/types";
import { sdk } from "../../aws/sdk.js";
import { regionOf } from "../../values/arn.js";
import { given } from "../../values/json.js";
import type { ClusterSnapshotClient } from "./engine.js";

/** Seconds until the URL expires. AWS uses it at once. */
const expiresIn = 3600;

/**
 * Makes a client sign its requests for copies from another region. AWS forwards such a request to the source's region
 * on behalf of the caller. The pre-signed URL authorizes that: it is the same request, with every member and the
 * destination region.
 *
 * The SDK also signs a URL, with mistakes: the URL lacks the copy's name and tags; without a key it has a parameter
 * that is not part of the signature; the host is always that of the commercial regions; a port of the destination's
 * endpoint gets into it. The URL made here replaces it.
 */
export function signingCopies<
  Input extends object,
  Output extends object,
  Client extends Pick<ClusterSnapshotClient, "config">,
>(client: Client & { middlewareStack: MiddlewareStack<Input, Output> }): Client {
  const { HttpRequest } = sdk.protocols();
  client.middlewareStack.add(
    (next) => async (args) => {
      const { request } = args;
      if (HttpRequest.isInstance(request) && typeof request.body === "string") {
        request.body = await signed(client, request.body);
      }
      return next(args);
    },
    // At this step the body is a form, and its length has not been computed yet.
    { step: "build", priority: "high", name: "signingCopies" },
  );
  return client;
}

/** Returns the form of a request, with the URL if it asks for a copy from another region. */
async function signed(
  { config }: Pick<ClusterSnapshotClient, "config">,
  form: string,
): Promise<string> {
  const members = new URLSearchParams(form);
  const sourceRegion = regionOf(members.get("SourceDBClusterSnapshotIdentifier"));
  const region = await config.region();
  if (
    members.get("Action") !== "CopyDBClusterSnapshot" ||
    sourceRegion === undefined ||
    sourceRegion === region
  ) {
    return form;
  }
  members.delete("PreSignedUrl");
  members.set("DestinationRegion", region);
  const url = await presigned(config, sourceRegion, Object.fromEntries(members));
  const others = form.split("&").filter((member) => !member.startsWith("PreSignedUrl="));
  return [...others, `PreSignedUrl=${encodeURIComponent(url)}`].join("&");
}

/** Returns the pre-signed URL of a request to another region. */
async function presigned(
  config: ClusterSnapshotClient["config"],
  region: string,
  query: Record<string, string>,
): Promise<string> {
  const { HttpRequest } = sdk.protocols();
  const { SignatureV4 } = sdk.signatureV4();
  const { protocol, hostname, port, path } = await endpointIn(config, region);
  const unsigned = new HttpRequest({
    ...given({ protocol, hostname, port, path }),
    headers: { host: port === undefined ? hostname : `${hostname}:${port}` },
    query,
  });
  const { credentials, sha256, systemClockOffset } = config;
  const signer = new SignatureV4({ credentials, sha256, region, service: "rds" });
  // The SDK learns the difference to AWS's clock if this machine's clock is wrong.
  const signingDate = new Date(Date.now() + systemClockOffset);
  return sdk.util().formatUrl(await signer.presign(unsigned, { expiresIn, signingDate }));
}

/** Returns the endpoint of such a client in another region. */
async function endpointIn(config: ClusterSnapshotClient["config"], Region: string) {
  const { toEndpointV1 } = sdk.endpoints();
  if (config.endpoint !== undefined) {
    return toEndpointV1(await config.endpoint());
  }
  const [UseFIPS, UseDualStack] = await Promise.all([
    config.useFipsEndpoint(),
    config.useDualstackEndpoint(),
  ]);
  return toEndpointV1(config.endpointProvider({ Region, UseFIPS, UseDualStack }));
}
