import { unstructuredNear, unstructuredShape } from "./unstructured-shape.ts";
import type { Shape, ShapeInput, ShapeValue } from "./visit-shape.types.ts";

/** Symmetric m × m matrices from their upper triangle. */
function filled(m: number, entry: (a: number, b: number) => number): Float64Array {
  const out = new Float64Array(m * m);
  for (let a = 0; a < m; a++) {
    for (let b = a; b < m; b++) {
      const value = entry(a, b);
      out[a * m + b] = value;
      out[b * m + a] = value;
    }
  }
  return out;
}

/** A scalar function of one parameter with its first and second derivative. */
type Jet = readonly [value: number, first: number, second: number];

/** ρ = θ / √(1 + θ²). */
function boundedJet(theta: number): Jet {
  const s = 1 + theta * theta;
  const root = Math.sqrt(s);
  return [theta / root, 1 / (s * root), (-3 * theta) / (s * s * root)];
}

/** Shapes whose entries depend on one parameter each: `jet(a, b)` gives parameter and derivatives, null: constant 1. */
function onePerEntry(
  m: number,
  count: number,
  jet: (a: number, b: number) => readonly [number, Jet] | null,
): ShapeValue {
  const jets: (readonly [number, Jet] | null)[] = [];
  for (let a = 0; a < m; a++) for (let b = 0; b < m; b++) jets.push(b > a ? jet(a, b) : null);
  const of = (a: number, b: number): readonly [number, Jet] | null => jets[a * m + b] ?? null;
  return {
    r: filled(m, (a, b) => of(a, b)?.[1][0] ?? 1),
    first: Array.from({ length: count }, (_, j) =>
      filled(m, (a, b) => {
        const at = of(a, b);
        return at !== null && at[0] === j ? at[1][1] : 0;
      }),
    ),
    eachSecond: (tell) => {
      for (let a = 0; a < m; a++) {
        for (let b = a + 1; b < m; b++) {
          const at = of(a, b);
          if (at !== null) tell(at[0], at[0], a, b, at[1][2]);
        }
      }
    },
  };
}

/** Correlation by lag, a parameter each. */
function toeplitz({ phi, m }: ShapeInput): ShapeValue {
  const byLag = Array.from(phi, boundedJet);
  return onePerEntry(m, phi.length, (a, b) => [b - a - 1, byLag[b - a - 1]!]);
}

/** ρ to the power of the lag. */
function autoregressive({ phi, m }: ShapeInput): ShapeValue {
  const [rho, first, second] = boundedJet(phi[0]!);
  const byLag = Array.from({ length: m }, (_, n): Jet => {
    const slope = n * rho ** (n - 1);
    const bend = n < 2 ? 0 : n * (n - 1) * rho ** (n - 2);
    return n === 0 ? [1, 0, 0] : [rho ** n, slope * first, bend * first * first + slope * second];
  });
  return onePerEntry(m, 1, (a, b) => [0, byLag[b - a]!]);
}

/** ρ = logit⁻¹(θ)(1 + a) − a with a = 1 / (m − 1), for all pairs. */
function exchangeable({ phi, m }: ShapeInput): ShapeValue {
  const a = 1 / (m - 1);
  const s = 1 / (1 + Math.exp(-phi[0]!));
  const slope = s * (1 - s) * (1 + a);
  const jet: Jet = [s * (1 + a) - a, slope, slope * (1 - 2 * s)];
  return onePerEntry(m, 1, () => [0, jet]);
}

/** ρ^(d^power), ρ = logit⁻¹(θ): the exponential (power 1) and Gaussian (power 2) decay with distance. */
function decay(power: 1 | 2): (input: ShapeInput) => ShapeValue {
  return ({ phi, m, distances }) => {
    const theta = phi[0]!;
    const logRho = theta > 0 ? -Math.log1p(Math.exp(-theta)) : theta - Math.log1p(Math.exp(theta));
    const rho = Math.exp(logRho);
    const left = 1 / (1 + Math.exp(theta));
    return onePerEntry(m, 1, (a, b) => {
      const d = distances![a * m + b]! ** power;
      const value = Math.exp(d * logRho);
      return [0, [value, value * d * left, value * (d * d * left * left - d * rho * left)]];
    });
  };
}

/** Products of adjacent correlations (ante-dependence of order one). */
function antedependence({ phi, m }: ShapeInput): ShapeValue {
  const jets = Array.from(phi, boundedJet);
  /** The product over a … b − 1 with the factors named replaced by their derivative. */
  const product = (a: number, b: number, j = -1, k = -1): number => {
    let value = 1;
    for (let i = a; i < b; i++) value *= jets[i]![(i === j ? 1 : 0) + (i === k ? 1 : 0)]!;
    return value;
  };
  return {
    r: filled(m, (a, b) => product(a, b)),
    first: Array.from(phi, (_, j) => filled(m, (a, b) => (a <= j && j < b ? product(a, b, j) : 0))),
    eachSecond: (tell) => {
      for (let j = 0; j < phi.length; j++) {
        for (let k = j; k < phi.length; k++) {
          for (let a = 0; a <= j; a++) for (let b = k + 1; b < m; b++) tell(j, k, a, b, product(a, b, j, k));
        }
      }
    },
  };
}

/** θ with θ / √(1 + θ²) = ρ, kept off the ends. */
function unbounded(rho: number): number {
  const kept = Math.max(-0.95, Math.min(0.95, rho));
  return kept / Math.sqrt(1 - kept * kept);
}

function meanAtLag(r: Float64Array, m: number, lag: number): number {
  let sum = 0;
  for (let a = 0; a + lag < m; a++) sum += r[a * m + a + lag]!;
  return sum / (m - lag);
}

function meanCorrelation(r: Float64Array, m: number): number {
  let sum = 0;
  for (let a = 0; a < m; a++) for (let b = a + 1; b < m; b++) sum += r[a * m + b]!;
  return sum / ((m * (m - 1)) / 2);
}

/** logit of the share of the permitted range that ρ has reached, kept off the ends. */
function exchangeableParameter(rho: number, m: number): number {
  const a = 1 / (m - 1);
  const share = Math.max(0.05, Math.min(0.95, (rho + a) / (1 + a)));
  return Math.log(share / (1 - share));
}

const single = (): number => 1;

/** Shapes by name; `unstructured` is a product of unit triangular factors, not a correlation matrix. */
export const shapes: Readonly<Record<"us" | "toep" | "ar1" | "ad" | "cs" | "sp_exp" | "sp_gau", Shape>> = {
  us: { count: (m) => (m * (m - 1)) / 2, at: unstructuredShape, near: unstructuredNear },
  toep: {
    count: (m) => m - 1,
    at: toeplitz,
    near: (r, m) => Float64Array.from({ length: m - 1 }, (_, l) => unbounded(meanAtLag(r, m, l + 1))),
  },
  ar1: { count: single, at: autoregressive, near: (r, m) => Float64Array.of(unbounded(meanAtLag(r, m, 1))) },
  ad: {
    count: (m) => m - 1,
    at: antedependence,
    near: (r, m) => Float64Array.from({ length: m - 1 }, (_, a) => unbounded(r[a * m + a + 1]!)),
  },
  cs: {
    count: single,
    at: exchangeable,
    near: (r, m) => Float64Array.of(exchangeableParameter(meanCorrelation(r, m), m)),
  },
  sp_exp: { count: single, at: decay(1), near: () => Float64Array.of(0) },
  sp_gau: { count: single, at: decay(2), near: () => Float64Array.of(0) },
};
