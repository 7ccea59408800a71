import { EvidensError } from "#kernel";
import type { Tails } from "../tails.ts";

/** What a quantile search needs to know of a distribution on (0, Infinity). */
export interface PositiveDistribution {
  readonly name: string;
  tails(x: number): Tails;
  logDensity(x: number): number;
}

/** Logarithms of the smallest and largest double. */
const LEAST = -745.1;
const MOST = 709.78;

/**
 * The x > 0 with the given tail area, by Newton steps on log(area) against log(x).
 * Both tails of the chi-square, F and t distributions are nearly straight lines on those axes, so few
 * steps reach the last digits even at p = 1e-300. 0 or Infinity where the answer is no double.
 *
 * @param p the wanted area, in (0, 1); an area above 1/2 is taken as its complement, which is exact
 * @param tail the tail it is the area of
 * @param start any x > 0 near the answer
 * @throws EvidensError `numerics/quantile` (numerical) when the steps do not settle
 */
export function positiveQuantile(
  distribution: PositiveDistribution,
  p: number,
  tail: "lower" | "upper",
  start: number,
): number {
  if (p > 0.5) return positiveQuantile(distribution, 1 - p, tail === "lower" ? "upper" : "lower", start);
  let u = Math.min(Math.max(Math.log(start), -700), 700);
  let low = LEAST;
  let high = MOST;
  for (let step = 0; step < 400; step++) {
    const x = Math.exp(u);
    const area = distribution.tails(x)[tail];
    // The side the root lies on is read from the asked tail, so the bracket is always right.
    const rootIsAbove = tail === "upper" ? area > p : area < p;
    if (area === p) return x;
    if (rootIsAbove) low = u;
    else high = u;
    if (high - LEAST < 1e-6) return 0;
    if (MOST - low < 1e-6) return Number.POSITIVE_INFINITY;
    // In logarithms: far out the density underflows before x times the density does.
    const slope = Math.exp(u + distribution.logDensity(x) - Math.log(area));
    const distance = ((tail === "upper" ? 1 : -1) * Math.log(area / p)) / slope;
    // Steps shrink quadratically, so the error left is the rounding of the tail, not the last step.
    if (Math.abs(distance) <= 1e-9) return x * Math.exp(distance);
    if (high - low <= 4e-16 * Math.max(1, Math.abs(u))) return x;
    const next = u + distance;
    u = next > low && next < high && area > 0 ? next : (low + high) / 2;
  }
  throw new EvidensError({
    code: "numerics/quantile",
    kind: "numerical",
    message: `${distribution.name} quantile of ${p} did not settle within 400 steps.`,
    remedy: "Check the shape parameters; report the values if they are meant.",
  });
}
