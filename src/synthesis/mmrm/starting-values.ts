import type { Sufficient, Unit } from "./sufficient.types.ts";
import type { VisitCovarianceModel } from "./visit-covariances.ts";

/** Moments of the least-squares residuals of a group. */
interface Moments {
  /** Sums of products by visit pair, size × size. */
  readonly products: Float64Array;
  /** Subjects behind each sum. */
  readonly counts: Float64Array;
}

function residualProducts(units: readonly Unit[], beta: Float64Array, size: number): Moments {
  const products = new Float64Array(size * size);
  const counts = new Float64Array(size * size);
  const p = beta.length;
  for (const { patterns } of units) {
    for (const { visits, subjects, blocks, x, y, rest } of patterns) {
      const m = visits.length;
      const sums = rest.slice();
      const r = new Float64Array(m);
      for (let b = 0; b < blocks; b++) {
        for (let t = 0; t < m; t++) {
          let fitted = 0;
          for (let j = 0; j < p; j++) fitted += x[(b * m + t) * p + j]! * beta[j]!;
          r[t] = y[b * m + t]! - fitted;
        }
        for (let a = 0; a < m; a++) for (let c = 0; c < m; c++) sums[a * m + c]! += r[a]! * r[c]!;
      }
      for (let a = 0; a < m; a++) {
        for (let c = 0; c < m; c++) {
          const to = visits[a]! * size + visits[c]!;
          products[to]! += sums[a * m + c]!;
          counts[to]! += subjects;
        }
      }
    }
  }
  return { products, counts };
}

/** Pairwise covariances; a visit without variance of its own gets the mean of the others. */
function covarianceOf({ products, counts }: Moments, size: number, inflation: number): Float64Array {
  const sigma = products.map((sum, at) => (counts[at]! > 0 ? (inflation * sum) / counts[at]! : 0));
  let mean = 0;
  for (let a = 0; a < size; a++) mean += sigma[a * size + a]! / size;
  for (let a = 0; a < size; a++)
    sigma[a * size + a] = Math.max(sigma[a * size + a]!, mean > 0 ? 1e-4 * mean : 1);
  return sigma;
}

/** Least squares in coordinates where X'X = I. */
function leastSquares({ units, p }: Sufficient): Float64Array {
  const beta = new Float64Array(p);
  for (const { patterns } of units) {
    for (const { x, y } of patterns) {
      for (let row = 0; row < y.length; row++)
        for (let j = 0; j < p; j++) beta[j]! += x[row * p + j]! * y[row]!;
    }
  }
  return beta;
}

/** Sums of squares over all rows of the residuals of least squares and of the outcome. */
export function sumsOfSquares(data: Sufficient): { residual: number; total: number } {
  const beta = leastSquares(data);
  let [residual, total] = [0, 0];
  for (const unit of data.units) {
    const { products } = residualProducts([unit], beta, unit.size);
    for (let a = 0; a < unit.size; a++) residual += products[a * unit.size + a]!;
    for (const { y, rest, visits } of unit.patterns) {
      for (const value of y) total += value * value;
      for (let a = 0; a < visits.length; a++) total += rest[a * visits.length + a]!;
    }
  }
  return { residual, total };
}

function medianDistance(units: readonly Unit[]): number {
  const all: number[] = [];
  for (const { distances, size } of units)
    for (let a = 0; a < size; a++) for (let b = a + 1; b < size; b++) all.push(distances![a * size + b]!);
  all.sort((one, two) => one - two);
  return all[all.length >> 1] ?? 0;
}

/**
 * Parameters near the moments of the least-squares residuals, group after group.
 *
 * @param from with their correlations, or as if visits were uncorrelated
 */
export function startingValues(
  data: Sufficient,
  model: VisitCovarianceModel,
  from: "moments" | "uncorrelated",
): Float64Array {
  const beta = leastSquares(data);
  const inflation = data.n / (data.n - data.p);
  const groups = Array.from({ length: data.groups }, (_, group) => {
    const units = data.units.filter((unit) => unit.group === group);
    const size = Math.max(...units.map((unit) => unit.size));
    const sigma = covarianceOf(residualProducts(units, beta, size), size, inflation);
    if (from === "uncorrelated")
      for (let at = 0; at < sigma.length; at++) if (at % (size + 1) !== 0) sigma[at] = 0;
    const typical = model.spatial ? medianDistance(units) : 0;
    return model.near(sigma, size, from === "moments" ? typical : typical / 4);
  });
  return Float64Array.from(groups.flatMap((theta) => [...theta]));
}
