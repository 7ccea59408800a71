import { projectedSums } from "./likelihood.ts";
import type { MultilevelData, MultilevelFit } from "./multilevel.types.ts";
import { refuse } from "./refuse.ts";
import { reopen } from "./reopen.ts";
import { timesWeights } from "./user-weights.ts";

/** The predicted effect of one level of a random term. */
export interface RandomEffect {
  readonly outer: string;
  /** Empty for intercepts; the factor's level where correlations between levels are known, with `outer` empty. */
  readonly inner: string;
  readonly estimate: number;
  /** Of estimate minus effect, the coefficients' uncertainty included. */
  readonly se: number;
}

/**
 * Best linear unbiased predictions of the random effects, one list per term, outer levels in order of appearance.
 * Inner levels that an outer level does not hold are predicted from those it holds.
 *
 * @param data those of the fit
 * @throws EvidensError `synthesis/other-data`, `synthesis/bad-options` (weights of the user)
 * Source: u = G Z'M^-1 (y - Xb), Var(u - effect) = G - G Z'PZ G; Robinson 1991, doi:10.1214/ss/1177011926.
 * Checked: tests/synthesis/golden-multilevel.test.ts.
 */
export function multilevelRandomEffects(
  data: MultilevelData,
  fit: MultilevelFit,
): readonly (readonly RandomEffect[])[] {
  const { model, evaluation } = reopen(data, fit);
  if (model.weights !== null)
    refuse(
      "bad-options",
      "Random effects are not predicted for a model with weights of the user.",
      "Fit the model without weights.",
    );
  return model.terms.map(({ outerLabels, innerLabels }, t) => {
    const m = innerLabels.length;
    const g = evaluation.covariances[t]!;
    const { sums, e } = projectedSums(model, evaluation, t, "REML");
    return outerLabels.flatMap((outer, level) =>
      innerLabels.map((inner, a): RandomEffect => {
        let estimate = 0;
        let variance = g[a * m + a]!;
        for (let b = 0; b < m; b++) {
          estimate += g[a * m + b]! * e[level * m + b]!;
          for (let c = 0; c < m; c++)
            variance -= g[a * m + b]! * sums[(level * m + b) * m + c]! * g[a * m + c]!;
        }
        return {
          outer,
          inner,
          estimate: estimate * model.unit,
          se: Math.sqrt(Math.max(0, variance)) * model.unit,
        };
      }),
    );
  });
}

/**
 * Share of each effect in the weights of a common mean, percent: row sums of M^-1, or of the user's weights.
 *
 * @param data those of the fit
 * @param fit of `multilevel`, on the same data
 * @returns one share for each effect, in input order; they add up to 100
 * @throws EvidensError `synthesis/other-data`
 * Source: the definition of metafor 5.1 (`weights`, type "rowsum"). Checked: tests/synthesis/golden-multilevel.test.ts.
 */
export function multilevelWeights(data: MultilevelData, fit: MultilevelFit): readonly number[] {
  const { model, evaluation } = reopen(data, fit);
  const ones = new Float64Array(model.n).fill(1);
  const sums =
    model.weights === null ? evaluation.factored.solve(ones, 1) : timesWeights(model.weights, ones, 1);
  const total = sums.reduce((sum, w) => sum + w, 0);
  return Array.from(sums, (w) => (100 * w) / total);
}
