import type { ParticipantColumn, ParticipantData, VariableRole } from "./participant-data.types.ts";

/**
 * The column of a variable; undefined where there is none of that name.
 *
 * @param name of the variable in the dictionary, letter by letter
 * Checked: tests/participants/score-items.test.ts.
 */
export function columnOf(data: ParticipantData, name: string): ParticipantColumn | undefined {
  return data.columns.find(({ variable }) => variable.name === name);
}

/**
 * Columns of a role, in the order of the dictionary; none where no variable has it.
 *
 * Checked: tests/participants/tables.test.ts (participants, trials, arms and visits found by their roles).
 */
export function columnsByRole(data: ParticipantData, role: VariableRole): readonly ParticipantColumn[] {
  return data.columns.filter(({ variable }) => variable.role === role);
}

/**
 * The values of a column as text; numbers as they are written without trailing zeros.
 *
 * @param rows of the data: so many nulls stand for a column that is not there
 * @returns one for each row, null where missing
 * Checked: tests/participants/tables.test.ts.
 */
export function textValues(column: ParticipantColumn | undefined, rows: number): readonly (string | null)[] {
  if (column === undefined) return new Array<null>(rows).fill(null);
  if (column.kind === "text") return column.values;
  return column.values.map((value) => (value === null ? null : String(value)));
}

/**
 * Levels of a category that occur, in the order of the dictionary; of other columns the values that occur, numbers by
 * size, dates by time, text as first met. None without a column.
 *
 * Checked: tests/participants/tables.test.ts (trials, arms and visits of the flow).
 */
export function levelsOf(column: ParticipantColumn | undefined): readonly string[] {
  if (column === undefined) return [];
  if (column.kind === "number") {
    const seen = new Set(column.values.filter((value) => value !== null));
    return [...seen].sort((a, b) => a - b).map(String);
  }
  if (column.levels.length > 0) {
    const seen = new Set(column.values);
    return column.levels.filter((level) => seen.has(level));
  }
  const seen = new Set(column.values.filter((value) => value !== null));
  return column.variable.type === "date" ? [...seen].sort() : [...seen];
}
