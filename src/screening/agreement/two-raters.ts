import { agreementCoefficient } from "./coefficients.ts";
import { type AgreementEstimate, rescaled, wilsonShare } from "./estimate.ts";
import { type CountTable, checkTable, unitsOfTable } from "./units.ts";
import type { WeightMatrix, WeightScheme } from "./weights.ts";

export interface Kappa {
  readonly kappa: number;
  /** Large-sample standard error; null where it would be 0 (no disagreement, or one report). */
  readonly se: number | null;
  /** 95 % interval from the normal distribution, not cut at -1 and 1; null where `se` is. */
  readonly low: number | null;
  readonly high: number | null;
}

/** Agreement on two categories, apart from chance. Wilson intervals carried along. */
export interface TwoByTwo {
  /** Prevalence- and bias-adjusted kappa, 2 p - 1. */
  readonly pabak: AgreementEstimate;
  /** Share both put in the first category less the share both put in the second, -1 to 1. */
  readonly prevalenceIndex: number | null;
  /** Share of first category by the first rater less that by the second, -1 to 1. */
  readonly biasIndex: number | null;
  /** Given one of them said first (second) category, the chance that the other did. */
  readonly positive: number | null;
  readonly negative: number | null;
}

function diagonal(table: CountTable): number {
  return table.reduce((sum, row, i) => sum + row[i]!, 0);
}

function sumOf(table: CountTable): number {
  return table.flat().reduce((sum, count) => sum + count, 0);
}

/**
 * Cohen's kappa of a square table of counts with its large-sample interval.
 *
 * @param table rows are the first rater's categories, columns the second's; whole numbers >= 0
 * @param weights by order of the categories; default `unweighted`
 * @returns null for an empty table or when chance agreement is complete, where kappa is 0/0
 * @throws {EvidensError} `screening/bad-agreement-table`, `screening/bad-weights`
 * Source: doi:10.1177/001316446002000104; variance doi:10.1037/h0028106 (Fleiss, Cohen and Everitt).
 * Checked: tests/golden/screening/agreement.json, agreement-coefficients.json, relative 1e-9.
 */
export function cohenKappa(
  table: CountTable,
  weights: WeightScheme | WeightMatrix = "unweighted",
): Kappa | null {
  const { value, se, low, high } = cohenEstimate(table, weights);
  return value === null ? null : { kappa: value, se, low, high };
}

/** Cohen's kappa as an estimate that says what is missing. */
export function cohenEstimate(
  table: CountTable,
  weights: WeightScheme | WeightMatrix = "unweighted",
): AgreementEstimate {
  const options = { categories: table.length, weights, divisor: "n", interval: "normal" } as const;
  return agreementCoefficient("kappa", unitsOfTable(table), options);
}

/** Share of reports in the same category, with Wilson's interval. */
export function sameShare(table: CountTable): AgreementEstimate {
  checkTable(table);
  return wilsonShare(diagonal(table), sumOf(table));
}

/**
 * Kappa as if all of q categories were equally common and raters used them alike: (q p - 1)/(q - 1), which is
 * PABAK for two categories. Wilson's interval of p, carried along.
 *
 * Source: Byrt, Bishop and Carlin 1993, doi:10.1016/0895-4356(93)90018-V; Brennan and Prediger 1981.
 * Checked: tests/golden/screening/agreement-coefficients.json.
 */
export function pabak(table: CountTable): AgreementEstimate {
  const same = sameShare(table);
  const q = table.length;
  if (q < 2) return { ...same, value: null, se: null, low: null, high: null, gap: "one-category" };
  return rescaled(same, q / (q - 1), -1 / (q - 1));
}

/**
 * Of those that either rater put in a category, counted once per rater, the share where both did; null where
 * nobody used the category.
 *
 * Source: Cicchetti and Feinstein 1990, doi:10.1016/0895-4356(90)90159-M.
 */
export function specificAgreement(table: CountTable): readonly (number | null)[] {
  checkTable(table);
  return table.map((row, k) => {
    const used = row.reduce((sum, x) => sum + x, 0) + table.reduce((sum, other) => sum + other[k]!, 0);
    return used === 0 ? null : (2 * row[k]!) / used;
  });
}

/**
 * PABAK, prevalence and bias index, positive and negative agreement of a 2 × 2 table; null where n = 0.
 *
 * @throws {EvidensError} `screening/bad-agreement-table`
 * Source: doi:10.1016/0895-4356(93)90018-V, doi:10.1016/0895-4356(90)90159-M.
 * Checked: tests/golden/screening/agreement-coefficients.json, relative 1e-9.
 */
export function twoByTwo(table: readonly [readonly [number, number], readonly [number, number]]): TwoByTwo {
  const n = sumOf(table);
  const [[a, b], [c, d]] = table;
  const [positive = null, negative = null] = specificAgreement(table);
  return {
    pabak: pabak(table),
    prevalenceIndex: n === 0 ? null : (a - d) / n,
    biasIndex: n === 0 ? null : (b - c) / n,
    positive,
    negative,
  };
}
