import type { Problem } from "#kernel";
import type {
  DataDictionary,
  ParticipantColumn,
  ParticipantData,
  RawTable,
  Variable,
} from "./participant-data.types.ts";
import { decimalSigns, plainMinus, readDate, readNumber } from "./read-cells.ts";

/** Participant data with the cells that could not be read. */
export interface AppliedDictionary {
  /** All rows of the table; a cell that could not be read is null here and named in `problems`. */
  readonly data: ParticipantData;
  readonly problems: readonly Problem[];
}

/** So many cells of a variable are named one by one; the rest is counted. */
const MOST_NAMED = 200;

/**
 * Reads the cells of a table as its dictionary says. No row is left out: what cannot be read is missing in the
 * data and named with line and variable (from 200 cells of a variable on: counted).
 *
 * @param raw   as `readParticipantTable` gives it
 * @param file  name to show in the problems
 * @returns     columns in the order of the dictionary; a variable without column is a problem and has none
 * Cost linear in the cells. Checked: tests/participants/apply-dictionary.test.ts.
 */
export function applyDictionary(raw: RawTable, dictionary: DataDictionary, file?: string): AppliedDictionary {
  const problems: Problem[] = [];
  const described = new Set(dictionary.variables.map(({ name }) => name));
  for (const column of raw.columns)
    if (!described.has(column))
      problems.push({
        code: "participants/undescribed-column",
        line: 1,
        field: column,
        message: `The dictionary does not describe the column \`${column}\`; it is not read.`,
        remedy: "Describe it in the dictionary, or take it out of the file.",
      });
  const columns = dictionary.variables.flatMap((variable): ParticipantColumn[] => {
    const at = raw.columns.indexOf(variable.name);
    if (at !== -1) return [readColumn(raw, at, variable, problems)];
    problems.push({
      code: "participants/missing-column",
      line: 1,
      field: variable.name,
      message: `The file has no column \`${variable.name}\`.`,
      remedy: `Correct the name in the dictionary; the file has: ${raw.columns.join(", ")}.`,
    });
    return [];
  });
  return {
    data: { dictionary, rows: raw.rows.length, columns, lines: raw.lines },
    problems: file === undefined ? problems : problems.map((problem) => ({ ...problem, file })),
  };
}

type CellFault = readonly [code: string, message: string, remedy: string];

/** Collects the faults of a column and counts what is beyond the limit. */
function readColumn(raw: RawTable, at: number, variable: Variable, problems: Problem[]): ParticipantColumn {
  let faults = 0;
  let last = 0;
  const tell = (row: number, [code, message, remedy]: CellFault): void => {
    faults += 1;
    last = raw.lines[row]!;
    if (faults > MOST_NAMED) return;
    problems.push({ code: `participants/${code}`, line: last, field: variable.name, message, remedy });
  };
  const isMissing = missingTest(variable);
  const cells = raw.rows.map((row) => {
    const cell = row[at] ?? "";
    return isMissing(cell) ? null : cell;
  });
  const column = READERS[variable.type](cells, variable, tell);
  if (faults > MOST_NAMED)
    problems.push({
      code: "participants/more-cells",
      line: last,
      field: variable.name,
      message: `${faults} cells of \`${variable.name}\` could not be read; ${MOST_NAMED} are named, the last is line ${last}.`,
      remedy: "Correct the dictionary or the file and read it again.",
    });
  return column;
}

/** Whether a cell means missing; codes that are numbers are compared as numbers. */
function missingTest({ missing = {}, type }: Variable): (cell: string) => boolean {
  const codes = new Set(Object.keys(missing).map(plainMinus));
  const numbers = new Set([...codes].filter((code) => code.trim() !== "").map(Number));
  return (cell) => {
    if (cell === "") return true;
    if (codes.size === 0) return false;
    const plain = plainMinus(cell);
    return codes.has(plain) || (type === "number" && numbers.has(Number(plain.replace(",", "."))));
  };
}

type Cells = readonly (string | null)[];
type Reader = (
  cells: Cells,
  variable: Variable,
  tell: (row: number, fault: CellFault) => void,
) => ParticipantColumn;

const shown = (cell: string): string => JSON.stringify(cell.length > 60 ? `${cell.slice(0, 59)}…` : cell);

const numbers: Reader = (cells, variable, tell) => {
  const plain = cells.map((cell) => (cell === null ? null : plainMinus(cell)));
  const signs = decimalSigns(plain.filter((cell) => cell !== null));
  const values = plain.map((cell, row) => {
    if (cell === null) return null;
    const value = readNumber(cell, signs);
    if (typeof value === "number") return value;
    tell(
      row,
      value === null
        ? [
            "not-a-number",
            `${shown(cells[row]!)} in \`${variable.name}\` is not a number.`,
            "Correct it; if it means missing, add it to `missing` of the variable.",
          ]
        : [
            "ambiguous-number",
            `${shown(cells[row]!)} in \`${variable.name}\` can be a thousand or a decimal.`,
            "Write it without a sign between thousands, and decimals with a point.",
          ],
    );
    return null;
  });
  return { variable, kind: "number", values };
};

const dates: Reader = (cells, variable, tell) => {
  const values = cells.map((cell, row) => {
    if (cell === null) return null;
    const read = readDate(cell);
    if ("date" in read) return read.date;
    tell(
      row,
      read.fault === "impossible"
        ? [
            "impossible-date",
            `${shown(cell)} in \`${variable.name}\` is not a day of the calendar.`,
            "Correct it, such as 2020-02-29.",
          ]
        : [
            "date-format",
            `${shown(cell)} in \`${variable.name}\` is not a date in a form that can be read in one way only.`,
            "Write it as 2020-02-29 or 29.02.2020.",
          ],
    );
    return null;
  });
  return { variable, kind: "text", levels: [], values };
};

const categories: Reader = (cells, variable, tell) => {
  const { coding, levels } = variable;
  const order = levels ?? (coding === undefined ? null : Object.values(coding));
  const byCode = new Map(Object.entries(coding ?? {}));
  const byNumber = new Map(
    [...byCode].filter(([code]) => code.trim() !== "").map(([c, m]) => [Number(c), m]),
  );
  const known = order === null ? null : new Set(order);
  const seen = new Set<string>();
  const values = cells.map((cell, row) => {
    if (cell === null) return null;
    const meaning =
      coding === undefined ? cell : (byCode.get(cell) ?? byNumber.get(Number(plainMinus(cell))));
    if (meaning !== undefined && (known === null || known.has(meaning))) {
      seen.add(meaning);
      return meaning;
    }
    const codes =
      coding === undefined ? [...(known ?? [])] : [...byCode].map(([code, is]) => `${code} (${is})`);
    tell(row, [
      "wrong-code",
      `${shown(cell)} is no code of \`${variable.name}\`.`,
      `Write one of: ${codes.join(", ")}; or add the code to the dictionary.`,
    ]);
    return null;
  });
  return { variable, kind: "text", levels: order ?? [...seen], values };
};

const texts: Reader = (cells, variable) => ({ variable, kind: "text", levels: [], values: cells });

const READERS: Readonly<Record<Variable["type"], Reader>> = {
  number: numbers,
  date: dates,
  category: categories,
  text: texts,
};
