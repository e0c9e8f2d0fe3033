import type { ClusterSnapshotClient } from "./cluster-snapshot-client.js";
import { given } from "./given.js";
import { sdk } from "./sdk.js";

/** Seconds for which the URL is good; AWS follows it at once. */
const expiresIn = 3600;

/** The members of a copy request that its pre-signed URL repeats. */
export interface CopyRequest {
  readonly SourceDBClusterSnapshotIdentifier: string | undefined;
  readonly KmsKeyId: string | undefined;
}

/**
 * The request to the source's region that AWS sends on behalf of the caller of a copy across regions; undefined
 * within one region. GovCloud needs it, other regions ignore it.
 *
 * The SDK makes one by itself where none is given, and not well: without a key the URL holds a parameter that
 * its signature leaves out, the host is that of the commercial regions everywhere, and a port of the
 * destination's endpoint gets into it.
 */
export async function presignedCopyUrl(
  destination: ClusterSnapshotClient,
  source: ClusterSnapshotClient,
  request: CopyRequest,
): Promise<string | undefined> {
  const [DestinationRegion, region] = await Promise.all([
    destination.config.region(),
    source.config.region(),
  ]);
  if (DestinationRegion === region) {
    return undefined;
  }
  const { HttpRequest } = sdk.protocols();
  const { SignatureV4 } = sdk.signatureV4();
  const { protocol, hostname, port, path } = await endpointOf(source);
  const unsigned = new HttpRequest({
    ...given({ protocol, hostname, port, path }),
    headers: { host: port === undefined ? hostname : `${hostname}:${port}` },
    query: given({
      Action: "CopyDBClusterSnapshot",
      Version: "2014-10-31",
      DestinationRegion,
      SourceDBClusterSnapshotIdentifier: request.SourceDBClusterSnapshotIdentifier,
      KmsKeyId: request.KmsKeyId,
    }),
  });
  const { credentials, sha256 } = source.config;
  const signer = new SignatureV4({ credentials, sha256, region, service: "rds" });
  return sdk.util().formatUrl(await signer.presign(unsigned, { expiresIn }));
}

/** Where a client sends its requests. */
async function endpointOf({ config }: ClusterSnapshotClient) {
  const { toEndpointV1 } = sdk.endpoints();
  if (config.endpoint !== undefined) {
    return toEndpointV1(await config.endpoint());
  }
  const [Region, UseFIPS, UseDualStack] = await Promise.all([
    config.region(),
    config.useFipsEndpoint(),
    config.useDualstackEndpoint(),
  ]);
  return toEndpointV1(config.endpointProvider({ Region, UseFIPS, UseDualStack }));
}
