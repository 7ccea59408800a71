import { EvidensError } from "#kernel";
import { logBeta } from "./beta-function.ts";
import { logGamma } from "./gamma.ts";
import { demand } from "./guard.ts";

const MOST_TERMS = 200_000;
/** Beyond this z the series is slow and the integral is used where it exists. */
const SLOW = 0.9;

function isPoleOrEnd(value: number): boolean {
  return value <= 0 && Number.isInteger(value);
}

function series(a: number, b: number, c: number, z: number): number {
  let term = 1;
  let sum = 1;
  let lost = 0;
  for (let n = 0; n < MOST_TERMS; n++) {
    term *= (((a + n) * (b + n)) / ((c + n) * (n + 1))) * z;
    // Compensated: near z = 1 the terms are many.
    const corrected = term - lost;
    const next = sum + corrected;
    lost = next - sum - corrected;
    sum = next;
    const ratio = Math.abs(((a + n + 1) * (b + n + 1) * z) / ((c + n + 1) * (n + 2)));
    if (term === 0 || (ratio < 1 && Math.abs(term) < 1e-17 * Math.abs(sum) * (1 - ratio))) return sum;
  }
  throw new EvidensError({
    code: "numerics/series",
    kind: "numerical",
    message: `hypergeometric2F1(${a}, ${b}; ${c}; ${z}) did not settle within ${MOST_TERMS} terms.`,
    remedy: "Use parameters with c > b > 0 for arguments near 1.",
  });
}

/**
 * Euler's integral for c > b > 0 in the logit of its variable, where a trapezium sum converges faster than any
 * power of its step.
 */
function eulerIntegral(a: number, b: number, c: number, z: number): number {
  const g = (u: number): number => {
    const e = Math.exp(-Math.abs(u));
    const small = e / (1 + e);
    const large = 1 / (1 + e);
    const [t, s] = u > 0 ? [large, small] : [small, large];
    // 1 - z t with the digits of 1 - t.
    const rest = s + (1 - z) * t;
    return Math.exp(b * Math.log(t) + (c - b) * Math.log(s) - a * Math.log(rest));
  };
  const low = -42 / b - 4;
  const slope = Math.min(c - b, Math.max(c - b - a, 0) || c - b);
  const high = 42 / slope + 4 + Math.max(0, -Math.log1p(-z));
  let intervals = 256;
  let sum = 0;
  for (let i = 0; i <= intervals; i++) sum += g(low + ((high - low) * i) / intervals);
  let area = (sum * (high - low)) / intervals;
  for (; intervals < 1 << 17; intervals *= 2) {
    for (let i = 1; i < 2 * intervals; i += 2) sum += g(low + ((high - low) * i) / (2 * intervals));
    const next = (sum * (high - low)) / (2 * intervals);
    if (Math.abs(next - area) <= 1e-14 * Math.abs(next)) return next * Math.exp(-logBeta(b, c - b));
    area = next;
  }
  return area * Math.exp(-logBeta(b, c - b));
}

/**
 * Gauss's hypergeometric function for real arguments.
 *
 * @param a any number
 * @param b any number
 * @param c any number but 0, -1, -2, ...
 * @param z in (-Infinity, 1]; 1 only where c > a + b
 * @throws EvidensError `numerics/domain`; `numerics/series` for z near 1 where neither c > b > 0 nor c > a > 0
 * Source: DLMF 15.2.1 (series), 15.8.1 (Pfaff), 15.6.1 (Euler), 15.4.20 (z = 1).
 * Checked: tests/numerics/golden-distributions.test.ts, 1e-12.
 */
export function hypergeometric2F1(a: number, b: number, c: number, z: number): number {
  demand(!isPoleOrEnd(c), "hypergeometric2F1", "c", c, "the numbers other than 0, -1, -2, ...");
  demand(z <= 1, "hypergeometric2F1", "z", z, "(-Infinity, 1]");
  if (isPoleOrEnd(a) || isPoleOrEnd(b)) return series(a, b, c, z);
  if (z < -0.5) {
    const [first, second] = Math.abs(c - b) <= Math.abs(c - a) ? [a, c - b] : [b, c - a];
    return (1 - z) ** -first * hypergeometric2F1(first, second, c, z / (z - 1));
  }
  if (z === 1) {
    demand(
      c > a + b && c > a && c > b && c > 0,
      "hypergeometric2F1",
      "c - a - b",
      c - a - b,
      "(0, Infinity) at z = 1",
    );
    return Math.exp(logGamma(c) - logGamma(c - a) + logGamma(c - a - b) - logGamma(c - b));
  }
  if (z > SLOW) {
    if (c > b && b > 0) return eulerIntegral(a, b, c, z);
    if (c > a && a > 0) return eulerIntegral(b, a, c, z);
  }
  return series(a, b, c, z);
}
