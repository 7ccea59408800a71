import { EvidensError } from "#kernel";

/** How much two categories agree: 1 on the diagonal, symmetric, at most 1. */
export type WeightMatrix = readonly (readonly number[])[];

/**
 * Weights over categories in their order. `ordinal` are Gwet's, which know the order alone; those of
 * Krippendorff's ordinal alpha depend on how often a category was used: `ordinalMetric`.
 */
export type WeightScheme = "unweighted" | "linear" | "quadratic" | "ordinal";

const PARTIAL: Readonly<Record<WeightScheme, (distance: number, widest: number) => number>> = {
  unweighted: (distance) => (distance === 0 ? 1 : 0),
  linear: (distance, widest) => 1 - distance / widest,
  quadratic: (distance, widest) => 1 - (distance / widest) ** 2,
  ordinal: (distance, widest) => 1 - (distance * (distance + 1)) / (widest * (widest + 1)),
};

/**
 * The weights of a scheme.
 *
 * @param categories how many, a whole number >= 1
 * Source: Cohen 1968, doi:10.1037/h0026256 (linear, quadratic); Gwet, Handbook of Inter-Rater Reliability,
 * 4th ed. (ordinal). Checked: tests/golden/screening/agreement-coefficients.json.
 */
export function weightsOf(scheme: WeightScheme, categories: number): WeightMatrix {
  const places = Array.from({ length: categories }, (_, i) => i);
  const widest = Math.max(1, categories - 1);
  return places.map((k) => places.map((l) => PARTIAL[scheme](Math.abs(k - l), widest)));
}

/**
 * Weights that make `alpha` Krippendorff's ordinal alpha: the distance of two ranks is the number of ratings
 * between their middles.
 *
 * @param used how often each category was used by reports with two ratings or more, in order of rank
 * Source: Hayes and Krippendorff 2007, doi:10.1080/19312450709336664.
 * Checked: tests/screening/agreement-coefficients.test.ts.
 */
export function ordinalMetric(used: readonly number[]): WeightMatrix {
  const middles: number[] = [];
  let below = 0;
  for (const count of used) {
    middles.push(below + count / 2);
    below += count;
  }
  const squares = middles.map((a) => middles.map((b) => (a - b) ** 2));
  const widest = Math.max(...squares.flat());
  return squares.map((row, k) => row.map((x, l) => (widest === 0 ? Number(k === l) : 1 - x / widest)));
}

/** @throws {EvidensError} `screening/bad-weights` */
export function checkWeights(weights: WeightMatrix, categories: number): void {
  const fits =
    weights.length === categories &&
    weights.every(
      (row, k) =>
        row.length === categories &&
        row[k] === 1 &&
        row.every((w, l) => Number.isFinite(w) && w <= 1 && w === weights[l]?.[k]),
    );
  if (fits) return;
  throw new EvidensError({
    code: "screening/bad-weights",
    kind: "invalid",
    message: `Weights must be a symmetric ${categories} by ${categories} matrix with 1 on the diagonal and nothing above 1.`,
    remedy: "Give a symmetric matrix of weights, or the name of a scheme.",
  });
}
