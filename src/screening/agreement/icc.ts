import { EvidensError } from "#kernel";
import { brentRoot, fTails, fUpper } from "#numerics";

/**
 * Form of the intraclass correlation: `1` raters differ per subject, `2` raters are a sample of raters (absolute
 * agreement), `3` these raters alone (consistency); `k` for the mean of all raters.
 */
export type IccForm = "ICC1" | "ICC2" | "ICC3" | "ICC1k" | "ICC2k" | "ICC3k";

export interface Icc {
  readonly form: IccForm;
  /** Null, with the interval, where the ratings do not vary. */
  readonly value: number | null;
  readonly low: number | null;
  readonly high: number | null;
  /** Test of no correlation. */
  readonly f: number | null;
  readonly df1: number;
  readonly df2: number;
  readonly p: number | null;
}

interface Squares {
  readonly n: number;
  readonly k: number;
  /** Mean squares: between subjects, within them, between raters, residual. */
  readonly between: number;
  readonly within: number;
  readonly raters: number;
  readonly residual: number;
}

/** The F whose upper tail area is p. */
function fQuantileUpper(p: number, df1: number, df2: number): number {
  const side = (x: number) => {
    const { lower, upper } = fTails(x === 1 ? Number.POSITIVE_INFINITY : x / (1 - x), df1, df2);
    return lower < 0.5 ? 1 - p - lower : upper - p;
  };
  const { root } = brentRoot(side, 0, 1);
  return root / (1 - root);
}

function squaresOf(ratings: readonly (readonly number[])[]): Squares {
  const n = ratings.length;
  const k = ratings[0]?.length ?? 0;
  if (n < 2 || k < 2 || !ratings.every((row) => row.length === k && row.every(Number.isFinite))) {
    throw new EvidensError({
      code: "screening/bad-icc-ratings",
      kind: "invalid",
      message: `An intraclass correlation needs finite ratings of at least 2 subjects by the same 2 or more raters, not ${n} × ${k}.`,
      remedy: "Give one row per subject and one column per rater, without missing values.",
    });
  }
  const mean = (values: readonly number[]) => values.reduce((sum, x) => sum + x, 0) / values.length;
  const rows = ratings.map(mean);
  const columns = ratings[0]!.map((_x, j) => mean(ratings.map((row) => row[j]!)));
  const grand = mean(rows);
  const squares = (values: readonly number[]) => values.reduce((sum, x) => sum + (x - grand) ** 2, 0);
  let within = 0;
  let residual = 0;
  for (const [i, row] of ratings.entries()) {
    for (const [j, x] of row.entries()) {
      within += (x - rows[i]!) ** 2;
      residual += (x - rows[i]! - columns[j]! + grand) ** 2;
    }
  }
  return {
    n,
    k,
    between: (k * squares(rows)) / (n - 1),
    within: within / (n * (k - 1)),
    raters: (n * squares(columns)) / (k - 1),
    residual: residual / ((n - 1) * (k - 1)),
  };
}

type Limits = readonly [low: number, high: number];

/** Limits of the one-rater forms 1 and 3, from those of F. */
function oneWayLimits(f: number, df1: number, df2: number): Limits {
  return [f / fQuantileUpper(0.025, df1, df2), f * fQuantileUpper(0.025, df2, df1)];
}

/** Limits of form 2, by Satterthwaite's degrees of freedom. */
function absoluteLimits({ n, k, between, raters, residual }: Squares, icc: number): Limits {
  const ratio = raters / residual;
  const rest = n * (1 + (k - 1) * icc) - k * icc;
  const above = (k - 1) * (n - 1) * (k * icc * ratio + rest) ** 2;
  const df = above / ((n - 1) * k ** 2 * icc ** 2 * ratio ** 2 + rest ** 2);
  const upper = fQuantileUpper(0.025, n - 1, df);
  const lower = fQuantileUpper(0.025, df, n - 1);
  const base = k * raters + (k * n - k - n) * residual;
  return [
    (n * (between - upper * residual)) / (upper * base + n * between),
    (n * (lower * between - residual)) / (base + n * lower * between),
  ];
}

/**
 * The six intraclass correlations of Shrout and Fleiss with 95 % intervals.
 *
 * @param ratings one row per subject, one column per rater, at least 2 × 2, no missing values
 * @throws {EvidensError} `screening/bad-icc-ratings`
 * Source: Shrout and Fleiss 1979, doi:10.1037/0033-2909.86.2.420.
 * Checked: tests/golden/screening/agreement-coefficients.json, relative 1e-9.
 */
export function intraclass(ratings: readonly (readonly number[])[]): readonly Icc[] {
  const squares = squaresOf(ratings);
  const { n, k, between, within, raters, residual } = squares;
  const largest = ratings.flat().reduce((most, x) => Math.max(most, Math.abs(x)), 0);
  // Mean squares of ratings that are the same in decimals, but not in the last bit.
  const rounding = (8 * Number.EPSILON * largest) ** 2;
  const one = { df1: n - 1, df2: n * (k - 1), error: within };
  const two = { df1: n - 1, df2: (n - 1) * (k - 1), error: residual };
  const single = (f: number) => (f - 1) / (f + k - 1);
  const several = (f: number) => 1 - 1 / f;
  const spread2 = (k * (raters - residual)) / n;
  const icc2 = (between - residual) / (between + (k - 1) * residual + spread2);
  const stepUp = (icc: number) => (icc * k) / (1 + icc * (k - 1));
  const forms: readonly [IccForm, typeof one, () => number, () => Limits][] = [
    [
      "ICC1",
      one,
      () => single(between / within),
      () => both(oneWayLimits(between / within, one.df1, one.df2), single),
    ],
    ["ICC2", two, () => icc2, () => absoluteLimits(squares, icc2)],
    [
      "ICC3",
      two,
      () => single(between / residual),
      () => both(oneWayLimits(between / residual, two.df1, two.df2), single),
    ],
    [
      "ICC1k",
      one,
      () => several(between / within),
      () => both(oneWayLimits(between / within, one.df1, one.df2), several),
    ],
    [
      "ICC2k",
      two,
      () => (between - residual) / (between + (raters - residual) / n),
      () => both(absoluteLimits(squares, icc2), stepUp),
    ],
    [
      "ICC3k",
      two,
      () => several(between / residual),
      () => both(oneWayLimits(between / residual, two.df1, two.df2), several),
    ],
  ];
  return forms.map(([form, { df1, df2, error }, value, limits]) => {
    // Without variation between subjects or without error the ratios and their limits do not exist.
    if (!(error > rounding && between > rounding))
      return { form, value: null, low: null, high: null, f: null, df1, df2, p: null };
    const [low, high] = limits();
    const f = between / error;
    return { form, value: value(), low, high, f, df1, df2, p: fUpper(f, df1, df2) };
  });
}

function both([low, high]: Limits, through: (f: number) => number): Limits {
  return [through(low), through(high)];
}
