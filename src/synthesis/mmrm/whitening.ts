import { type Matrix, matrix } from "#numerics";
import type { Sufficient } from "./sufficient.types.ts";

/** U⁻¹ v for an upper triangular U. */
export function upperInverse(upper: Float64Array, v: Float64Array): Float64Array {
  const p = v.length;
  const out = v.slice();
  for (let i = p - 1; i >= 0; i--) {
    let sum = out[i]!;
    for (let j = i + 1; j < p; j++) sum -= upper[i * p + j]! * out[j]!;
    out[i] = sum / upper[i * p + i]!;
  }
  return out;
}

/** The way back from coordinates in which Φ is the identity. */
export interface Whitening {
  /** B with Φ = B B', p × p. */
  readonly basis: Matrix;
  /** Φ. */
  readonly identity: () => Matrix;
  /** B S B' for a symmetric S packed as in `ThetaDerivatives`. */
  readonly symmetric: (packed: Float64Array) => Matrix;
  /** B S B' for a symmetric S, p × p. */
  readonly full: (s: Float64Array) => Matrix;
}

/** B = U⁻¹ L⁻ᵀ, with x = z U and L L' = z'Wz over all rows. */
export function whitening({ p, upper }: Sufficient, lower: Matrix): Whitening {
  const basis = matrix(p, p);
  for (let j = 0; j < p; j++) {
    // Column j of L⁻ᵀ, by back substitution in L'.
    const column = new Float64Array(p);
    for (let i = j; i >= 0; i--) {
      let sum = i === j ? 1 : 0;
      for (let k = i + 1; k <= j; k++) sum -= lower.values[k * p + i]! * column[k]!;
      column[i] = sum / lower.values[i * p + i]!;
    }
    for (const [i, value] of upperInverse(upper, column).entries()) basis.values[i * p + j] = value;
  }
  const full = (s: Float64Array): Matrix => sandwiched(basis.values, s, p);
  return {
    basis,
    full,
    identity: () => full(Float64Array.from({ length: p * p }, (_, at) => (at % (p + 1) === 0 ? 1 : 0))),
    symmetric: (packed) => full(unpacked(packed, p)),
  };
}

/** A symmetric matrix from its packed form (see `ThetaDerivatives`). */
export function unpacked(packed: Float64Array, p: number): Float64Array {
  const s = new Float64Array(p * p);
  let at = 0;
  for (let i = 0; i < p; i++) {
    for (let j = i; j < p; j++) {
      const value = i === j ? packed[at]! : packed[at]! * Math.SQRT1_2;
      at++;
      s[i * p + j] = value;
      s[j * p + i] = value;
    }
  }
  return s;
}

/** b s b', exactly symmetric; b is upper triangular. */
function sandwiched(b: Float64Array, s: Float64Array, p: number): Matrix {
  const half = new Float64Array(p * p);
  for (let i = 0; i < p; i++) {
    for (let k = i; k < p; k++) {
      const factor = b[i * p + k]!;
      if (factor !== 0) for (let j = 0; j < p; j++) half[i * p + j]! += factor * s[k * p + j]!;
    }
  }
  const out = matrix(p, p);
  for (let i = 0; i < p; i++) {
    for (let j = 0; j <= i; j++) {
      let sum = 0;
      for (let k = j; k < p; k++) sum += half[i * p + k]! * b[j * p + k]!;
      out.values[i * p + j] = sum;
      out.values[j * p + i] = sum;
    }
  }
  return out;
}
