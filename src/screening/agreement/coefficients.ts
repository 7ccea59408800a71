import {
  type Chance,
  type ChanceInput,
  type CountedUnit,
  countUnits,
  dot,
  gwetChance,
  noChance,
  ownChance,
  pooledChance,
  times,
  uniformChance,
} from "./chance.ts";
import { type AgreementEstimate, gapEstimate, withInterval } from "./estimate.ts";
import { checkUnits, type RatedUnit } from "./units.ts";
import { checkWeights, type WeightMatrix, type WeightScheme, weightsOf } from "./weights.ts";

/**
 * `percent`: share of pairs of raters who agree · `kappa`: Cohen's, for more raters Conger's · `fleiss`: Fleiss'
 * kappa, for two raters Scott's π · `ac`: Gwet's AC1, weighted AC2 · `brennan-prediger` · `alpha`: Krippendorff's.
 */
export type Coefficient = "percent" | "kappa" | "fleiss" | "ac" | "brennan-prediger" | "alpha";

export interface CoefficientOptions {
  /** How many categories there were to choose from, used or not; a whole number >= 1. AC1 depends on it. */
  readonly categories: number;
  /** Default `unweighted`. */
  readonly weights?: WeightScheme | WeightMatrix;
  /** What the sum of squares is divided by: `n²`, as in formulas for tables, or `n(n - 1)`. Default `n-1`. */
  readonly divisor?: "n" | "n-1";
  /** Default `t` with n - 1 degrees of freedom. */
  readonly interval?: "t" | "normal";
}

const CHANCE: Readonly<Record<Exclude<Coefficient, "alpha">, (input: ChanceInput) => Chance>> = {
  percent: noChance,
  kappa: ownChance,
  fleiss: pooledChance,
  ac: gwetChance,
  "brennan-prediger": uniformChance,
};

/** A coefficient with what each unit adds to it; `centre` is the mean of those. */
interface Linearised {
  readonly value: number;
  readonly centre: number;
  readonly units: readonly CountedUnit[];
  readonly adds: readonly number[];
  readonly n: number;
}

function total(units: readonly CountedUnit[]): number {
  return units.reduce((sum, { count }) => sum + count, 0);
}

/** Chance-corrected agreement, Gwet's linearisation of its variance. Null where chance agrees throughout. */
function corrected(
  units: readonly CountedUnit[],
  paired: number,
  input: ChanceInput,
  chance: Chance,
): Linearised | null {
  const left = 1 - chance.expected;
  if (!(left > 1e-12)) return null;
  const { n } = input;
  const of = (unit: CountedUnit) => (unit.raters < 2 ? 0 : unit.pairs / (unit.raters * (unit.raters - 1)));
  const observed = units.reduce((sum, unit) => sum + unit.count * of(unit), 0) / paired;
  const value = (observed - chance.expected) / left;
  const adds = units.map((unit, i) => {
    const above = unit.raters < 2 ? 0 : (n / paired) * (of(unit) - chance.expected);
    return (above - 2 * (1 - value) * (chance.perUnit[i]! - chance.expected)) / left;
  });
  return { value, centre: value, units, adds, n };
}

/** Krippendorff's alpha in Gwet's form: units with one rating do not count, those with more ratings count more. */
function alphaOf(units: readonly CountedUnit[], weights: WeightMatrix): Linearised | null {
  const n = total(units);
  const ratings = units.reduce((sum, { count, raters }) => sum + count * raters, 0);
  const mean = ratings / n;
  const share = weights.map((_row, k) =>
    units.reduce((sum, { used, count }) => sum + (count * used[k]!) / ratings, 0),
  );
  const weighted = times(weights, share);
  const expected = dot(share, weighted);
  const left = 1 - expected;
  if (!(left > 1e-12)) return null;
  const of = ({ pairs, raters }: CountedUnit) => pairs / (mean * (raters - 1));
  const plain = units.reduce((sum, unit) => sum + unit.count * of(unit), 0) / n;
  const observed = (1 - 1 / ratings) * plain + 1 / ratings;
  const centre = (plain - expected) / left;
  const adds = units.map((unit) => {
    const more = (unit.raters - mean) / mean;
    const chance = dot(unit.used, weighted) / mean - expected * more;
    return (of(unit) - observed * more - expected - 2 * (1 - centre) * (chance - expected)) / left;
  });
  return { value: (observed - expected) / left, centre, units, adds, n };
}

/** Whether all categories in use count as the same, in one unit or over units. */
function alike(used: readonly number[], weights: WeightMatrix): boolean {
  return used.every((a, k) => a === 0 || used.every((b, l) => b === 0 || weights[k]![l] === 1));
}

/**
 * A coefficient of agreement of any number of raters, with missing ratings, and its 95 % interval.
 *
 * Reports with one rating tell how often categories are used (not for `alpha`); agreement comes from the others.
 *
 * @param units ratings as category numbers from 0; a report without ratings is not given
 * @returns estimates with a `gap` where value or interval do not exist
 * @throws {EvidensError} `screening/bad-ratings`, `screening/bad-weights`
 * Source: Gwet 2008, doi:10.1348/000711006X126600, and Handbook of Inter-Rater Reliability, 4th ed.; Cohen 1960,
 * doi:10.1177/001316446002000104; Conger 1980, doi:10.1037/0033-2909.88.2.322; Fleiss 1971, doi:10.1037/h0031619;
 * Scott 1955, doi:10.1086/266577; Brennan and Prediger 1981, doi:10.1177/001316448104100307; Hayes and
 * Krippendorff 2007, doi:10.1080/19312450709336664.
 * Checked: tests/golden/screening/agreement-coefficients.json, relative 1e-9.
 */
export function agreementCoefficient(
  coefficient: Coefficient,
  units: readonly RatedUnit[],
  options: CoefficientOptions,
): AgreementEstimate {
  const { categories, weights: given = "unweighted", divisor = "n-1", interval = "t" } = options;
  checkUnits(units, categories);
  const weights = typeof given === "string" ? weightsOf(given, categories) : given;
  checkWeights(weights, categories);
  const all = countUnits(units, weights).filter(({ raters }) => raters > 0);
  const paired = all.filter(({ raters }) => raters > 1);
  const n = total(paired);
  if (n === 0) return gapEstimate("no-overlap", 0);
  const counted = coefficient === "alpha" ? paired : all;
  const used = weights.map((_row, k) => counted.reduce((sum, unit) => sum + unit.used[k]!, 0));
  const needsVariety = coefficient === "kappa" || coefficient === "fleiss" || coefficient === "alpha";
  // Sums of shares carry rounding; complete chance agreement is told from the counts.
  const single = needsVariety
    ? alike(used, weights)
    : coefficient !== "percent" && weights.flat().every((w) => w === 1);
  if (single) return gapEstimate("one-category", n);
  const input = { units: all, n: total(all), weights };
  const found =
    coefficient === "alpha" ? alphaOf(paired, weights) : corrected(all, n, input, CHANCE[coefficient](input));
  if (found === null) return gapEstimate("one-category", n);
  if (paired.every((unit) => alike(unit.used, weights))) return gapEstimate("perfect", n, 1);
  if (n < 2) return gapEstimate("one-report", n, found.value);
  const spread = found.adds.reduce((sum, x, i) => sum + found.units[i]!.count * (x - found.centre) ** 2, 0);
  if (spread < 1e-18) return gapEstimate("no-spread", n, found.value);
  const se = Math.sqrt(spread / (found.n * (divisor === "n" ? found.n : found.n - 1)));
  return withInterval(found.value, se, n, interval === "normal" ? null : input.n - 1);
}
