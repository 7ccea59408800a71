import type { ReportRow } from "#records";
import type { ReportFilter } from "./store.ts";

/** Bits of `report_trait.traits`; written into files, so a bit is never given another meaning. */
const BITS = {
  abstract: 1,
  doi: 2,
  year: 4,
  authors: 8,
  journal: 16,
  merged: 32,
  amended: 64,
  "decided-elsewhere": 128,
} as const;

/** The traits of a report: what it lacks, and what is special about it. */
export function traitsOf(report: ReportRow): number {
  let traits = 0;
  if (report.abstract === null || report.abstract === "") traits |= BITS.abstract;
  if (report.doi === null) traits |= BITS.doi;
  if (report.year === null) traits |= BITS.year;
  if (report.authors.length === 0) traits |= BITS.authors;
  if (report.journal === null || report.journal === "") traits |= BITS.journal;
  if (report.records.length > 1) traits |= BITS.merged;
  if ((report.amended?.length ?? 0) > 0) traits |= BITS.amended;
  if ((report.decisions?.length ?? 0) > 0) traits |= BITS["decided-elsewhere"];
  return traits;
}

/** Bits that a report must have to pass the filter; `linked` is told by the duplicates, not by a bit. */
export function wantedTraits({ missing, only }: Pick<ReportFilter, "missing" | "only">): number {
  let wanted = missing === undefined ? 0 : BITS[missing];
  if (only !== undefined && only !== "linked") wanted |= BITS[only];
  return wanted;
}
