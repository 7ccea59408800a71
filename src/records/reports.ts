import { EvidensError } from "#kernel";
import type { DuplicatesDoc } from "./duplicates/clusters.ts";
import { distinct } from "./normalise/identifiers.ts";
import type { RecordFact, ReportRow } from "./record.ts";

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
 * @param importSource information source of each import
 * @throws {EvidensError} `records/unknown-import` from `add` when an import has no source
 */
export function reportDeriver(
  clusters: DuplicatesDoc["clusters"],
  importSource: ReadonlyMap<string, string>,
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
      const group = waiting.get(record.id);
      if (group === undefined) {
        position += 1;
        return toReport([record], position, importSource);
      }
      if (group.records.length === 0) {
        position += 1;
        group.position = position;
      }
      group.records.push(record);
      waiting.delete(record.id);
      if (group.records.length < group.size) return null;
      return toReport(group.records, group.position, importSource);
    },
    finish() {
      const left = new Set([...waiting.values()].filter((group) => group.records.length > 0));
      waiting.clear();
      return [...left]
        .sort((a, b) => a.position - b.position)
        .map((group) => toReport(group.records, group.position, importSource));
    },
  };
}

/**
 * Derives the reports of a review: each record alone, or with the records of its cluster. A report's
 * id is that of its first record; of each field it has the first value that is not empty, of
 * abstracts the longest.
 *
 * @param records in the order of the review
 * @returns reports as they become complete, which is not the order of `position` where there are
 *   duplicates; `position` counts from 1 in the order of first records
 * @throws {EvidensError} `records/unknown-import` when an import has no source
 * Cost linear. Checked: tests/records/duplicates.test.ts.
 */
export function* deriveReports(
  records: Iterable<RecordFact>,
  clusters: DuplicatesDoc["clusters"],
  importSource: ReadonlyMap<string, string>,
): Generator<ReportRow, void> {
  const deriver = reportDeriver(clusters, importSource);
  for (const record of records) {
    const report = deriver.add(record);
    if (report !== null) yield report;
  }
  yield* deriver.finish();
}

function toReport(
  records: readonly RecordFact[],
  position: number,
  importSource: ReadonlyMap<string, string>,
): ReportRow {
  const first = <T>(read: (record: RecordFact) => T | null | undefined | "", otherwise: T): T => {
    for (const record of records) {
      const value = read(record);
      if (value !== null && value !== undefined && value !== "") return value as T;
    }
    return otherwise;
  };
  let abstract: string | null = null;
  for (const record of records)
    if (record.abstract !== null && record.abstract.length > (abstract?.length ?? 0))
      abstract = record.abstract;
  return {
    id: records[0]!.id,
    position,
    records: records.map((record) => record.id),
    sources: distinct(records.map((record) => sourceOf(record, importSource))),
    title: first((record) => record.title, ""),
    authors: records.find((record) => record.authors.length > 0)?.authors ?? [],
    year: first<number | null>((record) => record.year, null),
    journal: first<string | null>((record) => record.journal, null),
    volume: first<string | null>((record) => record.volume, null),
    issue: first<string | null>((record) => record.issue, null),
    pages: first<string | null>((record) => record.pages, null),
    abstract,
    doi: first<string | null>((record) => record.ids.doi[0], null),
    pmid: first<string | null>((record) => record.ids.pmid[0], null),
    type: first((record) => record.type, ""),
    keys: distinct(records.flatMap((record) => record.ids.source)),
  };
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
