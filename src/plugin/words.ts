import { settingsKeys } from "../aws/settings-keys.js";
import { packageName } from "./tokens.js";

/**
 * The lifecycle speaks in the words of the dynamic resources. These are the words in which people know the same things
 * when they use the plugin.
 */
const translations: readonly (readonly [theirs: RegExp, ours: string])[] = [
  // Tag keys, which are quoted, may begin with `aws:` too.
  [
    new RegExp(`(?<![\\w"-])aws:(${Object.keys(settingsKeys).join("|")})\\b`, "g"),
    `${packageName}:$1`,
  ],
  [
    new RegExp(`neither ${packageName}:region nor AWS_REGION is set`, "g"),
    `neither ${packageName}:region nor AWS_REGION is set. The plugin does not read aws:region. Run \`pulumi config set ${packageName}:region\` with a region`,
  ],
  [/pulumi-aws-snapshots:(markUnfinishedCreates|copiesAtOnce)\b/g, `${packageName}:$1`],
  [/`pulumi import --file`/g, "`pulumi import`"],
  [/\^C twice is safe/g, "^C is safe"],
  [
    /Set it in the resource's options or in a transformation; it has no effect in a transform/g,
    "It is an input of the resource, because the resource option of that name does not reach the plugin",
  ],
];

/** Returns a text for people in the words of the plugin. */
export function inOurWords(text: string): string {
  return translations.reduce((said, [theirs, ours]) => said.replace(theirs, ours), text);
}
