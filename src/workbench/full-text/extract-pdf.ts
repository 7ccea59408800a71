import { createRequire } from "node:module";
import { dirname, join, sep } from "node:path";
import type { PDFDocumentProxy } from "pdfjs-dist/legacy/build/pdf.mjs";
import type { Problem } from "#kernel";
import { activeContent } from "./active-content.ts";
import {
  hyphenatedWords,
  largestPrint,
  letterCount,
  pageText,
  searchableText,
  type TextPiece,
} from "./page-text.ts";
import { type PdfLimits, type PdfRefusal, type PdfText, pdfProblem } from "./pdf-result.ts";

type Pdfjs = typeof import("pdfjs-dist/legacy/build/pdf.mjs");

const assets = dirname(createRequire(import.meta.url).resolve("pdfjs-dist/package.json"));
const folder = (name: string): string => join(assets, name) + sep;

/** Fewer letters than this per page, and the pages are pictures. */
const FEW_LETTERS = 40;
/** So many pages in a row that give nothing but errors, and the rest is not tried. */
const HOPELESS = 50;

/** A PDF's text before DOIs are looked for, which needs more of Evidens than the reading process loads. */
export interface ExtractedPdf extends Omit<PdfText, "dois"> {
  /** Short texts of the document's own information that may name its DOI. */
  readonly doiTexts: readonly string[];
}

/**
 * Text of a PDF in this very process, without a limit of memory: `readPdf` runs it in one of its own.
 * Nothing is drawn, run or fetched.
 *
 * @param bytes the file; the array is used up
 * Checked: tests/workbench/full-text.test.ts, tests/workbench/full-text-attacks.test.ts.
 */
export async function extractPdf(bytes: Uint8Array, limits: PdfLimits): Promise<ExtractedPdf | PdfRefusal> {
  const until = performance.now() + limits.milliseconds;
  const problems: Problem[] = [];
  const active = activeContent(bytes);
  if (active.length > 0) problems.push(activeProblem(active));
  const whole = endsAsPdf(bytes);
  if (!whole) problems.push(cutOff());
  const pdfjs = await loadPdfjs();
  const loading = pdfjs.getDocument({
    data: bytes,
    verbosity: pdfjs.VerbosityLevel.ERRORS,
    cMapUrl: folder("cmaps"),
    cMapPacked: true,
    standardFontDataUrl: folder("standard_fonts"),
    wasmUrl: folder("wasm"),
    useWorkerFetch: false,
    useSystemFonts: false,
    disableFontFace: true,
    disableRange: true,
    disableStream: true,
    disableAutoFetch: true,
    enableXfa: false,
    stopAtErrors: false,
    isOffscreenCanvasSupported: false,
    isImageDecoderSupported: false,
    maxImageSize: 0,
  });
  try {
    return await read(await loading.promise, limits, until, problems);
  } catch (error) {
    return { refused: refusalOf(error, whole) };
  } finally {
    await loading.destroy().catch(() => undefined);
  }
}

async function loadPdfjs(): Promise<Pdfjs> {
  // pdf.js asks for these when it loads, for drawing; without the optional canvas it would not load at all.
  const names = ["DOMMatrix", "ImageData", "Path2D"] as const;
  const known = globalThis as unknown as Record<string, unknown>;
  for (const name of names) known[name] ??= class {};
  return await import("pdfjs-dist/legacy/build/pdf.mjs");
}

async function read(
  document: PDFDocumentProxy,
  limits: PdfLimits,
  until: number,
  problems: Problem[],
): Promise<ExtractedPdf | PdfRefusal> {
  const told = await documentInformation(document);
  const texts: string[] = [];
  const unread: number[] = [];
  let characters = 0;
  let inARow = 0;
  let print: string | null = null;
  const last = Math.min(document.numPages, limits.pages);
  for (let number = 1; number <= last; number++) {
    if (performance.now() > until) return { refused: timedOut(limits) };
    const pieces = await piecesOf(document, number);
    inARow = pieces === null ? inARow + 1 : 0;
    if (pieces === null) unread.push(number);
    if (inARow === HOPELESS) break;
    if (number === 1 && pieces !== null) print = largestPrint(pieces);
    const text = pieces === null ? "" : pageText(pieces);
    characters += text.length;
    if (characters > limits.characters) break;
    texts.push(text);
  }
  if (unread.length > 0) problems.push(pagesUnread(unread));
  if (texts.length < document.numPages) problems.push(leftOut(texts.length, document.numPages));
  return pdfText(document.numPages, told, print, { texts, unread: new Set(unread) }, problems);
}

function pdfText(
  pageCount: number,
  told: DocumentInformation,
  print: string | null,
  { texts, unread }: { readonly texts: readonly string[]; readonly unread: ReadonlySet<number> },
  problems: Problem[],
): ExtractedPdf {
  const letters = texts.reduce((sum, text) => sum + letterCount(text), 0);
  const scanned = letters === 0 || letters < FEW_LETTERS * (texts.length - unread.size);
  const empty = texts.flatMap((text, index) => (text === "" && !unread.has(index + 1) ? [index + 1] : []));
  if (scanned) problems.push(picturesOnly());
  else if (empty.length > 0) problems.push(pagesEmpty(empty));
  const hyphenated = hyphenatedWords(texts);
  const pages = texts.map((text, index) => ({
    number: index + 1,
    text,
    searchText: searchableText(text, hyphenated),
  }));
  const candidates = [told.title, print].filter((title) => title !== null);
  return {
    pages,
    pageCount,
    title: told.title,
    titleCandidates: [...new Set(candidates)],
    doiTexts: told.doiTexts,
    scanned,
    problems,
  };
}

/** Text pieces of a page; null when the page is broken. */
async function piecesOf(document: PDFDocumentProxy, number: number): Promise<TextPiece[] | null> {
  try {
    const page = await document.getPage(number);
    const { items } = await page.getTextContent({ disableNormalization: true });
    page.cleanup();
    return items.flatMap((item) => ("str" in item ? [item] : []));
  } catch (error) {
    // Out of memory is no matter of one page.
    if (error instanceof RangeError) throw error;
    return null;
  }
}

interface DocumentInformation {
  readonly title: string | null;
  readonly doiTexts: readonly string[];
}

/** What programs write for a title when nobody gave one. */
const NO_TITLE =
  /^(?:untitled|microsoft (?:word|powerpoint)\b.*|.*\.(?:docx?|pdf|indd|tex|dvi|qxd|fm|rtf)|pii:.*|doi:.*|\d[\d.\s-]*|title|none|no ?title)$/i;

async function documentInformation(document: PDFDocumentProxy): Promise<DocumentInformation> {
  const { info, metadata } = await document
    .getMetadata()
    .catch(() => ({ info: {} as Record<string, unknown>, metadata: null }));
  const told = info as Readonly<Record<string, unknown>>;
  const custom =
    typeof told["Custom"] === "object" && told["Custom"] !== null ? Object.entries(told["Custom"]) : [];
  const packet: [string, unknown][] = metadata === null ? [] : [...metadata];
  const texts = [...packet, ...custom, ...Object.entries(told)].flatMap(([name, value]): [string, string][] =>
    [value].flat().flatMap((text) => (typeof text === "string" ? [[name, text.slice(0, 2_000)]] : [])),
  );
  const doiTexts = texts
    .filter(([name]) => /doi|identifier|^subject$|^title$|^keywords$|description/i.test(name))
    .slice(0, 50)
    .map(([, text]) => text);
  const titles = [told["Title"], ...packet.filter(([name]) => name === "dc:title").map(([, value]) => value)]
    .flat()
    .filter((title) => typeof title === "string")
    .map((title) => title.toWellFormed().replace(/\s+/g, " ").trim());
  return { title: titles.find((title) => title.length > 3 && !NO_TITLE.test(title)) ?? null, doiTexts };
}

/** Whether the mark of the end stands where a whole file has it. */
function endsAsPdf(bytes: Uint8Array): boolean {
  return Buffer.from(bytes.subarray(-2048)).toString("latin1").includes("%%EOF");
}

function refusalOf(error: unknown, whole: boolean): Problem {
  const name = error instanceof Error ? error.name : "";
  if (name === "PasswordException")
    return pdfProblem(
      "pdf-encrypted",
      "The PDF opens with a password only.",
      "Open it with its password, save a copy without one, and attach the copy.",
    );
  if (error instanceof RangeError) return tooDemanding("its parts do not fit into memory");
  const why = error instanceof Error ? error.message.replace(/\.$/, "") : String(error);
  return pdfProblem(
    "pdf-damaged",
    `The PDF is ${whole ? "damaged" : "cut off"} and cannot be read (${why.slice(0, 200)}).`,
    "Fetch it again; if it opens in a viewer, print it to a new PDF and attach that.",
  );
}

/** The PDF asked for more than a document needs. */
export function tooDemanding(why: string): Problem {
  return pdfProblem(
    "pdf-too-demanding",
    `Reading the PDF was stopped: ${why}.`,
    "Look at where the file came from; if it can be trusted, print it to a new PDF and attach that.",
  );
}

/** The PDF was not read in time. */
export function timedOut(limits: PdfLimits): Problem {
  return pdfProblem(
    "timed-out",
    `Reading the PDF was stopped after ${limits.milliseconds / 1000} seconds.`,
    "Print the file to a new PDF and attach that, or attach the part that is needed.",
  );
}

function activeProblem(active: readonly string[]): Problem {
  return pdfProblem(
    "pdf-active-content",
    `The PDF holds ${active.join(", ")}; nothing of it was run or opened.`,
    "Do not download and open the file outside Evidens unless its source can be trusted.",
  );
}

function cutOff(): Problem {
  return pdfProblem(
    "pdf-cut-off",
    "The file ends before the PDF does, so text may be missing.",
    "Fetch it again and compare the number of pages.",
  );
}

function picturesOnly(): Problem {
  return pdfProblem(
    "pdf-scanned",
    "The pages hold pictures of text rather than text, so they cannot be searched.",
    "Run text recognition (OCR) on the file and attach the result; reading it page by page works as it is.",
  );
}

function pagesEmpty(pages: readonly number[]): Problem {
  return pdfProblem(
    "pdf-pages-empty",
    `There is no text on ${pages.length} of the pages (${numbered(pages)}): they are blank, pictures or damaged.`,
    "Read these pages in the document itself; searching does not find what is on them.",
  );
}

function pagesUnread(pages: readonly number[]): Problem {
  return pdfProblem(
    "pdf-pages-unread",
    `${pages.length} of the pages could not be read (${numbered(pages)}), and pages behind them may be missing.`,
    "Fetch the file again; if that does not help, read these pages in the document itself.",
  );
}

function numbered(pages: readonly number[]): string {
  return `${pages.slice(0, 10).join(", ")}${pages.length > 10 ? ", …" : ""}`;
}

function leftOut(read: number, count: number): Problem {
  return pdfProblem(
    "pdf-many-pages",
    `The text of pages 1 to ${read} of ${count} was read; what follows cannot be searched.`,
    "Attach the part of the document that belongs to the report.",
  );
}
