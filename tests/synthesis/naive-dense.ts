// Matrix algebra written for the eye, as a second formula beside the code under test.

export type Dense = number[][];

export const zeros = (n: number, m: number): Dense =>
  Array.from({ length: n }, () => new Array<number>(m).fill(0));

export const times = (a: Dense, b: Dense): Dense =>
  a.map((row) => b[0]!.map((_, j) => row.reduce((sum, value, k) => sum + value * b[k]![j]!, 0)));

export const transposed = (a: Dense): Dense => a[0]!.map((_, j) => a.map((row) => row[j]!));

export const plus = (a: Dense, b: Dense, factor = 1): Dense =>
  a.map((row, i) => row.map((value, j) => value + factor * b[i]![j]!));

export const trace = (a: Dense): number => a.reduce((sum, row, i) => sum + row[i]!, 0);

export const pick = (a: Dense, rows: readonly number[], columns: readonly number[]): Dense =>
  rows.map((i) => columns.map((j) => a[i]![j]!));

/** Gauss-Jordan with row exchange: the inverse and ln |determinant|. */
export function inverse(a: Dense): { inverse: Dense; logDeterminant: number } {
  const n = a.length;
  const work = a.map((row, i) => [...row, ...row.map((_, j) => (i === j ? 1 : 0))]);
  let logDeterminant = 0;
  for (let c = 0; c < n; c++) {
    let best = c;
    for (let i = c + 1; i < n; i++) if (Math.abs(work[i]![c]!) > Math.abs(work[best]![c]!)) best = i;
    [work[c], work[best]] = [work[best]!, work[c]!];
    const pivot = work[c]![c]!;
    logDeterminant += Math.log(Math.abs(pivot));
    work[c] = work[c]!.map((value) => value / pivot);
    for (let i = 0; i < n; i++) {
      const factor = work[i]![c]!;
      if (i !== c && factor !== 0) work[i] = work[i]!.map((value, j) => value - factor * work[c]![j]!);
    }
  }
  return { inverse: work.map((row) => row.slice(n)), logDeterminant };
}

export interface NaiveTerm {
  readonly outer: readonly (string | number)[];
  /** Place of each row's inner level; 0 for intercepts. */
  readonly inner: readonly number[];
  readonly g: Dense;
}

/** V plus the covariance of every term, entry by entry. */
export function totalCovariance(v: Dense, terms: readonly NaiveTerm[]): Dense {
  return v.map((row, i) =>
    row.map((value, j) =>
      terms.reduce(
        (sum, { outer, inner, g }) => sum + (outer[i] === outer[j] ? g[inner[i]!]![inner[j]!]! : 0),
        value,
      ),
    ),
  );
}

export interface NaiveFit {
  readonly beta: number[];
  /** (X'M^-1 X)^-1. */
  readonly vb: Dense;
  readonly w: Dense;
  readonly residuals: number[];
  readonly reml: number;
  readonly ml: number;
}

/** Generalised least squares and both log-likelihoods by the textbook. */
export function naiveFit(y: readonly number[], x: Dense, m: Dense): NaiveFit {
  const [n, p] = [y.length, x[0]!.length];
  const { inverse: w, logDeterminant } = inverse(m);
  const xw = times(transposed(x), w);
  const information = inverse(times(xw, x));
  const vb = information.inverse;
  const column = y.map((value) => [value]);
  const beta = times(vb, times(xw, column));
  const r = plus(column, times(x, beta), -1);
  const rss = times(times(transposed(r), w), r)[0]![0]!;
  const xx = inverse(times(transposed(x), x)).logDeterminant;
  const log2pi = Math.log(2 * Math.PI);
  return {
    beta: beta.map((row) => row[0]!),
    vb,
    w,
    residuals: r.map((row) => row[0]!),
    ml: -(n * log2pi + logDeterminant + rss) / 2,
    reml: -((n - p) * log2pi - xx + logDeterminant + information.logDeterminant + rss) / 2,
  };
}

/** 16807 x mod 2147483647, and normals from it by Box-Muller. */
export function portableRandom(seed: number): { uniform: () => number; normal: () => number } {
  let state = seed;
  const uniform = (): number => {
    state = (16807 * state) % 2147483647;
    return state / 2147483647;
  };
  return { uniform, normal: () => Math.sqrt(-2 * Math.log(uniform())) * Math.cos(2 * Math.PI * uniform()) };
}
