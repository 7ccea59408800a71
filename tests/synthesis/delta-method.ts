/** Gradient of f at a point by central differences of five points each. */
function gradient(f: (x: readonly number[]) => number, at: readonly number[]): number[] {
  return at.map((value, i) => {
    const h = 1e-3 * Math.max(Math.abs(value), 1e-2);
    const moved = (by: number) => f(at.map((x, j) => (j === i ? x + by : x)));
    return (moved(-2 * h) - 8 * moved(-h) + 8 * moved(h) - moved(2 * h)) / (12 * h);
  });
}

/** Large-sample variance of f(estimates), given their covariances: the slow way to every variance formula. */
export function deltaVariance(
  f: (x: readonly number[]) => number,
  at: readonly number[],
  covariance: readonly (readonly number[])[],
): number {
  const slope = gradient(f, at);
  return slope.reduce(
    (sum, gi, i) => sum + slope.reduce((inner, gj, j) => inner + gi * gj * covariance[i]![j]!, 0),
    0,
  );
}

/** Covariances of independent estimates. */
export function independent(variances: readonly number[]): number[][] {
  return variances.map((v, i) => variances.map((_, j) => (i === j ? v : 0)));
}

/** Covariances of the shares of a multinomial sample of n. */
export function multinomial(shares: readonly number[], n: number): number[][] {
  return shares.map((p, i) => shares.map((q, j) => ((i === j ? p : 0) - p * q) / n));
}
