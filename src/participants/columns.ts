import type { ParticipantColumn, ParticipantData, VariableRole } from "./participant-data.types.ts";

/** The column of a variable; undefined where there is none of that name. */
export function columnOf(data: ParticipantData, name: string): ParticipantColumn | undefined {
  return data.columns.find(({ variable }) => variable.name === name);
}

/** Columns of a role, in the order of the dictionary. */
export function columnsByRole(data: ParticipantData, role: VariableRole): readonly ParticipantColumn[] {
  return data.columns.filter(({ variable }) => variable.role === role);
}

/** The values of a column as text; numbers as they are written without trailing zeros. */
export function textValues(column: ParticipantColumn | undefined, rows: number): readonly (string | null)[] {
  if (column === undefined) return new Array<null>(rows).fill(null);
  if (column.kind === "text") return column.values;
  return column.values.map((value) => (value === null ? null : String(value)));
}

/** Levels of a category in their order; of other columns the values that occur, numbers by size, text as first met. */
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
