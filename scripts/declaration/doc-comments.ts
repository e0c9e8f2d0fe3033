// The texts of doc comments.
import ts from "typescript";

/** The text of a doc comment without its tags: paragraphs, each on one line. */
export function textOf(node: ts.Node): string {
  const [comment] = ts.getJSDocCommentsAndTags(node).filter(ts.isJSDoc);
  return plainText(comment?.comment)
    .split(/\n\s*\n/)
    .map((paragraph) => paragraph.replace(/\s*\n\s*/g, " ").trim())
    .join("\n\n");
}

/** The texts of all tags of a name. */
export function textsOfTags(node: ts.Node, name: string): string[] {
  return ts
    .getJSDocTags(node)
    .filter(({ tagName }) => tagName.text === name)
    .map((tag) => tagText(tag).trim());
}

function tagText(tag: ts.JSDocTag): string {
  // The compiler takes the first word of @see for a name, and so splits a URL.
  if (ts.isJSDocSeeTag(tag)) {
    return tag
      .getText()
      .replace(/^@see\s+/, "")
      .replace(/\s*\*?\s*$/, "");
  }
  const text = plainText(tag.comment);
  return tag.tagName.text === "example" ? text : text.replace(/\s*\n\s*/g, " ");
}

/**
 * A link is shown as the code that it names. If a line ends inside a link, the compiler leaves the asterisk of the next
 * line in the link's text.
 */
function plainText(comment: string | ts.NodeArray<ts.JSDocComment> | undefined): string {
  if (comment === undefined || typeof comment === "string") {
    return comment ?? "";
  }
  return comment
    .map((part) =>
      ts.isJSDocLink(part)
        ? `\`${part.name?.getText() ?? part.text.replace(/^[\s*]+/, "")}\``
        : part.text,
    )
    .join("");
}
