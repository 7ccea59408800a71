import { EvidensError } from "#kernel";

/** Reports that were rated alike: per rater the category's number, from 0, or null where the rater did not judge. */
export interface RatedUnit {
  readonly ratings: readonly (number | null)[];
  /** How many reports, a whole number >= 1. */
  readonly count: number;
}

/** Counts of two raters: rows are the first one's categories, columns the second's. */
export type CountTable = readonly (readonly number[])[];

/**
 * Merges equal rows of ratings, so that the cost of a coefficient does not grow with the reports.
 *
 * @param rows one per report, all of one length
 */
export function unitsOf(rows: readonly (readonly (number | null)[])[]): readonly RatedUnit[] {
  const units = new Map<string, { ratings: readonly (number | null)[]; count: number }>();
  for (const ratings of rows) {
    if (ratings.every((rating) => rating === null)) continue;
    const key = ratings.join();
    const unit = units.get(key);
    if (unit === undefined) units.set(key, { ratings, count: 1 });
    else unit.count += 1;
  }
  return [...units.values()];
}

/** The cells of a table as rated units. @throws {EvidensError} `screening/bad-agreement-table` */
export function unitsOfTable(table: CountTable): readonly RatedUnit[] {
  checkTable(table);
  return table.flatMap((row, i) =>
    row.flatMap((count, j) => (count === 0 ? [] : [{ ratings: [i, j], count }])),
  );
}

/** @throws {EvidensError} `screening/bad-agreement-table` */
export function checkTable(table: CountTable): void {
  const counts = table.flat();
  const square = table.length > 0 && table.every((row) => row.length === table.length);
  if (square && counts.every((count) => Number.isSafeInteger(count) && count >= 0)) return;
  throw new EvidensError({
    code: "screening/bad-agreement-table",
    kind: "invalid",
    message: `A table of agreement must be square and hold whole numbers of at least 0, not ${JSON.stringify(table)}.`,
    remedy: "Count the reports per pair of categories, with the same categories in rows and columns.",
  });
}

/** @throws {EvidensError} `screening/bad-ratings` */
export function checkUnits(units: readonly RatedUnit[], categories: number): void {
  const raters = units[0]?.ratings.length ?? 0;
  const bad = units.find(
    ({ ratings, count }) =>
      ratings.length !== raters ||
      !Number.isSafeInteger(count) ||
      count < 1 ||
      ratings.some((x) => x !== null && !(Number.isInteger(x) && x >= 0 && x < categories)),
  );
  if (bad === undefined) return;
  throw new EvidensError({
    code: "screening/bad-ratings",
    kind: "invalid",
    message: `Ratings must be ${raters} numbers from 0 to ${categories - 1} or null, for at least one report, not ${JSON.stringify(bad)}.`,
    remedy: "Number the categories from 0 and give each report one place per rater.",
  });
}
