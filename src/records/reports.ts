import { EvidensError } from "#kernel";
import type { RecordAmended } from "#ledger";
import { amendedFact } from "./amend.ts";
import type { DuplicatesDoc } from "./duplicates/clusters.ts";
import { mergedFields } from "./merged-fields.ts";
import { distinct } from "./normalise/identifiers.ts";
import type { RecordFact, ReportRow, SourceDecision } from "./record.ts";

/** Corrections in force by record, oldest first. */
export type Amendments = ReadonlyMap<string, readonly RecordAmended[]>;

/** Takes records one by one and gives each report as soon as its last record is in. */
export interface ReportDeriver {
  /** The report that this record completes, or null while its cluster waits for others. */
  add(record: RecordFact): ReportRow | null;
  /** Reports whose clusters name records that never came (their import was undone), by position. */
  finish(): readonly ReportRow[];
}

/**
 * Derives reports from a stream of records, holding only clusters that are not complete yet.
 *
 * @param clusters the duplicates in force
 * @param importSource information source of each import, by its id
 * @param amendments what people corrected
 * @throws {EvidensError} `records/unknown-import` from `add` when an import has no source
 * Checked: tests/records/duplicates.test.ts.
 */
export function reportDeriver(
  clusters: DuplicatesDoc["clusters"],
  importSource: ReadonlyMap<string, string>,
  amendments: Amendments = new Map(),
): ReportDeriver {
  const waiting = new Map<
    string,
    { readonly size: number; position: number; readonly records: RecordFact[] }
  >();
  for (const cluster of clusters) {
    const group = { size: cluster.records.length, position: 0, records: [] };
    for (const record of cluster.records) waiting.set(record, group);
  }
  let position = 0;
  return {
    add(record) {
      position += 1;
      const group = waiting.get(record.id);
      if (group === undefined) return reportOf([record], position, importSource, amendments);
      if (group.records.length === 0) group.position = position;
      group.records.push(record);
      waiting.delete(record.id);
      if (group.records.length < group.size) return null;
      return reportOf(group.records, group.position, importSource, amendments);
    },
    finish() {
      const left = new Set([...waiting.values()].filter((group) => group.records.length > 0));
      waiting.clear();
      return [...left]
        .sort((a, b) => a.position - b.position)
        .map((group) => reportOf(group.records, group.position, importSource, amendments));
    },
  };
}

/**
 * Derives the reports of a review: each record alone, or with the records of its cluster. A report's
 * id is that of its first record, and its position the place of that record among all records, so that
 * merging or separating others moves no report.
 *
 * @param records in the order of the review
 * @param importSource information source of each import, by its id
 * @returns reports as they become complete, which is not the order of `position` where there are duplicates
 * @throws {EvidensError} `records/unknown-import` when an import has no source
 * Cost linear. Checked: tests/records/duplicates.test.ts.
 */
export function* deriveReports(
  records: Iterable<RecordFact>,
  clusters: DuplicatesDoc["clusters"],
  importSource: ReadonlyMap<string, string>,
  amendments: Amendments = new Map(),
): Generator<ReportRow, void> {
  const deriver = reportDeriver(clusters, importSource, amendments);
  for (const record of records) {
    const report = deriver.add(record);
    if (report !== null) yield report;
  }
  yield* deriver.finish();
}

/**
 * The report of these records, with what people corrected in them.
 *
 * @param records one or more, in the order of the review, as imported
 * @param position place of the first of them among all records of the review, from 1
 * @param importSource information source of each import, by its id
 * @throws {EvidensError} `records/unknown-import` when an import has no source
 * Checked: tests/records/duplicates.test.ts.
 */
export function reportOf(
  records: readonly RecordFact[],
  position: number,
  importSource: ReadonlyMap<string, string>,
  amendments: Amendments = new Map(),
): ReportRow {
  const corrected = new Map<string, readonly string[]>();
  const facts = records.map((record) => {
    const own = amendments.get(record.id) ?? [];
    if (own.length === 0) return record;
    corrected.set(record.id, distinct(own.flatMap(({ changes }) => changes.map(({ field }) => field))));
    return amendedFact(record, own);
  });
  return toReport(facts, position, importSource, corrected);
}

/** @param corrected of each record that a person corrected, the fields; its values are in `records` already */
function toReport(
  records: readonly RecordFact[],
  position: number,
  importSource: ReadonlyMap<string, string>,
  corrected: ReadonlyMap<string, readonly string[]>,
): ReportRow {
  const { fields, takenFrom } = mergedFields(records, corrected);
  const amended = distinct([...corrected.values()].flat());
  const labels = distinct(records.flatMap((record) => record.labels ?? []));
  const decisions = united(records);
  return {
    id: records[0]!.id,
    position,
    records: records.map((record) => record.id),
    sources: distinct(records.map((record) => sourceOf(record, importSource))),
    ...fields,
    keys: distinct(records.flatMap((record) => record.ids.source)),
    ...(records.length === 1 ? {} : { takenFrom }),
    ...(amended.length === 0 ? {} : { amended }),
    ...(labels.length === 0 ? {} : { labels }),
    ...(decisions.length === 0 ? {} : { decisions }),
  };
}

/** The decisions the records came with, equal ones once. */
function united(records: readonly RecordFact[]): readonly SourceDecision[] {
  const found = new Map<string, SourceDecision>();
  for (const record of records)
    for (const decision of record.decisions ?? []) {
      const { tool, by, stage, decision: said, reasons } = decision;
      const key = JSON.stringify([tool, by, stage, said, reasons]);
      if (!found.has(key)) found.set(key, decision);
    }
  return [...found.values()];
}

function sourceOf(record: RecordFact, importSource: ReadonlyMap<string, string>): string {
  const source = importSource.get(record.importId);
  if (source !== undefined) return source;
  throw new EvidensError({
    code: "records/unknown-import",
    kind: "missing",
    message: `Record ${record.id} belongs to import ${record.importId}, which has no information source.`,
    remedy: "Run `evidens doctor` to check the review's file.",
  });
}
