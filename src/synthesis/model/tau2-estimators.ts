import { brentRoot } from "#numerics";
import type { Tau2Method } from "../types.ts";
import { type EffectSet, type Moments, momentsAt } from "./effect-set.ts";
import { full, type Likelihood, logLikelihood, maximise, restricted } from "./likelihood.ts";
import type { Solution } from "./newton-root.ts";
import { METAFOR_TOLERANCE, tau2WhereQIs } from "./q-profile.ts";

/** An estimate of tau2 with its standard error and the account of its solver. */
export interface Tau2Fit extends Solution {
  readonly se: number;
}

/** `optimum` solves to the last digits; `metafor` stops where metafor's default control stops. */
type Tau2Mode = "optimum" | "metafor";

/** An estimator sees at least two studies. */
export type Tau2Estimator = (set: EffectSet, mode: Tau2Mode) => Tau2Fit;

const closed = (tau2: number, se: number): Tau2Fit => ({
  tau2: Math.max(0, tau2),
  se,
  converged: true,
  iterations: 0,
  lastChange: 0,
});

/** Standard deviation of Q at tau2, weights fixed at 1/v. */
function sdOfQ(m: Moments, df: number, tau2: number): number {
  return Math.sqrt(2 * df + 4 * tau2 * m.trP + 2 * tau2 * tau2 * m.trPP);
}

const derSimonianLaird: Tau2Estimator = (set) => {
  const m = momentsAt(set, 0);
  const df = set.k - 1;
  const tau2 = Math.max(0, (m.ypy - df) / m.trP);
  return closed(tau2, sdOfQ(m, df, tau2) / m.trP);
};

const hunterSchmidt: Tau2Estimator = (set) => {
  const m = momentsAt(set, 0);
  const tau2 = Math.max(0, (m.ypy - set.k) / m.sumW);
  return closed(tau2, sdOfQ(m, set.k - 1, tau2) / m.sumW);
};

const hedges: Tau2Estimator = (set) => {
  const { k, y, v } = set;
  let [squares, sumV, sumV2] = [0, 0, 0];
  for (let i = 0; i < k; i++) {
    squares += y[i]! ** 2;
    sumV += v[i]!;
    sumV2 += v[i]! ** 2;
  }
  const df = k - 1;
  const tau2 = Math.max(0, squares / df - sumV / k);
  const trPVPV = sumV2 * (1 - 2 / k) + (sumV / k) ** 2;
  const trPV = (sumV * df) / k;
  return closed(tau2, Math.sqrt(2 * trPVPV + 4 * tau2 * trPV + 2 * tau2 * tau2 * df) / df);
};

const sidikJonkman: Tau2Estimator = (set) => {
  const { k, y, v, w } = set;
  let squares = 0;
  for (let i = 0; i < k; i++) squares += y[i]! ** 2;
  const start = squares / k;
  if (start === 0) return closed(0, Number.NaN);
  const m = momentsAt(set, start);
  const df = k - 1;
  const tau2 = (start * m.ypy) / df;
  let [w2v2, w3v2, w2v, w3v] = [0, 0, 0, 0];
  for (let i = 0; i < k; i++) {
    const square = w[i]! ** 2;
    w2v2 += square * v[i]! ** 2;
    w3v2 += square * w[i]! * v[i]! ** 2;
    w2v += square * v[i]!;
    w3v += square * w[i]! * v[i]!;
  }
  const trPVPV = w2v2 - (2 * w3v2) / m.sumW + (w2v / m.sumW) ** 2;
  const trPPV = w2v - (2 * w3v) / m.sumW + (w2v * m.sumW2) / m.sumW ** 2;
  const spread = 2 * trPVPV + 4 * tau2 * trPPV + 2 * tau2 * tau2 * m.trPP;
  return closed(tau2, (start / df) * Math.sqrt(spread));
};

/** Fisher scoring as metafor runs it: from Hedges' estimate, until a step of 1e-5. */
function scoreLikeMetafor(set: EffectSet, step: (m: Moments) => number): Solution {
  let tau2 = hedges(set, "optimum").tau2;
  for (let iterations = 1; iterations <= 100; iterations++) {
    let change = step(momentsAt(set, tau2));
    while (tau2 + change < 0) change /= 2;
    tau2 += change;
    const lastChange = Math.abs(change);
    if (lastChange <= 1e-5) return { tau2, converged: true, iterations, lastChange };
  }
  return { tau2, converged: false, iterations: 100, lastChange: Number.NaN };
}

function likelihoodFit(likelihood: Likelihood): Tau2Estimator {
  return (set, mode) => {
    let solution: Solution;
    if (mode === "optimum") solution = maximise(likelihood, set);
    else {
      solution = scoreLikeMetafor(set, (m) => likelihood.score(m) / likelihood.information(m));
      const { tau2 } = solution;
      const gain = (logLikelihood(likelihood, set, 0) - logLikelihood(likelihood, set, tau2)) / 2;
      if (tau2 > 1e-5 && gain > METAFOR_TOLERANCE) solution = { ...solution, tau2: 0 };
    }
    return { ...solution, se: Math.sqrt(2 / likelihood.information(momentsAt(set, solution.tau2))) };
  };
}

function medianAbsoluteDeviation(values: Float64Array): number {
  const median = (xs: Float64Array): number => {
    const sorted = xs.toSorted();
    const middle = sorted.length >> 1;
    return sorted.length % 2 === 1 ? sorted[middle]! : (sorted[middle - 1]! + sorted[middle]!) / 2;
  };
  const centre = median(values);
  return 1.4826 * median(values.map((value) => Math.abs(value - centre)));
}

/** Empirical Bayes and Paule-Mandel solve the same equation, Q(tau2) = k - 1; metafor by different routes. */
function momentFit(likeMetafor: (set: EffectSet) => Solution): Tau2Estimator {
  return (set, mode) => {
    const df = set.k - 1;
    const zero = momentsAt(set, 0).ypy <= df;
    let solution: Solution = { tau2: 0, converged: true, iterations: 0, lastChange: 0 };
    if (mode === "metafor") solution = likeMetafor(set);
    else if (!zero) solution = tau2WhereQIs(set, df);
    const { sumW } = momentsAt(set, solution.tau2);
    return { ...solution, se: Math.sqrt((2 * set.k ** 2) / df) / sumW };
  };
}

function pauleMandelLikeMetafor(set: EffectSet): Solution {
  const df = set.k - 1;
  if (momentsAt(set, 0).ypy < df) return { tau2: 0, converged: true, iterations: 0, lastChange: 0 };
  const ceiling = Math.max(100, 10 * medianAbsoluteDeviation(set.y) ** 2);
  const q = (t: number) => momentsAt(set, t).ypy - df;
  const { root, ...rest } = brentRoot(q, 0, ceiling, { tolerance: METAFOR_TOLERANCE });
  return { tau2: root, ...rest };
}

/**
 * Estimators of the between-study variance by name. Add a row here, its name in `Tau2Method`, its golden
 * cases, and its paragraph in docs/methods/random-effects.md.
 *
 * Source: Viechtbauer 2005, doi:10.3102/10769986030003261; DerSimonian and Laird 1986,
 * doi:10.1016/0197-2456(86)90046-2; Paule and Mandel 1982, doi:10.6028/jres.087.022;
 * Sidik and Jonkman 2005, doi:10.1111/j.1467-9876.2005.00489.x.
 * Checked: tests/synthesis/pool.golden.test.ts, relative 1e-10 (closed forms), 1e-7 and better (solved).
 */
export const tau2Estimators: Readonly<Record<Tau2Method, Tau2Estimator>> = {
  DL: derSimonianLaird,
  REML: likelihoodFit(restricted),
  ML: likelihoodFit(full),
  EB: momentFit((set) => scoreLikeMetafor(set, (m) => ((set.k / (set.k - 1)) * m.ypy - set.k) / m.sumW)),
  PM: momentFit(pauleMandelLikeMetafor),
  HE: hedges,
  HS: hunterSchmidt,
  SJ: sidikJonkman,
};
