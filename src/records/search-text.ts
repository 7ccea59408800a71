import { foldText } from "./normalise/fold.ts";
import type { ReportRow } from "./record.ts";

/**
 * What a report can be found by, folded with `foldText`: title, authors, journal, year, keys and
 * identifiers. Fold what a person types in the same way and look for it inside.
 */
export function searchText(row: Omit<ReportRow, "abstract">): string {
  const authors = row.authors.map(({ family, given }) => (given === null ? family : `${family} ${given}`));
  const parts = [
    row.title,
    authors.join(" "),
    row.journal,
    row.year === null ? null : String(row.year),
    ...row.keys,
    row.doi,
    row.pmid,
    row.id,
  ];
  return foldText(parts.filter((part) => part !== null && part !== "").join("\n"));
}
