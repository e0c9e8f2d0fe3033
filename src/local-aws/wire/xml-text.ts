/** The characters that XML cannot hold, not even as numeric references. */
const unwritable = /[^\t\n\r\u0020-\ufffd\u{10000}-\u{10ffff}]/gu;

/** Returns whether XML can hold a string. */
export function isWritable(text: string): boolean {
  return text.search(unwritable) === -1;
}

/** Returns a string in XML form. Characters that XML cannot hold become U+FFFD. */
export function escapeXml(text: string): string {
  return text
    .replace(unwritable, "\ufffd")
    .replace(/[&<>"\r]/g, (character) => `&#${character.charCodeAt(0)};`);
}
