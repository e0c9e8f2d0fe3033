/** The settings of a test's own AWS SDK client, so that it talks to the local AWS of this environment. */
export function clientSettings(environment: Readonly<Record<string, string | undefined>>) {
  // Not in the configuration of the tests, because providers would inherit it: they must silence the SDK themselves.
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
