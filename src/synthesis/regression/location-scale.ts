import {
  choleskyFactor,
  choleskyInverse,
  type Matrix,
  type Minimum,
  matrix,
  newtonMinimise,
  symmetricEigen,
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

/** What a search over the scale coefficients ends with. */
interface Found {
  readonly found: Minimum;
  /** A variance is held at 0 by the edge of the domain. */
  readonly edge: boolean;
  /** Largest slope, the edge's push taken off. */
  readonly slope: number;
}

const largest = (values: Float64Array): number =>
  values.reduce((most, value) => Math.max(most, Math.abs(value)), 0);

/** The highest of the maxima that Newton's method reaches from several sizes of tau2. */
function solveLog(model: ScaleModel, coordinates: ScaleCoordinates, tau2: number): Found {
  const k = model.y.length;
  const f = negative(model, constantFit(coordinates, k, Math.log(tau2)), 0);
  const ends = [1, 0.1, 10].map((factor) =>
    newtonMinimise(f, constantFit(coordinates, k, Math.log(tau2 * factor))),
  );
  const found = ends.reduce((best, next) => (next.value < best.value - 1e-10 ? next : best));
  return { found, edge: false, slope: largest(scaleLikelihood(model, found.at).gradient) };
}

/** A constant variance, and for each other coordinate nine tenths of the way from it to either edge of the domain. */
function startsInside({ z }: ScaleCoordinates, constant: Float64Array, tau2: Float64Array): Float64Array[] {
  const [m, k] = [constant.length, tau2.length];
  const starts = [constant];
  for (let j = 0; j < m; j++) {
    for (const sign of [1, -1]) {
      let reach = Number.POSITIVE_INFINITY;
      for (let i = 0; i < k; i++) {
        const fall = -sign * z[i * m + j]!;
        if (fall > 0) reach = Math.min(reach, tau2[i]! / fall);
      }
      if (!Number.isFinite(reach)) continue;
      starts.push(constant.map((value, l) => value + (l === j ? 0.9 * sign * reach : 0)));
    }
  }
  return starts;
}

/** Below this the barrier moves the log-likelihood by less than k times as much. */
const LAST_BARRIER = 1e-9;

/** Inside the domain by a barrier that is taken away; then without it, where the optimum is not at its edge. */
function descend(model: ScaleModel, from: Float64Array, first: number, size: number): Found {
  let found = newtonMinimise(negative(model, from, first), from);
  for (let barrier = first / 10; barrier > LAST_BARRIER / 2; barrier /= 10)
    found = newtonMinimise(negative(model, from, barrier), found.at);
  const free = newtonMinimise(negative(model, from, 0), found.at);
  const inside = free.converged && tau2At(model, free.at).every((t) => t > 1e-9 * size);
  if (inside) return { found: free, edge: false, slope: largest(scaleLikelihood(model, free.at).gradient) };
  return { found, edge: true, slope: largest(negative(model, from, LAST_BARRIER)(found.at).gradient) };
}

/** The highest maximum from several starts: the likelihood may have one at each end of the domain. */
function solveIdentity(model: ScaleModel, coordinates: ScaleCoordinates, tau2: number): Found {
  const constant = constantFit(coordinates, model.y.length, tau2);
  const inside = tau2At(model, constant);
  if (inside.some((t) => !(t > 0)))
    refuseOptions("The identity link needs a scale design with an intercept.", "Add a column of ones.");
  const ends = startsInside(coordinates, constant, inside).map((start, s) =>
    descend(model, start, s === 0 ? 0.1 : 1e-3, tau2),
  );
  const height = ({ found }: Found): number => scaleLikelihood(model, found.at).logLikelihood;
  return ends.reduce((best, next) => (height(next) > height(best) + 1e-9 ? next : best));
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
  readonly settled: boolean;
}

/**
 * Under the log link variances of 0 lie at infinity, where the likelihood levels out: a standardised coefficient with a
 * standard error above a thousand. One variance that is small because its moderator is large is no boundary.
 */
function runsAway(information: Matrix): boolean {
  return !(symmetricEigen(information).values.at(-1)! > 1e-6);
}

/** The scale coefficients of highest likelihood, with their covariance. */
function solve(model: ScaleModel, coordinates: ScaleCoordinates, overall: number): Solved {
  const { v, m, link } = model;
  const typical = v.reduce((sum, value) => sum + value, 0) / v.length;
  const start = Math.max(overall, 0.01 * typical);
  const { found, edge, slope } =
    link === "log" ? solveLog(model, coordinates, start) : solveIdentity(model, coordinates, start);
  const { tau2, hessian, gradient } = scaleLikelihood(model, found.at);
  const information = matrix(
    m,
    m,
    hessian.values.map((h) => -h),
  );
  const atBoundary = edge || (link === "log" && runsAway(information));
  const factor = atBoundary ? null : choleskyFactor(information);
  const va = factor === null ? null : sandwich(coordinates.back, choleskyInverse(factor).values);
  // At the edge Newton's last steps are lost in rounding: the slope beside the edge's push tells.
  const settled = edge ? slope <= 1e-5 * Math.max(1, largest(gradient)) : found.converged;
  return { at: found, tau2, va, gradientNorm: slope, atBoundary, settled };
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
  const { at, tau2, va, gradientNorm, atBoundary, settled } = solve(
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
    converged: settled && (atBoundary || va !== null),
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
