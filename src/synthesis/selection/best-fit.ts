import {
  type Free,
  fitSelection,
  type SelectionFit,
  type SelectionPoint,
  THOROUGH,
} from "./fit-selection.ts";
import type { SelectionData } from "./selection-likelihood.ts";

/** Near enough for a search on the coarse grid, whose last digits are not those of the fine one. */
const NEAR = 1e-7;

/**
 * The best of fits from several starts: these likelihoods can have more than one maximum.
 *
 * @param coarse the same data on a coarse grid, on which the starts are followed; null: on the fine one
 * Checked: tests/synthesis/selection.test.ts.
 */
export function bestFit(
  data: SelectionData,
  coarse: SelectionData | null,
  free: Free,
  starts: readonly SelectionPoint[],
): SelectionFit {
  const best = <F extends SelectionFit>(fits: readonly F[]): F =>
    fits.reduce((one, next) => (next.logLikelihood > one.logLikelihood ? next : one));
  const thorough = (): SelectionFit => best(starts.map((start) => fitSelection(data, free, start)));
  if (coarse === null) return thorough();
  const near = best(starts.map((start) => fitSelection(coarse, free, start, { tolerance: NEAR })));
  const found = fitSelection(data, free, near, { ...THOROUGH, curvature: near.curvature });
  if (found.converged) return found;
  // At a limit, or where rounding is felt, the whole way may end better than the last bit of it.
  const again = thorough();
  return again.converged || again.logLikelihood > found.logLikelihood ? again : found;
}
