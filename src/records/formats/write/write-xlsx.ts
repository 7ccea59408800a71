import { write } from "@e965/xlsx";
import type { RecordFact } from "../../record.ts";
import { EXACT, OWN_ID, ownCells, ownColumns } from "../tables/table-own.ts";
import { cellParts, heldByXlsx } from "../tables/xlsx-text.ts";

type Cell = { readonly t: "s"; readonly v: string } | { readonly t: "n"; readonly v: number } | undefined;

/**
 * Records as an Excel workbook with one sheet. Every text is a text cell, never a formula; only years
 * are numbers. A text longer than a cell may be goes on in further columns, `abstract (2)`, …, which
 * reading joins again. `readRecords` gives the same fields back.
 *
 * Source: ECMA-376, written by SheetJS. Checked: tests/records/table-write.prop.test.ts.
 */
export function xlsxFile(records: readonly RecordFact[]): Uint8Array {
  const headings = [OWN_ID, ...ownColumns.map(({ heading }) => heading), EXACT];
  const rows = records.map((record) => {
    const { cells, exact } = ownCells(record, heldByXlsx);
    return [heldByXlsx(record.id), ...cells, exact].map(cellParts);
  });
  const widths = headings.map(() => 1);
  for (const row of rows)
    for (const [column, parts] of row.entries()) widths[column] = Math.max(widths[column]!, parts.length);
  const data: Cell[][] = [headings.flatMap((heading, column) => numbered(heading, widths[column]!))];
  for (const row of rows) {
    const cells: Cell[] = [];
    for (const [column, parts] of row.entries())
      for (let i = 0; i < widths[column]!; i++)
        cells.push(cellOf(parts[i] ?? "", headings[column] === "year"));
    data.push(cells);
  }
  const sheet = { "!data": data, "!ref": `A1:${columnName(data[0]!.length)}${data.length}` };
  const book = { SheetNames: ["records"], Sheets: { records: sheet } };
  // `buffer` gives bytes wherever it runs; `array` would make a text of all of them on the way.
  const bytes = write(book as never, {
    type: "buffer",
    bookType: "xlsx",
    compression: true,
    bookSST: true,
  }) as Uint8Array | readonly number[];
  return new Uint8Array(bytes);
}

function numbered(heading: string, width: number): Cell[] {
  return Array.from(
    { length: width },
    (_, i): Cell => ({ t: "s", v: i === 0 ? heading : `${heading} (${i + 1})` }),
  );
}

function cellOf(part: string, number: boolean): Cell {
  if (part === "") return undefined;
  return number ? { t: "n", v: Number(part) } : { t: "s", v: part };
}

/** `A` is 1, `AA` is 27. */
function columnName(number: number): string {
  const rest = Math.floor((number - 1) / 26);
  return (rest > 0 ? columnName(rest) : "") + String.fromCharCode(65 + ((number - 1) % 26));
}
