import { displayText } from "../../normalise/text.ts";
import type { PlacedColumn } from "./table-columns.ts";
import type { ColumnField } from "./table-headings.ts";

/** The values of a row by field, in the order of trust; empty cells and fillers are left out. */
export interface Cells {
  all(...fields: readonly ColumnField[]): readonly string[];
  /** First value of the first field that has one, or "". */
  first(...fields: readonly ColumnField[]): string;
  /** Values with their headings. */
  headed(field: ColumnField): readonly { readonly heading: string; readonly value: string }[];
}

/** The columns of each field, surest first. */
export type ColumnsByField = ReadonlyMap<ColumnField, readonly PlacedColumn[]>;

/** Groups columns by field, once for a table. */
export function columnsByField(columns: readonly PlacedColumn[]): ColumnsByField {
  const groups = new Map<ColumnField, PlacedColumn[]>();
  for (const column of columns) {
    if (column.field === "ignore") continue;
    const group = groups.get(column.field);
    if (group === undefined) groups.set(column.field, [column]);
    else group.push(column);
  }
  for (const group of groups.values()) group.sort((a, b) => a.rank - b.rank || a.index - b.index);
  return groups;
}

/** What programs write into cells that have no value. */
const FILLER = /^(?:NA|N\/A|NaN|nan|<NA>|null|NULL|None|undefined)$/;
/** Rayyan's exports carry tags of the RIS entry along inside cells: `2041-2096     J9  - METHODS ECOL`. */
const LOST_TAG = /\s{2,}[A-Z][A-Z0-9] {1,2}- .*$/s;
/** Cells written as formulas so that spreadsheets leave the digits alone: `="19326203"`. */
const FORMULA = /^="((?:[^"]|"")*)"$/;

/** Gives access to the cells of a row by field. */
export function cellsOf(row: readonly string[], columns: ColumnsByField): Cells {
  const all = (...fields: readonly ColumnField[]): string[] => {
    const values: string[] = [];
    for (const field of fields)
      for (const { index } of columns.get(field) ?? []) {
        const value = plainCell(row[index]);
        if (value !== "") values.push(value);
      }
    return values;
  };
  return {
    all,
    first(...fields) {
      for (const field of fields)
        for (const { index } of columns.get(field) ?? []) {
          const value = plainCell(row[index]);
          if (value !== "") return value;
        }
      return "";
    },
    headed: (field) =>
      (columns.get(field) ?? []).flatMap(({ heading, index }) => {
        const value = plainCell(row[index]);
        return value === "" ? [] : [{ heading, value }];
      }),
  };
}

function plainCell(cell: string | undefined): string {
  if (cell === undefined) return "";
  let value = cell.trim();
  if (value === "") return "";
  if (value.charCodeAt(0) === 61) value = FORMULA.exec(value)?.[1]?.replaceAll('""', '"').trim() ?? value;
  if (value.includes("- ") && value.includes(" - ")) value = value.replace(LOST_TAG, "").trim();
  return FILLER.test(value) ? "" : value;
}

/** A number as a table's program printed it: `2012.0` is `2012`. */
export function plainNumber(value: string): string {
  return /^\d+\.0+$/.test(value) ? value.slice(0, value.indexOf(".")) : value;
}

/** The values of a cell that holds a list: printed by Python or as JSON, or separated by `;`, `|` or lines. */
export function listOf(cell: string): string[] {
  const printed = printedList(cell);
  if (printed !== null) return printed;
  if (/[;|\n]/.test(cell)) return cell.split(/[;|\n]/).map(displayText);
  // With commas only: those in parentheses belong to a word.
  return cell.split(/,(?![^()]*\))/).map(displayText);
}

function printedList(cell: string): string[] | null {
  if (!/^\[\s*["'].*["']\s*\]$/s.test(cell) || cell.length > 1_000_000) return null;
  const words = cell.match(/"(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*'/g);
  return words?.map((word) => displayText(word.slice(1, -1))) ?? null;
}

/** As `listOf`, for values without commas of their own, such as serial numbers. */
export function wordsOf(cell: string): string[] {
  return (printedList(cell) ?? cell.split(/[;|,\s]+/))
    .map((word) => word.trim())
    .filter((word) => word !== "");
}
