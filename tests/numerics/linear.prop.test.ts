import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  choleskyFactor,
  choleskyInverse,
  choleskySolve,
  identity,
  type Matrix,
  matrix,
  multiply,
  multiplyTransposed,
  pivotedQr,
  symmetricEigen,
  transpose,
} from "#numerics";

const run = { seed: 20260301, numRuns: 200 };
// Thousandths: sums of them show dependence or do not, with nothing between.
const entry = fc.integer({ min: -3000, max: 3000 }).map((whole) => whole / 1000);
const sized = (rows: number, columns: number): fc.Arbitrary<Matrix> =>
  fc
    .array(entry, { minLength: rows * columns, maxLength: rows * columns })
    .map((values) => matrix(rows, columns, values));
const square = fc.integer({ min: 1, max: 9 }).chain((n) => sized(n, n));
const tall = fc
  .tuple(fc.integer({ min: 1, max: 6 }), fc.integer({ min: 0, max: 8 }))
  .chain(([p, more]) => sized(p + more, p));

const largest = (a: Matrix): number => a.values.reduce((m, v) => Math.max(m, Math.abs(v)), 0);
function distance(a: Matrix, b: Matrix): number {
  expect([a.rows, a.columns]).toEqual([b.rows, b.columns]);
  return a.values.reduce((m, v, i) => Math.max(m, Math.abs(v - b.values[i]!)), 0);
}
const symmetric = (x: Matrix): Matrix => {
  const t = transpose(x);
  return matrix(
    x.rows,
    x.rows,
    x.values.map((v, i) => v + t.values[i]!),
  );
};
/** x'x + I: condition below 1e3 at these sizes. */
const positive = (x: Matrix): Matrix => {
  const product = multiplyTransposed(x, x);
  for (let i = 0; i < x.columns; i++) product.values[i * x.columns + i]! += 1;
  return product;
};
const columnsOf = (x: Matrix, which: ArrayLike<number>): Matrix =>
  matrix(
    x.rows,
    which.length,
    Array.from({ length: x.rows }, (_, i) => Array.from(which, (j) => x.values[i * x.columns + j]!)).flat(),
  );

describe("matrix products", () => {
  it("agree with sums written out", () => {
    fc.assert(
      fc.property(sized(3, 4), sized(4, 2), (a, b) => {
        const product = multiply(a, b);
        for (let i = 0; i < 3; i++)
          for (let j = 0; j < 2; j++) {
            let sum = 0;
            for (let k = 0; k < 4; k++) sum += a.values[i * 4 + k]! * b.values[k * 2 + j]!;
            expect(product.values[i * 2 + j]).toBeCloseTo(sum, 12);
          }
        expect(distance(multiplyTransposed(transpose(a), b), product)).toBeLessThan(1e-13);
      }),
      run,
    );
  });
});

describe("Cholesky", () => {
  it("L L' is the matrix, its inverse inverts it, solve agrees", () => {
    fc.assert(
      fc.property(square, (x) => {
        const a = positive(x);
        const l = choleskyFactor(a)!;
        expect(distance(multiply(l, transpose(l)), a)).toBeLessThan(1e-14 * a.rows * largest(a));
        const inverse = choleskyInverse(l);
        expect(distance(transpose(inverse), inverse)).toBe(0);
        expect(distance(multiply(a, inverse), identity(a.rows))).toBeLessThan(1e-11);
        expect(distance(choleskySolve(l, x), multiply(inverse, x))).toBeLessThan(1e-11);
      }),
      run,
    );
  });
  it("refuses what has a negative direction", () => {
    fc.assert(
      fc.property(square, (x) => {
        const a = positive(x);
        const { values } = symmetricEigen(a);
        const shift = (values.at(-1)! + values[0]!) / 2 + 0.1;
        for (let i = 0; i < a.rows; i++) a.values[i * a.rows + i]! -= shift + 1e-6;
        expect(choleskyFactor(a)).toBeNull();
      }),
      run,
    );
  });
});

describe("QR", () => {
  it("Q R is the matrix, Q is orthonormal, R triangular", () => {
    fc.assert(
      fc.property(tall, (x) => {
        const { q, r, pivot, rank } = pivotedQr(x);
        expect(distance(multiplyTransposed(q, q), identity(rank))).toBeLessThan(1e-14 * (5 + x.rows));
        expect(distance(multiply(q, r), columnsOf(x, pivot))).toBeLessThan(1e-6);
        const independent = pivot.subarray(0, rank);
        const leading = columnsOf(
          r,
          Array.from({ length: rank }, (_, j) => j),
        );
        expect(distance(multiply(q, leading), columnsOf(x, independent))).toBeLessThan(1e-13);
        for (let i = 0; i < rank; i++)
          for (let j = 0; j < i; j++) expect(r.values[i * r.columns + j]).toBe(0);
      }),
      run,
    );
  });
  it("moves a dependent column last and keeps the order of the others", () => {
    fc.assert(
      fc.property(sized(7, 3), fc.tuple(entry, entry), fc.integer({ min: 2, max: 3 }), (x, [c, d], at) => {
        fc.pre(pivotedQr(x).rank === 3 && (c !== 0 || d !== 0));
        const wide = matrix(7, 4);
        for (let i = 0; i < 7; i++) {
          const row = [...x.values.subarray(i * 3, i * 3 + 3)];
          row.splice(at, 0, c * row[0]! + d * row[1]!);
          wide.values.set(row, i * 4);
        }
        const { rank, pivot, solve } = pivotedQr(wide);
        expect(rank).toBe(3);
        expect([...pivot]).toEqual([...[0, 1, 2, 3].filter((j) => j !== at), at]);
        const y = columnsOf(x, [2]);
        const coefficients = solve(y).values;
        expect(coefficients[at]).toBeNaN();
        const others = coefficients.filter((_, j) => j !== at);
        for (const [j, want] of [0, 0, 1].entries()) expect(others[j]).toBeCloseTo(want, 9);
      }),
      run,
    );
  });
  it("least squares leaves residuals at right angles to x", () => {
    fc.assert(
      fc.property(sized(8, 3), sized(8, 2), (x, y) => {
        const fit = pivotedQr(x);
        fc.pre(fit.rank === 3);
        const fitted = multiply(x, fit.solve(y));
        const residual = matrix(
          8,
          2,
          y.values.map((v, i) => v - fitted.values[i]!),
        );
        const scale = 1 + largest(fit.solve(y));
        expect(largest(multiplyTransposed(x, residual))).toBeLessThan(1e-11 * scale);
      }),
      run,
    );
  });
});

describe("symmetric eigenvalues", () => {
  it("satisfy A V = V D with orthonormal V, descending", () => {
    fc.assert(
      fc.property(square, (x) => {
        const a = symmetric(x);
        const { values, vectors } = symmetricEigen(a);
        const scaled = matrix(
          a.rows,
          a.rows,
          vectors.values.map((v, i) => v * values[i % a.rows]!),
        );
        const size = 1 + largest(a);
        expect(distance(multiply(a, vectors), scaled)).toBeLessThan(1e-14 * 4 * a.rows * size);
        expect(distance(multiplyTransposed(vectors, vectors), identity(a.rows))).toBeLessThan(1e-13);
        for (let i = 1; i < a.rows; i++) expect(values[i - 1]).toBeGreaterThanOrEqual(values[i]!);
      }),
      run,
    );
  });
  it("of rank-deficient products hold as many zeros as ranks are missing", () => {
    fc.assert(
      fc.property(sized(2, 6), (x) => {
        const { values } = symmetricEigen(multiplyTransposed(x, x));
        for (const value of values.subarray(2)) expect(Math.abs(value)).toBeLessThan(1e-12);
      }),
      run,
    );
  });
});
