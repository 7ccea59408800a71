import { demand } from "../guard.ts";
import type { Tails } from "../tails.ts";
import { logBinomialMass } from "./binomial-mass.ts";

/** An urn: `draws` balls are taken without putting back from `population`, `marked` of which are marked. */
export interface Urn {
  readonly population: number;
  readonly marked: number;
  readonly draws: number;
}

const ENOUGH = 1e-18;

/** Refuses an urn that cannot be. */
export function checkUrn(who: string, { population, marked, draws }: Urn): void {
  const whole = (name: string, value: number, most: number): void =>
    demand(Number.isInteger(value) && value >= 0 && value <= most, who, name, value, `0, 1, … ${most}`);
  whole("population", population, Number.MAX_SAFE_INTEGER);
  whole("marked", marked, population);
  whole("draws", draws, population);
}

/**
 * Logarithm of the probability of exactly x marked balls; -Infinity where that cannot be.
 *
 * @param x whole number
 * @throws EvidensError `numerics/domain`
 * Source: Loader's saddle-point form of the quotient of three binomial probabilities.
 * Checked: tests/numerics/hypergeometric.test.ts, 1e-12 against 50-digit arithmetic.
 */
export function hypergeometricLogMass(x: number, urn: Urn): number {
  checkUrn("hypergeometricLogMass", urn);
  demand(Number.isInteger(x), "hypergeometricLogMass", "x", x, "the whole numbers");
  return logMass(x, urn);
}

function logMass(x: number, { population, marked, draws }: Urn): number {
  const unmarked = population - marked;
  if (x < 0 || x > marked || x > draws || draws - x > unmarked) return Number.NEGATIVE_INFINITY;
  if (draws === 0 || draws === population) return 0;
  const p = draws / population;
  const q = (population - draws) / population;
  return (
    logBinomialMass(x, marked, p, q) +
    logBinomialMass(draws - x, unmarked, p, q) -
    logBinomialMass(draws, population, p, q)
  );
}

/** P(X <= x) / P(X = x), for x below the mean, where the terms shrink. */
function sumDown(x: number, { population, marked, draws }: Urn): number {
  const spare = population - marked - draws;
  let sum = 1;
  let term = 1;
  for (let j = x; j > 0 && term > ENOUGH * sum; j--) {
    term *= (j / (marked - j + 1)) * ((spare + j) / (draws - j + 1));
    sum += term;
  }
  return sum;
}

/** P(X >= x) / P(X = x), for x above the mean. */
function sumUp(x: number, { population, marked, draws }: Urn): number {
  const spare = population - marked - draws;
  const last = Math.min(marked, draws);
  let sum = 1;
  let term = 1;
  for (let j = x; j < last && term > ENOUGH * sum; j++) {
    term *= ((marked - j) / (j + 1)) * ((draws - j) / (spare + j + 1));
    sum += term;
  }
  return sum;
}

/**
 * P(X <= x) and P(X > x) of the hypergeometric distribution; the smaller of the two keeps its digits.
 *
 * @param x whole number; below the support lower is 0, above it 1
 * @throws EvidensError `numerics/domain`
 * Source: logarithm of one probability (as `hypergeometricLogMass`), the rest of the tail by the ratios
 * of neighbours. Cost: as many terms as matter, a few standard deviations.
 * Checked: tests/numerics/hypergeometric.test.ts, relative 1e-12.
 */
export function hypergeometricTails(x: number, urn: Urn): Tails {
  checkUrn("hypergeometricTails", urn);
  demand(Number.isInteger(x), "hypergeometricTails", "x", x, "the whole numbers");
  const { population, marked, draws } = urn;
  if (x < Math.max(0, draws + marked - population)) return { lower: 0, upper: 1 };
  if (x >= Math.min(marked, draws)) return { lower: 1, upper: 0 };
  if (x < (draws / population) * marked) {
    const lower = Math.min(1, Math.exp(logMass(x, urn)) * sumDown(x, urn));
    return { lower, upper: 1 - lower };
  }
  const upper = Math.min(1, Math.exp(logMass(x + 1, urn)) * sumUp(x + 1, urn));
  return { lower: 1 - upper, upper };
}
