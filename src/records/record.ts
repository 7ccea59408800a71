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
  /** The entry as it stood in the file, character for character; of a binary file its cells as JSON. */
  readonly raw: string;

  // Fields added after the first version are absent when empty, so that records imported earlier keep
  // the hash they were vouched for with.

  /** Other titles of the same document: in the original language, translated, short. */
  readonly otherTitles?: readonly string[];
  readonly journalAbbreviation?: string;
  /** Date of publication, `2016-01` or `2016-01-15`, where more than the year is known. */
  readonly date?: string;
  readonly editors?: readonly Author[];
  /** Conference or series the document belongs to, where it has a container besides. */
  readonly conference?: string;
  readonly series?: string;
  /** What people and programs noted beside the record. */
  readonly notes?: readonly string[];
  /** Labels, tags and groups that another program gave the record. */
  readonly labels?: readonly string[];
  /** Screening decisions that another program wrote into its export. */
  readonly decisions?: readonly SourceDecision[];
}

/** A screening decision found in an export; it is shown beside the record and is never a vote of this review. */
export interface SourceDecision {
  /** Program that wrote it, lower case: `rayyan`, `covidence`, `asreview`, `eppi`, `evidens`, or `""`. */
  readonly tool: string;
  /** Reviewer as the export names them, or null. */
  readonly by: string | null;
  readonly stage: "title-abstract" | "full-text" | null;
  readonly decision: "include" | "exclude" | "maybe" | "undecided";
  readonly reasons: readonly string[];
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

  // Absent when empty, as above.

  /** Trial registrations: `NCT01234567`, `ISRCTN12345678`, … */
  readonly registry?: readonly string[];
  /** Embase accession numbers: `L612345678`. */
  readonly embase?: readonly string[];
  /** Cochrane CENTRAL: `CN-01234567`. */
  readonly central?: readonly string[];
  /** OpenAlex works: `W1234567890`. */
  readonly openalex?: readonly string[];
  /** Web of Science: `WOS:000123456700001`. */
  readonly wos?: readonly string[];
  /** Scopus: `2-s2.0-85012345678`. */
  readonly scopus?: readonly string[];
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
  /** Of several records: the record each field was taken from, by name of the field. */
  readonly takenFrom?: Readonly<Record<string, string>>;
  /** Fields that a person corrected. */
  readonly amended?: readonly string[];
  /** Labels and decisions its records came with, as in `RecordFact`. */
  readonly labels?: readonly string[];
  readonly decisions?: readonly SourceDecision[];
}
