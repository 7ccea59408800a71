import type { RecordFact, ReportRow } from "#records";
import { canonical } from "./digests.ts";

/** A report as stored: its own body, and the fact of its first record, which has the report's id. */
export interface StoredReport {
  readonly body: string;
  readonly record: string | null;
}

/** The body to store. A report of one record has that record's abstract and does not repeat it. */
export function reportBody(report: ReportRow): string {
  const stored = report.records.length === 1 ? { ...report, abstract: null } : report;
  return canonical(stored, `The report ${report.id}`);
}

export function toReport({ body, record }: StoredReport): ReportRow {
  const report = JSON.parse(body) as ReportRow;
  if (report.records.length !== 1 || record === null) return report;
  const { abstract } = JSON.parse(record) as RecordFact;
  return { ...report, abstract: abstract === "" ? null : abstract };
}
