import { choleskyFactor, choleskyInverse, choleskySolve, matrix, pivotedQr } from "#numerics";
import type { Design } from "../../regression/regression.types.ts";
import { refuseOption } from "../check-counts.ts";
import type { StudyEffects } from "../study-effects.ts";
import type { GlmmOptions } from "./glmm.types.ts";

/** The moderators of the studies kept: one row each, full column rank. */
export interface EffectRows {
  readonly p: number;
  readonly names: readonly string[];
  /** Position of the column of ones; `null` without one. */
  readonly intercept: number | null;
  readonly row: (i: number) => Float64Array;
}

const ONE = Float64Array.of(1);
const MEAN: EffectRows = { p: 1, names: ["intercept"], intercept: 0, row: () => ONE };

function named(given: NonNullable<GlmmOptions["design"]>): Pick<Design, "matrix" | "names"> {
  if ("matrix" in given) return given;
  const names = Array.from({ length: given.columns }, (_, j) => `x${j + 1}`);
  return { matrix: given, names };
}

/**
 * The rows of a design that belong to the studies in the model.
 *
 * @param keep 1 for each study in the model, 0 for those left out
 * @throws EvidensError `synthesis/bad-options`
 */
export function effectRows(given: GlmmOptions["design"], keep: ArrayLike<number>): EffectRows {
  if (given === undefined) return MEAN;
  const { matrix: x, names } = named(given);
  if (x.rows !== keep.length || x.values.some((value) => !Number.isFinite(value)))
    refuseOption(
      `The moderators have ${x.rows} rows for ${keep.length} studies, or a value that is not finite.`,
      "Pass one row of finite numbers for each study.",
    );
  const rows = Array.from({ length: x.rows }, (_, i) =>
    x.values.slice(i * x.columns, (i + 1) * x.columns),
  ).filter((_, i) => keep[i] === 1);
  const p = x.columns;
  const flat = new Float64Array(rows.length * p);
  rows.forEach((row, i) => {
    flat.set(row, i * p);
  });
  if (p === 0 || rows.length <= p || pivotedQr(matrix(rows.length, p, flat)).rank < p)
    refuseOption(
      `${rows.length} studies in the model do not determine ${p} coefficients.`,
      "Leave out moderators that others determine, or that too few studies inform.",
    );
  const ones = names.findIndex((_, j) => rows.every((row) => row[j] === 1));
  return {
    p,
    names: names.map((name, j) => (j === ones ? "intercept" : name)),
    intercept: ones < 0 ? null : ones,
    row: (i) => rows[i]!,
  };
}

/** X'WX of the effects known, and X'Wy. */
function normalEquations({ p, row }: EffectRows, y: ArrayLike<number>, w: ArrayLike<number>) {
  const left = matrix(p, p);
  const right = matrix(p, 1);
  for (let i = 0; i < y.length; i++) {
    if (!Number.isFinite(y[i]!) || !(w[i]! > 0)) continue;
    const x = row(i);
    for (let a = 0; a < p; a++) {
      right.values[a]! += w[i]! * x[a]! * y[i]!;
      for (let b = 0; b < p; b++) left.values[a * p + b]! += w[i]! * x[a]! * x[b]!;
    }
  }
  return { left, right };
}

/** Coefficients by weighted least squares, to begin from; zeros where they are not determined. */
export function simpleCoefficients(rows: EffectRows, { y, v }: StudyEffects, tau2: number): number[] {
  const w = v.map((one) => (Number.isNaN(one) ? 0 : 1 / (one + tau2)));
  const { left, right } = normalEquations(rows, y, w);
  const factor = choleskyFactor(left);
  return factor === null ? new Array<number>(rows.p).fill(0) : [...choleskySolve(factor, right).values];
}

/**
 * Weighted squares of effects about their regression on the moderators: the Wald statistic of what the moderators
 * leave. An effect at infinity has no information and adds nothing, the limit of its term.
 *
 * @param information of each effect, >= 0
 */
export function residualWald(
  rows: EffectRows,
  effects: readonly number[],
  information: readonly number[],
): number {
  const { left, right } = normalEquations(rows, effects, information);
  const factor = choleskyFactor(left);
  if (factor === null) return 0;
  const b = choleskySolve(factor, right).values;
  return effects.reduce((total, effect, i) => {
    if (!Number.isFinite(effect)) return total;
    const fitted = b.reduce((sum, one, c) => sum + one * rows.row(i)[c]!, 0);
    return total + information[i]! * (effect - fitted) ** 2;
  }, 0);
}

/** Higgins and Thompson's typical variance of the studies' own effects; `null` without degrees of freedom. */
export function typicalVariance(rows: EffectRows, { v }: StudyEffects): number | null {
  const w = v.map((one) => (Number.isNaN(one) ? 0 : 1 / one));
  const known = w.reduce((count, one) => count + (one > 0 ? 1 : 0), 0);
  if (known <= rows.p) return null;
  const { left } = normalEquations(rows, new Float64Array(w.length), w);
  const { left: squares } = normalEquations(
    rows,
    new Float64Array(w.length),
    w.map((one) => one * one),
  );
  const factor = choleskyFactor(left);
  if (factor === null) return null;
  const inverse = choleskyInverse(factor).values;
  let trace = 0;
  for (const one of w) trace += one;
  for (let a = 0; a < inverse.length; a++) trace -= inverse[a]! * squares.values[a]!;
  return (known - rows.p) / trace;
}
