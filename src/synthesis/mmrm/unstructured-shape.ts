import { choleskyFactor, matrix } from "#numerics";
import type { ShapeInput, ShapeValue } from "./visit-shape.types.ts";

/** Place of the entry (i, j), j < i, of a unit lower triangle kept row by row. */
const place = (i: number, j: number): number => (i * (i - 1)) / 2 + j;

/**
 * R = C C' with C unit lower triangular, its entries row by row. A derivative of R by one entry has rank two, a
 * second derivative is one pair of entries and exists only within a column of C.
 */
export function unstructuredShape({ phi, m }: ShapeInput): ShapeValue {
  const c = new Float64Array(m * m);
  for (let i = 0; i < m; i++) {
    c[i * m + i] = 1;
    for (let j = 0; j < i; j++) c[i * m + j] = phi[place(i, j)]!;
  }
  const r = new Float64Array(m * m);
  for (let a = 0; a < m; a++) {
    for (let b = a; b < m; b++) {
      let sum = 0;
      for (let k = 0; k <= a; k++) sum += c[a * m + k]! * c[b * m + k]!;
      r[a * m + b] = sum;
      r[b * m + a] = sum;
    }
  }
  const first: Float64Array[] = [];
  for (let i = 1; i < m; i++) {
    for (let j = 0; j < i; j++) {
      const derivative = new Float64Array(m * m);
      for (let b = j; b < m; b++) {
        derivative[i * m + b]! += c[b * m + j]!;
        derivative[b * m + i]! += c[b * m + j]!;
      }
      first.push(derivative);
    }
  }
  return {
    r,
    first,
    eachSecond: (tell) => {
      for (let i = 1; i < m; i++) {
        for (let j = 0; j < i; j++) {
          for (let k = i; k < m; k++) tell(place(i, j), place(k, j), i, k, i === k ? 2 : 1);
        }
      }
    },
  };
}

/** The entries of C for a positive definite r: its Cholesky factor with rows divided by their diagonal. */
export function unstructuredNear(r: Float64Array, m: number): Float64Array {
  const factor = choleskyFactor(matrix(m, m, r));
  const phi = new Float64Array((m * (m - 1)) / 2);
  if (factor === null) return phi;
  for (let i = 1; i < m; i++) {
    for (let j = 0; j < i; j++) phi[place(i, j)] = factor.values[i * m + j]! / factor.values[i * m + i]!;
  }
  return phi;
}
