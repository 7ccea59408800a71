import { EvidensError } from "#kernel";
import { brentRoot, chiSquareQuantile } from "#numerics";
import type { Tau2Method } from "../types.ts";
import { type EffectSet, type Moments, momentsAt } from "./effect-set.ts";
import { full, type Likelihood, logLikelihood, maximise, restricted } from "./likelihood.ts";
import {
  iterateLikeMetafor,
  METAFOR_TOLERANCE,
  rootLikeMetafor,
  scoreLikeMetafor,
} from "./metafor-replay.ts";
import { type MomentForm, momentForm } from "./moment-form.ts";
import type { Solution } from "./newton-root.ts";
import { tau2WhereQIs } from "./q-profile.ts";
import { quadraticFormCdf } from "./quadratic-form.ts";

/** An estimate of tau2 with its standard error and the account of its solver. */
export interface Tau2Fit extends Solution {
  readonly se: number;
}

/** `optimum` solves to the last digits; `metafor` stops where metafor's default control stops. */
type Tau2Mode = "optimum" | "metafor";

/** An estimator sees more studies than coefficients. */
interface Tau2Estimator {
  readonly solve: (set: EffectSet, mode: Tau2Mode) => Solution;
  /** Standard error at an estimate, or at a value given. */
  readonly se: (set: EffectSet, tau2: number) => number;
}

const AT_ZERO: Solution = { tau2: 0, converged: true, iterations: 0, lastChange: 0 };

const closed = (tau2: number): Solution => ({ ...AT_ZERO, tau2: Math.max(0, tau2) });

/** Standard deviation of a generalised Q at tau2. */
function sdOfForm(form: MomentForm, tau2: number): number {
  return Math.sqrt(2 * form.trPVPV + 4 * tau2 * form.trPVP + 2 * tau2 * tau2 * form.trPP);
}

/** Standard deviation of Q at tau2, weights fixed at 1/v: there PVP = P. */
function sdOfQ(m: Moments, df: number, tau2: number): number {
  return Math.sqrt(2 * df + 4 * tau2 * m.trP + 2 * tau2 * tau2 * m.trPP);
}

const derSimonianLaird: Tau2Estimator = {
  solve: (set) => {
    const m = momentsAt(set, 0);
    return closed((m.ypy - set.df) / m.trP);
  },
  se: (set, tau2) => {
    const m = momentsAt(set, 0);
    return sdOfQ(m, set.df, tau2) / m.trP;
  },
};

/** Hunter-Schmidt; `factor` k/df removes its small-sample bias. */
function hunterSchmidt(factor: (set: EffectSet) => number): Tau2Estimator {
  return {
    solve: (set) => {
      const m = momentsAt(set, 0);
      return closed((factor(set) * m.ypy - set.k) / m.sumW);
    },
    se: (set, tau2) => {
      const m = momentsAt(set, 0);
      return (factor(set) * sdOfQ(m, set.df, tau2)) / m.sumW;
    },
  };
}

/** The moment estimator of a generalised Q. */
function generalisedMoment(weightsOf: (set: EffectSet) => Float64Array): Tau2Estimator {
  return {
    solve: (set) => {
      const form = momentForm(set, weightsOf(set));
      return closed((form.q - form.trPV) / form.trP);
    },
    se: (set, tau2) => {
      const form = momentForm(set, weightsOf(set));
      return sdOfForm(form, tau2) / form.trP;
    },
  };
}

/** All effects weigh alike. */
const hedges = generalisedMoment((set) => new Float64Array(set.k).fill(1));

/** The generalised Q at the variance of the effects, from which Sidik and Jonkman start. */
function startingForm(set: EffectSet): { readonly start: number; readonly form: MomentForm } {
  const start = set.squares / set.k;
  const weights = set.v.map((v) => 1 / (v + start));
  return { start, form: momentForm(set, weights) };
}

const sidikJonkman: Tau2Estimator = {
  solve: (set) => {
    const { start, form } = startingForm(set);
    return closed((start * form.q) / set.df);
  },
  se: (set, tau2) => {
    const { start, form } = startingForm(set);
    return start === 0 ? Number.NaN : (start / set.df) * sdOfForm(form, tau2);
  },
};

function ownWeights(set: EffectSet): Float64Array {
  if (set.own !== null) return set.own;
  throw new EvidensError({
    code: "synthesis/bad-options",
    kind: "invalid",
    message: "The generalised Q estimators need weights.",
    remedy: "Pass weights with GENQ or GENQM, or choose DL, which weighs by 1/v.",
  });
}

/** The tau2 at which the observed generalised Q is at the median of its distribution. */
const medianGeneralised: Tau2Estimator = {
  solve: (set, mode) => {
    const weights = ownWeights(set);
    const { q, trP } = momentForm(set, weights);
    const f = (tau2: number): number => quadraticFormCdf(set, weights, tau2, q) - 0.5;
    if (mode === "metafor") return rootLikeMetafor(set, f);
    if (f(0) <= 0) return AT_ZERO;
    let high = q / trP;
    while (f(high) > 0) high *= 2;
    const { root, ...rest } = brentRoot(f, 0, high);
    return { tau2: root, ...rest };
  },
  se: generalisedMoment(ownWeights).se,
};

function likelihoodFit(likelihood: Likelihood): Tau2Estimator {
  return {
    solve: (set, mode) => {
      if (mode === "optimum") return maximise(likelihood, set);
      const start = hedges.solve(set, mode).tau2;
      const solution = scoreLikeMetafor(set, start, (m) => likelihood.score(m) / likelihood.information(m));
      const { tau2 } = solution;
      const gain = (logLikelihood(likelihood, set, 0) - logLikelihood(likelihood, set, tau2)) / 2;
      return tau2 > 1e-5 && gain > METAFOR_TOLERANCE ? { ...solution, tau2: 0 } : solution;
    },
    se: (set, tau2) => Math.sqrt(2 / likelihood.information(momentsAt(set, tau2))),
  };
}

/** Mean of Q under the model, where Paule-Mandel, empirical Bayes and the iterated estimators put it. */
const mean = (set: EffectSet): number => set.df;
const median = (set: EffectSet): number => chiSquareQuantile(0.5, set.df);

/**
 * Estimators that solve Q(tau2) = target; with the same target they share the solution, and differ in the route
 * by which metafor comes near it.
 */
function momentEquation(
  target: (set: EffectSet) => number,
  likeMetafor: (set: EffectSet) => Solution,
): Tau2Estimator {
  return {
    solve: (set, mode) => {
      if (mode === "metafor") return likeMetafor(set);
      const wanted = target(set);
      return momentsAt(set, 0).ypy > wanted ? tau2WhereQIs(set, wanted) : AT_ZERO;
    },
    se: (set, tau2) => Math.sqrt((2 * set.k ** 2) / set.df) / momentsAt(set, tau2).sumW,
  };
}

const empiricalBayes = momentEquation(mean, (set) => {
  const start = hedges.solve(set, "metafor").tau2;
  return scoreLikeMetafor(set, start, (m) => ((set.k / set.df) * m.ypy - set.k) / m.sumW);
});

function pauleMandel(target: (set: EffectSet) => number): Tau2Estimator {
  const likeMetafor = (set: EffectSet): Solution => {
    const wanted = target(set);
    return rootLikeMetafor(set, (tau2) => momentsAt(set, tau2).ypy - wanted);
  };
  return momentEquation(target, likeMetafor);
}

const iteratedDerSimonianLaird = momentEquation(mean, (set) =>
  iterateLikeMetafor(set, 0, (tau2, m) => tau2 + (m.ypy - set.df) / m.trP),
);

const iteratedSidikJonkman = momentEquation(mean, (set) =>
  iterateLikeMetafor(set, set.squares / set.k, (tau2, m) => (tau2 * m.ypy) / set.df),
);

/**
 * Estimators of the between-study variance by name. Add a row here, its name in `Tau2Method`, its golden
 * cases, and its paragraph in docs/methods/random-effects.md.
 *
 * Source: Viechtbauer 2005, doi:10.3102/10769986030003261; DerSimonian and Laird 1986,
 * doi:10.1016/0197-2456(86)90046-2; Paule and Mandel 1982, doi:10.6028/jres.087.022;
 * Sidik and Jonkman 2005, doi:10.1111/j.1467-9876.2005.00489.x;
 * DerSimonian and Kacker 2007, doi:10.1016/j.cct.2006.04.004 (GENQ, DLIT); metafor 5.1 (PMM, GENQM, SJIT).
 * Checked: tests/synthesis/golden-rma-uni.test.ts, relative 1e-10 (closed forms), 1e-7 and better (solved).
 */
export const tau2Estimators: Readonly<Record<Tau2Method, Tau2Estimator>> = {
  DL: derSimonianLaird,
  HE: hedges,
  HS: hunterSchmidt(() => 1),
  HSk: hunterSchmidt((set) => set.k / set.df),
  SJ: sidikJonkman,
  ML: likelihoodFit(full),
  REML: likelihoodFit(restricted),
  EB: empiricalBayes,
  PM: pauleMandel(mean),
  PMM: pauleMandel(median),
  GENQ: generalisedMoment(ownWeights),
  GENQM: medianGeneralised,
  DLIT: iteratedDerSimonianLaird,
  SJIT: iteratedSidikJonkman,
};

/**
 * tau2 by a named estimator, or a given tau2 with the standard error that estimator would give it.
 *
 * @param known a known tau2, >= 0, or another way to the estimate
 */
export function estimateTau2(
  method: Tau2Method,
  set: EffectSet,
  mode: Tau2Mode,
  known?: number | ((set: EffectSet) => Solution),
): Tau2Fit {
  const estimator = tau2Estimators[method];
  const solve = (): Solution => (typeof known === "function" ? known(set) : estimator.solve(set, mode));
  const solution = typeof known === "number" ? { ...AT_ZERO, tau2: known } : solve();
  return { ...solution, se: estimator.se(set, solution.tau2) };
}
