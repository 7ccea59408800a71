const SQRT_HALF_PI = 1.2533141373155003;

/**
 * Mills' ratio Q(z) / phi(z) of the standard normal distribution, for z >= 0: it has no exponential in it, so a
 * tail of any smallness can be formed from it.
 *
 * @param z in [0, Infinity]
 * Source: DLMF 7.6.2 (series) below 2, 7.9.1 (Laplace's fraction) from there on.
 * Checked: tests/numerics/golden-distributions.test.ts through `normalTails`.
 */
export function millsRatio(z: number): number {
  if (z < 2) {
    // phi(z) (z + z^3/3 + z^5/15 + ...) is the area between 0 and z.
    let term = z;
    let sum = z;
    for (let n = 1; term > sum * 1e-17; n++) {
      term *= (z * z) / (2 * n + 1);
      sum += term;
    }
    return SQRT_HALF_PI * Math.exp((z * z) / 2) - sum;
  }
  let denominator = z;
  for (let n = Math.ceil(10 + 350 / (z * z)); n >= 1; n--) denominator = z + n / denominator;
  return 1 / denominator;
}
