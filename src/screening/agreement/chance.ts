import type { RatedUnit } from "./units.ts";
import type { WeightMatrix } from "./weights.ts";

/** A unit with what every coefficient needs of it. */
export interface CountedUnit extends RatedUnit {
  /** Raters per category. */
  readonly used: readonly number[];
  /** Raters who judged. */
  readonly raters: number;
  /** Sum over pairs of raters, both orders, of their weight. */
  readonly pairs: number;
}

/** Agreement expected by chance, and what each unit adds to it (its mean over units is `expected`). */
export interface Chance {
  readonly expected: number;
  readonly perUnit: readonly number[];
}

export interface ChanceInput {
  readonly units: readonly CountedUnit[];
  /** Reports in all, with one rating or more. */
  readonly n: number;
  readonly weights: WeightMatrix;
}

export function countUnits(units: readonly RatedUnit[], weights: WeightMatrix): readonly CountedUnit[] {
  return units.map((unit) => {
    const used = weights.map(() => 0);
    for (const rating of unit.ratings) if (rating !== null) used[rating]! += 1;
    const raters = used.reduce((sum, x) => sum + x, 0);
    const weighted = times(weights, used);
    const pairs = used.reduce((sum, x, k) => sum + x * (weighted[k]! - 1), 0);
    return { ...unit, used, raters, pairs };
  });
}

export function dot(a: readonly number[], b: readonly number[]): number {
  return a.reduce((sum, x, i) => sum + x * b[i]!, 0);
}

export function times(matrix: WeightMatrix, vector: readonly number[]): readonly number[] {
  return matrix.map((row) => dot(row, vector));
}

/** Mean share of each category over the units. */
function shares({ units, n, weights }: ChanceInput): readonly number[] {
  return weights.map((_row, k) =>
    units.reduce((sum, { used, raters, count }) => sum + (count * used[k]!) / raters / n, 0),
  );
}

/** Percent agreement corrects for no chance. */
export function noChance({ units }: ChanceInput): Chance {
  return { expected: 0, perUnit: units.map(() => 0) };
}

/** Brennan and Prediger: every category as likely as another. */
export function uniformChance({ units, weights }: ChanceInput): Chance {
  const expected = weights.flat().reduce((sum, w) => sum + w, 0) / weights.length ** 2;
  return { expected, perUnit: units.map(() => expected) };
}

/** Scott and Fleiss: one distribution of categories for all raters. */
export function pooledChance(input: ChanceInput): Chance {
  const share = shares(input);
  const weighted = times(input.weights, share);
  return {
    expected: dot(share, weighted),
    perUnit: input.units.map(({ used, raters }) => dot(used, weighted) / raters),
  };
}

/** Gwet: chance agrees only where a rating is a guess, likeliest where categories are used alike. */
export function gwetChance(input: ChanceInput): Chance {
  const q = input.weights.length;
  const scale = input.weights.flat().reduce((sum, w) => sum + w, 0) / (q * (q - 1));
  const share = shares(input);
  const others = share.map((x) => 1 - x);
  return {
    expected: scale * dot(share, others),
    perUnit: input.units.map(({ used, raters }) => (scale * dot(used, others)) / raters),
  };
}

/** Cohen and Conger: each rater has a distribution of categories of their own. */
export function ownChance({ units, n, weights }: ChanceInput): Chance {
  const raters = (units[0]?.ratings ?? []).flatMap((_rating, g) => {
    const counts = weights.map(() => 0);
    for (const { ratings, count } of units) {
      const rating = ratings[g];
      if (rating !== null && rating !== undefined) counts[rating]! += count;
    }
    const judged = counts.reduce((sum, x) => sum + x, 0);
    // Who judged nothing is no rater here.
    return judged === 0 ? [] : [{ g, judged, own: counts.map((x) => x / judged) }];
  });
  const r = raters.length;
  const sums = weights.map((_row, k) => raters.reduce((sum, { own }) => sum + own[k]!, 0));
  const parts = raters.map((rater) => ({
    ...rater,
    weighted: times(weights, rater.own),
    rest: sums.map((sum, k) => sum - rater.own[k]!),
  }));
  const norm = r * (r - 1);
  const expected = parts.reduce((sum, { weighted, rest }) => sum + dot(weighted, rest), 0) / norm;
  const perUnit = units.map(
    ({ ratings }) =>
      parts.reduce((sum, { g, judged, weighted, rest }) => {
        const rating = ratings[g] ?? null;
        const seen = rating === null ? 0 : 1;
        const towards = (k: number) =>
          (rating === null ? 0 : weights[k]![rating]!) - (seen - judged / n) * weighted[k]!;
        return sum + (n / judged) * rest.reduce((inner, x, k) => inner + x * towards(k), 0);
      }, 0) / norm,
  );
  return { expected, perUnit };
}
