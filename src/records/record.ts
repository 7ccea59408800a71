/** One entry in one source's index, as its export file gave it, parsed. Immutable once imported. */
export interface RecordFact {
  /** `<importId>-<ordinal>`; ordinal counts from 1 in file order. */
  readonly id: string;
  readonly importId: string;
  readonly ordinal: number;
  /** 1-based line of the entry in the file. */
  readonly line: number;
  readonly type: string;
  readonly title: string;
  readonly authors: readonly Author[];
  readonly year: number | null;
  readonly journal: string | null;
  readonly volume: string | null;
  readonly issue: string | null;
  readonly pages: string | null;
  readonly publisher: string | null;
  readonly place: string | null;
  readonly edition: string | null;
  readonly abstract: string | null;
  readonly keywords: readonly string[];
  readonly language: string | null;
  readonly url: string | null;
  readonly ids: Identifiers;
  /** The entry as it stood in the file, character for character. */
  readonly raw: string;
}

export interface Author {
  /** Family name, or the whole name of a group. */
  readonly family: string;
  readonly given: string | null;
}

/** Normalised identifiers; all distinct values found are kept. */
export interface Identifiers {
  /** Lower case, without prefix, such as `10.1000/x`. */
  readonly doi: readonly string[];
  readonly pmid: readonly string[];
  readonly pmcid: readonly string[];
  /** Key the source itself uses: CSL `id`, RIS `ID`, accession number. */
  readonly source: readonly string[];
  readonly issn: readonly string[];
  readonly isbn: readonly string[];
}

/**
 * A document as the program lists it: one record, or several that were found to be entries for the
 * same document. `id` is the id of the record that came first.
 */
export interface ReportRow {
  readonly id: string;
  /** Order of first appearance, from 1; the default screening order. */
  readonly position: number;
  readonly records: readonly string[];
  readonly sources: readonly string[];
  readonly title: string;
  readonly authors: readonly Author[];
  readonly year: number | null;
  readonly journal: string | null;
  readonly volume: string | null;
  readonly issue: string | null;
  readonly pages: string | null;
  readonly abstract: string | null;
  readonly doi: string | null;
  readonly pmid: string | null;
  readonly type: string;
  /** Source keys of its records, such as `gamma2000`, for looking a report up by the key people know. */
  readonly keys: readonly string[];
}
