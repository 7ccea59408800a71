import { read, SSF, type WorkSheet } from "@e965/xlsx";
import { checkedArchive } from "./xlsx-zip.ts";

/** A row that holds anything. */
export interface SheetRow {
  /** 1-based row of the sheet. */
  readonly line: number;
  /** Cells as text; dates as `2024-05-28`, numbers without formatting. */
  readonly cells: readonly string[];
  /** The same as they were typed. */
  readonly values: readonly (string | number | boolean | null)[];
}

export interface Sheet {
  readonly name: string;
  readonly rows: readonly SheetRow[];
}

/** The largest file in Excel's old format, which is not compressed. */
const LARGEST_XLS = 64 * 1024 * 1024;
/** What is beyond is no table of records. */
const MOST_COLUMNS = 16_384;

/**
 * The sheets of a workbook, in their order, or why it is not opened. Content never makes it throw.
 *
 * @param bytes of a file of Excel (`.xlsx`, or `.xls` up to 64 MB)
 * Checked: tests/records/xlsx.test.ts, tests/records/xlsx-guard.test.ts.
 */
export function workbookOf(
  bytes: Uint8Array,
): { readonly sheets: readonly Sheet[] } | { readonly refused: string } {
  const content = safeContent(bytes);
  if ("refused" in content) return content;
  try {
    const book = read(content.bytes, {
      type: "array",
      dense: true,
      cellFormula: false,
      cellHTML: false,
      cellNF: true,
      cellText: false,
    });
    const sheets = book.SheetNames.map((name) => ({ name, rows: rowsOf(book.Sheets[name]) }));
    return sheets.some(({ rows }) => rows.length > 0) ? { sheets } : { sheets: [] };
  } catch (cause) {
    const encrypted = cause instanceof Error && /password|encrypt/i.test(cause.message);
    return { refused: encrypted ? "it is protected by a password" : "it is damaged or no workbook" };
  }
}

/** An archive is unpacked under watch first; Excel's old format cannot blow up; anything else is no workbook. */
function safeContent(bytes: Uint8Array): { readonly bytes: Uint8Array } | { readonly refused: string } {
  const starts = (...mark: readonly number[]): boolean => mark.every((byte, i) => bytes[i] === byte);
  if (starts(0x50, 0x4b, 0x03, 0x04)) return checkedArchive(bytes);
  if (!starts(0xd0, 0xcf, 0x11, 0xe0)) return { refused: "it is not an Excel file" };
  return bytes.length > LARGEST_XLS ? { refused: "it is larger than 64 MB" } : { bytes };
}

interface Cell {
  readonly t: string;
  readonly v?: unknown;
  readonly w?: string;
  readonly z?: string | number;
}

function rowsOf(sheet: WorkSheet | undefined): SheetRow[] {
  const data = (sheet?.["!data"] ?? []) as readonly (readonly (Cell | undefined)[] | undefined)[];
  const rows: SheetRow[] = [];
  // Sparse: `forEach` visits the rows that are there.
  data.forEach((row, index) => {
    if (row === undefined) return;
    const width = Math.min(row.length, MOST_COLUMNS);
    const typed = Array.from({ length: width }, (_, i) => typedValue(row[i]));
    const cells = typed.map((value) => (value === null ? "" : String(value)));
    while (cells.length > 0 && cells.at(-1)!.trim() === "") cells.pop();
    if (cells.length > 0) rows.push({ line: index + 1, cells, values: typed });
  });
  return rows;
}

function typedValue(cell: Cell | undefined): string | number | boolean | null {
  if (cell === undefined || cell.v === undefined || cell.v === null || cell.t === "e" || cell.t === "z")
    return null;
  if (cell.t === "n" && typeof cell.v === "number") return dateOf(cell.v, cell.z) ?? cell.v;
  return typeof cell.v === "boolean" ? cell.v : String(cell.v);
}

/** A number that its format shows as a date, as `2024-05-28`. */
function dateOf(value: number, format: string | number | undefined): string | null {
  if (format === undefined || !(SSF.is_date(String(format)) as boolean)) return null;
  const date = SSF.parse_date_code(value) as { y: number; m: number; d: number } | null;
  if (date === null || date.m < 1) return null;
  const two = (part: number): string => String(part).padStart(2, "0");
  return `${date.y}-${two(date.m)}-${two(date.d)}`;
}
