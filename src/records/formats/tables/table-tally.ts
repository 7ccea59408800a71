import type { LineTally, Step } from "../format.ts";
import { isBlank } from "../lines.ts";
import type { TableRow } from "./table-rows.ts";

type Row = Pick<TableRow, "line" | "lines" | "filled">;
type Noted = keyof typeof NOTED;

/** Where the lines of a table went, and what is told about several rows at once. */
export interface RowTally {
  /** A row that is a record, or blank. */
  kept(row: Row): void;
  /** A row that is none; without `what` it has a problem of its own. */
  outside(row: Row, what?: Noted): void;
  note(what: Noted, line: number): void;
  /** At the end of the table. */
  problems(): Generator<Step>;
  lines(): LineTally;
}

/** Starts a tally behind the lines that stand before the table. */
export function rowTally(before: LineTally): RowTally {
  let { blank, kept, outside } = before;
  const noted = new Map<Noted, { readonly line: number; count: number }>();
  const note = (what: Noted, line: number): void => {
    const known = noted.get(what);
    if (known === undefined) noted.set(what, { line, count: 1 });
    else known.count += 1;
  };
  return {
    note,
    kept(row) {
      kept += row.filled;
      blank += row.lines - row.filled;
    },
    outside(row, what) {
      outside += row.filled;
      blank += row.lines - row.filled;
      if (what !== undefined) note(what, row.line);
    },
    *problems() {
      for (const [what, { line, count }] of noted) {
        const { code, message, remedy } = NOTED[what];
        yield { problem: { code, line, message: `${count} ${message}`, remedy } };
      }
    },
    lines: () => ({ total: blank + kept + outside, blank, kept, outside }),
  };
}

/** The lines of the text before a table. */
export function linesBefore(text: string): LineTally {
  if (text === "" || text === "\ufeff") return { total: 0, blank: 0, kept: 0, outside: 0 };
  const lines = text.replace(/(?:\r\n|\n|\r)$/, "").split(/\r\n|\n|\r/);
  const blank = lines.filter(isBlank).length;
  return { total: lines.length, blank, kept: 0, outside: lines.length - blank };
}

const NOTED = {
  empty: {
    code: "records/table-empty-rows",
    message: "row(s) hold no value at all, the first of them here; they are no records.",
    remedy: "Nothing needs to be done.",
  },
  wrapping: {
    code: "records/wrapping-lines",
    message:
      "row(s) repeat the headings or were added by the program below its records; they belong to no record.",
    remedy: "Nothing needs to be done.",
  },
  shifted: {
    code: "records/table-shifted-rows",
    message:
      "row(s) had cells too many in their middle, the first of them here; the cells behind were moved to their columns.",
    remedy: "Check these records; export the search again if fields are mixed up.",
  },
  wide: {
    code: "records/table-wide-rows",
    message:
      "row(s) have more cells than the table has columns, the first of them here; what stands beyond is in the raw text only.",
    remedy: "Check these records; a delimiter inside a cell needs quotation marks.",
  },
} as const;
