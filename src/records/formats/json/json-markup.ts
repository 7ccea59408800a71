import { displayText } from "../../normalise/text.ts";

const BLOCK_END =
  /<\/?(?:jats:)?(?:sec|title|p|list|list-item|h[1-6]|br|div|ul|ol|li)(?:\s[^<>]{0,500})?\/?>/gi;
/** A formula is given twice, as TeX and as MathML. */
const TEX = /<(jats:)?tex-math[^<>]{0,500}>[^<]{0,20000}<\/(?:jats:)?tex-math>/gi;
const HEADING = /^(?:abstract|summary):?$/i;

/**
 * An abstract in JATS or HTML as plain text: one line for each heading and paragraph, without a first
 * line that only says that this is the abstract.
 */
export function markedUpText(markup: string): string {
  if (!markup.includes("<")) return paragraphs(markup);
  return paragraphs(markup.replace(/\s+/g, " ").replace(TEX, "").replace(BLOCK_END, "\n"));
}

function paragraphs(text: string): string {
  const lines = text
    .split(/\r\n?|\n/)
    .map(displayText)
    .filter((line) => line !== "");
  if (lines.length > 1 && HEADING.test(lines[0]!)) lines.shift();
  return lines.join("\n");
}
