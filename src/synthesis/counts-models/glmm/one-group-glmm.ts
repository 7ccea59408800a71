import { checkTime, checkWhole, commonLength } from "../check-counts.ts";
import { notEstimable } from "../counts-inference.ts";
import type { StudyEffects } from "../study-effects.ts";
import type { Numbers } from "../types.ts";
import type { Cluster } from "./cluster.types.ts";
import { binomialObservation, type CountObservation, poissonObservation } from "./count-family.ts";
import { fitClusters, orWithout } from "./fit-clusters.ts";
import { glmmResult, glmmSettings, saturatedLogLikelihood } from "./glmm.ts";
import type { GlmmOptions, GlmmResult } from "./glmm.types.ts";
import { effectRows, residualWald, simpleCoefficients } from "./moderators.ts";
import { simpleEstimate } from "./two-group-models.ts";

const POINTS = 7;

interface OneGroup {
  readonly k: number;
  readonly observation: (i: number) => CountObservation;
  readonly offset: (i: number) => number;
  readonly own: StudyEffects;
}

function oneGroupGlmm({ k, observation, offset, own }: OneGroup, options: GlmmOptions): GlmmResult {
  const settings = glmmSettings(options);
  const rows = effectRows(options.design, new Uint8Array(k).fill(1));
  const random = settings.effects === "random" && k > 1;
  const clusters = (part: "random" | "common"): Cluster[] =>
    Array.from({ length: k }, (_, i) => ({
      observations: [observation(i)],
      offset: Float64Array.of(offset(i)),
      design: [rows.row(i)],
      own: null,
      loadings: part === "random" ? [Float64Array.of(1)] : [],
    }));
  const { effect, spread } = simpleEstimate(own);
  const points = settings.points ?? POINTS;
  const start = {
    shared: rows.p === 1 ? [effect] : simpleCoefficients(rows, own, spread ** 2),
    own: () => 0,
  };
  const common = fitClusters(clusters("common"), { ...start, spreads: [] }, points);
  const fit = random
    ? orWithout(
        fitClusters(clusters("random"), { ...start, spreads: [spread] }, points, settings.second),
        common,
      )
    : common;
  const counts = clusters("common");
  const saturated = saturatedLogLikelihood(counts);
  const at = counts.map((one) => one.observations[0]!.own);
  const heterogeneity = {
    wald: residualWald(
      rows,
      at.map(({ eta }, i) => eta - offset(i)),
      at.map(({ information }) => information),
    ),
    likelihoodRatio: 2 * (saturated - common.logLikelihood),
    saturated,
  };
  const spreads = { tau2: (fit.spreads[0] ?? 0) ** 2, sigma2: null };
  return glmmResult(fit, { ...settings, points: random ? points : 0 }, heterogeneity, own, spreads, k, rows);
}

/**
 * Pooled log odds of an event in one group, by a binomial-normal model.
 *
 * @param events whole numbers in [0, n], length k >= 1
 * @param n people, whole numbers >= 1, length k
 * @throws EvidensError `synthesis/bad-counts`, `synthesis/bad-options`, `synthesis/not-estimable`, `synthesis/no-maximum`
 * Source: Stijnen, Hamza and Ozdemir 2010, doi:10.1002/sim.4040.
 * Checked: tests/synthesis/golden-glmm.test.ts, tests/synthesis/glmm.test.ts. Cost linear in k.
 */
export function proportionGlmm(events: Numbers, n: Numbers, options: GlmmOptions = {}): GlmmResult {
  const k = commonLength({ events, n });
  for (let i = 0; i < k; i++) {
    checkWhole("n", i, n[i]!, 1, Number.MAX_SAFE_INTEGER);
    checkWhole("events", i, events[i]!, 0, n[i]!);
  }
  const ids = Array.from({ length: k }, (_, i) => i);
  if (ids.every((i) => events[i] === 0) || ids.every((i) => events[i] === n[i]))
    notEstimable("Proportion", "nobody, or everybody, has the event.");
  const own = { y: new Float64Array(k), v: new Float64Array(k) };
  for (const i of ids) {
    const add = events[i] === 0 || events[i] === n[i] ? 0.5 : 0;
    const [x, rest] = [events[i]! + add, n[i]! - events[i]! + add];
    own.y[i] = Math.log(x / rest);
    own.v[i] = 1 / x + 1 / rest;
  }
  const observation = (i: number): CountObservation => binomialObservation(events[i]!, n[i]!);
  return oneGroupGlmm({ k, observation, offset: () => 0, own }, options);
}

/**
 * Pooled log rate of one group, by a Poisson-normal model.
 *
 * @param events whole numbers >= 0, length k >= 1
 * @param time person-time, > 0, length k
 * @throws EvidensError `synthesis/bad-counts`, `synthesis/bad-options`, `synthesis/not-estimable`, `synthesis/no-maximum`
 * Source: Stijnen, Hamza and Ozdemir 2010, doi:10.1002/sim.4040.
 * Checked: tests/synthesis/golden-glmm.test.ts, tests/synthesis/glmm.test.ts. Cost linear in k.
 */
export function rateGlmm(events: Numbers, time: Numbers, options: GlmmOptions = {}): GlmmResult {
  const k = commonLength({ events, time });
  const own = { y: new Float64Array(k), v: new Float64Array(k) };
  let any = false;
  for (let i = 0; i < k; i++) {
    checkWhole("events", i, events[i]!, 0, Number.MAX_SAFE_INTEGER);
    checkTime("time", i, time[i]!);
    any ||= events[i]! > 0;
    const x = events[i] === 0 ? 0.5 : events[i]!;
    own.y[i] = Math.log(x / time[i]!);
    own.v[i] = 1 / x;
  }
  if (!any) notEstimable("Rate", "there is no event.");
  const observation = (i: number): CountObservation => poissonObservation(events[i]!);
  return oneGroupGlmm({ k, observation, offset: (i) => Math.log(time[i]!), own }, options);
}
