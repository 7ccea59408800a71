/// <reference path="../tables/table-papaparse.d.ts" />
import Papa from "papaparse/papaparse.js";
import type { RecordFact } from "../../record.ts";
import { guarded, heldByText } from "../tables/table-guard.ts";
import { EXACT, OWN_ID, ownCells, ownColumns } from "../tables/table-own.ts";

/** The header row of a CSV file of records, with its line end. */
export function csvHeader(): string {
  return line([OWN_ID, ...ownColumns.map(({ heading }) => heading), EXACT]);
}

/**
 * A record as a row of CSV, with its line end CR LF. `readRecords` gives the same fields back; what a
 * readable cell cannot hold exactly stands as JSON in the last column. No cell begins a formula.
 *
 * Source: RFC 4180; OWASP, CSV injection. Checked: tests/records/table-write.prop.test.ts.
 */
export function csvRow(record: RecordFact): string {
  const { cells, exact } = ownCells(record, heldByText);
  return line([guarded(heldByText(record.id)), ...cells.map(guarded), exact]);
}

function line(cells: readonly string[]): string {
  return `${Papa.unparse([cells], { newline: "\r\n" })}\r\n`;
}
