import type { RecordFact } from "../../record.ts";

/**
 * A record as one line of JSON with line feed: the fields people ask for first, then all others that
 * hold something. `doi` and `pmid` are the first of each, all of them stand in `ids`. The entry's raw
 * text and its place in the import are left out.
 *
 * Checked: tests/records/write-csl.prop.test.ts.
 */
export function jsonlLine(record: RecordFact): string {
  const { id: _id, importId: _importId, ordinal: _ordinal, line: _line, raw: _raw, ids, ...fields } = record;
  const { title, authors, year, journal, volume, issue, pages, abstract, ...others } = fields;
  const first = { title, authors, year, journal, volume, issue, pages };
  const object = { ...first, doi: ids.doi[0] ?? null, pmid: ids.pmid[0] ?? null, abstract, ...others, ids };
  return `${JSON.stringify(object)}\n`;
}
