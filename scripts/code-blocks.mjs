// @ts-check
// The programs and texts that pages of the documentation show, for the tests that run them.
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

const root = fileURLToPath(new URL("..", import.meta.url));

/**
 * Returns the code blocks of a language in a page, in the order of the page.
 *
 * @param {string} page for example `docs/lookups.md`
 * @param {string} language the word behind the fence
 * @returns {string[]}
 */
export function blocksOf(page, language) {
  const text = readFileSync(join(root, page), "utf8");
  const blocks = text.matchAll(new RegExp(`\n\`\`\`${language}\n([^]*?)\n\`\`\`(?=\n)`, "g"));
  return [...blocks].map(([, block = ""]) => block);
}
