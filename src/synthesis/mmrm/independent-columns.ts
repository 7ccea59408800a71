import { type Matrix, matrix, pivotedQr } from "#numerics";

/** Which columns of a design are independent, and how the others follow from them. */
export interface IndependentColumns {
  /** Rising places of the columns kept. */
  readonly kept: readonly number[];
  /** Rising places of the columns dropped. */
  readonly dropped: readonly number[];
  /** kept × dropped: each dropped column as a combination of the kept ones. */
  readonly combination: Matrix;
}

const BLOCK = 4096;
/** Squared share of a column that the ones before it must leave for its independence to be beyond doubt. */
const CLEAR = 1e-8;

/** Whether every column keeps a clear share of its length beside the earlier ones: then no QR is needed. */
function clearlyIndependent(x: Matrix): boolean {
  const { rows, columns: p, values } = x;
  if (rows < p) return false;
  const gram = new Float64Array(p * p);
  const at = new Int32Array(p);
  for (let i = 0; i < rows; i++) {
    // Designs of factors are mostly zeros.
    let filled = 0;
    for (let j = 0; j < p; j++) if (values[i * p + j] !== 0) at[filled++] = j;
    for (let a = 0; a < filled; a++) {
      const j = at[a]!;
      const value = values[i * p + j]!;
      for (let b = 0; b <= a; b++) gram[j * p + at[b]!]! += value * values[i * p + at[b]!]!;
    }
  }
  for (let j = 0; j < p; j++) {
    const whole = gram[j * p + j]!;
    for (let k = 0; k <= j; k++) {
      let sum = gram[j * p + k]!;
      for (let l = 0; l < k; l++) sum -= gram[j * p + l]! * gram[k * p + l]!;
      if (k < j) gram[j * p + k] = sum / gram[k * p + k]!;
      else if (!(sum > CLEAR * whole)) return false;
      else gram[j * p + j] = Math.sqrt(sum);
    }
  }
  return true;
}

/** A matrix of at most p rows with the same cross-products, by QR of one block of rows after the other. */
function condense(x: Matrix): Matrix {
  const p = x.columns;
  let small = matrix(0, p);
  for (let from = 0; from < x.rows; from += BLOCK) {
    const block = x.values.subarray(from * p, Math.min(x.rows, from + BLOCK) * p);
    const stacked = new Float64Array(small.values.length + block.length);
    stacked.set(small.values);
    stacked.set(block, small.values.length);
    const { r, rank, pivot } = pivotedQr(matrix(stacked.length / p, p, stacked), 0);
    small = matrix(rank, p);
    for (let i = 0; i < rank; i++)
      for (let j = 0; j < p; j++) small.values[i * p + pivot[j]!] = r.values[i * p + j]!;
  }
  return small;
}

/**
 * Sorts the columns of a design into independent ones and those that earlier columns make, as R drops them.
 *
 * @param x rows × p
 * Source: LINPACK dqrdc2 as in R's `lm`, tolerance 1e-7. Cost O(rows p²).
 * Checked: tests/synthesis/mmrm-model-frame.test.ts.
 */
export function independentColumns(x: Matrix): IndependentColumns {
  const p = x.columns;
  if (clearlyIndependent(x))
    return { kept: Array.from({ length: p }, (_, j) => j), dropped: [], combination: matrix(p, 0) };
  const { rank, pivot, r } = pivotedQr(x.rows > 2 * BLOCK ? condense(x) : x);
  const kept = [...pivot.subarray(0, rank)];
  const dropped = [...pivot.subarray(rank)];
  const d = dropped.length;
  const combination = matrix(rank, d);
  for (let c = 0; c < d; c++) {
    for (let i = rank - 1; i >= 0; i--) {
      let sum = r.values[i * p + rank + c]!;
      for (let k = i + 1; k < rank; k++) sum -= r.values[i * p + k]! * combination.values[k * d + c]!;
      combination.values[i * d + c] = sum / r.values[i * p + i]!;
    }
  }
  return { kept, dropped, combination };
}
