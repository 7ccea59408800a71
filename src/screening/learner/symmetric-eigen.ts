/**
 * Eigenvalues, largest first, and eigenvectors of a small symmetric matrix by cyclic Jacobi rotations.
 *
 * @param matrix `size * size`, row after row; not changed
 * @returns vectors as columns of a `size * size` matrix, row after row
 * Source: Golub and Van Loan, Matrix Computations, 4th ed., section 8.5. Cost O(size^3) per sweep.
 * Checked: tests/screening/learner-features.test.ts.
 */
export function symmetricEigen(
  matrix: Float64Array,
  size: number,
): { readonly values: Float64Array; readonly vectors: Float64Array } {
  const a = matrix.slice();
  const v = new Float64Array(size * size);
  for (let i = 0; i < size; i++) v[i * size + i] = 1;
  let scale = 0;
  for (const value of a) scale += value * value;
  for (let sweep = 0; sweep < 30; sweep++) {
    let off = 0;
    for (let i = 0; i < size; i++) for (let j = 0; j < i; j++) off += a[i * size + j]! * a[i * size + j]!;
    if (off <= 1e-16 * scale) break;
    for (let p = 0; p < size; p++)
      for (let q = p + 1; q < size; q++)
        if (a[p * size + q]! * a[p * size + q]! > 1e-22 * scale) turn(a, v, size, p, q);
  }
  const order = Array.from({ length: size }, (_, i) => i).sort(
    (x, y) => a[y * size + y]! - a[x * size + x]! || x - y,
  );
  const vectors = new Float64Array(size * size);
  for (let row = 0; row < size; row++)
    for (const [to, from] of order.entries()) vectors[row * size + to] = v[row * size + from]!;
  return { values: Float64Array.from(order, (i) => a[i * size + i]!), vectors };
}

/** One rotation that makes entry (p, q) zero. Both matrices are kept by rows; `v` holds vectors as columns. */
function turn(a: Float64Array, v: Float64Array, size: number, p: number, q: number): void {
  const apq = a[p * size + q]!;
  const theta = (a[q * size + q]! - a[p * size + p]!) / (2 * apq);
  const t = (theta < 0 ? -1 : 1) / (Math.abs(theta) + Math.sqrt(theta * theta + 1));
  const c = 1 / Math.sqrt(t * t + 1);
  const s = t * c;
  for (let i = 0; i < size; i++) {
    const x = a[i * size + p]!;
    const y = a[i * size + q]!;
    a[i * size + p] = c * x - s * y;
    a[i * size + q] = s * x + c * y;
    const vx = v[i * size + p]!;
    const vy = v[i * size + q]!;
    v[i * size + p] = c * vx - s * vy;
    v[i * size + q] = s * vx + c * vy;
  }
  for (let i = 0; i < size; i++) {
    const x = a[p * size + i]!;
    const y = a[q * size + i]!;
    a[p * size + i] = c * x - s * y;
    a[q * size + i] = s * x + c * y;
  }
}
