import { logGamma } from "#numerics";
import { positive, refuseUnlessMet } from "./refuse.ts";

/**
 * The exact factor J that takes the small-sample bias out of a standardised mean difference.
 *
 * @param m degrees of freedom of the standardising SD, > 1
 * @throws EvidensError `synthesis/bad-degrees-of-freedom`
 * Source: Hedges 1981, doi:10.3102/10769986006002107, the gamma form and not 1 - 3/(4m - 1).
 * Checked: tests/synthesis/effects.test.ts against R, relative 1e-12.
 */
export function hedgesCorrection(m: number): number {
  if (!(m > 1 && Number.isFinite(m)))
    refuseUnlessMet("synthesis/bad-degrees-of-freedom", "Hedges' correction", [positive("m - 1", m - 1)]);
  if (m <= 200) return Math.exp(logGamma(m / 2) - Math.log(m / 2) / 2 - logGamma((m - 1) / 2));
  // Two large log-gammas would cancel: DLMF 5.11.13 for Gamma(z + 1/2) / Gamma(z), truncated below 1e-16.
  const z = (m - 1) / 2;
  const u = 1 / z;
  const series =
    1 +
    u *
      (-1 / 8 +
        u * (1 / 128 + u * (5 / 1024 + u * (-21 / 32768 + u * (-399 / 262144 + (u * 869) / 4194304)))));
  return Math.sqrt((m - 1) / m) * series;
}
