import { demand } from "../guard.ts";
import { incompleteBeta, logIncompleteBeta } from "../incomplete-beta.ts";
import type { Tails } from "../tails.ts";
import { logBinomialMass } from "./binomial-mass.ts";
import { discreteQuantile } from "./discrete-quantile.ts";
import { normalQuantile } from "./normal.ts";

function check(who: string, n: number, p: number): void {
  demand(Number.isInteger(n) && n >= 0, who, "n", n, "0, 1, ...");
  demand(p >= 0 && p <= 1, who, "p", p, "[0, 1]");
}

const swap = ({ lower, upper }: Tails): Tails => ({ lower: upper, upper: lower });

/**
 * P(X = x) for x successes in n trials.
 *
 * @param x number of successes; 0 for values that cannot be
 * @param n trials, whole number >= 0
 * @param p probability of success, in [0, 1]
 * @throws EvidensError `numerics/domain`
 * Source: Loader 2000. Checked: tests/numerics/golden-distributions.test.ts, relative 1e-12.
 */
export function binomialMass(x: number, n: number, p: number): number {
  check("binomialMass", n, p);
  if (!Number.isInteger(x) || x < 0 || x > n) return 0;
  return Math.exp(logBinomialMass(x, n, p, 1 - p));
}

/**
 * P(X <= x) and P(X > x) for x successes in n trials.
 *
 * @param x any number; fractions are rounded down
 * @param n trials, whole number >= 0
 * @param p probability of success, in [0, 1]
 * @throws EvidensError `numerics/domain`
 * Source: DLMF 8.17.5. Checked: tests/numerics/golden-distributions.test.ts, relative 1e-12.
 */
export function binomialTails(x: number, n: number, p: number): Tails {
  check("binomialTails", n, p);
  demand(!Number.isNaN(x), "binomialTails", "x", x, "the real numbers");
  const k = Math.floor(x);
  if (k < 0) return { lower: 0, upper: 1 };
  if (k >= n) return { lower: 1, upper: 0 };
  return swap(incompleteBeta(k + 1, n - k, p));
}

/** Natural logarithms of the tail areas of the binomial distribution; arguments as for `binomialTails`. */
export function binomialLogTails(x: number, n: number, p: number): Tails {
  check("binomialLogTails", n, p);
  demand(!Number.isNaN(x), "binomialLogTails", "x", x, "the real numbers");
  const k = Math.floor(x);
  if (k < 0) return { lower: Number.NEGATIVE_INFINITY, upper: 0 };
  if (k >= n) return { lower: 0, upper: Number.NEGATIVE_INFINITY };
  return swap(logIncompleteBeta(k + 1, n - k, p));
}

/**
 * The smallest number of successes whose lower area reaches `area` (or whose upper area has fallen to it).
 *
 * @param area in [0, 1]
 * @param n trials, whole number >= 0
 * @param p probability of success, in [0, 1]
 * @throws EvidensError `numerics/domain`
 * Checked: tests/numerics/discrete.test.ts.
 */
export function binomialQuantile(
  area: number,
  n: number,
  p: number,
  tail: "lower" | "upper" = "lower",
): number {
  check("binomialQuantile", n, p);
  demand(area >= 0 && area <= 1, "binomialQuantile", "area", area, "[0, 1]");
  if (area === 0) return tail === "lower" ? 0 : n;
  if (area === 1) return tail === "lower" ? n : 0;
  const guess = n * p + normalQuantile(area, tail) * Math.sqrt(n * p * (1 - p));
  return discreteQuantile((x) => binomialTails(x, n, p), area, tail, guess, n);
}
