import type { Problem } from "#kernel";
import { type PdfLimits, pdfProblem } from "./pdf-result.ts";

/** So many bytes may stand before the mark of a PDF. */
export const HEAD_BYTES = 1024;

/** What other texts begin with, behind blanks. */
const TEXTS: readonly (readonly [RegExp, string])[] = [
  [/^(?:<!doctype html|<html|<head|<body|<script)/i, "a web page"],
  [/^<!--[\s\S]{0,500}<html/i, "a web page"],
  [/^<\?xml/i, "an XML file"],
  [/^%!PS/, "a PostScript file"],
  [/^\{\\rtf/, "a Rich Text document"],
];

/** What other files begin with, in hexadecimal digits. */
const BINARIES: readonly (readonly [string, string])[] = [
  ["504b0304", "a ZIP archive, a Word document or a spreadsheet"],
  ["d0cf11e0", "an old Word or Excel document"],
  ["89504e47", "a picture"],
  ["ffd8ff", "a picture"],
  ["47494638", "a picture"],
  ["49492a00", "a picture"],
  ["4d4d002a", "a picture"],
  ["1f8b", "a gzip archive"],
];

/**
 * Why bytes are no PDF by what they begin with, or null when they are one.
 *
 * @param head first bytes of the file, 1,024 or all
 * Source: ISO 32000-1, 7.5.2 and implementation note 13 (mark within the first 1,024 bytes).
 * Checked: tests/workbench/full-text.test.ts.
 */
export function notAPdf(head: Uint8Array): Problem | null {
  if (head.length === 0)
    return pdfProblem("pdf-empty", "The file is empty.", "Fetch the PDF again, and look whether it opens.");
  const bytes = Buffer.from(head.subarray(0, HEAD_BYTES));
  const text = bytes.toString("latin1");
  const other = otherKind(text.replace(/^(?:\u00ef\u00bb\u00bf)?\s*/, ""), bytes.toString("hex"));
  // A page may speak of `%PDF-`; what it begins with decides.
  if (text.includes("%PDF-") && other !== "a web page") return null;
  if (other === "a web page")
    return pdfProblem(
      "not-a-pdf",
      "The file is a web page, not a PDF; such a page mostly asks to log in or shows the article instead.",
      "Open the address in a browser, log in if it asks, and save the PDF itself.",
    );
  return pdfProblem(
    "not-a-pdf",
    `The file is ${other ?? "no PDF: it does not begin as one"}.`,
    "Attach the document as a PDF.",
  );
}

function otherKind(start: string, hex: string): string | undefined {
  const text = TEXTS.find(([pattern]) => pattern.test(start));
  return (text ?? BINARIES.find(([mark]) => hex.startsWith(mark)))?.[1];
}

/** Why a file of so many bytes is not read, or null. */
export function tooLarge(bytes: number, limits: PdfLimits): Problem | null {
  if (bytes <= limits.bytes) return null;
  return pdfProblem(
    "too-large",
    `The file has ${inMegabytes(bytes)} MB; ${inMegabytes(limits.bytes)} MB is the limit.`,
    "Attach a smaller copy, such as one with its pictures compressed.",
  );
}

function inMegabytes(bytes: number): string {
  const value = bytes / (1024 * 1024);
  return value >= 10 ? String(Math.ceil(value)) : value.toFixed(1);
}
