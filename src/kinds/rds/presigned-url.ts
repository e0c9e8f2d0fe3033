import type { MiddlewareStack } from "@smithy/types";
import { sdk } from "../../aws/sdk.js";
import { regionOf } from "../../values/arn.js";
import { given } from "../../values/json.js";
import type { ClusterSnapshotClient } from "./engine.js";

/** Seconds for which the URL is good; AWS follows it at once. */
const expiresIn = 3600;

/**
 * Has a client sign its requests for copies from another region. AWS sends such a request on to the source's
 * region on behalf of the caller, and the pre-signed URL in it is the caller's leave to do so: the very same
 * request, every member of it, with the region where the copy goes.
 *
 * The SDK signs a URL by itself, and not well: it lacks the copy's name and tags, without a key it holds a parameter
 * that its signature leaves out, the host is that of the commercial regions everywhere, and a port of the
 * destination's endpoint gets into it. The URL made here takes its place.
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
    // The request is a form by then, and its length is not yet taken.
    { step: "build", priority: "high", name: "signingCopies" },
  );
  return client;
}

/** The form of a request; where it asks for a copy from another region, with the URL. */
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

/** The URL of a request to another region. */
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
  // By AWS's clock, which the SDK learns where this machine's is wrong.
  const signingDate = new Date(Date.now() + systemClockOffset);
  return sdk.util().formatUrl(await signer.presign(unsigned, { expiresIn, signingDate }));
}

/** Where such a client sends its requests in another region. */
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
