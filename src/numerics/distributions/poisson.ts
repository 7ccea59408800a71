import { demand } from "../guard.ts";
import { incompleteGamma, logGammaTerm, logIncompleteGamma } from "../incomplete-gamma.ts";
import type { Tails } from "../tails.ts";
import { discreteQuantile } from "./discrete-quantile.ts";
import { normalQuantile } from "./normal.ts";

function check(who: string, mean: number): void {
  demand(mean >= 0 && mean < Number.POSITIVE_INFINITY, who, "mean", mean, "[0, Infinity)");
}

const swap = ({ lower, upper }: Tails): Tails => ({ lower: upper, upper: lower });

/**
 * P(X = x) for a count with the given mean.
 *
 * @param x a count; 0 for values that cannot be
 * @param mean in [0, Infinity)
 * @throws EvidensError `numerics/domain`
 * Source: Loader 2000. Checked: tests/numerics/golden-distributions.test.ts, relative 1e-12.
 */
export function poissonMass(x: number, mean: number): number {
  check("poissonMass", mean);
  if (!Number.isInteger(x) || x < 0) return 0;
  if (x === 0) return Math.exp(-mean);
  return mean === 0 ? 0 : Math.exp(logGammaTerm(x, mean));
}

/**
 * P(X <= x) and P(X > x) for a count with the given mean.
 *
 * @param x any number; fractions are rounded down
 * @param mean in [0, Infinity)
 * @throws EvidensError `numerics/domain`
 * Source: DLMF 8.4.9. Checked: tests/numerics/golden-distributions.test.ts, relative 1e-12.
 */
export function poissonTails(x: number, mean: number): Tails {
  check("poissonTails", mean);
  demand(!Number.isNaN(x), "poissonTails", "x", x, "the real numbers");
  if (x < 0) return { lower: 0, upper: 1 };
  if (x === Number.POSITIVE_INFINITY) return { lower: 1, upper: 0 };
  return swap(incompleteGamma(Math.floor(x) + 1, mean));
}

/** Natural logarithms of the tail areas of the Poisson distribution; arguments as for `poissonTails`. */
export function poissonLogTails(x: number, mean: number): Tails {
  check("poissonLogTails", mean);
  demand(!Number.isNaN(x), "poissonLogTails", "x", x, "the real numbers");
  if (x < 0) return { lower: Number.NEGATIVE_INFINITY, upper: 0 };
  if (x === Number.POSITIVE_INFINITY) return { lower: 0, upper: Number.NEGATIVE_INFINITY };
  return swap(logIncompleteGamma(Math.floor(x) + 1, mean));
}

/**
 * The smallest count whose lower area reaches `area` (or whose upper area has fallen to it).
 *
 * @param area in [0, 1]
 * @param mean in [0, Infinity)
 * @throws EvidensError `numerics/domain`
 * Checked: tests/numerics/discrete.test.ts.
 */
export function poissonQuantile(area: number, mean: number, tail: "lower" | "upper" = "lower"): number {
  check("poissonQuantile", mean);
  demand(area >= 0 && area <= 1, "poissonQuantile", "area", area, "[0, 1]");
  if (area === (tail === "lower" ? 0 : 1) || mean === 0) return 0;
  if (area === (tail === "lower" ? 1 : 0)) return Number.POSITIVE_INFINITY;
  const guess = mean + normalQuantile(area, tail) * Math.sqrt(mean);
  return discreteQuantile((x) => poissonTails(x, mean), area, tail, guess, Number.POSITIVE_INFINITY);
}
