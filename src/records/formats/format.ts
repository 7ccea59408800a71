import type { Problem } from "#kernel";
import type { Identifiers, RecordFact } from "../record.ts";

/** Formats that records can be read from. */
export type RecordFormat =
  | "ris"
  | "nbib"
  | "csl-json"
  | "bibtex"
  | "endnote-xml"
  | "pubmed-xml"
  | "refer"
  | "wos"
  | "table"
  | "xlsx"
  | "ovid-text"
  | "ebsco-text"
  | "proquest-text"
  | "openalex-json"
  | "crossref-json"
  | "europepmc-json"
  | "clinicaltrials-json"
  | "jsonl";

/** What a format's mapper reads out of one entry; place in the file and ids are added by the caller. */
export type EntryFields = Omit<RecordFact, "id" | "importId" | "ordinal" | "line" | "raw">;

/** One entry of a file, read. */
export interface Entry {
  /** 1-based line where it begins; of a spreadsheet its row. */
  readonly line: number;
  readonly raw: string;
  readonly fields: EntryFields;
}

/** What a reader gives, in the order of the file. */
export type Step = { readonly entry: Entry } | { readonly problem: Problem };

/** Where the lines of a file went: `total = blank + kept + outside`. */
export interface LineTally {
  readonly total: number;
  readonly blank: number;
  /** Non-blank lines inside the entries' raw text. */
  readonly kept: number;
  /** Non-blank lines outside any entry; each is covered by a problem. */
  readonly outside: number;
}

/**
 * The text of a file: whole, or in pieces that may end anywhere, also inside a line. Pieces are asked
 * for one by one, so that a file of any length needs the memory of a piece and of an entry.
 */
export type TextPieces = string | Iterable<string>;

/** What a reader may be told about the file. */
export interface ReaderOptions {
  /** For tables: which column holds what, by heading; headings not named are guessed. */
  readonly columns?: ColumnMapping;
}

/** Fields of a record that a column can hold; `ignore` leaves a column in the raw text only. */
export type ColumnMapping = Readonly<Record<string, string>>;

/** Reads one text format. Content never makes it throw; entries come one by one, problems among them. */
export interface Reader {
  /** Name and version of the parser, as an import event records it. */
  readonly parser: string;
  entries(text: TextPieces, options?: ReaderOptions): Generator<Step, LineTally>;
}

/** Reads one format that is no text. */
export interface BinaryReader {
  readonly parser: string;
  entriesOf(bytes: Uint8Array, options?: ReaderOptions): Generator<Step, LineTally>;
}

/** A field of a tagged format; untagged lines that follow are joined on with a line feed, kept as they stood. */
export interface TaggedField {
  readonly tag: string;
  value: string;
}

type Sparse<T> = { readonly [K in keyof T]?: T[K] | null | undefined };

/**
 * Entry fields from what a mapper found: what is missing gets its empty value, and the fields that
 * are absent when empty are left out.
 */
export function entryFields(
  found: Sparse<Omit<EntryFields, "ids">> & { readonly ids?: Sparse<Identifiers> | undefined },
): EntryFields {
  // Written out, since this runs for every record: going over the keys costs more than all reading.
  const fields: Mutable<EntryFields> = {
    type: found.type ?? "",
    title: found.title ?? "",
    authors: found.authors ?? [],
    year: found.year ?? null,
    journal: found.journal || null,
    volume: found.volume || null,
    issue: found.issue || null,
    pages: found.pages || null,
    publisher: found.publisher || null,
    place: found.place || null,
    edition: found.edition || null,
    abstract: found.abstract || null,
    keywords: found.keywords ?? [],
    language: found.language || null,
    url: found.url || null,
    ids: identifiers(found.ids ?? {}),
  };
  if (found.otherTitles?.length) fields.otherTitles = found.otherTitles;
  if (found.journalAbbreviation) fields.journalAbbreviation = found.journalAbbreviation;
  // A date that says no more than the year is no news.
  if (found.date && found.date !== String(fields.year)) fields.date = found.date;
  if (found.editors?.length) fields.editors = found.editors;
  if (found.conference) fields.conference = found.conference;
  if (found.series) fields.series = found.series;
  if (found.notes?.length) fields.notes = found.notes;
  if (found.labels?.length) fields.labels = found.labels;
  if (found.decisions?.length) fields.decisions = found.decisions;
  return fields;
}

/** Identifiers from what was found, as `entryFields`. */
export function identifiers(found: Sparse<Identifiers>): Identifiers {
  const ids: Mutable<Identifiers> = {
    doi: found.doi ?? [],
    pmid: found.pmid ?? [],
    pmcid: found.pmcid ?? [],
    source: found.source ?? [],
    issn: found.issn ?? [],
    isbn: found.isbn ?? [],
  };
  if (found.registry?.length) ids.registry = found.registry;
  if (found.embase?.length) ids.embase = found.embase;
  if (found.central?.length) ids.central = found.central;
  if (found.openalex?.length) ids.openalex = found.openalex;
  if (found.wos?.length) ids.wos = found.wos;
  if (found.scopus?.length) ids.scopus = found.scopus;
  return ids;
}

type Mutable<T> = { -readonly [K in keyof T]: T[K] };
