import { EvidensError } from "#kernel";
import type { Tails } from "../incomplete-gamma.ts";

/** What a quantile search needs to know of a distribution on (0, Infinity). */
export interface PositiveDistribution {
  readonly name: string;
  tails(x: number): Tails;
  logDensity(x: number): number;
}

/**
 * The x > 0 with the given tail area, by Newton steps on log(area) against log(x).
 * Both tails of the chi-square, F and t distributions are nearly straight lines on those axes, so few
 * steps reach the last digits even at p = 1e-300.
 *
 * @param p the wanted area, in (0, 1)
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
  let u = Math.log(start);
  let low = -745;
  let high = 709;
  for (let step = 0; step < 200; step++) {
    const x = Math.exp(u);
    const tails = distribution.tails(x);
    const area = tails[tail];
    // The side the root lies on is read from the asked tail, so the bracket is always right.
    const rootIsAbove = tail === "upper" ? area > p : area < p;
    if (area === p) return x;
    if (rootIsAbove) low = u;
    else high = u;
    // In logarithms: far out the density underflows before x times the density does.
    const slope = Math.exp(u + distribution.logDensity(x) - Math.log(area));
    const distance = ((tail === "upper" ? 1 : -1) * Math.log(area / p)) / slope;
    // Steps shrink quadratically, so the error left is the rounding of the tail, not the last step.
    const enough = 1e-14 * Math.max(1, Math.abs(u));
    if (Math.abs(distance) <= enough || high - low <= enough) return Math.exp(u + distance);
    const next = u + distance;
    u = next > low && next < high ? next : area > 0 ? (low + high) / 2 : rootIsAbove ? u + 1 : u - 1;
  }
  throw new EvidensError({
    code: "numerics/quantile",
    kind: "numerical",
    message: `${distribution.name} quantile of ${p} did not settle within 200 steps.`,
    remedy: "Check the degrees of freedom; report the values if they are meant.",
  });
}
