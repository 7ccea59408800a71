import { chiSquareUpper, type Matrix } from "#numerics";
import { type Moments, momentsAt } from "../model/effect-set.ts";
import { estimateTau2, type Tau2Fit, tau2Estimators } from "../model/tau2-estimators.ts";
import type { PoolTest } from "../types.ts";
import { type CoefficientsAt, coefficientsAt, fitAt } from "./fit-at.ts";
import { fitStatistics } from "./fit-statistics.ts";
import { type Prepared, prepare } from "./prepare.ts";
import { checkedLevel, refuseOptions } from "./refuse-input.ts";
import type {
  RegressionInput,
  RegressionMethod,
  RegressionOptions,
  RegressionResult,
} from "./regression.types.ts";
import { criticalValue, testedNumber } from "./tested-number.ts";
import { testCoefficients } from "./wald-test.ts";

interface Settled {
  readonly method: RegressionMethod;
  readonly test: PoolTest;
  readonly level: number;
  readonly common: boolean;
}

const isCommon = (method: RegressionMethod): method is "EE" | "FE" => method === "EE" || method === "FE";

/** Options with their defaults, checked. @throws EvidensError `synthesis/bad-options` */
function settled(options: RegressionOptions, k: number): Settled {
  const { method = "REML", level = 0.95, tau2 } = options;
  const common = isCommon(method);
  const test = options.test ?? (common ? "z" : "knha");
  if (!common && !Object.hasOwn(tau2Estimators, method))
    refuseOptions(
      `The method ${method} is unknown.`,
      `Pass one of EE, FE, ${Object.keys(tau2Estimators).join(", ")}.`,
    );
  if (!["z", "t", "knha", "adhoc"].includes(test))
    refuseOptions(`The test ${test} is unknown.`, "Pass a test of z, t, knha or adhoc.");
  if (tau2 !== undefined && (common || !(tau2 >= 0 && tau2 < Number.POSITIVE_INFINITY)))
    refuseOptions(
      `tau2 is given as ${tau2} with method ${method}.`,
      "Pass a finite tau2 of at least 0 with a random-effects method, or none.",
    );
  // One study leaves no degrees of freedom for a t distribution or for a residual scale.
  return { method, level: checkedLevel(level), common, test: k === 1 ? "z" : test };
}

const ZERO: Tau2Fit = { tau2: 0, se: Number.NaN, converged: true, iterations: 0, lastChange: 0 };

function betweenStudies(prepared: Prepared, method: RegressionMethod, options: RegressionOptions): Tau2Fit {
  if (isCommon(method)) return ZERO;
  if (prepared.set.df === 0) return options.tau2 === undefined ? ZERO : { ...ZERO, tau2: options.tau2 };
  const mode = options.compat === "metafor" ? "metafor" : "optimum";
  return estimateTau2(method, prepared.set, mode, options.tau2);
}

/**
 * What Hartung-Knapp multiplies the covariance with: residuals of the inverse-variance fit over their degrees of
 * freedom, under own or equal weights too, since only that sum is chi-square under the model.
 */
function scaleOf(test: PoolTest, rss: number, df: number): number {
  if (test === "z" || test === "t") return 1;
  const scale = rss <= Number.EPSILON ? 0 : rss / df;
  return test === "adhoc" ? Math.max(1, scale) : scale;
}

function scaled(vb: Matrix, factor: number): Matrix {
  return factor === 1 ? vb : { ...vb, values: vb.values.map((value) => value * factor) };
}

interface Heterogeneity {
  readonly i2: number | null;
  readonly h2: number | null;
  readonly typicalVariance: number | null;
}

function heterogeneity(q: number, trP: number, df: number, tau2: number, common: boolean): Heterogeneity {
  if (df === 0) return { i2: null, h2: null, typicalVariance: null };
  const typicalVariance = df / trP;
  if (common) return { i2: q > df ? (100 * (q - df)) / q : 0, h2: q / df, typicalVariance };
  return { i2: (100 * tau2) / (tau2 + typicalVariance), h2: tau2 / typicalVariance + 1, typicalVariance };
}

/** Do the columns hold a constant between them? Only then is a model without moderators nested in this one. */
function spansConstant(prepared: Prepared): boolean {
  if (prepared.intercept !== null) return true;
  const { set, q } = prepared;
  let inside = 0;
  for (let j = 0; j < set.p; j++) {
    let sum = 0;
    for (let i = 0; i < set.k; i++) sum += q[i * set.p + j]!;
    inside += sum * sum;
  }
  return set.k - inside < 1e-10 * set.k;
}

/** Percent of the heterogeneity without moderators that they explain. */
function explained(
  prepared: Prepared,
  input: RegressionInput,
  { method, common }: Settled,
  options: RegressionOptions,
  fit: { readonly tau2: number; readonly q: number },
): number | null {
  const { set, own } = prepared;
  if (options.explained === false || options.tau2 !== undefined) return null;
  if (set.p === 1 && prepared.intercept !== null) return null;
  if (!spansConstant(prepared)) return null;
  const bare = prepare(
    own === null ? { y: input.y, v: input.v } : { y: input.y, v: input.v, weights: own },
    "drop",
  );
  if (common) {
    const q0 = momentsAt(bare.set, 0).ypy;
    return q0 === 0 ? 0 : Math.max(0, 100 * (1 - (fit.q / set.df / q0) * bare.set.df));
  }
  const { tau2 } = betweenStudies(bare, method, options);
  return tau2 > 0 ? Math.max(0, (100 * (tau2 - fit.tau2)) / tau2) : 0;
}

/** What a fit rests on. */
interface Fitted {
  readonly prepared: Prepared;
  readonly choice: Settled;
  readonly atZero: Moments;
  readonly between: Tau2Fit;
  readonly at: CoefficientsAt;
  readonly scale: number;
  /** Covariance of the coefficients, scaled. */
  readonly vb: Matrix;
}

function fitted(input: RegressionInput, options: RegressionOptions): Fitted {
  const prepared = prepare(input, options.redundant ?? "drop");
  const { set } = prepared;
  const choice = settled(options, set.k);
  const atZero = momentsAt(set, 0);
  const between = betweenStudies(prepared, choice.method, options);
  const at = coefficientsAt(prepared, between.tau2);
  const scale = scaleOf(choice.test, at.moments.ypy, set.df);
  return { prepared, choice, atZero, between, at, scale, vb: scaled(at.vb, scale) };
}

/** Of a fit, what is compared with another's. */
export interface BareFit {
  readonly b: Float64Array;
  readonly vb: Matrix;
  readonly tau2: number;
  readonly scale: number;
  /** Residual Q. */
  readonly q: number;
  /** Whether all columns were kept. */
  readonly whole: boolean;
}

/** The coefficients of {@link metaRegression} and what they vary by, without tests and intervals. @throws as there */
export function bareRegression(input: RegressionInput, options: RegressionOptions): BareFit {
  const { prepared, atZero, between, at, scale, vb } = fitted(input, options);
  const whole = prepared.dropped.length === 0;
  return { b: at.b, vb, tau2: between.tau2, scale, q: atZero.ypy, whole };
}

/**
 * Fits effects on moderators under a common-effect (`EE`, `FE`) or a mixed-effects model:
 * y_i = x_i'b + u_i + e_i, u_i ~ N(0, tau2), e_i ~ N(0, v_i). Without a design, the plain meta-analysis.
 *
 * One study gives its own estimate with a normal test. tau2 is solved to the last digits, or with
 * `compat: "metafor"` stopped where metafor stops.
 *
 * @param input effects, variances, design and own weights; more studies than coefficients
 * @throws EvidensError `synthesis/bad-effects`, `synthesis/bad-design`, `synthesis/bad-options`,
 *   `synthesis/singular-design`
 * Source: docs/methods/meta-regression.md; definitions of metafor 5.1 `rma.uni`.
 * Checked: tests/synthesis/golden-rma-uni.test.ts, tests/synthesis/golden-metareg.test.ts,
 *   tests/synthesis/regression.prop.test.ts (dense matrices). Cost O(k p^2) a step, no k x k matrix.
 */
export function metaRegression(input: RegressionInput, options: RegressionOptions = {}): RegressionResult {
  const { prepared, choice, atZero, between, at, scale, vb } = fitted(input, options);
  const fit = fitAt(prepared, at);
  const { set, names, intercept } = prepared;
  const { k, p, df } = set;
  const { method, test, level, common } = choice;
  const { tau2 } = between;
  const testDf = test === "z" ? null : df;
  const critical = criticalValue(level, testDf);
  const coefficients = names.map((name, j) =>
    testedNumber(name, fit.b[j]!, Math.sqrt(vb.values[j * p + j]!), testDf, level, 0, critical),
  );
  const others = names.map((_, j) => j).filter((j) => j !== intercept);
  const tested = options.tested ?? (others.length === 0 ? [0] : others);
  const tau2Fixed = options.tau2 !== undefined;
  const parameters = p + (common || tau2Fixed ? 0 : 1);
  const { se: seTau2, ...solver } = between;
  return {
    k,
    p,
    method,
    test,
    level,
    intercept,
    coefficients,
    dropped: prepared.dropped,
    kept: prepared.kept,
    vb,
    df: testDf,
    scale,
    ...solver,
    seTau2: Number.isFinite(seTau2) ? seTau2 : null,
    tau2Fixed,
    ...heterogeneity(atZero.ypy, atZero.trP, df, tau2, common),
    r2: explained(prepared, input, choice, options, { tau2, q: atZero.ypy }),
    qe: { statistic: atZero.ypy, df, p: df === 0 ? null : chiSquareUpper(atZero.ypy, df) },
    qm: testCoefficients({ coefficients, vb, df: testDf }, tested),
    ...fitStatistics(prepared, fit, tau2, parameters),
    parameters,
    hat: fit.hat,
    weights: fit.weights,
    fitted: input.y.map((value, i) => value - fit.residuals[i]!),
    residuals: fit.residuals,
  };
}
