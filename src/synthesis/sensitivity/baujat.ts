import type { RegressionInput, RegressionOptions } from "../regression/regression.types.ts";
import { type FullFit, fullFit, predicted, quadratic } from "./refits.ts";

/** A study in a Baujat plot. */
export interface BaujatPoint {
  /** Position in the input. */
  readonly study: number;
  /** Squared Pearson residual: with a common effect, its share of Q. */
  readonly heterogeneity: number;
  /** Squared change of its fitted value without it, in variances of that value; null where it cannot be fitted. */
  readonly influence: number | null;
}

/**
 * Each study's contribution to heterogeneity against its influence on the result.
 *
 * @param input k > p studies; see `metaRegression`
 * @throws EvidensError `synthesis/too-few-studies`, and what `metaRegression` throws
 * Source: Baujat et al. 2002, doi:10.1002/sim.1221.
 * Checked: tests/synthesis/golden-diagnostics.test.ts, 1e-9. Cost: k fits.
 */
export function baujat(input: RegressionInput, options: RegressionOptions = {}): readonly BaujatPoint[] {
  return baujatOf(fullFit("A Baujat plot", input, options));
}

/** The same of a fit that is there already. */
export function baujatOf({ k, x, input, fit, without }: FullFit): readonly BaujatPoint[] {
  return Array.from({ length: k }, (_, study) => {
    const heterogeneity = fit.residuals[study]! ** 2 / (input.v[study]! + fit.tau2);
    const rest = without(study);
    if (rest === null) return { study, heterogeneity, influence: null };
    const variance = quadratic(x, study, rest.vb);
    const change = predicted(x, study, rest) - fit.fitted[study]!;
    return { study, heterogeneity, influence: variance > 0 ? change ** 2 / variance : null };
  });
}
