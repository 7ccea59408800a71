import { EvidensError } from "#kernel";

/** Files that people take for an export of references, by how they begin. */
interface Refused {
  readonly name: string;
  readonly remedy: string;
  is(head: Uint8Array, text: string, file: string): boolean;
}

const starts = (head: string, ...magics: readonly string[]): boolean =>
  magics.some((magic) => head.startsWith(magic));
const ZIP = "PK\u0003\u0004";
const EXPORT =
  "Export the references as RIS, PubMed (NBIB), BibTeX, EndNote XML or CSV and import that file.";

const REFUSED: readonly Refused[] = [
  { name: "a PDF", remedy: EXPORT, is: (_head, text) => starts(text, "%PDF") },
  {
    name: "an EndNote library",
    remedy: "Open it in EndNote, export it as XML (File, Export, file type XML) and import that file.",
    is: (head, text, file) =>
      // Some programs also name their Refer text `.enl`.
      (/\.enlx?$/i.test(file) && isBinary(head)) ||
      (starts(text, ZIP) && /(?:^|[^a-z])sdb\/sdb\.eni/i.test(text)),
  },
  {
    name: "a Word document",
    remedy: "Export the references from the program they are kept in, and import that file.",
    is: (_head, text) => starts(text, "{\\rtf") || (starts(text, ZIP) && text.includes("word/")),
  },
  {
    name: "an old Excel or Word file",
    remedy: "Open it in a spreadsheet program, save it as .xlsx or CSV and import that file.",
    is: (head) => head[0] === 0xd0 && head[1] === 0xcf && head[2] === 0x11 && head[3] === 0xe0,
  },
  { name: "a SQLite database", remedy: EXPORT, is: (_head, text) => starts(text, "SQLite format 3") },
  {
    name: "a packed file",
    remedy: "Unpack it and import the files in it.",
    is: (head, text) =>
      (starts(text, ZIP, "7z\u00bc\u00af", "Rar!") && !isWorkbook(text)) ||
      (head[0] === 0x1f && head[1] === 0x8b),
  },
  {
    name: "a web page",
    remedy: "Use the export function of the database instead of saving its page.",
    is: (_head, text) => /^(?:\u00ef\u00bb\u00bf)?\s*(?:<!doctype html|<html[\s>]|<head[\s>])/i.test(text),
  },
];

function isWorkbook(text: string): boolean {
  return text.includes("xl/") || text.includes("[Content_Types].xml");
}

/** Whether the bytes begin as an Excel workbook (.xlsx) does. */
export function looksLikeWorkbook(head: Uint8Array, tail: Uint8Array): boolean {
  const text = latin1(head);
  return text.startsWith(ZIP) && (text.includes("xl/") || latin1(tail).includes("xl/"));
}

/**
 * Refuses files that hold no references, by what they are.
 *
 * @param head the first 64 KiB of the file
 * @param tail the last 64 KiB
 * @throws {EvidensError} `workbench/not-text` with what to do instead
 */
export function refuseForeign(head: Uint8Array, tail: Uint8Array, file: string): void {
  const text = `${latin1(head)}${latin1(tail)}`;
  const known = REFUSED.find(({ is }) => is(head, text, file));
  const control = head
    .subarray(0, 4096)
    .reduce((n, byte) => n + (byte < 9 || (byte > 13 && byte < 27) ? 1 : 0), 0);
  if (known === undefined && control <= Math.min(head.byteLength, 4096) * 0.05) return;
  throw new EvidensError({
    code: "workbench/not-text",
    kind: "invalid",
    message: `${file} is ${known?.name ?? "not a text file"}, not an export of references.`,
    remedy: known?.remedy ?? EXPORT,
    problems: [{ code: "workbench/not-text", file, message: `starts like ${known?.name ?? "binary data"}` }],
  });
}

function latin1(bytes: Uint8Array): string {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString("latin1");
}

/** Whether more than one byte in twenty is a control character that no text holds. */
function isBinary(head: Uint8Array): boolean {
  const looked = head.subarray(0, 4096);
  const control = looked.reduce((n, byte) => n + (byte < 9 || (byte > 13 && byte < 27) ? 1 : 0), 0);
  return control > looked.byteLength * 0.05;
}
