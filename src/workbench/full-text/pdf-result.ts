import type { Problem } from "#kernel";

/** How much a PDF may ask for. */
export interface PdfLimits {
  /** Size of the file. */
  readonly bytes: number;
  /** Pages that are read; what follows is left out with a problem. */
  readonly pages: number;
  /** Characters of text that are kept; what follows is left out with a problem. */
  readonly characters: number;
  readonly milliseconds: number;
  /** Memory for the script and its buffers, beyond the program that reads. */
  readonly megabytes: number;
}

export const PDF_LIMITS: PdfLimits = {
  bytes: 100 * 1024 * 1024,
  pages: 5_000,
  characters: 20_000_000,
  milliseconds: 60_000,
  megabytes: 512,
};

interface PdfPage {
  /** From 1. */
  readonly number: number;
  /** As the page gives it, in the order of its content; lines end in `\n`. */
  readonly text: string;
  /** For searching: words broken at line ends joined, ligatures resolved, one blank between words. */
  readonly searchText: string;
}

/** What a PDF says. */
export interface PdfText {
  readonly pages: readonly PdfPage[];
  /** Pages of the document, also those that were not read. */
  readonly pageCount: number;
  /** Title by the document's own information, or null. */
  readonly title: string | null;
  /** Texts that may be the title, best first: the document's own, the largest print of page 1. */
  readonly titleCandidates: readonly string[];
  /** DOIs by the document's own information, then those on pages 1 and 2 in their order; a cited one may be among them. */
  readonly dois: readonly string[];
  /** There is hardly any text: pages are pictures, and only text recognition makes them searchable. */
  readonly scanned: boolean;
  /** What was left out, and what the file holds besides text (`workbench/pdf-active-content`). */
  readonly problems: readonly Problem[];
}

/** Why nothing was read. */
export interface PdfRefusal {
  readonly refused: Problem;
}

/** A problem of a PDF; `what` is the second half of its code. */
export function pdfProblem(what: string, message: string, remedy: string): Problem {
  return { code: `workbench/${what}`, message, remedy };
}
