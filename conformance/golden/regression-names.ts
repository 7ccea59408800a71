import type { RegressionInput, RegressionMethod, RegressionOptions, RegressionResult } from "#synthesis";
import type { GoldenCase, GoldenFile, Tolerance } from "./golden.types.ts";

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
  if (["tau2", "tau2.del"].includes(result)) return { relative: 1e-6, absolute: 1e-8 };
  // Where a tau2 of 1e-10 stands for 0, its root stands for 0 too.
  if (result === "tau") return { relative: 1e-6, absolute: 1e-5 };
  // At tau2 = 0 a reference that stops at 1e-13 gives an I2 of 1e-13 percent; it follows tau2 and its tolerance.
  return result === "I2" ? { relative: 1e-7, absolute: 1e-8 } : { relative: 1e-7 };
}

/** A list of the file; one study may be written as a bare value. */
export function columnOf({ file, input }: GoldenFile, name: string): readonly unknown[] {
  const value = input[name];
  if (value === undefined) throw new Error(`${file}.json has no input.${name}`);
  return Array.isArray(value) ? value : [value];
}

/** Effects and variances of the studies that have both, which the reference keeps, and where they stand. */
export interface KeptStudies {
  readonly y: Float64Array;
  readonly v: Float64Array;
  /** Entries of another column of the file, of the same studies. */
  readonly of: <T>(column: readonly T[]) => T[];
}

/** Studies without an effect, a variance or one of `others` are left out, as the reference does. */
export function keptStudies(file: GoldenFile, others: readonly (readonly unknown[])[] = []): KeptStudies {
  const [yi, vi] = [columnOf(file, "yi"), columnOf(file, "vi")];
  if (yi.length !== vi.length)
    throw new Error(`${file.file}.json has ${yi.length} effects and ${vi.length} variances`);
  const known = (value: unknown): boolean =>
    Array.isArray(value) ? value.every(known) : value !== null && value !== undefined;
  const rows = yi.map((_, i) => i).filter((i) => [yi, vi, ...others].every((column) => known(column[i])));
  const of = <T>(column: readonly T[]): T[] => rows.map((i) => column[i]!);
  return { y: Float64Array.from(of(yi).map(Number)), v: Float64Array.from(of(vi).map(Number)), of };
}

/** `weights` and `weighted` of `rma.uni`; "1/vi" names the inverse variances. */
export function weightsOf(one: GoldenCase, { v, of }: KeptStudies): Pick<RegressionInput, "weights"> {
  const { weights, weighted } = one.args;
  if (weighted === false) return { weights: "equal" };
  if (weights === "1/vi") return { weights: v.map((value) => 1 / value) };
  return weights === undefined ? {} : { weights: Float64Array.from(of([weights].flat()).map(Number)) };
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

/** A standard error of 0 leaves ours without a test; R divides by it and writes infinity as a word. */
function overNothing(b: number, se: number | null): string | null {
  if (se !== 0 || b === 0) return null;
  return b > 0 ? "Infinity" : "-Infinity";
}

/** A fit under the names of `rma.uni`. */
export function namedFit(fit: RegressionResult): Record<string, unknown> {
  const { coefficients, qm, ml, reml } = fit;
  // One study alone has the values of no heterogeneity there; ours are null.
  const alone = <T>(value: T | null, there: T): T | null => value ?? (fit.k === 1 ? there : null);
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
    zval: coefficients.map(({ statistic, b, se }) => statistic ?? overNothing(b, se)),
    pval: coefficients.map(({ p, se }) => p ?? (se === 0 ? 0 : null)),
    ci_lb: coefficients.map(({ ciLow }) => ciLow),
    ci_ub: coefficients.map(({ ciHigh }) => ciHigh),
    vb: rowsOf(fit.vb),
    tau2: fit.tau2,
    se_tau2: fit.seTau2,
    I2: alone(fit.i2, 0),
    H2: alone(fit.h2, 1),
    R2: fit.r2,
    vt: alone(fit.typicalVariance, 0),
    QE: fit.qe.statistic,
    QEp: alone(fit.qe.p, 1),
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
