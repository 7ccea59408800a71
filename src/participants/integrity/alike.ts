import type { ParticipantColumn } from "../participant-data.types.ts";
import { type CheckContext, found, measuredColumns, noteCheck } from "./context.ts";

const FEWEST_VARIABLES = 4;
/** A variable with fewer values than this agrees by chance. */
const FEWEST_LEVELS = 10;
/** Keys are texts in memory: rows times variables beyond this are not compared. */
const MOST_KEYS = 3e6;

type NumberColumn = Extract<ParticipantColumn, { readonly kind: "number" }>;

/** Rows of different participants that agree in all measurements, or in all but one. Cost rows × variables². */
export function checkAlike(context: CheckContext): void {
  const { data, cohort } = context;
  const columns = measuredColumns(data).filter(
    (column): column is NumberColumn => column.kind === "number" && manyValues(column.values),
  );
  if (columns.length < FEWEST_VARIABLES) {
    noteCheck(context, "alike", "too-few", ["number"]);
    return;
  }
  if (data.rows * columns.length > MOST_KEYS) {
    noteCheck(context, "alike", "too-many");
    return;
  }
  const same = new Set<number>();
  const near = new Set<number>();
  for (let left = -1; left < columns.length; left++) {
    const first = new Map<string, number>();
    for (let row = 0; row < data.rows; row++) {
      if (columns.some(({ values }) => values[row] === null)) continue;
      let key = "";
      for (let at = 0; at < columns.length; at++) if (at !== left) key += `${columns[at]!.values[row]}|`;
      const before = first.get(key);
      if (before === undefined) first.set(key, row);
      else if (cohort.personOf[before] !== cohort.personOf[row])
        for (const one of [before, row]) (left === -1 ? same : near).add(one);
    }
  }
  const variables = columns.map(({ variable }) => variable.name);
  for (const [code, rows] of [
    ["same-values-other-participant", [...same]],
    ["rows-alike", [...near].filter((row) => !same.has(row))],
  ] as const) {
    if (rows.length === 0) continue;
    found(context, {
      check: "alike",
      code,
      severity: code === "rows-alike" ? "note" : "warning",
      variables,
      rows: rows.toSorted((a, b) => a - b),
      values: { count: rows.length, variables: variables.length },
    });
  }
  noteCheck(context, "alike");
}

function manyValues(values: readonly (number | null)[]): boolean {
  const seen = new Set<number>();
  for (const value of values) {
    if (value !== null) seen.add(value);
    if (seen.size >= FEWEST_LEVELS) return true;
  }
  return false;
}
