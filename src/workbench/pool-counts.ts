import { EvidensError } from "#kernel";
import type { CountModel } from "#review";
import {
  type CountTables,
  type GlmmResult,
  oddsRatioGlmm,
  type PooledResult,
  type PoolModel,
} from "#synthesis";

/** Fits that were made, by what they are of: a model of the counts takes its time, and a review is read often. */
const made = new Map<string, GlmmResult | EvidensError>();
const MOST = 500;

/**
 * Pools 2x2 tables by a model of the counts, as a result of the shape of `pool`: nothing has a weight there (NaN), the
 * test of spread is Wald's, and what such models do not give is null.
 *
 * @throws EvidensError what `oddsRatioGlmm` refuses
 * Checked: tests/workbench/planned-count-models.test.ts.
 */
export function poolByCountModel(tables: CountTables, model: CountModel, effects: PoolModel): PooledResult {
  const fit = fitted(tables, model, effects);
  const { k, level, estimate, se, statistic, p, ciLow, ciHigh, tau2, wald, converged, iterations } = fit;
  const random = effects === "random";
  return {
    ...{ k, level, estimate, se, statistic, p, ciLow, ciHigh, tau2, converged, iterations },
    model: effects,
    tau2Method: random ? "ML" : null,
    test: "z",
    df: null,
    seTau2: null,
    tau2Low: null,
    tau2High: null,
    tau2IntervalEmpty: false,
    q: wald?.statistic ?? 0,
    qDf: wald?.df ?? 0,
    qP: wald?.p ?? null,
    i2: random ? fit.i2 : null,
    i2Low: null,
    i2High: null,
    h2: random ? fit.h2 : null,
    h2Low: null,
    h2High: null,
    weights: Array.from(tables.n1, () => Number.NaN),
    predictionLow: null,
    predictionHigh: null,
    lastChange: fit.gradientNorm,
  };
}

function fitted(tables: CountTables, model: CountModel, effects: PoolModel): GlmmResult {
  const key = JSON.stringify([tables, model, effects]);
  const known = made.get(key) ?? attempt(() => oddsRatioGlmm(tables, model, { effects }));
  made.delete(key);
  made.set(key, known);
  if (made.size > MOST) made.delete(made.keys().next().value!);
  if (known instanceof EvidensError) throw known;
  return known;
}

/** What the library refuses of the data is refused again without another search. */
function attempt(work: () => GlmmResult): GlmmResult | EvidensError {
  try {
    return work();
  } catch (error) {
    if (error instanceof EvidensError) return error;
    throw error;
  }
}
