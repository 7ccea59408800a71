import type { Problem } from "#kernel";
import type { EntryFields } from "../format.ts";
import type { PlacedColumn } from "./table-columns.ts";
import { heldByText, unguarded } from "./table-guard.ts";
import { rowMapper } from "./table-map.ts";
import { EXACT, readOwnRow } from "./table-own.ts";
import { heldByXlsx } from "./xlsx-text.ts";

/** Reads the rows of a table as records. */
export interface RowReader {
  read(cells: readonly string[], onProblem: (problem: Problem) => void): EntryFields;
  /** Whether any column holds a field of a record. */
  readonly useful: boolean;
}

/**
 * The reader of a table's rows: of one that Evidens wrote exactly, of any other by its columns.
 *
 * @param mapped whether a person chose what the columns hold
 */
export function rowReader(
  columns: readonly PlacedColumn[],
  kind: "text" | "workbook",
  mapped: boolean,
): RowReader {
  if (!mapped && columns.some(({ heading }) => heading === EXACT)) return ownReader(columns, kind);
  const { map } = rowMapper(columns);
  return { read: map, useful: columns.some(({ field }) => field !== "ignore") };
}

function ownReader(columns: readonly PlacedColumn[], kind: "text" | "workbook"): RowReader {
  const places = new Map<string, number[]>();
  for (const { heading, index } of columns) {
    // Texts longer than a cell go on in `abstract (2)`.
    const base = heading.replace(/ \(\d+\)$/, "");
    const list = places.get(base);
    if (list === undefined) places.set(base, [index]);
    else list.push(index);
  }
  const held = kind === "text" ? heldByText : heldByXlsx;
  return {
    useful: true,
    read(cells, onProblem) {
      const cell = (heading: string): string => {
        const at = places.get(heading);
        if (at === undefined) return "";
        const text = at.length === 1 ? (cells[at[0]!] ?? "") : at.map((index) => cells[index] ?? "").join("");
        return kind === "text" ? unguarded(text) : text;
      };
      const damaged: string[] = [];
      const fields = readOwnRow(cell, held, (what) => damaged.push(what));
      if (damaged.length > 0) onProblem(damagedExact(damaged));
      return fields;
    },
  };
}

function damagedExact(what: readonly string[]): Problem {
  return {
    code: "records/table-exact-damaged",
    field: EXACT,
    message: `The column ${EXACT} is damaged (${what.join(", ")}); the readable cells were used.`,
    remedy: "Compare the record with the file it was exported from.",
  };
}

/** Tells how the columns were read, so that a person can check and change it. */
export function columnsRead(columns: readonly PlacedColumn[], line: number, outside: number): Problem {
  const used = columns
    .filter(({ field }) => field !== "ignore")
    .map(({ heading, field }) => `${field} from "${short(heading)}"`);
  const left = columns.filter(({ field }) => field === "ignore").map(({ heading }) => `"${short(heading)}"`);
  const some = (list: readonly string[]): string =>
    list.length <= 40 ? list.join(", ") : `${list.slice(0, 40).join(", ")} and ${list.length - 40} more`;
  const rows =
    line === 0
      ? "The table has no row of headings"
      : outside === 1
        ? "The row of headings"
        : `${outside} line(s) up to the row of headings`;
  return {
    code: "records/table-columns",
    line: Math.max(1, line),
    message: `${rows}. Read: ${some(used) || "nothing"}.${left.length === 0 ? "" : ` In the raw text only: ${some(left)}.`}`,
    remedy: "Check what the columns were read as, and import again with other columns if one is wrong.",
  };
}

function short(heading: string): string {
  const plain = heading.replace(/\s+/g, " ");
  return plain.length > 60 ? `${plain.slice(0, 59)}…` : plain;
}

/** No column could be given a meaning. */
export function noColumns(line: number): Problem {
  return {
    code: "records/table-no-columns",
    line,
    message:
      "None of the columns could be told to hold a title, authors or another field of a record; nothing was read.",
    remedy: "Name the columns: say which heading holds the title, and import again.",
  };
}
