import { chiSquareUpper, matrix, symmetricEigen } from "#numerics";
import type { Remark } from "../types.ts";
import {
  coefficientsOf,
  containedDf,
  describeCoefficient,
  omnibusTest,
  testedColumns,
} from "./coefficients.ts";
import { type ComponentFit, fitComponents } from "./fit-components.ts";
import { type Evaluation, evaluateAt } from "./likelihood.ts";
import { type Model, readModel } from "./model.ts";
import type {
  CovarianceComponent,
  InformationCriteria,
  MultilevelData,
  MultilevelFit,
  MultilevelOptions,
  TermEstimate,
} from "./multilevel.types.ts";
import { multilevelI2 } from "./multilevel-i2.ts";
import { componentsOf, type TermValues } from "./parameters.ts";
import { refuse } from "./refuse.ts";
import { remarks } from "./remarks.ts";
import { weightedFit } from "./user-weights.ts";

function checkOptions({ method, test, df, level }: MultilevelOptions): void {
  const problem =
    (level !== undefined && !(level > 0 && level < 1) && `level is ${level}`) ||
    (method !== undefined && !["REML", "ML"].includes(method) && `method ${method} is unknown`) ||
    (test !== undefined && !["z", "t"].includes(test) && `test ${test} is unknown`) ||
    (df !== undefined && !["residual", "contain"].includes(df) && `df ${df} is unknown`);
  if (problem)
    refuse(
      "bad-options",
      `Multilevel model: ${problem}.`,
      "Pass a method of REML or ML, a test of z or t, a df of residual or contain, and a level in (0, 1).",
    );
}

/** Log-likelihoods and criteria with and without the restriction, at the same components. */
function criteria(
  model: Model,
  { logDeterminant, logInformation, rss }: Evaluation,
  components: number,
): { reml: InformationCriteria; ml: InformationCriteria } {
  const { n, p, unit } = model;
  const parameters = p + components;
  const one = (count: number, rest: number): InformationCriteria => {
    const logLik = -(count * (Math.log(2 * Math.PI) + 2 * Math.log(unit)) + rest) / 2;
    const size = Math.max(count, parameters + 2);
    return {
      logLik,
      parameters,
      aic: 2 * (parameters - logLik),
      bic: parameters * Math.log(count) - 2 * logLik,
      aicc: (2 * parameters * size) / (size - parameters - 1) - 2 * logLik,
    };
  };
  // The basis is orthonormal, so that ln|X'X| of the restricted likelihood is already taken out.
  return { reml: one(n - p, logDeterminant + logInformation + rss), ml: one(n, logDeterminant + rss) };
}

function inData(values: readonly TermValues[], unit: number): TermValues[] {
  return values.map(({ variances, correlations }) => ({
    variances: variances.map((v) => v * unit ** 2),
    correlations,
  }));
}

function termEstimates(model: Model, fit: ComponentFit, values: readonly TermValues[]): TermEstimate[] {
  return model.terms.map((term, t) => {
    const m = term.innerLabels.length;
    const g = fit.evaluation.covariances[t]!;
    return {
      name: term.name,
      structure: term.structure,
      ...values[t]!,
      innerLevels: term.innerLabels,
      outerLevels: term.outerLabels,
      covariance: Array.from({ length: m }, (_, i) =>
        Array.from(g.subarray(i * m, i * m + m), (value) => value * model.unit ** 2),
      ),
    };
  });
}

/** No variance is 0 and no pair is one, yet the correlation matrix of several levels has no inverse. */
function isSingular(g: Float64Array, m: number): boolean {
  if (m < 3 || Array.from({ length: m }, (_, i) => g[i * m + i]!).includes(0)) return false;
  const size = (cell: number): number =>
    Math.sqrt(g[Math.floor(cell / m) * (m + 1)]! * g[(cell % m) * (m + 1)]!);
  return (
    symmetricEigen(
      matrix(
        m,
        m,
        g.map((value, cell) => value / size(cell)),
      ),
    ).values[m - 1]! < 1e-8
  );
}

/** Words about components at a boundary, untold by the data or without effect on the likelihood. */
function remarksOf(model: Model, fit: ComponentFit, components: readonly CovarianceComponent[]): Remark[] {
  const { minimum, parameters } = fit;
  const list = [...model.remarks];
  if (!minimum.converged) list.push(remarks.notConverged(minimum.iterations));
  const flatTerms = new Set(minimum.flat.map((c) => parameters.coordinates[c]!.term));
  for (const term of flatTerms) list.push(remarks.flat(model.terms[term]!.name));
  for (const [t, term] of model.terms.entries()) {
    const estimated = term.structure === "UN" && term.fixedCorrelations.includes(null);
    if (estimated && isSingular(fit.evaluation.covariances[t]!, term.innerLabels.length))
      list.push(remarks.singular(term.name));
  }
  for (const { value, fixed, atBoundary, name, term } of components) {
    if (fixed) continue;
    if (value === null && !model.terms[term]!.told.every(Boolean)) list.push(remarks.untold(name));
    if (atBoundary) list.push(remarks.boundary(name, value!));
  }
  return list;
}

/**
 * Fits a multilevel or multivariate model to dependent effects: y = X b + effects of the random terms + sampling error
 * of known covariance.
 *
 * @param data effects, sampling covariance, design and random terms; k > number of independent columns; known
 *   correlations of levels and weights of the user on demand
 * @throws EvidensError `synthesis/bad-effects`, `synthesis/bad-options`, `synthesis/too-few-effects`,
 * `synthesis/sampling-covariance` (not positive definite), `synthesis/unidentified-component`,
 * `synthesis/no-likelihood`, `synthesis/bad-weights`
 * Source: Konstantopoulos 2011, doi:10.1002/jrsm.35 (levels); Berkey and others 1998,
 * doi:10.1002/(SICI)1097-0258(19981130)17:22<2537::AID-SIM953>3.0.CO;2-C (outcomes); solved as in
 * docs/methods/multilevel.md. Cost a step: O(k p^2) for nested intercepts, else the sum of cubes of the blocks. Known
 * correlations join all rows whose levels they connect into one block; with q such levels in all a step costs
 * O(k q^2 + q^3) where that is less and sampling errors are independent.
 * Checked: tests/synthesis/golden-multilevel.test.ts, tests/synthesis/multilevel-fit.test.ts,
 * tests/synthesis/multilevel-known.test.ts.
 */
export function multilevel(data: MultilevelData, options: MultilevelOptions = {}): MultilevelFit {
  checkOptions(options);
  const { method = "REML", test = "t", df = "residual", level = 0.95 } = options;
  const model = readModel(data);
  const tested = testedColumns(model, options.tested);
  const fit = fitComponents(model, method);
  const zero = evaluateAt(
    model,
    model.terms.map(({ innerLabels }) => new Float64Array(innerLabels.length ** 2)),
  )!;
  const values = inData(fit.values, model.unit);
  const components = componentsOf(model.terms, values);
  const { n: k, p } = model;
  const dfs =
    test === "z" ? null : df === "residual" ? Array.from({ length: p }, () => k - p) : containedDf(model);
  // The components are those of the likelihood; weights of the user move the coefficients alone.
  const weighted = (at: Evaluation): Evaluation =>
    model.weights === null ? at : weightedFit(model, model.weights, at).fit;
  const evaluation = weighted(fit.evaluation);
  const coefficients = coefficientsOf(model, evaluation);
  const estimated = fit.parameters.coordinates.length;
  return {
    k,
    p,
    method,
    test,
    level,
    coefficients: model.names.map((name, j) =>
      describeCoefficient(
        name,
        coefficients.beta[j]!,
        coefficients.covariance[j * p + j]!,
        dfs?.[j] ?? null,
        level,
      ),
    ),
    kept: model.kept,
    covariance: Array.from({ length: p }, (_, i) =>
      Array.from(coefficients.covariance.subarray(i * p, i * p + p)),
    ),
    components,
    terms: termEstimates(model, fit, values),
    ...criteria(model, evaluation, estimated),
    qe: { statistic: zero.rss, df: k - p, p: chiSquareUpper(zero.rss, k - p) },
    qm: omnibusTest(coefficients, tested, dfs === null ? null : Math.min(...tested.map((j) => dfs[j]!))),
    i2: multilevelI2(model, zero, [weighted(zero).a, evaluation.a], fit.values),
    converged: fit.minimum.converged,
    iterations: fit.minimum.iterations,
    slope: fit.minimum.slope,
    remarks: remarksOf(model, fit, components),
  };
}
