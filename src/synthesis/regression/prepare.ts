import { type Matrix, matrix, pivotedQr } from "#numerics";
import { checkedMean, type EffectSet, effectSet, momentsAt } from "../model/effect-set.ts";
import { basisOf } from "../model/regression-moments.ts";
import { refuseDesign } from "./refuse-input.ts";
import type { Design, RegressionInput } from "./regression.types.ts";

/** A design checked against its effects, without redundant columns, in orthonormal coordinates. */
export interface Prepared {
  readonly set: EffectSet;
  /** k x p, the columns kept. */
  readonly x: Matrix;
  readonly names: readonly string[];
  readonly kept: readonly number[];
  readonly dropped: readonly string[];
  /** Position of the column of ones among those kept. */
  readonly intercept: number | null;
  /** k rows of p numbers: orthonormal, x = q r. */
  readonly q: Float64Array;
  /** p x p, upper triangular. */
  readonly r: Matrix;
  /** Coefficients, in the orthonormal coordinates, of what `set` took away from the effects. */
  readonly start: Float64Array;
  /** Own weights, `null` for 1/(v + tau2). */
  readonly own: Float64Array | null;
}

function isDesign(design: Design | Matrix): design is Design {
  return "matrix" in design;
}

function isOnes(x: Matrix, column: number): boolean {
  for (let i = 0; i < x.rows; i++) if (x.values[i * x.columns + column] !== 1) return false;
  return true;
}

/** Names for the columns of a plain matrix. */
function namesOf(x: Matrix): string[] {
  return Array.from({ length: x.columns }, (_, j) => (isOnes(x, j) ? "intercept" : `x${j + 1}`));
}

function checkDesign(x: Matrix, names: readonly string[], k: number): void {
  if (x.rows !== k)
    refuseDesign(
      `The design has ${x.rows} rows for ${k} effects.`,
      "Pass one row of moderators for each effect.",
    );
  if (x.columns === 0)
    refuseDesign("The design has no column.", "Pass an intercept or at least one moderator.");
  if (names.length !== x.columns)
    refuseDesign(`There are ${names.length} names for ${x.columns} columns.`, "Name every column once.");
  const bad = x.values.findIndex((value) => !Number.isFinite(value));
  if (bad >= 0) {
    const [row, column] = [Math.floor(bad / x.columns), bad % x.columns];
    refuseDesign(
      `Moderator ${names[column]} of study ${row + 1} is ${x.values[bad]}.`,
      "Leave out studies whose moderators are not known, or impute them before.",
    );
  }
}

function checkedWeights(weights: RegressionInput["weights"], k: number): Float64Array | null {
  if (weights === undefined) return null;
  if (weights === "equal") return new Float64Array(k).fill(1);
  if (weights.length !== k)
    refuseDesign(`There are ${weights.length} weights for ${k} effects.`, "Pass one weight for each effect.");
  const bad = weights.findIndex((weight) => !(weight >= 0 && weight < Number.POSITIVE_INFINITY));
  if (bad >= 0)
    refuseDesign(`Weight ${bad + 1} is ${weights[bad]}.`, "Pass weights that are finite and not below 0.");
  if (weights.every((weight) => weight === 0))
    refuseDesign("All weights are 0.", "Give at least one study a weight.");
  return weights;
}

/** A mean alone needs no factorisation: its orthonormal column is 1 / sqrt(k). */
function prepareMean(y: Float64Array, v: Float64Array, own: Float64Array | null, name: string): Prepared {
  const set = effectSet(y, v, own);
  const { k } = set;
  const root = Math.sqrt(k);
  return {
    set,
    x: matrix(k, 1, new Float64Array(k).fill(1)),
    names: [name],
    kept: [0],
    dropped: [],
    intercept: 0,
    q: new Float64Array(k).fill(1 / root),
    r: matrix(1, 1, [root]),
    start: Float64Array.of(set.centre * root),
    own,
  };
}

/** y minus q step. */
function without(y: Float64Array, q: Float64Array, step: Float64Array): Float64Array {
  const p = step.length;
  const rest = y.slice();
  for (let i = 0; i < y.length; i++) for (let j = 0; j < p; j++) rest[i]! -= q[i * p + j]! * step[j]!;
  return rest;
}

function regressionSet(
  y: Float64Array,
  v: Float64Array,
  q: Float64Array,
  p: number,
  own: Float64Array | null,
): { set: EffectSet; start: Float64Array } {
  const centre = checkedMean(y, v);
  const k = y.length;
  let squares = 0;
  for (let i = 0; i < k; i++) squares += (y[i]! - centre) ** 2;
  const basis = basisOf(q, p);
  const whole = { k, p, df: k - p, y, v, centre, raw: y, squares, w: new Float64Array(k), basis, own };
  momentsAt(whole, 0);
  const start = basis.step.slice();
  return { set: { ...whole, y: without(y, q, start) }, start };
}

/**
 * Checks effects, variances, design and weights, and brings the design into orthonormal coordinates, in which
 * moderators of any size and offset (years, percent) keep their digits.
 *
 * @throws EvidensError `synthesis/bad-effects`, `synthesis/bad-design`, `synthesis/singular-design`
 */
export function prepare(input: RegressionInput, redundant: "drop" | "refuse"): Prepared {
  const { y, v, design } = input;
  const own = checkedWeights(input.weights, y.length);
  if (design === undefined) return prepareMean(y, v, own, "intercept");
  checkedMean(y, v);
  const x = isDesign(design) ? design.matrix : design;
  const names = isDesign(design) ? design.names : namesOf(x);
  checkDesign(x, names, y.length);
  if (x.columns === 1 && isOnes(x, 0)) return prepareMean(y, v, own, names[0]!);
  const { rank, pivot, q, r } = pivotedQr(x);
  const kept = [...pivot.subarray(0, rank)];
  const dropped = [...pivot.subarray(rank)].map((column) => names[column]!);
  if (rank === 0) refuseDesign("Every moderator is 0 in every study.", "Pass moderators that vary.");
  if (dropped.length > 0 && redundant === "refuse")
    refuseDesign(
      `Earlier columns determine ${dropped.join(", ")}.`,
      "Leave out the redundant moderators, or allow them to be dropped.",
    );
  if (rank > y.length || (rank === y.length && y.length > 1))
    refuseDesign(
      `There are ${rank} coefficients for ${y.length} effects.`,
      "Use fewer moderators than there are studies.",
    );
  const chosen = matrix(x.rows, rank);
  for (let i = 0; i < x.rows; i++)
    for (let j = 0; j < rank; j++) chosen.values[i * rank + j] = x.values[i * x.columns + kept[j]!]!;
  const square = matrix(rank, rank);
  for (let i = 0; i < rank; i++)
    for (let j = i; j < rank; j++) square.values[i * rank + j] = r.values[i * r.columns + j]!;
  const ones = kept.findIndex((_, j) => isOnes(chosen, j));
  return {
    ...regressionSet(y, v, q.values, rank, own),
    x: chosen,
    names: kept.map((column) => names[column]!),
    kept,
    dropped,
    intercept: ones < 0 ? null : ones,
    q: q.values,
    r: square,
    own,
  };
}
