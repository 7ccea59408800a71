import type { Tails } from "../tails.ts";

/** An area this much short of the wanted one, relative, counts as reaching it: 64 rounding errors, as in R. */
const FUZZ = 64 * Number.EPSILON;

/**
 * The smallest whole number whose lower area reaches p (or whose upper area has fallen to p).
 *
 * @param tails areas at whole numbers: P(X <= x), P(X > x)
 * @param p in [0, 1]
 * @param start a guess
 * @param last the largest possible value, or Infinity
 */
export function discreteQuantile(
  tails: (x: number) => Tails,
  p: number,
  tail: "lower" | "upper",
  start: number,
  last: number,
): number {
  const reaches = (x: number): boolean =>
    x >= last ||
    (x >= 0 && (tail === "lower" ? tails(x).lower >= p * (1 - FUZZ) : tails(x).upper <= p * (1 + FUZZ)));
  let high = Math.min(last, Math.max(0, Math.floor(start)));
  let low = high;
  for (let step = 1; !reaches(high); step *= 2) {
    low = high;
    high = Math.min(last, high + step);
  }
  for (let step = 1; low >= 0 && reaches(low); step *= 2) {
    high = low;
    low = Math.max(-1, low - step);
  }
  // reaches(high), not reaches(low).
  while (high - low > 1) {
    const middle = Math.floor((low + high) / 2);
    if (reaches(middle)) high = middle;
    else low = middle;
  }
  return high;
}
