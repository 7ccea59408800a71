import type { RegressionInput, RegressionMethod, RegressionOptions, RegressionResult } from "#synthesis";
import type { GoldenCase, Tolerance } from "./golden.types.ts";

type Rows = readonly (readonly number[])[];

const CLOSED = ["EE", "FE", "DL", "HE", "HS", "HSk", "SJ", "GENQ"];

/** Is the between-study variance of this call a formula, not a solved equation? */
export function isClosed(one: GoldenCase): boolean {
  return CLOSED.includes(String(one.args["method"]));
}

/** Does the reference stop at the true optimum? `fit` speaks of the model behind an interval or prediction. */
export function isTight(one: GoldenCase): boolean {
  return one.args["convergence"] === "tight" || one.args["fit"] === "tight";
}

/** What is promised: closed forms, true optima, and the replay of metafor's own stopping point. */
export function univariateTolerance(one: GoldenCase, result: string, tight: boolean): Tolerance {
  return isClosed(one) ? { relative: 1e-10 } : iterativeTolerance(result, tight);
}

/** What is promised of solved equations. */
export function iterativeTolerance(result: string, tight: boolean): Tolerance {
  if (!tight) return { relative: 1e-9 };
  if (["tau2", "tau", "tau2.del"].includes(result)) return { relative: 1e-6, absolute: 1e-8 };
  // At tau2 = 0 a reference that stops at 1e-13 gives an I2 of 1e-13 percent; it follows tau2 and its tolerance.
  return result === "I2" ? { relative: 1e-7, absolute: 1e-8 } : { relative: 1e-7 };
}

/** `weights` and `weighted` of `rma.uni`; "1/vi" names the inverse variances. */
export function weightsOf(one: GoldenCase, v: Float64Array): Pick<RegressionInput, "weights"> {
  const { weights, weighted } = one.args;
  if (weighted === false) return { weights: "equal" };
  if (weights === "1/vi") return { weights: v.map((value) => 1 / value) };
  return Array.isArray(weights) ? { weights: Float64Array.from(weights as number[]) } : {};
}

/** `method`, `test`, `level`, `tau2` of `rma.uni`, whose default test is z. */
export function optionsOf(one: GoldenCase, tight: boolean): RegressionOptions {
  const { method, test = "z", level = 95, tau2 } = one.args;
  return {
    method: method as RegressionMethod,
    test: test as NonNullable<RegressionOptions["test"]>,
    level: Number(level) / 100,
    ...(tau2 === undefined ? {} : { tau2: Number(tau2) }),
    ...(tight ? {} : { compat: "metafor" as const }),
  };
}

/** Rows of a matrix. */
export function rowsOf(m: { rows: number; columns: number; values: Float64Array }): number[][] {
  return Array.from({ length: m.rows }, (_, i) => [...m.values.subarray(i * m.columns, (i + 1) * m.columns)]);
}

/** A matrix from rows. */
export function matrixOf(rows: Rows) {
  return { rows: rows.length, columns: rows[0]?.length ?? 0, values: Float64Array.from(rows.flat()) };
}

/** A fit under the names of `rma.uni`. */
export function namedFit(fit: RegressionResult): Record<string, unknown> {
  const { coefficients, qm, ml, reml } = fit;
  const criteria = (suffix: string, of: typeof ml | null) => ({
    [`logLik_${suffix}`]: of?.logLikelihood,
    [`dev_${suffix}`]: of?.deviance,
    [`AIC_${suffix}`]: of?.aic,
    [`BIC_${suffix}`]: of?.bic,
    [`AICc_${suffix}`]: of?.aicc,
  });
  return {
    beta: coefficients.map(({ b }) => b),
    se: coefficients.map(({ se }) => se),
    zval: coefficients.map(({ statistic }) => statistic),
    pval: coefficients.map(({ p }) => p),
    ci_lb: coefficients.map(({ ciLow }) => ciLow),
    ci_ub: coefficients.map(({ ciHigh }) => ciHigh),
    vb: rowsOf(fit.vb),
    tau2: fit.tau2,
    se_tau2: fit.seTau2,
    I2: fit.i2,
    H2: fit.h2,
    R2: fit.r2,
    vt: fit.typicalVariance,
    QE: fit.qe.statistic,
    QEp: fit.qe.p,
    QM: qm.statistic,
    QMdf: [qm.df, qm.denominatorDf],
    QMp: qm.p,
    k: fit.k,
    p: fit.p,
    ddf: fit.df,
    s2w: fit.scale,
    ...criteria("ML", ml),
    ...criteria("REML", reml),
  };
}
