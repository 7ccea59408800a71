import { matrix } from "#numerics";
import { effectSet } from "../model/effect-set.ts";
import { metaRegression } from "../regression/meta-regression.ts";
import type { RegressionMethod } from "../regression/regression.types.ts";
import { checkShare, refuseFewer, refuseOption } from "../sensitivity/refuse.ts";
import { smallNumberRemarks } from "../sensitivity/small-numbers.ts";
import type { PoolTest, Remark } from "../types.ts";
import { coefficient, type LineCoefficient, refuseConstant, weightedLine } from "./weighted-line.ts";

/** What stands for the size of a study: standard error, variance, people n, 1/n, and roots of n and 1/n. */
export type SizePredictor = "sei" | "vi" | "ni" | "ninv" | "sqrtni" | "sqrtninv";

export interface EggerOptions {
  /**
   * `lm` (default): weighted regression whose scatter multiplies the variances, Egger's own;
   * `rma`: meta-regression, whose scatter adds to them.
   */
  readonly model?: "lm" | "rma";
  /** Default `sei`. */
  readonly predictor?: SizePredictor;
  /** People in each study, length k, all > 0; needed by the predictors made of n. */
  readonly n?: Float64Array;
  /** `rma`: how tau2 is estimated; default `REML`. */
  readonly method?: RegressionMethod;
  /** `rma`: default `z`. */
  readonly test?: PoolTest;
  /** Confidence, in (0, 1); default 0.95. */
  readonly level?: number;
  /** `rma`: as in `metaRegression`. */
  readonly compat?: "metafor";
}

/** A regression test for the asymmetry of a funnel plot. */
export interface EggerTest {
  readonly k: number;
  readonly model: "lm" | "rma";
  readonly predictor: SizePredictor;
  /** The test is that of the slope. */
  readonly slope: LineCoefficient;
  readonly intercept: LineCoefficient;
  /** The effect in a study without sampling error: the intercept, where the predictor is 0 in such a study. */
  readonly limit: { readonly estimate: number; readonly ciLow: number; readonly ciHigh: number } | null;
  /** `rma`: residual between-study variance; else null. */
  readonly tau2: number | null;
  readonly remarks: readonly Remark[];
}

interface PredictorOf {
  readonly name: string;
  readonly from: "v" | "n";
  readonly value: (size: number) => number;
  /** Whether it is 0 in a study without sampling error. */
  readonly vanishes: boolean;
}

const predictors: Readonly<Record<SizePredictor, PredictorOf>> = {
  sei: { name: "The standard error", from: "v", value: Math.sqrt, vanishes: true },
  vi: { name: "The sampling variance", from: "v", value: (v) => v, vanishes: true },
  ni: { name: "The number of people", from: "n", value: (n) => n, vanishes: false },
  ninv: { name: "The number of people", from: "n", value: (n) => 1 / n, vanishes: true },
  sqrtni: { name: "The number of people", from: "n", value: Math.sqrt, vanishes: false },
  sqrtninv: { name: "The number of people", from: "n", value: (n) => 1 / Math.sqrt(n), vanishes: true },
};

function predictorValues(v: Float64Array, options: EggerOptions): Float64Array {
  const chosen = predictors[options.predictor ?? "sei"];
  if (chosen === undefined)
    refuseOption(
      `Predictor ${options.predictor} is unknown.`,
      `Pass one of ${Object.keys(predictors).join(", ")}.`,
    );
  const sizes = chosen.from === "v" ? v : options.n;
  if (sizes?.length !== v.length || sizes.some((size) => !(size > 0 && Number.isFinite(size))))
    refuseOption(
      `Predictor ${options.predictor} needs the number of people of each of the ${v.length} studies.`,
      "Pass n with one number above 0 for each study, or choose the predictor sei or vi.",
    );
  const x = sizes.map(chosen.value);
  refuseConstant(x, chosen.name);
  return x;
}

/**
 * Regression test for funnel plot asymmetry, with the effect carried to a study without sampling error.
 *
 * @param y effects, length k >= 3
 * @param v sampling variances, length k, all > 0
 * @throws EvidensError `synthesis/bad-effects`, `synthesis/bad-options`, `synthesis/too-few-studies`,
 * `synthesis/constant-predictor`
 * Source: Egger et al. 1997, doi:10.1136/bmj.315.7109.629; Sterne and Egger 2005, doi:10.1002/0470870168.ch6;
 * predictors of n: Macaskill et al. 2001, doi:10.1002/sim.698; Peters et al. 2006, doi:10.1001/jama.295.6.676.
 * Checked: tests/synthesis/golden-diagnostics.test.ts, 1e-9.
 */
export function eggerTest(y: Float64Array, v: Float64Array, options: EggerOptions = {}): EggerTest {
  const { k } = effectSet(y, v);
  refuseFewer("A regression test for asymmetry", k, 3);
  const { model = "lm", predictor = "sei", level = 0.95 } = options;
  checkShare("level", level);
  if (model !== "lm" && model !== "rma") refuseOption(`Model ${model} is unknown.`, "Pass lm or rma.");
  const x = predictorValues(v, options);
  const line = model === "lm" ? { ...weightedLine(y, v, x, level), tau2: null } : mixedLine(y, v, x, options);
  const { intercept, slope, tau2 } = line;
  const { estimate, ciLow, ciHigh } = intercept;
  return {
    k,
    model,
    predictor,
    slope,
    intercept,
    limit: predictors[predictor].vanishes ? { estimate, ciLow, ciHigh } : null,
    tau2,
    remarks: smallNumberRemarks("small-study-test", k),
  };
}

function mixedLine(y: Float64Array, v: Float64Array, x: Float64Array, options: EggerOptions) {
  const { method = "REML", test = "z", level = 0.95, compat } = options;
  const values = new Float64Array(2 * x.length);
  x.forEach((value, i) => {
    values[2 * i] = 1;
    values[2 * i + 1] = value;
  });
  const design = matrix(x.length, 2, values);
  const fit = metaRegression(
    { y, v, design },
    { method, test, level, explained: false, redundant: "refuse", ...(compat && { compat }) },
  );
  const [intercept, slope] = fit.coefficients.map(({ b, se, df }) => coefficient(b, se, df, level));
  return { intercept: intercept!, slope: slope!, tau2: fit.tau2 };
}

/** The slope of effects on standard errors, for the side that trim-and-fill looks at. */
export function slopeOnStandardError(y: Float64Array, v: Float64Array, options: EggerOptions): number {
  return mixedLine(y, v, v.map(Math.sqrt), options).slope.estimate;
}
