import {
  chiSquareUpper,
  choleskyFactor,
  choleskySolve,
  fUpper,
  matrix,
  normalQuantile,
  normalUpper,
  tQuantile,
  tUpper,
} from "#numerics";
import type { Evaluation } from "./likelihood.ts";
import type { Model } from "./model.ts";
import type { JointTest, MultilevelCoefficient } from "./multilevel.types.ts";
import { refuse } from "./refuse.ts";

/** Coefficients of the kept columns and their covariance, in the units of the data. */
export interface Coefficients {
  readonly beta: Float64Array;
  /** p x p. */
  readonly covariance: Float64Array;
}

/** triangle^-1 applied to the c columns of b (p x c), in place. */
export function backSubstitute(triangle: Float64Array, p: number, b: Float64Array, c: number): Float64Array {
  for (let i = p - 1; i >= 0; i--) {
    for (let j = 0; j < c; j++) {
      let sum = b[i * c + j]!;
      for (let k = i + 1; k < p; k++) sum -= triangle[i * p + k]! * b[k * c + j]!;
      b[i * c + j] = sum / triangle[i * p + i]!;
    }
  }
  return b;
}

function transposed(a: Float64Array, p: number): Float64Array {
  return a.map((_, cell) => a[(cell % p) * p + Math.floor(cell / p)]!);
}

/** A covariance on the orthonormal basis (units of the model) as that of the coefficients (units of the data). */
export function toCoefficients(model: Model, onBasis: Float64Array): Float64Array {
  const { p, triangle, unit } = model;
  const half = backSubstitute(triangle, p, onBasis.slice(), p);
  const whole = backSubstitute(triangle, p, transposed(half, p), p);
  const symmetric = whole.map((value, cell) => (value + whole[(cell % p) * p + Math.floor(cell / p)]!) / 2);
  return symmetric.map((value) => value * unit ** 2);
}

export function coefficientsOf(model: Model, { beyond, a }: Evaluation): Coefficients {
  const onBasis = model.start.map((value, j) => value + beyond[j]! * model.unit);
  return { beta: backSubstitute(model.triangle, model.p, onBasis, 1), covariance: toCoefficients(model, a) };
}

/** One row of a table of coefficients; `df` null is the normal. */
export function describeCoefficient(
  name: string,
  estimate: number,
  variance: number,
  df: number | null,
  level: number,
): MultilevelCoefficient {
  const se = Math.sqrt(variance);
  const statistic = estimate / se;
  const size = Math.abs(statistic);
  const half = (1 - level) / 2;
  const reach = se * (df === null ? normalQuantile(half, "upper") : tQuantile(half, df, "upper"));
  const p = 2 * (df === null ? normalUpper(size) : tUpper(size, df));
  return { name, estimate, se, statistic, df, p, ciLow: estimate - reach, ciHigh: estimate + reach };
}

/** b' C^-1 b over the chosen coefficients; divided by their number and tested by F where `dfResidual` is given. */
export function omnibusTest(
  { beta, covariance }: Coefficients,
  tested: readonly number[],
  dfResidual: number | null,
): JointTest {
  const [p, m] = [beta.length, tested.length];
  const part = matrix(
    m,
    m,
    tested.flatMap((i) => tested.map((j) => covariance[i * p + j]!)),
  );
  const b = matrix(
    m,
    1,
    tested.map((i) => beta[i]!),
  );
  const factor = choleskyFactor(part);
  if (factor === null) return { statistic: null, df: m, dfResidual, p: null };
  const quadratic = choleskySolve(factor, b).values.reduce((sum, x, i) => sum + x * b.values[i]!, 0);
  if (dfResidual === null)
    return { statistic: quadratic, df: m, dfResidual, p: chiSquareUpper(quadratic, m) };
  return { statistic: quadratic / m, df: m, dfResidual, p: fUpper(quadratic / m, m, dfResidual) };
}

/** Places of the tested columns among those kept; by default all but the intercept, or that where it is alone. */
export function testedColumns(model: Model, tested: readonly number[] | undefined): number[] {
  if (tested === undefined) {
    const all = Array.from({ length: model.p }, (_, j) => j);
    return model.p > 1 ? all.filter((j) => j !== model.intercept) : all;
  }
  const places = tested.map((column) => model.kept.indexOf(column));
  if (places.length === 0 || places.includes(-1))
    refuse(
      "bad-options",
      `The columns to test, ${tested.join(", ")}, are not all in the model.`,
      "Name columns of the design that were kept.",
    );
  return places;
}

/** Degrees of freedom of each coefficient by containment: levels of the coarsest factor it is constant in, less p. */
export function containedDf(model: Model): number[] {
  const { n, p, design, terms } = model;
  const factors = terms.flatMap(({ structure, outer, inner, outerLabels, innerLabels }) => {
    const outerOnes = { index: outer, count: outerLabels.length };
    if (structure === "intercept") return [outerOnes];
    if (structure === "known") return [{ index: inner, count: innerLabels.length }];
    const cells = outer.map((level, i) => level * innerLabels.length + inner[i]!);
    const cellOf = new Map([...new Set(cells)].map((cell, place) => [cell, place]));
    return [{ index: cells.map((cell) => cellOf.get(cell)!), count: cellOf.size }, outerOnes];
  });
  return Array.from({ length: p }, (_, j) => {
    let levels = n;
    for (const { index, count } of factors) {
      const met = new Float64Array(count).fill(Number.NaN);
      const constant = index.every((level, i) => {
        const value = design[i * p + j]!;
        if (Number.isNaN(met[level]!)) met[level] = value;
        return met[level] === value;
      });
      if (constant) levels = Math.min(levels, count);
    }
    return Math.max(1, levels - p);
  });
}
