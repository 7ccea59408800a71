import { type CheckContext, found, noteCheck } from "./context.ts";

/** Numbers and dates outside the range that the dictionary allows. */
export function checkRanges(context: CheckContext): void {
  let ranged = 0;
  for (const column of context.data.columns) {
    const { range, name } = column.variable;
    if (range === undefined) continue;
    ranged += 1;
    const [low, high] = range;
    const rows: number[] = [];
    let [least, most]: [number | string | null, number | string | null] = [null, null];
    column.values.forEach((value, row) => {
      if (value === null || (value >= low && value <= high)) return;
      rows.push(row);
      if (least === null || value < least) least = value;
      if (most === null || value > most) most = value;
    });
    if (rows.length === 0) continue;
    found(context, {
      check: column.kind === "number" ? "ranges" : "dates",
      code: column.kind === "number" ? "out-of-range" : "date-out-of-range",
      severity: "error",
      variables: [name],
      rows,
      values: { count: rows.length, low, high, least: least!, most: most! },
    });
  }
  noteCheck(context, "ranges", ranged === 0 ? "no-variable" : null, ranged === 0 ? ["range"] : []);
}
