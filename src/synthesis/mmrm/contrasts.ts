import { adjustP, type PAdjustment } from "../classic/adjust-p.ts";
import type { Remark } from "../types.ts";
import { jointContrast, linearContrast } from "./inference-of.ts";
import { type LsMeansOptions, notEstimable } from "./ls-means.ts";
import type { JointTest, MmrmResult, TestedEstimate } from "./mmrm-result.types.ts";
import { type GridCell, referenceGrid } from "./reference-grid.ts";
import { refuseModel } from "./refuse-model.ts";

export interface ContrastOptions extends LsMeansOptions {
  /** Factors within whose levels to compare, such as the visit. */
  readonly by?: readonly string[];
  /** `reference` (default): each level against the reference; `pairwise`: every later level against every earlier. */
  readonly kind?: "reference" | "pairwise";
  /** Default the factor's first level. */
  readonly reference?: string;
  /** How P values of one set of `by` levels are adjusted for their number; default none. */
  readonly adjust?: PAdjustment;
}

/** A difference of two least-squares means: `level` minus `against`. */
export interface Contrast {
  readonly level: string;
  readonly against: string;
  /** The levels of the `by` factors. */
  readonly by: Readonly<Record<string, string>>;
  readonly row: Float64Array | null;
  /** Null where not estimable. */
  readonly test: TestedEstimate | null;
  /** P adjusted for the number of comparisons within the same `by` levels; null where not estimable. */
  readonly adjustedP: number | null;
  readonly reason: Remark | null;
}

export interface ContrastTable {
  readonly contrasts: readonly Contrast[];
  /** For each pair, the test that it differs at no level of `by`; null where one of its contrasts is not estimable. */
  readonly joint: readonly {
    readonly level: string;
    readonly against: string;
    readonly test: JointTest | null;
  }[];
}

const minus = (a: Float64Array | null, b: Float64Array | null): Float64Array | null =>
  a === null || b === null ? null : a.map((weight, j) => weight - b[j]!);

function pairsOf(levels: readonly string[], options: ContrastOptions): [string, string][] {
  if (options.kind === "pairwise")
    return levels.flatMap((against, i) =>
      levels.slice(i + 1).map((level): [string, string] => [level, against]),
    );
  const reference = options.reference ?? levels[0]!;
  if (!levels.includes(reference))
    refuseModel(
      "bad-contrast",
      `The reference ${reference} is no analysed level.`,
      `Choose one of ${levels.join(", ")}.`,
    );
  return levels.filter((level) => level !== reference).map((level) => [level, reference]);
}

function adjusted(contrasts: readonly Omit<Contrast, "adjustedP">[], how: PAdjustment): (number | null)[] {
  const known = contrasts.flatMap(({ test }) => (test === null ? [] : [test.p]));
  const values = adjustP(known, how);
  let next = 0;
  return contrasts.map(({ test }) => (test === null ? null : values[next++]!));
}

function testOrNull(result: MmrmResult, row: Float64Array | null, level?: number): TestedEstimate | null {
  // A weight within rounding of 0 throughout: both means are the same combination, such as at a level left out.
  return row === null || row.every((weight) => Math.abs(weight) < 1e-12)
    ? null
    : linearContrast(result, row, level);
}

/**
 * Differences of least-squares means of a factor, such as treatment minus control at each visit, with the joint test
 * over the visits.
 *
 * @param of the factor compared
 * @returns `level` less `against` in the unit of the response, one for each pair and combination of `by`; without a
 *   number, and with the reason, where not estimable
 * @throws EvidensError `synthesis/bad-contrast`: no factor of the formula, no analysed level, a factor within itself
 * Source: conventions of R's emmeans. Checked: tests/synthesis/golden-mmrm.test.ts (emmeans).
 */
export function contrasts(result: MmrmResult, of: string, options: ContrastOptions = {}): ContrastTable {
  const by = options.by ?? [];
  if (by.includes(of))
    refuseModel("bad-contrast", `${of} is compared within its own levels.`, "Name another factor in by.");
  const cells = referenceGrid(result.frame, [of, ...by], options);
  const levels = [...new Set(cells.map((cell) => cell.levels[of]!))];
  const pairs = pairsOf(levels, options);
  const all: Contrast[] = [];
  for (let from = 0; from < cells.length; from += levels.length) {
    const block = new Map(cells.slice(from, from + levels.length).map((cell) => [cell.levels[of]!, cell]));
    const { [of]: _, ...within } = cells[from]!.levels;
    const found = pairs.map(([level, against]) => {
      const row = minus(block.get(level)!.row, block.get(against)!.row);
      const test = testOrNull(result, row, options.level);
      return { level, against, by: within, row, test, reason: test === null ? notEstimable : null };
    });
    const p = adjusted(found, options.adjust ?? "none");
    all.push(...found.map((one, i) => ({ ...one, adjustedP: p[i]! })));
  }
  const joint = pairs.map(([level, against]) => {
    const own = all.filter((one) => one.level === level && one.against === against);
    const rows = own.flatMap(({ row, test }) => (row === null || test === null ? [] : [row]));
    return { level, against, test: rows.length === own.length ? jointContrast(result, rows) : null };
  });
  return { contrasts: all, joint };
}

/** A mean of the grid and its weight in a comparison of one's own. */
export interface WeightedCell {
  readonly levels: Readonly<Record<string, string>>;
  readonly weight: number;
}

/**
 * A comparison of one's own: least-squares means times weights.
 *
 * @param cells each with a level for every factor of the comparison, the same factors throughout; weights of any sum,
 *   1 and -1 for a difference
 * @returns in the unit of the response; null where a mean with a weight other than 0 is not estimable
 * @throws EvidensError `synthesis/bad-contrast`
 * Source: Searle, Speed and Milliken 1980, doi:10.1080/00031305.1980.10483031 (the means).
 * Checked: tests/synthesis/mmrm-ls-means.test.ts.
 */
export function customContrast(
  result: MmrmResult,
  cells: readonly WeightedCell[],
  options: LsMeansOptions = {},
): TestedEstimate | null {
  const over = Object.keys(cells[0]?.levels ?? {});
  const grid = referenceGrid(result.frame, over, options);
  const total = new Float64Array(result.coefficients.length);
  for (const { levels, weight } of cells) {
    const cell = cellNamed(grid, over, levels);
    if (weight === 0) continue;
    if (cell.row === null) return null;
    for (let j = 0; j < total.length; j++) total[j]! += weight * cell.row[j]!;
  }
  return linearContrast(result, total, options.level);
}

function cellNamed(
  grid: readonly GridCell[],
  over: readonly string[],
  levels: Readonly<Record<string, string>>,
): GridCell {
  const found = grid.find((cell) => over.every((name) => cell.levels[name] === levels[name]));
  if (found === undefined || Object.keys(levels).length !== over.length)
    return refuseModel(
      "bad-contrast",
      `There is no mean for ${JSON.stringify(levels)}.`,
      `Give one analysed level for each of ${over.join(", ")}.`,
    );
  return found;
}

/** The joint test of a term's coefficients. */
export interface TermTest extends JointTest {
  /** As in the formula, `arm:visit`. */
  readonly term: string;
  /** Names of its coefficients. */
  readonly coefficients: readonly string[];
}

/**
 * Tests for each term of the formula that all its coefficients are 0. With treatment contrasts the coefficients of a
 * factor that is also in an interaction are those at the other factors' first levels, and so is the test.
 *
 * @returns in the order of the coefficients, without the intercept; F with the degrees of freedom of the result
 * Source: Fai and Cornelius 1996, doi:10.1080/00949659608811740; Kenward and Roger 1997, doi:10.2307/2533558.
 * Checked: tests/synthesis/golden-mmrm.test.ts (term-tests).
 */
export function termTests(result: MmrmResult): TermTest[] {
  const terms = [...new Set(result.coefficients.map(({ term }) => term))].filter(
    (term) => term !== "(Intercept)",
  );
  return terms.map((term) => {
    const own = result.coefficients.flatMap((one, j) => (one.term === term ? [{ name: one.name, j }] : []));
    const rows = own.map(({ j }) => {
      const row = new Float64Array(result.coefficients.length);
      row[j] = 1;
      return row;
    });
    return { term, coefficients: own.map(({ name }) => name), ...jointContrast(result, rows) };
  });
}
