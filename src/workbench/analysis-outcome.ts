import { createHash } from "node:crypto";
import type { AnalysisRow, AnalysisSet, TracedValue } from "#extraction";
import { EvidensError, type Problem } from "#kernel";
import { type AnalysisRun, canonicalJson, type Stamped } from "#ledger";
import type { AnalysisEffect, AnalysisOutcome, PooledNumbers } from "#report";
import type { PlannedAnalysis, Statistic } from "#review";
import {
  type Effect,
  effectFromStatistics,
  leaveOneOut,
  type NotEstimable,
  type PooledResult,
  type PoolOptions,
  pool,
} from "#synthesis";

/** Computes an analysis from its set: effects, pooled result, leave-one-out, and whether a recorded run still fits. */
export function analysisOutcome(set: AnalysisSet, run: Stamped<AnalysisRun> | null): AnalysisOutcome {
  const problems: Problem[] = [...set.problems];
  const estimable: { row: AnalysisRow; effect: Effect }[] = [];
  for (const row of set.rows) {
    const effect = effectOfRow(set.analysis, row);
    if ("code" in effect) problems.push(effect);
    else if (effect.estimable) estimable.push({ row, effect });
    else problems.push({ code: effect.reason.code, field: row.label, message: effect.reason.text.en });
  }
  const y = Float64Array.from(estimable, ({ effect }) => effect.y);
  const v = Float64Array.from(estimable, ({ effect }) => effect.v);
  const options = poolOptions(set.analysis);
  const result = y.length === 0 ? null : pool(y, v, options);
  const inputsHash = hashInputs(set);
  return {
    set,
    effects: estimable.map(({ row, effect }, i) => analysisEffect(row, effect, result?.weights[i] ?? 0)),
    pooled: result === null ? null : pooledNumbers(result),
    leaveOneOut:
      y.length < 3
        ? []
        : leaveOneOut(y, v, options).map(({ omitted, result: without }) => ({
            left: estimable[omitted]!.row.label,
            estimate: without.estimate,
            low: without.ciLow,
            high: without.ciHigh,
          })),
    problems,
    run,
    stale: run !== null && run.inputsHash !== inputsHash,
    inputsHash,
  };
}

/** Model options of a planned analysis. */
function poolOptions(analysis: PlannedAnalysis): PoolOptions {
  return { model: analysis.model, tau2: analysis.tau2, test: analysis.test, level: 0.95 };
}

function effectOfRow(analysis: PlannedAnalysis, row: AnalysisRow): Effect | NotEstimable | Problem {
  try {
    return effectFromStatistics(analysis.measure, {
      experimental: numbers(row.experimentalValues),
      comparator: numbers(row.comparatorValues),
      contrast: numbers(row.contrastValues),
    });
  } catch (error) {
    if (error instanceof EvidensError && error.kind === "invalid")
      return { code: error.code, field: row.label, message: error.message, remedy: error.remedy };
    throw error;
  }
}

function numbers(
  values: Readonly<Partial<Record<Statistic, TracedValue>>>,
): Partial<Record<Statistic, number>> {
  return Object.fromEntries(Object.entries(values).map(([name, value]) => [name, value.number]));
}

function analysisEffect(row: AnalysisRow, effect: Effect, weight: number): AnalysisEffect {
  const half = 1.959963984540054 * effect.se;
  return {
    row,
    y: effect.y,
    v: effect.v,
    low: effect.y - half,
    high: effect.y + half,
    weight,
    formula: effect.formula,
    assumptions: [...effect.assumptions, ...effect.warnings].map((remark) => remark.text.en),
    assumptionTexts: [...effect.assumptions, ...effect.warnings].map((remark) => remark.text),
  };
}

function pooledNumbers(result: PooledResult): PooledNumbers {
  return {
    k: result.k,
    estimate: result.estimate,
    se: result.se,
    low: result.ciLow,
    high: result.ciHigh,
    statistic: result.statistic,
    df: result.df,
    p: result.p,
    tau2: result.tau2,
    tau2Low: result.tau2Low,
    tau2High: result.tau2High,
    i2: result.i2,
    q: result.q,
    qDf: result.qDf,
    qP: result.qP,
    predictionLow: result.predictionLow,
    predictionHigh: result.predictionHigh,
  };
}

/**
 * Fingerprint of everything a result depends on: specification, rows and the events their values come
 * from. A recorded run whose fingerprint differs is stale.
 */
function hashInputs(set: AnalysisSet): string {
  const values = (group: Readonly<Partial<Record<Statistic, TracedValue>>>) =>
    Object.entries(group).map(([statistic, value]) => [statistic, value.number, value.eventId]);
  const inputs = {
    analysis: set.analysis,
    rows: set.rows.map((row) => [
      row.studyId,
      values(row.experimentalValues),
      values(row.comparatorValues),
      values(row.contrastValues),
    ]),
  };
  return createHash("sha256").update(canonicalJson(inputs)).digest("hex");
}
