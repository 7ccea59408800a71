import { demand } from "../guard.ts";
import { integrateHump } from "../hump.ts";
import type { Tails } from "../tails.ts";
import { logScaleDensity } from "./noncentral-t.ts";
import { normalDensity, normalTails } from "./normal.ts";

/** Ends of the trapezium sum over the largest of the values. */
const START = -9;
const END = 39;

/** What the sum needs at each value of the largest, whatever the range. */
interface Largest {
  readonly z: number;
  readonly below: number;
  readonly above: number;
  /** Density times the step. */
  readonly weight: number;
  /** The same times P(the other k - 1 are below). */
  readonly weightOfAll: number;
}

function largestValues(k: number): readonly Largest[] {
  // The integrand is entire: a trapezium sum errs by about exp(-2 pi^2 / (step^2 k)).
  const step = Math.min(1 / 8, 0.5 / Math.sqrt(k));
  const values: Largest[] = [];
  for (let i = Math.floor(START / step); i <= END / step; i++) {
    const z = i * step;
    const { lower: below, upper: above } = normalTails(z);
    const weight = k * step * normalDensity(z);
    const logBelow = z > 0 ? Math.log1p(-above) : Math.log(below);
    if (weight > 0)
      values.push({ z, below, above, weight, weightOfAll: weight * Math.exp((k - 1) * logBelow) });
  }
  return values;
}

/** P(range of k normal values <= w) or its complement, as a sum of positive terms. */
function rangeTail(w: number, k: number, side: keyof Tails, values: readonly Largest[]): number {
  let sum = 0;
  for (const { z, below, above, weight, weightOfAll } of values) {
    const under = normalTails(z - w);
    if (side === "lower") {
      // On the right by upper tails, which keep the digits.
      sum += weight * (z - w > 0 ? under.upper - above : below - under.lower) ** (k - 1);
    } else {
      const missing = under.lower / below;
      sum += weightOfAll * (missing >= 1 ? 1 : -Math.expm1((k - 1) * Math.log1p(-missing)));
    }
  }
  return Math.min(1, sum);
}

/**
 * Lower and upper tail areas of the studentised range.
 *
 * @param q range over the estimated SD, in [0, Infinity]
 * @param means number of means, whole, in [2, 1000]
 * @param df degrees of freedom of the SD, in (0, Infinity]
 * @throws EvidensError `numerics/domain`
 * Source: Copenhaver and Holland 1988, doi:10.1080/00949658808811082, by trapezium sums instead of Gauss rules.
 * Cost: some hundred thousand normal tails.
 * Checked: tests/numerics/golden-distributions.test.ts, relative 1e-11.
 */
export function studentisedRangeTails(q: number, means: number, df: number): Tails {
  const fits = Number.isInteger(means) && means >= 2 && means <= 1000;
  demand(fits, "studentisedRangeTails", "means", means, "2, 3, ... 1000");
  demand(q >= 0, "studentisedRangeTails", "q", q, "[0, Infinity]");
  demand(df > 0, "studentisedRangeTails", "df", df, "(0, Infinity]");
  if (q === 0) return { lower: 0, upper: 1 };
  if (q === Number.POSITIVE_INFINITY) return { lower: 1, upper: 0 };
  const values = largestValues(means);
  const tail = (side: keyof Tails): number => {
    if (df === Number.POSITIVE_INFINITY) return rangeTail(q, means, side, values);
    const logarithm = (u: number): number =>
      Math.log(rangeTail(q * Math.exp(u), means, side, values)) + logScaleDensity(u, df);
    const { exponent, factor } = integrateHump(logarithm, -60 / Math.min(1, df), 8);
    return Math.min(1, Math.exp(exponent) * factor);
  };
  const upper = tail("upper");
  if (upper < 0.5) return { lower: 1 - upper, upper };
  const lower = tail("lower");
  return { lower, upper: 1 - lower };
}
