/**
 * Where Pulumi downloads the plugin: the npm package on a public mirror of npm. Schemas, SDKs and states contain it.
 *
 * Pulumi appends "/" and a file name with the operating system and the architecture. The plugin is the same file for all
 * of them, so the appended part belongs to a fragment, which is never sent.
 */
export const pluginDownloadUrl =
  // biome-ignore lint/suspicious/noTemplateCurlyInString: Pulumi replaces the placeholder.
  "https://cdn.jsdelivr.net/npm/pulumi-aws-snapshots@${VERSION}/plugin/pulumi-resource-aws-snapshots.tar.gz#any-platform";
