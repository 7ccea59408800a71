const SQRT_HALF_PI = 1.2533141373155003;

/** Numerators and denominators of Cody's fractions for exp(x^2) erfc(x): in x up to 4, in 1 / x^2 beyond. */
const MIDDLE_OVER = [
  2.1531153547440383e-8, 0.5641884969886701, 8.883149794388377, 66.11919063714163, 298.6351381974001,
  881.952221241769, 1712.0476126340707, 2051.0783778260716, 1230.3393547979972,
] as const;
const MIDDLE_UNDER = [
  1, 15.744926110709835, 117.6939508913125, 537.1811018620099, 1621.3895745666903, 3290.7992357334597,
  4362.619090143247, 3439.3676741437216, 1230.3393548037495,
] as const;
const FAR_OVER = [
  0.016315387137302097, 0.30532663496123236, 0.36034489994980445, 0.12578172611122926, 0.016083785148742275,
  0.0006587491615298378,
] as const;
const FAR_UNDER = [
  1, 2.568520192289822, 1.8729528499234673, 0.5279051029514285, 0.06051834131244132, 0.0023352049762686918,
] as const;
const INVERSE_ROOT_PI = 0.5641895835477563;

function fraction(over: readonly number[], under: readonly number[], x: number): number {
  let [above, below] = [0, 0];
  for (let i = 0; i < over.length; i++) {
    above = above * x + over[i]!;
    below = below * x + under[i]!;
  }
  return above / below;
}

/**
 * Mills' ratio Q(z) / phi(z) of the standard normal distribution, for z >= 0: it has no exponential in it, so a
 * tail of any smallness can be formed from it.
 *
 * @param z in [0, Infinity]
 * Source: DLMF 7.6.2 (series) below 0.7, from there Cody 1969, doi:10.1090/S0025-5718-1969-0247736-4.
 * Checked: tests/numerics/golden-distributions.test.ts through `normalTails`.
 */
export function millsRatio(z: number): number {
  if (z < 0.7) {
    // phi(z) (z + z^3/3 + z^5/15 + ...) is the area between 0 and z.
    let term = z;
    let sum = z;
    for (let n = 1; term > sum * 1e-17; n++) {
      term *= (z * z) / (2 * n + 1);
      sum += term;
    }
    return SQRT_HALF_PI * Math.exp((z * z) / 2) - sum;
  }
  const x = z * Math.SQRT1_2;
  if (x <= 4) return SQRT_HALF_PI * fraction(MIDDLE_OVER, MIDDLE_UNDER, x);
  const square = 1 / (x * x);
  return (SQRT_HALF_PI * (INVERSE_ROOT_PI - square * fraction(FAR_OVER, FAR_UNDER, square))) / x;
}
