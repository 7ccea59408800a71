import { chiSquareUpper } from "#numerics";
import { chiSquareTable, fisherTest, freemanHaltonTest, twoSampleT } from "#synthesis";
import { groupBy } from "../group-by.ts";
import { standardisedDifference, standardisedDifferenceOfShares } from "../tables/standardised-difference.ts";
import { type CheckContext, firstValues, found, noteCheck } from "./context.ts";
import type { BalanceRow } from "./integrity.types.ts";

const DIFFERS = 0.01;
const ALIKE = 0.001;
const FEWEST_FOR_ALIKE = 5;
/** Beyond so many people or levels the exact test of a large table takes too long. */
const MOST_EXACT = 200;

/**
 * Baseline variables beside the arms, trial by trial: standardised difference and a test. Each arm is held against
 * the first one.
 *
 * Source: Stewart et al. 2015, doi:10.1001/jama.2015.3656 (PRISMA-IPD, items A1 and A3); p near 1 throughout:
 * Carlisle 2017, doi:10.1111/anae.13938.
 */
export function checkBalance(context: CheckContext): readonly BalanceRow[] {
  const { data, cohort } = context;
  const columns = data.columns.filter(({ variable }) => variable.role === "baseline");
  if (columns.length === 0) {
    noteCheck(context, "baseline-balance", "no-variable", ["baseline"]);
    return [];
  }
  if (cohort.arms.length < 2) {
    noteCheck(context, "baseline-balance", "one-arm");
    return [];
  }
  const trials: readonly (string | null)[] = cohort.trials.length === 0 ? [null] : cohort.trials;
  const rows: BalanceRow[] = [];
  for (const trial of trials) {
    const people = cohort.people.map((one, at) => ({ ...one, at })).filter((one) => one.trial === trial);
    const arms = cohort.arms.filter((arm) => people.some((one) => one.arm === arm));
    for (const column of columns) {
      const first = firstValues<number | string>(context, column.values);
      const of = (arm: string): readonly (number | string)[] =>
        people.filter((one) => one.arm === arm).flatMap(({ at }) => first[at] ?? []);
      for (const arm of arms.slice(1)) {
        const [one, two] = [of(arms[0]!), of(arm)];
        const compared =
          column.kind === "number"
            ? compareNumbers(one as readonly number[], two as readonly number[])
            : column.variable.type === "category"
              ? compareLevels(column.levels, one as readonly string[], two as readonly string[])
              : null;
        if (compared !== null)
          rows.push({ variable: column.variable.name, trial, arms: [arms[0]!, arm], ...compared });
      }
    }
  }
  tell(context, rows);
  noteCheck(context, "baseline-balance", rows.length === 0 ? "too-few" : null);
  return rows;
}

type Compared = Pick<BalanceRow, "difference" | "test" | "p">;

function compareNumbers(x: readonly number[], y: readonly number[]): Compared {
  const difference = standardisedDifference(x, y);
  return difference === null
    ? { difference, test: null, p: null }
    : { difference, test: "welch", p: twoSampleT(x, y).p };
}

/** p that the levels do not depend on the group: exact where that can be listed, else by chi-square. */
export function compareLevels(
  levels: readonly string[],
  x: readonly string[],
  y: readonly string[],
): Compared {
  const counts = [x, y].map((values) =>
    levels.map((level) => values.filter((value) => value === level).length),
  );
  const used = levels.map((_, i) => i).filter((i) => counts[0]![i]! + counts[1]![i]! > 0);
  const table = counts.map((row) => used.map((i) => row[i]!));
  const difference = standardisedDifferenceOfShares(table[0]!, table[1]!);
  if (used.length < 2 || x.length === 0 || y.length === 0) return { difference: null, test: null, p: null };
  if (used.length === 2) return { difference, test: "fisher", p: fisherTest(table).p };
  if (x.length + y.length > MOST_EXACT || used.length > 6)
    return { difference, test: "chi-square", p: chiSquareTable(table).p };
  return { difference, test: "fisher", p: freemanHaltonTest(table) };
}

function tell(context: CheckContext, rows: readonly BalanceRow[]): void {
  for (const { variable, trial, arms, difference, p } of rows) {
    if (p === null || p >= DIFFERS) continue;
    found(context, {
      check: "baseline-balance",
      code: "baseline-differs",
      severity: "warning",
      variables: [variable],
      trial,
      values: { arm1: arms[0], arm2: arms[1], p, difference: difference ?? 0 },
    });
  }
  const groups = groupBy(rows, ({ trial, arms }) => `${trial ?? ""}\u0000${arms[1]}`);
  for (const group of groups.values()) {
    const p = group.flatMap((row) => (row.test === "welch" && row.p !== null ? [row.p] : []));
    if (p.length < FEWEST_FOR_ALIKE) continue;
    // Fisher's combination of 1 - p; it takes the variables as independent, which they are not quite.
    const statistic = p.reduce((sum, one) => sum - 2 * Math.log(Math.max(1 - one, Number.MIN_VALUE)), 0);
    const combined = chiSquareUpper(statistic, 2 * p.length);
    if (combined >= ALIKE) continue;
    found(context, {
      check: "baseline-balance",
      code: "baseline-too-alike",
      severity: "warning",
      variables: group.map((row) => row.variable),
      trial: group[0]!.trial,
      values: { p: combined, variables: p.length, arm1: group[0]!.arms[0], arm2: group[0]!.arms[1] },
    });
  }
}
