import type { Identifiers, RecordFact } from "#records";

/** A simulated record with what a test says about it and otherwise nothing. */
export function fact(
  given: Partial<Omit<RecordFact, "ids">> & { readonly ids?: Partial<Identifiers> },
): RecordFact {
  return {
    id: "i-1",
    importId: "i",
    ordinal: 1,
    line: 1,
    type: "JOUR",
    title: "A simulated study",
    authors: [],
    year: null,
    journal: null,
    volume: null,
    issue: null,
    pages: null,
    publisher: null,
    place: null,
    edition: null,
    abstract: null,
    keywords: [],
    language: null,
    url: null,
    raw: "",
    ...given,
    ids: { doi: [], pmid: [], pmcid: [], source: [], issn: [], isbn: [], ...given.ids },
  };
}
