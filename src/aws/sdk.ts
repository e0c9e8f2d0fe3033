/**
 * The packages of the AWS SDK and of proxies. Each is loaded when it is first needed: a preview without changes needs
 * none.
 *
 * They are required, not imported: `import()` in a CommonJS module bypasses the hooks by which yarn finds packages.
 */
export const sdk = {
  memorydb: (): typeof import("@aws-sdk/client-memorydb") => require("@aws-sdk/client-memorydb"),
  neptune: (): typeof import("@aws-sdk/client-neptune") => require("@aws-sdk/client-neptune"),
  docdb: (): typeof import("@aws-sdk/client-docdb") => require("@aws-sdk/client-docdb"),
  elasticache: (): typeof import("@aws-sdk/client-elasticache") =>
    require("@aws-sdk/client-elasticache"),
  redshiftserverless: (): typeof import("@aws-sdk/client-redshift-serverless") =>
    require("@aws-sdk/client-redshift-serverless"),
  sts: (): typeof import("@aws-sdk/client-sts") => require("@aws-sdk/client-sts"),
  credentials: (): typeof import("@aws-sdk/credential-providers") =>
    require("@aws-sdk/credential-providers"),
  config: (): typeof import("@smithy/core/config") => require("@smithy/core/config"),
  httpProxy: (): typeof import("http-proxy-agent") => require("http-proxy-agent"),
  httpsProxy: (): typeof import("https-proxy-agent") => require("https-proxy-agent"),
  util: (): typeof import("@aws-sdk/core/util") => require("@aws-sdk/core/util"),
  endpoints: (): typeof import("@smithy/core/endpoints") => require("@smithy/core/endpoints"),
  protocols: (): typeof import("@smithy/core/protocols") => require("@smithy/core/protocols"),
  signatureV4: (): typeof import("@smithy/signature-v4") => require("@smithy/signature-v4"),
};
