import type { Author } from "../record.ts";

/** A report that a PDF may belong to. */
export interface FullTextCandidate {
  readonly id: string;
  readonly title: string;
  readonly doi: string | null;
  readonly pmid: string | null;
  readonly authors: readonly Author[];
  readonly year: number | null;
}

/** What is known of a PDF. */
export interface FullTextClues {
  readonly fileName: string;
  /** All DOIs found in it, its own and perhaps cited ones. */
  readonly dois: readonly string[];
  /** Texts that may be its title. */
  readonly titleCandidates: readonly string[];
  /** Empty where the page is a picture. */
  readonly firstPageText: string;
}

export type FullTextMatch =
  | {
      readonly match: string;
      readonly by: "doi" | "title" | "file-name";
      /** 0 … 1, a rank of the kinds of evidence and not a probability; below 0.7 there is no match. */
      readonly confidence: number;
    }
  /** Reports that a person must choose from; one alone when what speaks for it is contradicted. */
  | { readonly ambiguous: readonly string[] };

/** Letters and digits of a text without what stands between them: no line end or hyphen can part them. */
export function condensed(words: readonly string[]): string {
  return words.join("");
}
