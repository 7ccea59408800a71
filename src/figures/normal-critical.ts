/**
 * How many standard errors from the middle a two-sided p lies; right to 5e-4, which no picture can show.
 *
 * @param p in (0, 1)
 * Source: Abramowitz and Stegun 26.2.23. Checked: tests/figures/meta-analysis-plots.test.ts.
 */
export function normalCritical(p: number): number {
  const t = Math.sqrt(-2 * Math.log(p / 2));
  const above = 2.515517 + t * (0.802853 + t * 0.010328);
  const below = 1 + t * (1.432788 + t * (0.189269 + t * 0.001308));
  return Math.max(0, t - above / below);
}
