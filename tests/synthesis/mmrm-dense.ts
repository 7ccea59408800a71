// The model once more with n × n matrices, differences instead of derivatives and no patterns: slow and plain.
import type { RepeatedMeasures, VisitCovariance } from "../../src/synthesis/mmrm/mmrm.types.ts";
import { visitCovariances } from "../../src/synthesis/mmrm/visit-covariances.ts";
import { type Dense, inverse, plus, times, trace, transposed, zeros } from "./naive-dense.ts";

const at = (values: ArrayLike<number>, columns: number, i: number, j: number): number =>
  values[i * columns + j]!;

/** V of all rows. */
function denseCovariance(data: RepeatedMeasures, structure: VisitCovariance, theta: Float64Array): Dense {
  const { subject, visit, group, groups, visits, weights, coordinates } = data;
  const model = visitCovariances[structure];
  const each = theta.length / groups;
  const n = subject.length;
  const v = zeros(n, n);
  for (let i = 0; i < n; i++) {
    for (let j = 0; j < n; j++) {
      if (subject[i] !== subject[j]) continue;
      const own = theta.subarray((group?.[i] ?? 0) * each, ((group?.[i] ?? 0) + 1) * each);
      let value: number;
      if (model.spatial) {
        const d = coordinates!.columns;
        const gaps = Array.from(
          { length: d },
          (_, k) => at(coordinates!.values, d, i, k) - at(coordinates!.values, d, j, k),
        );
        const distance = Math.hypot(...gaps);
        const rho = 1 / (1 + Math.exp(-own[1]!));
        value = Math.exp(own[0]!) * rho ** (structure === "sp_gau" ? distance ** 2 : distance);
      } else value = at(model.at(own, visits, null).sigma, visits, visit[i]!, visit[j]!);
      v[i]![j] = value / Math.sqrt((weights?.[i] ?? 1) * (weights?.[j] ?? 1));
    }
  }
  return v;
}

export interface DenseFit {
  readonly value: number;
  readonly beta: number[];
  readonly phi: Dense;
  readonly w: Dense;
  readonly x: Dense;
}

/** −log of the (restricted) likelihood, β and Φ. */
export function denseLikelihood(
  data: RepeatedMeasures,
  structure: VisitCovariance,
  theta: Float64Array,
  reml: boolean,
): DenseFit {
  const { x: design, y } = data;
  const [n, p] = [y.length, design.columns];
  const x = Array.from({ length: n }, (_, i) =>
    Array.from({ length: p }, (_, j) => at(design.values, p, i, j)),
  );
  const { inverse: w, logDeterminant } = inverse(denseCovariance(data, structure, theta));
  const xw = times(transposed(x), w);
  const normal = inverse(times(xw, x));
  const column = Array.from(y, (value) => [value]);
  const beta = times(normal.inverse, times(xw, column));
  const r = plus(column, times(x, beta), -1);
  const square = times(transposed(r), times(w, r))[0]![0]!;
  const rows = reml ? n - p : n;
  const value =
    0.5 * (rows * Math.log(2 * Math.PI) + logDeterminant + square + (reml ? normal.logDeterminant : 0));
  return { value, beta: beta.map((row) => row[0]!), phi: normal.inverse, w, x };
}

/** Central differences of a matrix function by one parameter. */
export function difference(
  of: (theta: Float64Array) => Dense,
  theta: Float64Array,
  j: number,
  h: number,
): Dense {
  const moved = (by: number): Dense => {
    const next = theta.slice();
    next[j]! += by;
    return of(next);
  };
  // Four points: error h⁴.
  const near = plus(moved(h), moved(-h), -1);
  const far = plus(moved(2 * h), moved(-2 * h), -1);
  return near.map((row, a) => row.map((value, b) => (8 * value - far[a]![b]!) / (12 * h)));
}

/** Kenward and Roger's covariance from n × n matrices, V_h and V_hj by differences. */
export function denseKenwardRoger(
  data: RepeatedMeasures,
  structure: VisitCovariance,
  theta: Float64Array,
  w: (h: number, j: number) => number,
  linear: boolean,
): Dense {
  const { phi, w: weight, x } = denseLikelihood(data, structure, theta, true);
  const v = (t: Float64Array): Dense => denseCovariance(data, structure, t);
  const xw = times(transposed(x), weight);
  const wx = transposed(xw);
  const each = theta.length / data.groups;
  const q = theta.length;
  const slopes = Array.from({ length: q }, (_, h) => difference(v, theta, h, 1e-3));
  const p = slopes.map((slope) => times(times(xw, slope), wx));
  let sum = zeros(phi.length, phi.length);
  for (let h = 0; h < q; h++) {
    for (let j = 0; j < q; j++) {
      let term = times(times(p[h]!, phi), p[j]!).map((row) => row.map((value) => -value));
      if (Math.floor(h / each) === Math.floor(j / each)) {
        term = plus(term, times(times(times(times(xw, slopes[h]!), weight), slopes[j]!), wx));
        if (!linear) {
          const bend = difference((t) => difference(v, t, h, 1e-3), theta, j, 1e-3);
          term = plus(term, times(times(xw, bend), wx), -0.25);
        }
      }
      sum = plus(sum, term, w(h, j));
    }
  }
  return plus(phi, times(times(phi, sum), phi), 2);
}

/**
 * Empirical covariance and Satterthwaite's degrees of freedom of one contrast with G over all rows, written with
 * projections; `root` gives A of I − H of a subject.
 */
export function denseEmpirical(
  data: RepeatedMeasures,
  structure: VisitCovariance,
  theta: Float64Array,
  reml: boolean,
  root: (left: Dense) => Dense,
  contrast: readonly number[],
): { covariance: Dense; df: number } {
  const { phi, x, beta } = denseLikelihood(data, structure, theta, reml);
  const v = denseCovariance(data, structure, theta);
  const n = x.length;
  const c = zeros(n, n);
  const bySubject = Array.from({ length: data.subjects }, (_, s) =>
    Array.from({ length: n }, (_, i) => i).filter((i) => data.subject[i] === s),
  );
  for (const rows of bySubject) {
    const own = lowerFactor(inverse(rows.map((i) => rows.map((j) => v[i]![j]!))).inverse);
    for (const [a, i] of rows.entries()) for (const [b, j] of rows.entries()) c[i]![j] = own[a]![b]!;
  }
  const scaledX = times(transposed(c), x);
  const residual = Array.from(data.y, (value, i) => [
    value - x[i]!.reduce((sum, one, j) => sum + one * beta[j]!, 0),
  ]);
  const scaledE = times(transposed(c), residual);
  const hat = times(times(scaledX, phi), transposed(scaledX));
  const eye = hat.map((row, i) => row.map((value, j) => (i === j ? 1 : 0) - value));
  let meat = zeros(beta.length, beta.length);
  const g: number[][] = [];
  for (const rows of bySubject) {
    const a = root(rows.map((i) => rows.map((j) => eye[i]![j]!)));
    const ownX = rows.map((i) => scaledX[i]!);
    const z = times(
      transposed(ownX),
      times(
        a,
        rows.map((i) => scaledE[i]!),
      ),
    );
    meat = plus(meat, times(z, transposed(z)));
    // The part of the subject in c'b as a function of independent errors of all rows.
    const weights = times(times([[...contrast]], phi), times(transposed(ownX), a));
    g.push(
      times(
        weights,
        rows.map((i) => eye[i]!),
      )[0]!,
    );
  }
  const gram = times(g, transposed(g));
  return {
    covariance: times(times(phi, meat), phi),
    df: trace(gram) ** 2 / gram.flat().reduce((sum, value) => sum + value * value, 0),
  };
}

function lowerFactor(a: Dense): Dense {
  const n = a.length;
  const l = zeros(n, n);
  for (let i = 0; i < n; i++) {
    for (let j = 0; j <= i; j++) {
      let sum = a[i]![j]!;
      for (let k = 0; k < j; k++) sum -= l[i]![k]! * l[j]![k]!;
      l[i]![j] = i === j ? Math.sqrt(sum) : sum / l[j]![j]!;
    }
  }
  return l;
}
