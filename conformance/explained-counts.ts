/**
 * Files whose stated count is a count of something else than entries, each looked at by hand. The
 * number is what stands in the file; a reader that gives another number fails.
 */
export const explainedCounts: Readonly<Record<string, { readonly entries: number; readonly why: string }>> = {
  "csv/citation-file-formatting___baseline_embase.csv": {
    entries: 10,
    why: "three lines above the headings were counted",
  },
  "csv/citation-file-formatting___baseline_excel.csv": {
    entries: 10,
    why: "three lines above the headings were counted",
  },
  "nbib/jabref__MedlinePlainImporterTestMultipleEntries.txt": {
    entries: 7,
    why: "only PMID lines were counted, and two entries have none",
  },
  "refer/jabref__Endnote.entries.enw": { entries: 13, why: "one entry has an empty %0" },
  "refer/colrev__ais_enl.txt": { entries: 6, why: "only %0 lines were counted; CoLRev also finds 6" },
  "refer/colrev__enl_data.enl": { entries: 3, why: "only %0 lines were counted" },
  "bibtex/buhos__scielo.bib": {
    entries: 13,
    why: "the first entry stands behind a byte-order mark and was not counted",
  },
};
