import {
  chiSquareUpper,
  choleskyFactor,
  choleskySolve,
  compensatedSum,
  matrix,
  normalQuantile,
  normalUpper,
} from "#numerics";
import { testedNumber } from "../../regression/tested-number.ts";
import { submatrix } from "../../regression/wald-test.ts";
import { type Cells, cellsOf, checkedLevel, type Rates, ratesOf, refuseOption } from "../check-counts.ts";
import { notEstimable } from "../counts-inference.ts";
import { rateEffects, type StudyEffects, tableEffects } from "../study-effects.ts";
import type { CountTables, RateTables } from "../types.ts";
import { corrected, correctedRates, doubleZero, EFFECT_RULE } from "../zero-cells.ts";
import type { Cluster } from "./cluster.types.ts";
import { type Fit, fitClusters, orWithout } from "./fit-clusters.ts";
import type { GlmmOptions, GlmmResult, TwoGroupModel } from "./glmm.types.ts";
import { homogeneityTest, tiedWaldStatistic } from "./heterogeneity.ts";
import { type EffectRows, effectRows, residualWald, typicalVariance } from "./moderators.ts";
import {
  countsData,
  ratesData,
  type TwoGroupData,
  twoGroupClusters,
  twoGroupStart,
} from "./two-group-models.ts";

/** Points of the quadrature when none are asked for, and for exact conditional odds ratios. */
const POINTS = 7;
const EXACT_POINTS = 21;

interface Settings {
  readonly effects: "common" | "random";
  readonly level: number;
  readonly points: number | null;
  readonly second: "exact" | "lagged";
}

/**
 * Options with their defaults, checked.
 *
 * @throws EvidensError `synthesis/bad-options`
 */
export function glmmSettings(options: GlmmOptions): Settings {
  const { effects = "random", points = null } = options;
  if (effects !== "random" && effects !== "common")
    refuseOption(`Effects ${effects} are unknown.`, "Pass random or common.");
  if (points !== null && !(Number.isInteger(points) && points >= 1 && points <= 100))
    refuseOption(`A quadrature cannot have ${points} points.`, "Pass a whole number from 1 to 100.");
  const second = options.compat === "metafor" ? "lagged" : "exact";
  return { effects, level: checkedLevel(options.level), points, second };
}

/** Heterogeneity of a fit: two statistics and the highest log-likelihood the counts allow. */
export interface Heterogeneity {
  readonly wald: number;
  readonly likelihoodRatio: number;
  readonly saturated: number;
}

/** What every model of counts reports. */
export function glmmResult(
  fit: Fit,
  settings: Settings & { readonly points: number },
  heterogeneity: Heterogeneity,
  own: StudyEffects,
  spreads: { readonly tau2: number; readonly sigma2: number | null },
  k: number,
  rows: EffectRows,
): GlmmResult {
  const { effects, level, points } = settings;
  const estimate = fit.shared[0]!;
  const se = Math.sqrt(fit.covariance.values[0]!);
  const half = normalQuantile((1 - level) / 2, "upper") * se;
  const typical = typicalVariance(rows, own);
  const df = k - rows.p;
  return {
    k,
    effects,
    level,
    ...tested(fit, rows, level),
    estimate,
    se,
    statistic: estimate / se,
    p: 2 * normalUpper(Math.abs(estimate / se)),
    ciLow: estimate - half,
    ciHigh: estimate + half,
    ...spreads,
    wald: homogeneityTest(heterogeneity.wald, df),
    likelihoodRatio: homogeneityTest(heterogeneity.likelihoodRatio, df),
    i2: typical === null ? null : (100 * spreads.tau2) / (typical + spreads.tau2),
    h2: typical === null ? null : spreads.tau2 / typical + 1,
    logLikelihood: fit.logLikelihood,
    conditionalLogLikelihood: fit.conditionalLogLikelihood,
    saturatedLogLikelihood: heterogeneity.saturated,
    points,
    converged: fit.converged,
    iterations: fit.iterations,
    gradientNorm: fit.gradientNorm,
  };
}

/** The coefficients, and the test of all but the intercept. */
function tested(fit: Fit, rows: EffectRows, level: number): Pick<GlmmResult, "coefficients" | "omnibus"> {
  const { values, columns } = fit.covariance;
  const coefficients = rows.names.map((name, c) =>
    testedNumber(name, fit.shared[c]!, Math.sqrt(values[c * columns + c]!), null, level),
  );
  const others = rows.names.flatMap((_, c) => (c === rows.intercept ? [] : [c]));
  if (others.length === 0) return { coefficients, omnibus: null };
  const b = matrix(
    others.length,
    1,
    Float64Array.from(others, (c) => fit.shared[c]!),
  );
  const factor = choleskyFactor(submatrix(fit.covariance, others));
  if (factor === null) return { coefficients, omnibus: null };
  const statistic = choleskySolve(factor, b).values.reduce((sum, one, c) => sum + one * b.values[c]!, 0);
  const df = others.length;
  return { coefficients, omnibus: { statistic, df, p: chiSquareUpper(statistic, df) } };
}

/** Sum of the highest log-likelihoods that the clusters' observations can have. */
export function saturatedLogLikelihood(clusters: readonly Cluster[]): number {
  return compensatedSum(clusters.flatMap((one) => one.observations.map(({ saturated }) => saturated)));
}

/** Each study's own effect under the model, and the information on it. */
function ownWald(data: TwoGroupData, model: TwoGroupModel): number {
  const ids = Array.from({ length: data.k }, (_, i) => i);
  if (model === "UM.FS") {
    const pairs = ids.map((i) => ({ groups: data.groups(i), offsets: data.groupOffsets(i) }));
    const effects = pairs.map(
      ({ groups: [one, two], offsets }) => one.own.eta - offsets[0] - (two.own.eta - offsets[1]),
    );
    const information = pairs.map(({ groups: [one, two] }) =>
      one.own.information > 0 && two.own.information > 0
        ? 1 / (1 / one.own.information + 1 / two.own.information)
        : 0,
    );
    return residualWald(data.rows, effects, information);
  }
  const exact = model === "CM.EL";
  const counts = ids.map((i) => data.conditional(i, exact).own);
  return residualWald(
    data.rows,
    counts.map(({ eta }, i) => eta - data.conditionalOffset(i, exact)),
    counts.map(({ information }) => information),
  );
}

function twoGroupGlmm(
  data: TwoGroupData,
  model: TwoGroupModel,
  own: StudyEffects,
  settings: Settings,
  defaultPoints: number,
): GlmmResult {
  if (!["UM.FS", "UM.RS", "CM.EL", "CM.AL"].includes(model))
    refuseOption(`The model ${model} is unknown.`, "Pass UM.FS, UM.RS, CM.EL or CM.AL.");
  const random = settings.effects === "random" && data.k > 1;
  const points = model === "UM.RS" && random ? 1 : (settings.points ?? defaultPoints);
  const fitPart = (part: "random" | "common" | "each"): Fit =>
    fitClusters(
      twoGroupClusters(data, model, part),
      twoGroupStart(data, model, part, own),
      points,
      settings.second,
    );
  const common = fitPart("common");
  const fit = random ? orWithout(fitPart("random"), common) : common;
  const saturated = saturatedLogLikelihood(twoGroupClusters(data, model, "common"));
  const used = model === "UM.RS" || random ? points : 0;
  const spread = (at: number): number => (fit.spreads[at] ?? 0) ** 2;
  const spreads =
    model === "UM.RS"
      ? { tau2: random ? spread(1) : 0, sigma2: spread(0) }
      : { tau2: random ? spread(0) : 0, sigma2: null };
  const heterogeneity =
    model === "UM.RS"
      ? tiedHeterogeneity(fitPart("each"), common, saturated, data)
      : {
          wald: ownWald(data, model),
          likelihoodRatio: 2 * (saturated - common.logLikelihood),
          saturated,
        };
  return glmmResult(fit, { ...settings, points: used }, heterogeneity, own, spreads, data.k, data.rows);
}

function tiedHeterogeneity(
  each: Fit,
  common: Fit,
  saturated: number,
  { k, rows }: TwoGroupData,
): Heterogeneity {
  return {
    wald: k <= rows.p ? 0 : tiedWaldStatistic(each, rows),
    likelihoodRatio: 2 * (each.logLikelihood - common.logLikelihood),
    saturated,
  };
}

/** The studies that carry information: those with events, and people without, in some group. */
function informativeCells(cells: Cells): Cells & { readonly in: readonly number[] } {
  const dropped = doubleZero(cells);
  const keep = (list: Float64Array): Float64Array => list.filter((_, i) => dropped[i] === 0);
  const kept = { a: keep(cells.a), b: keep(cells.b), c: keep(cells.c), d: keep(cells.d) };
  return { k: kept.a.length, ...kept, in: Array.from(dropped, (one) => (one === 0 ? 1 : 0)) };
}

function informativeRates({ x1, t1, x2, t2 }: Rates): Rates & { readonly in: readonly number[] } {
  const keep = (list: Float64Array): Float64Array => list.filter((_, i) => x1[i]! + x2[i]! > 0);
  const kept = { x1: keep(x1), t1: keep(t1), x2: keep(x2), t2: keep(t2) };
  return { k: kept.x1.length, ...kept, in: Array.from(x1, (x, i) => (x + x2[i]! > 0 ? 1 : 0)) };
}

/**
 * Pooled log odds ratio by a generalised linear mixed model of the counts themselves.
 *
 * @param tables events and group sizes, each of length k >= 1; studies without events, or with events only, in both groups are left out
 * @param model how each study's level is handled
 * @throws EvidensError `synthesis/bad-counts`, `synthesis/bad-options`, `synthesis/not-estimable`, `synthesis/singular-information`,
 * `synthesis/no-maximum`
 * Source: Stijnen, Hamza and Ozdemir 2010, doi:10.1002/sim.4040; Jackson et al. 2018, doi:10.1002/sim.7588.
 * Checked: tests/synthesis/golden-glmm.test.ts, tests/synthesis/glmm.test.ts (gradient 0 at the optimum).
 * Cost linear in k; for `CM.EL` also in the standard deviation of the events.
 */
export function oddsRatioGlmm(
  tables: CountTables,
  model: TwoGroupModel,
  options: GlmmOptions = {},
): GlmmResult {
  const settings = glmmSettings(options);
  const cells = informativeCells(cellsOf(tables));
  if (![cells.a, cells.b, cells.c, cells.d].every((list) => list.some((count) => count > 0)))
    notEstimable("Odds ratio", "one of the groups has no event, or only events, in every study.");
  const own = tableEffects.OR(corrected(cells, EFFECT_RULE));
  const data = countsData(cells, effectRows(options.design, cells.in));
  // These are integrated to full precision, by metafor too.
  if (model === "CM.EL")
    return twoGroupGlmm(data, model, own, { ...settings, second: "exact" }, EXACT_POINTS);
  return twoGroupGlmm(data, model, own, settings, POINTS);
}

/**
 * Pooled log rate ratio by a Poisson-normal model, or, given the studies' events, by a binomial-normal one.
 *
 * @param tables events and person-time, each of length k >= 1; studies without events are left out
 * @param model `CM.EL` is exact here; there is no approximate one
 * @throws EvidensError as `oddsRatioGlmm`
 * Source: Stijnen, Hamza and Ozdemir 2010, doi:10.1002/sim.4040.
 * Checked: tests/synthesis/golden-glmm.test.ts, tests/synthesis/glmm.test.ts. Cost linear in k.
 */
export function rateRatioGlmm(
  tables: RateTables,
  model: Exclude<TwoGroupModel, "CM.AL">,
  options: GlmmOptions = {},
): GlmmResult {
  const settings = glmmSettings(options);
  if ((model as TwoGroupModel) === "CM.AL")
    refuseOption("The conditional model of rates needs no approximation.", "Pass CM.EL instead.");
  const rates = informativeRates(ratesOf(tables));
  if (!(rates.x1.some((x) => x > 0) && rates.x2.some((x) => x > 0)))
    notEstimable("Rate ratio", "one of the groups has no event at all.");
  const own = rateEffects.IRR(correctedRates(rates, EFFECT_RULE));
  return twoGroupGlmm(ratesData(rates, effectRows(options.design, rates.in)), model, own, settings, POINTS);
}
