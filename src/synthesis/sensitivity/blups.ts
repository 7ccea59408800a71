import { normalQuantile, tQuantile } from "#numerics";
import type { RegressionInput, RegressionOptions } from "../regression/regression.types.ts";
import { fullFit, quadratic } from "./refits.ts";
import { refuseOption } from "./refuse.ts";

/** A prediction with its standard error and interval. */
export interface Predicted {
  readonly estimate: number;
  readonly se: number;
  readonly low: number;
  readonly high: number;
}

/** A study's true effect as the model sees it. */
export interface Blup {
  /** Position in the input. */
  readonly study: number;
  /** Its own result shrunk towards what the model expects: the best linear unbiased prediction. */
  readonly effect: Predicted;
  /** Its random effect: how far the true effect lies from what the model expects. */
  readonly deviation: Predicted;
  /** Share of its own result in `effect`, in [0, 1). */
  readonly reliability: number;
}

/**
 * Best linear unbiased predictions of the studies' true effects and of their random effects.
 *
 * @param input k > p studies; see `metaRegression`; own weights are refused
 * @throws EvidensError `synthesis/bad-options`, `synthesis/too-few-studies`, and what `metaRegression` throws
 * Source: Raudenbush and Bryk 1985, doi:10.3102/10769986010002075, appendix. tau2 is taken as known.
 * Checked: tests/synthesis/golden-diagnostics.test.ts, 1e-9. Cost O(k p^2).
 */
export function blups(input: RegressionInput, options: RegressionOptions = {}): readonly Blup[] {
  if (input.weights !== undefined)
    refuseOption("Predictions of true effects are not defined for own weights.", "Leave out the weights.");
  const { k, x, fit } = fullFit("A prediction of true effects", input, options);
  const half = (1 - fit.level) / 2;
  const critical = fit.df === null ? normalQuantile(half, "upper") : tQuantile(half, fit.df, "upper");
  const random = fit.method !== "EE" && fit.method !== "FE";
  const around = (estimate: number, variance: number): Predicted => {
    const se = Math.sqrt(variance);
    return { estimate, se, low: estimate - critical * se, high: estimate + critical * se };
  };
  return Array.from({ length: k }, (_, study) => {
    const v = input.v[study]!;
    const reliability = fit.tau2 / (fit.tau2 + v);
    const rest = v / (fit.tau2 + v);
    const known = quadratic(x, study, fit.vb);
    const deviation = random
      ? around(reliability * fit.residuals[study]!, reliability * v + reliability ** 2 * known)
      : around(0, 0);
    const expected = fit.fitted[study]!;
    return {
      study,
      effect: around(reliability * input.y[study]! + rest * expected, reliability * v + rest ** 2 * known),
      deviation,
      reliability,
    };
  });
}
