/** Characters that a cell of a workbook may hold. */
const LONGEST_CELL: number = 32_767;

/** ASCII without the `_` that may begin an escape. */
const PLAIN = /^[\n -^`-~]*$/;

/** What of a text a workbook gives back: no characters that XML forbids, LF for every line end. */
export function heldByXlsx(text: string): string {
  if (PLAIN.test(text)) return text;
  return (
    text
      .replace(/\r\n?/g, "\n")
      // biome-ignore lint/suspicious/noControlCharactersInRegex: XML forbids them
      .replace(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]|_(?=x[0-9a-f]{4}_)/gi, " ")
      .replace(/\p{Surrogate}/gu, "?")
  );
}

/** A text in parts that fit into a cell; characters stay whole. */
export function cellParts(text: string): string[] {
  if (text.length <= LONGEST_CELL) return [text];
  const parts: string[] = [];
  for (let at = 0; at < text.length; ) {
    let end = Math.min(at + LONGEST_CELL, text.length);
    if (end < text.length && /[\udc00-\udfff]/.test(text[end]!)) end -= 1;
    parts.push(text.slice(at, end));
    at = end;
  }
  return parts;
}
