import { EvidensError } from "#kernel";
import type { Alternative, Values } from "./classic.types.ts";

/**
 * Refuses data that a test cannot be computed from.
 *
 * @throws EvidensError `synthesis/bad-data` (invalid)
 */
export function refuseData(message: string, remedy: string): never {
  throw new EvidensError({ code: "synthesis/bad-data", kind: "invalid", message, remedy });
}

/** Values as a typed array; refuses fewer than `least` and what is not finite. */
export function checkedValues(name: string, values: Values, least: number): Float64Array {
  const list = Float64Array.from(values);
  if (list.length < least)
    refuseData(`${name} has ${list.length} values but needs ${least}.`, "Pass more observations.");
  const bad = list.findIndex((value) => !Number.isFinite(value));
  if (bad >= 0)
    refuseData(`Value ${bad + 1} of ${name} is ${list[bad]}.`, "Leave out observations that are missing.");
  return list;
}

/** Two lists of one length. */
export function checkedPairs(x: Values, y: Values, least: number): readonly [Float64Array, Float64Array] {
  if (x.length !== y.length)
    refuseData(`The lists have ${x.length} and ${y.length} values.`, "Pass pairs: lists of one length.");
  return [checkedValues("The first list", x, least), checkedValues("The second list", y, least)];
}

/** The alternative, checked. */
export function checkedAlternative(alternative: Alternative = "two.sided"): Alternative {
  if (!["two.sided", "greater", "less"].includes(alternative))
    refuseData(`The alternative ${alternative} is unknown.`, "Pass two.sided, greater or less.");
  return alternative;
}

/** The confidence level, checked. */
export function checkedConfidence(level = 0.95): number {
  if (!(level > 0 && level < 1))
    refuseData(`level is ${level} but must lie between 0 and 1.`, "Pass a level such as 0.95.");
  return level;
}

/** A table of counts, row after row: whole numbers of at least 0, at least two rows and columns. */
export function checkedTable(table: readonly Values[], rows = 0, columns = 0): readonly Float64Array[] {
  const width = table[0]?.length ?? 0;
  if (table.length < 2 || width < 2 || table.some((row) => row.length !== width))
    refuseData(
      `The table has rows of ${table.map((row) => row.length).join(", ")} counts.`,
      "Pass at least two rows and columns, all rows of one length.",
    );
  if ((rows > 0 && table.length !== rows) || (columns > 0 && width !== columns))
    refuseData(`The table is ${table.length} by ${width}.`, `Pass a table of ${rows} by ${columns}.`);
  const bad = table.flatMap((row) => Array.from(row)).find((count) => !Number.isInteger(count) || count < 0);
  if (bad !== undefined) refuseData(`A count of the table is ${bad}.`, "Pass whole numbers of at least 0.");
  const list = table.map((row) => Float64Array.from(row));
  if (list.every((row) => row.every((count) => count === 0)))
    refuseData("The table is empty.", "Pass a table with at least one count above 0.");
  return list;
}

/** Events among n. */
export function checkedShare(events: number, n: number): void {
  if (Number.isInteger(events) && Number.isInteger(n) && n >= 1 && events >= 0 && events <= n) return;
  refuseData(`${events} events among ${n} cannot be.`, "Pass whole numbers, events from 0 to n.");
}
