import type { MeanSd } from "./conversion.types.ts";
import type { Quantiles } from "./quantile-summary.ts";

/** Constants of Shi et al. for one set of quantiles. */
interface Constants {
  /** What the square of the SD estimate overshoots sigma² by, and its square sigma⁴. */
  readonly square: (n: number) => number;
  readonly fourth: (n: number) => number;
  /** Bias of the mean per sigma²/n and sigma⁴/n; that of the second moments is 4, 16 and 4 times as large. */
  readonly second: number;
  readonly quartic: number;
}

const BOTH: Constants = {
  square: (n) => 1 + 0.28 / Math.log(n) ** 2,
  fourth: (n) => 1 + 3.93 / n,
  second: 0.405,
  quartic: 0.315,
};
const QUARTILES: Constants = {
  square: (n) => 1 + 1.58 / n,
  fourth: (n) => 1 + 19.2 / n ** 1.2,
  second: 0.57,
  quartic: 0.75,
};
const EXTREMES: Constants = {
  square: (n) => 1.01 + 0.25 / Math.log(n) ** 2,
  fourth: (n) => 1 + 2.23 / Math.log(n) ** 2,
  second: 0.565,
  quartic: 0.37,
};

/**
 * Mean and SD of a log-normal variable from the mean and SD of its logarithms, as estimated from quantiles.
 *
 * @param mean of the logarithms, by Luo
 * @param sd of the logarithms, by Shi (all five quantiles) or Wan
 * Source: Shi et al. 2020, doi:10.4310/SII.2020.v13.n4.a9.
 * Checked: tests/synthesis/golden-conversions.test.ts, relative 1e-10.
 */
export function logNormalMoments({ n, extremes, quartiles }: Quantiles, mean: number, sd: number): MeanSd {
  const known = extremes && quartiles ? BOTH : quartiles ? QUARTILES : EXTREMES;
  const sigma2 = (sd * sd) / known.square(n);
  const sigma4 = sd ** 4 / known.fourth(n);
  const bias = (bySecond: number, byFourth: number): number =>
    1 + (known.second * bySecond * sigma2) / n + (known.quartic * byFourth * sigma4) / n;
  const square = Math.exp(2 * mean + 2 * sigma2) / bias(4, 16) - Math.exp(2 * mean + sigma2) / bias(4, 4);
  return { mean: Math.exp(mean + sigma2 / 2) / bias(1, 1), sd: Math.sqrt(square) };
}
