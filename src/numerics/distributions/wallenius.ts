import { demand } from "../guard.ts";
import { integrateHump } from "../hump.ts";
import { incompleteBeta } from "../incomplete-beta.ts";
import { logBinomialMass } from "./binomial-mass.ts";
import { checkUrn, hypergeometricTails, type Urn } from "./hypergeometric.ts";

/** log P(Binomial(n, 1 - keep) <= x), with keep = e^-rate known in its logarithm. */
function logAtMost(x: number, n: number, rate: number): number {
  if (x === 0) return -rate * n;
  const area = incompleteBeta(x + 1, n - x, -Math.expm1(-rate), Math.exp(-rate)).upper;
  if (area > 1e-280) return Math.log(area);
  // Too small for the area: the largest term, which is the last, and the ratios below it.
  const odds = Math.exp(-rate) / -Math.expm1(-rate);
  let sum = 1;
  let term = 1;
  for (let j = x; j > 0 && term > 1e-18 * sum; j--) {
    term *= (j / (n - j + 1)) * odds;
    sum += term;
  }
  return logBinomialMass(x, n, -Math.expm1(-rate), Math.exp(-rate)) + Math.log(sum);
}

/**
 * P(X <= x) of Wallenius' noncentral hypergeometric distribution: balls are drawn one by one, a marked
 * ball being `odds` times as likely to be next as an unmarked one.
 *
 * Each ball is given an exponential waiting time, rate `odds` if marked, 1 if not; the first `draws` are
 * drawn. X <= x says that the (x + 1)-th marked ball comes after the (draws - x)-th unmarked one, which is
 * one integral over the time of the latter. In the logarithm of time its logarithm is concave, so a
 * trapezium sum over the hump converges faster than any power of the step.
 *
 * @param x whole number
 * @param odds in (0, Infinity); 1 is the central distribution
 * @throws EvidensError `numerics/domain`
 * Source: Wallenius 1963, "Biased sampling: the noncentral hypergeometric probability distribution"; for the
 * model, Fog 2008, doi:10.1080/03610910701790269. Cost: about 300 incomplete beta functions.
 * Checked: tests/numerics/hypergeometric.test.ts, relative 1e-9 against exact recursion.
 */
export function walleniusCdf(x: number, urn: Urn, odds: number): number {
  checkUrn("walleniusCdf", urn);
  demand(Number.isInteger(x), "walleniusCdf", "x", x, "the whole numbers");
  demand(odds > 0 && odds < Number.POSITIVE_INFINITY, "walleniusCdf", "odds", odds, "(0, Infinity)");
  const { population, marked, draws } = urn;
  if (x < Math.max(0, draws + marked - population)) return 0;
  if (x >= Math.min(marked, draws)) return 1;
  if (odds === 1) return hypergeometricTails(x, urn).lower;
  const unmarked = population - marked;
  const k = draws - x;
  const g = (s: number): number => {
    const time = Math.exp(s);
    const gone = -Math.expm1(-time);
    const density = Math.log(k) - Math.log(gone) + logBinomialMass(k, unmarked, gone, Math.exp(-time));
    return density - time + s + logAtMost(x, marked, odds * time);
  };
  const { exponent, factor } = integrateHump(g, -60, 6);
  return Math.min(1, Math.exp(exponent) * factor);
}
