/** The characters that XML has no way to write, not even by their numbers. */
const unwritable = /[^\t\n\r\u0020-\ufffd\u{10000}-\u{10ffff}]/gu;

/** Whether XML can hold a text. */
export function isWritable(text: string): boolean {
  return text.search(unwritable) === -1;
}

/** A text as XML writes it. What it cannot write shows as U+FFFD. */
export function escapeXml(text: string): string {
  return text
    .replace(unwritable, "\ufffd")
    .replace(/[&<>"\r]/g, (character) => `&#${character.charCodeAt(0)};`);
}
