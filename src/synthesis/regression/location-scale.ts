import {
  choleskyFactor,
  choleskyInverse,
  type Matrix,
  type Minimum,
  matrix,
  newtonMinimise,
} from "#numerics";
import { maximise, restricted as restrictedLikelihood } from "../model/likelihood.ts";
import type { Remark } from "../types.ts";
import { sandwich, upperInverse } from "./fit-at.ts";
import { criteria } from "./fit-statistics.ts";
import type {
  LocationScaleInput,
  LocationScaleOptions,
  LocationScaleResult,
} from "./location-scale.types.ts";
import { metaRegression } from "./meta-regression.ts";
import { prepare } from "./prepare.ts";
import { checkedLevel, refuseDesign, refuseOptions } from "./refuse-input.ts";
import type { Coefficient, RegressionResult } from "./regression.types.ts";
import { type ScaleLink, type ScaleModel, scaleLikelihood, tau2At } from "./scale-likelihood.ts";
import { testedNumber } from "./tested-number.ts";
import { testCoefficients } from "./wald-test.ts";

/** The scale design in coordinates of size 1, and the way back. */
interface ScaleCoordinates {
  readonly z: Float64Array;
  readonly back: Matrix;
  readonly names: readonly string[];
  readonly intercept: number | null;
}

function scaleCoordinates({ y, v, scale }: LocationScaleInput): ScaleCoordinates {
  const { q, r, names, intercept } = prepare({ y, v, design: scale }, "refuse");
  const root = Math.sqrt(y.length);
  const back = upperInverse(r);
  return {
    z: q.map((value) => value * root),
    back: { ...back, values: back.values.map((value) => value * root) },
    names,
    intercept,
  };
}

/** Coefficients whose linear predictor is nearest to a constant. */
function constantFit({ z }: ScaleCoordinates, k: number, value: number): Float64Array {
  const m = z.length / k;
  return Float64Array.from({ length: m }, (_, j) => {
    let sum = 0;
    for (let i = 0; i < k; i++) sum += z[i * m + j]! * value;
    return sum / k;
  });
}

/**
 * What Newton's method lowers: minus the log-likelihood, plus a barrier against variances of 0. Moved away from 0
 * by its size at the start, so that a value near 0 does not pass for one without rounding error.
 */
function negative(
  model: ScaleModel,
  start: Float64Array,
  barrier: number,
): Parameters<typeof newtonMinimise>[0] {
  const { m, z, y } = model;
  const first = -scaleLikelihood(model, start).logLikelihood;
  const offset = Math.sign(first || 1) * (Math.abs(first) + y.length);
  return (a) => {
    const { logLikelihood, gradient, hessian, tau2 } = scaleLikelihood(model, a);
    let value = offset - logLikelihood;
    const slope = gradient.map((g) => -g);
    const curvature = hessian.values.map((h) => -h);
    for (let i = 0; barrier > 0 && i < y.length; i++) {
      const t = tau2[i]!;
      value -= t > 0 ? barrier * Math.log(t) : Number.NEGATIVE_INFINITY;
      for (let j = 0; j < m; j++) {
        slope[j]! -= (barrier * z[i * m + j]!) / t;
        for (let l = 0; l < m; l++)
          curvature[j * m + l]! += (barrier * z[i * m + j]! * z[i * m + l]!) / t ** 2;
      }
    }
    return { value, gradient: slope, hessian: matrix(m, m, curvature) };
  };
}

/** The highest of the maxima that Newton's method reaches from several sizes of tau2. */
function solveLog(model: ScaleModel, coordinates: ScaleCoordinates, tau2: number): Minimum {
  const k = model.y.length;
  const f = negative(model, constantFit(coordinates, k, Math.log(tau2)), 0);
  const ends = [1, 0.1, 10].map((factor) =>
    newtonMinimise(f, constantFit(coordinates, k, Math.log(tau2 * factor))),
  );
  return ends.reduce((best, next) => (next.value < best.value - 1e-10 ? next : best));
}

/** Inside the domain by a barrier that is taken away; then without it, where the optimum is not at its edge. */
function solveIdentity(
  model: ScaleModel,
  coordinates: ScaleCoordinates,
  tau2: number,
): { readonly found: Minimum; readonly edge: boolean } {
  const start = constantFit(coordinates, model.y.length, tau2);
  if (tau2At(model, start).some((t) => !(t > 0)))
    refuseOptions("The identity link needs a scale design with an intercept.", "Add a column of ones.");
  let found = newtonMinimise(negative(model, start, 0.1), start);
  for (let barrier = 0.01; barrier > 1e-11; barrier /= 10)
    found = newtonMinimise(negative(model, start, barrier), found.at);
  const free = newtonMinimise(negative(model, start, 0), found.at);
  const inside = free.converged && tau2At(model, free.at).every((t) => t > 1e-9 * tau2);
  return inside ? { found: free, edge: false } : { found, edge: true };
}

const BOUNDARY: Remark = {
  code: "synthesis/scale-at-boundary",
  text: {
    en: "A between-study variance is estimated as 0: the scale coefficients have no standard errors and are not tested.",
    nb: "En varians mellom studier er estimert til 0: skalakoeffisientene har ingen standardfeil og testes ikke.",
  },
};

/** The location part is a regression with known variances v + tau2_i. */
function locationFit(
  input: LocationScaleInput,
  tau2: Float64Array,
  level: number,
  test: "z" | "t",
): RegressionResult {
  const variances = input.v.map((value, i) => value + tau2[i]!);
  const { y, design } = input;
  const effects = design === undefined ? { y, v: variances } : { y, v: variances, design };
  return metaRegression(effects, { method: "FE", test, level });
}

/** The location fit's likelihoods are the model's; the count of parameters and the saturated model are not. */
function criteriaOf(fit: RegressionResult, added: number, v: Float64Array) {
  const parameters = fit.p + added;
  const saturated = v.reduce((sum, variance) => sum - Math.log(2 * Math.PI * variance) / 2, 0);
  const ml = fit.ml.logLikelihood;
  const reml = fit.reml!.logLikelihood;
  return {
    parameters,
    ml: criteria(ml, 2 * (saturated - ml), parameters, fit.k),
    reml: criteria(reml, -2 * reml, parameters, fit.k - fit.p),
  };
}

interface Solved {
  readonly at: Minimum;
  readonly tau2: Float64Array;
  readonly va: Matrix | null;
  readonly gradientNorm: number;
  readonly atBoundary: boolean;
}

/** The scale coefficients of highest likelihood, with their covariance. */
function solve(model: ScaleModel, coordinates: ScaleCoordinates, overall: number): Solved {
  const { v, m, link } = model;
  const typical = v.reduce((sum, value) => sum + value, 0) / v.length;
  const start = Math.max(overall, 0.01 * typical);
  const { found, edge } =
    link === "log"
      ? { found: solveLog(model, coordinates, start), edge: false }
      : solveIdentity(model, coordinates, start);
  const { tau2, hessian, gradient } = scaleLikelihood(model, found.at);
  const atBoundary = edge || tau2.some((t, i) => t < 1e-8 * v[i]!);
  const information = matrix(
    m,
    m,
    hessian.values.map((h) => -h),
  );
  const factor = atBoundary ? null : choleskyFactor(information);
  const va = factor === null ? null : sandwich(coordinates.back, choleskyInverse(factor).values);
  const gradientNorm = gradient.reduce((most, g) => Math.max(most, Math.abs(g)), 0);
  return { at: found, tau2, va, gradientNorm, atBoundary };
}

/**
 * Fits a location-scale model: moderators act on the mean effect and on the between-study variance.
 *
 * @param input effects, variances, location design (default an intercept) and scale design
 * @throws EvidensError `synthesis/bad-effects`, `synthesis/bad-design`, `synthesis/bad-options`
 * Source: Viechtbauer and Lopez-Lopez 2022, doi:10.1002/jrsm.1562; docs/methods/location-scale.md.
 * Checked: tests/synthesis/location-scale.test.ts, tests/synthesis/golden-metareg.test.ts.
 */
export function locationScale(
  input: LocationScaleInput,
  options: LocationScaleOptions = {},
): LocationScaleResult {
  const { method = "REML", link = "log", test = "z" } = options;
  const level = checkedLevel(options.level ?? 0.95);
  checkOptions(method, link, test);
  const { y, v, design } = input;
  const { set, q } = prepare(design === undefined ? { y, v } : { y, v, design }, "drop");
  const { k, p } = set;
  if (set.df === 0) refuseDesign("One study has no scale to model.", "Pass more studies than coefficients.");
  const coordinates = scaleCoordinates(input);
  const { z, names, intercept } = coordinates;
  const m = names.length;
  const model: ScaleModel = { y: set.y, v, q, p, z, m, link, restricted: method === "REML" };
  const { at, tau2, va, gradientNorm, atBoundary } = solve(
    model,
    coordinates,
    maximise(restrictedLikelihood, set).tau2,
  );
  const location = locationFit(input, tau2, level, test);
  const scaleDf = test === "t" ? k - m : null;
  const scaleCoefficients = scaleTests(coordinates, at.at, va, scaleDf, level);
  const others = names.map((_, j) => j).filter((j) => j !== intercept);
  const criteriaHere = criteriaOf(location, m, v);
  const tested = { coefficients: scaleCoefficients, df: scaleDf };
  return {
    k,
    coefficients: location.coefficients,
    vb: location.vb,
    scaleCoefficients,
    va,
    tau2,
    qm: location.qm,
    qs: va === null || others.length === 0 ? null : testCoefficients({ ...tested, vb: va }, others),
    logLikelihood: criteriaHere[method === "REML" ? "reml" : "ml"].logLikelihood,
    ...criteriaHere,
    fitted: location.fitted,
    residuals: location.residuals,
    atBoundary,
    gradientNorm,
    converged: at.converged && (atBoundary || va !== null),
    iterations: at.iterations,
    remarks: atBoundary ? [BOUNDARY] : [],
  };
}

function checkOptions(method: string, link: ScaleLink, test: string): void {
  if (!["ML", "REML"].includes(method))
    refuseOptions(`The method ${method} is not for location-scale models.`, "Pass ML or REML.");
  if (!["log", "identity"].includes(link))
    refuseOptions(`The link ${link} is unknown.`, "Pass log or identity.");
  if (!["z", "t"].includes(test))
    refuseOptions(`The test ${test} is not for location-scale models.`, "Pass z or t.");
}

function scaleTests(
  { back, names }: ScaleCoordinates,
  at: Float64Array,
  va: Matrix | null,
  df: number | null,
  level: number,
): Coefficient[] {
  const m = names.length;
  return names.map((name, j) => {
    let alpha = 0;
    for (let l = 0; l < m; l++) alpha += back.values[j * m + l]! * at[l]!;
    return testedNumber(name, alpha, va === null ? Number.NaN : Math.sqrt(va.values[j * m + j]!), df, level);
  });
}
