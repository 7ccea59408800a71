import type { FitAt } from "./fit-at.ts";
import type { Prepared } from "./prepare.ts";
import type { FitStatistics } from "./regression.types.ts";

const LOG_2PI = Math.log(2 * Math.PI);

/** AIC, BIC and AICc of a log-likelihood over n observations. */
export function criteria(
  logLikelihood: number,
  deviance: number,
  parameters: number,
  n: number,
): FitStatistics {
  const base = -2 * logLikelihood;
  const enough = Math.max(n, parameters + 2);
  return {
    logLikelihood,
    deviance,
    aic: base + 2 * parameters,
    bic: base + parameters * Math.log(n),
    aicc: base + 2 * parameters * (enough / (enough - parameters - 1)),
  };
}

/**
 * Likelihoods and information criteria of a fit; the restricted one holds the term ln |X'X| that makes it
 * independent of the coding of moderators.
 *
 * @param parameters p, and one for an estimated tau2
 * @param tau2 the fit's
 * Source: docs/methods/random-effects.md. Checked: tests/synthesis/golden-rma-uni.test.ts.
 */
export function fitStatistics(
  prepared: Prepared,
  fit: FitAt,
  tau2: number,
  parameters: number,
): { readonly ml: FitStatistics; readonly reml: FitStatistics | null } {
  const { k, df, v } = prepared.set;
  let [logs, logV] = [0, 0];
  for (let i = 0; i < k; i++) {
    logs += Math.log(v[i]! + tau2);
    logV += Math.log(v[i]!);
  }
  const ml = -(k * LOG_2PI + logs + fit.rss) / 2;
  // The saturated model fits every effect without between-study variance.
  const saturated = -(k * LOG_2PI + logV) / 2;
  const full = criteria(ml, -2 * (ml - saturated), parameters, k);
  if (df === 0) return { ml: full, reml: null };
  const reml = -(df * LOG_2PI + logs + fit.moments.logDet + fit.rss) / 2;
  return { ml: full, reml: criteria(reml, -2 * reml, parameters, df) };
}
