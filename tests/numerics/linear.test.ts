import { describe, expect, it } from "vitest";
import {
  choleskyFactor,
  choleskyLogDeterminant,
  choleskySolve,
  identity,
  matrix,
  multiply,
  pivotedQr,
  symmetricEigen,
} from "#numerics";

describe("matrix", () => {
  it("refuses sizes that do not fit, with both sizes", () => {
    expect(() => matrix(2, 2, [1, 2, 3])).toThrow(/3 values for 2 x 2/);
    expect(() => matrix(1.5, 2)).toThrow(/1.5 x 2/);
    expect(() => multiply(matrix(2, 3), matrix(2, 3))).toThrow(/2 x 3 times 2 x 3/);
    expect(() => choleskyFactor(matrix(2, 3))).toThrow(/not square/);
    expect(() => choleskySolve(identity(2), matrix(3, 1))).toThrow(/2 x 2.*3 x 1/);
    expect(() => pivotedQr(matrix(3, 1)).solve(matrix(2, 1))).toThrow(/3 x 1/);
  });
  it("spreads what is not a number", () => {
    expect(multiply(matrix(1, 1, [0]), matrix(1, 1, [Number.NaN])).values[0]).toBeNaN();
  });
});

describe("Cholesky", () => {
  it("knows the determinant of a 3 x 3 Hilbert matrix, 1/2160", () => {
    const hilbert = matrix(3, 3, [1, 1 / 2, 1 / 3, 1 / 2, 1 / 3, 1 / 4, 1 / 3, 1 / 4, 1 / 5]);
    const l = choleskyFactor(hilbert)!;
    expect(choleskyLogDeterminant(l)).toBeCloseTo(-Math.log(2160), 11);
  });
  it("is null for semidefinite, indefinite and unusable matrices", () => {
    expect(choleskyFactor(matrix(2, 2, [1, 1, 1, 1]))).toBeNull();
    expect(choleskyFactor(matrix(2, 2, [1, 2, 2, 1]))).toBeNull();
    expect(choleskyFactor(matrix(1, 1, [0]))).toBeNull();
    expect(choleskyFactor(matrix(1, 1, [Number.NaN]))).toBeNull();
    expect(choleskyFactor(matrix(1, 1, [1e-300]))!.values[0]).toBeCloseTo(1e-150, 160);
  });
});

describe("QR", () => {
  it("finds rank 0 in a matrix of zeros and handles no columns and more columns than rows", () => {
    expect(pivotedQr(matrix(3, 2)).rank).toBe(0);
    expect(pivotedQr(matrix(3, 0)).rank).toBe(0);
    const wide = pivotedQr(matrix(2, 3, [1, 0, 5, 0, 1, 7]));
    expect([wide.rank, ...wide.pivot]).toEqual([2, 0, 1, 2]);
    expect([...wide.solve(matrix(2, 1, [3, 4])).values]).toEqual([3, 4, Number.NaN]);
  });
  it("drops the last dummy of a full set, as lm does", () => {
    const x = matrix(4, 4, [1, 1, 0, 2, 1, 0, 1, 3, 1, 1, 0, 5, 1, 0, 1, 7]);
    const { rank, pivot } = pivotedQr(x);
    expect([rank, ...pivot]).toEqual([3, 0, 1, 3, 2]);
  });
});

describe("symmetric eigenvalues", () => {
  it("are those of the second difference matrix, 2 - 2 cos(k pi / (n + 1))", () => {
    const n = 40;
    const a = matrix(n, n);
    for (let i = 0; i < n; i++) {
      a.values[i * n + i] = 2;
      if (i > 0) a.values[i * n + i - 1] = -1;
      if (i < n - 1) a.values[i * n + i + 1] = -1;
    }
    const { values } = symmetricEigen(a);
    for (const [i, value] of values.entries())
      expect(value).toBeCloseTo(2 - 2 * Math.cos(((n - i) * Math.PI) / (n + 1)), 13);
  });
  it("handles sizes 0 and 1, diagonal matrices and repeated values", () => {
    expect(symmetricEigen(matrix(0, 0)).values.length).toBe(0);
    expect([...symmetricEigen(matrix(1, 1, [-3])).values]).toEqual([-3]);
    expect([...symmetricEigen(matrix(2, 2, [1, 0, 0, 5])).values]).toEqual([5, 1]);
    expect([...symmetricEigen(identity(5)).values]).toEqual([1, 1, 1, 1, 1]);
  });
  it("refuses entries that are not finite", () => {
    expect(() => symmetricEigen(matrix(2, 2, [1, Number.NaN, Number.NaN, 1]))).toThrow(/did not settle/);
  });
});
