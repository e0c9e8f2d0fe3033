/** What a test's own client of the AWS SDK needs to talk to the local AWS of such an environment. */
export function clientSettings(environment: Readonly<Record<string, string | undefined>>) {
  // Not in the configuration of the tests, where providers inherit it: they shall silence the SDK themselves.
  process.env["AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED"] = "true";
  return {
    endpoint: environment["AWS_ENDPOINT_URL"] ?? "",
    region: environment["AWS_REGION"] ?? "",
    credentials: {
      accessKeyId: environment["AWS_ACCESS_KEY_ID"] ?? "",
      secretAccessKey: environment["AWS_SECRET_ACCESS_KEY"] ?? "",
    },
  };
}
