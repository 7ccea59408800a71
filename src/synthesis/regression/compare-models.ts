import { chiSquareUpper } from "#numerics";
import { refuseOptions } from "./refuse-input.ts";
import type { RegressionResult } from "./regression.types.ts";

/** Likelihood ratio of two nested models. */
export interface ModelComparison {
  readonly lrt: number;
  readonly df: number;
  readonly p: number;
  readonly parametersFull: number;
  readonly parametersReduced: number;
}

/** Every column of the reduced model lies in the space of the full one, read from their fitted values' names. */
function sameNames(a: RegressionResult, b: RegressionResult): boolean {
  return (
    a.coefficients.length === b.coefficients.length &&
    a.coefficients.every(({ name }, j) => name === b.coefficients[j]!.name)
  );
}

/**
 * Likelihood ratio test of a model against one nested in it, both fitted to the same effects.
 *
 * Models that differ in their moderators must be fitted by ML: restricted likelihoods of different designs are
 * not comparable. With the same moderators, REML compares tau2 estimated against tau2 fixed or 0.
 *
 * @throws EvidensError `synthesis/bad-options`
 * Source: docs/methods/meta-regression.md. Checked: tests/synthesis/golden-metareg.test.ts.
 */
export function compareModels(full: RegressionResult, reduced: RegressionResult): ModelComparison {
  const same = sameNames(full, reduced);
  const effects = (fit: RegressionResult, i: number): number => fit.fitted[i]! + fit.residuals[i]!;
  const differs = (i: number): boolean => {
    const [a, b] = [effects(full, i), effects(reduced, i)];
    return Math.abs(a - b) > 1e-9 * Math.max(1, Math.abs(a));
  };
  if (full.k !== reduced.k || full.residuals.some((_, i) => differs(i)))
    refuseOptions("The models are fitted to different effects.", "Fit both models to the same studies.");
  const restricted = [full, reduced].some(({ method }) => method === "REML");
  if (restricted && !same)
    refuseOptions(
      "Restricted likelihoods of models with different moderators are not comparable.",
      "Fit both models by ML.",
    );
  const other = [full, reduced].find(({ method }) => !["ML", "REML", "EE", "FE"].includes(method));
  if (other !== undefined)
    refuseOptions(`A ${other.method} fit maximises no likelihood.`, "Fit both models by ML.");
  const df = full.parameters - reduced.parameters;
  if (df <= 0)
    refuseOptions(
      `The full model has ${full.parameters} parameters, the reduced one ${reduced.parameters}.`,
      "Pass the model with more parameters first.",
    );
  const of = (fit: RegressionResult): number => (restricted ? fit.reml!.logLikelihood : fit.ml.logLikelihood);
  const lrt = Math.max(0, 2 * (of(full) - of(reduced)));
  return {
    lrt,
    df,
    p: chiSquareUpper(lrt, df),
    parametersFull: full.parameters,
    parametersReduced: reduced.parameters,
  };
}
