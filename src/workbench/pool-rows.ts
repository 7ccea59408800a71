import type { AnalysisRow, LeftOut, TracedValue } from "#extraction";
import { EvidensError, type Problem } from "#kernel";
import type { PooledNumbers } from "#report";
import type { AnalysisChoices, Statistic } from "#review";
import {
  type CountOptions,
  type Effect,
  effectFromStatistics,
  type NotEstimable,
  type PooledResult,
  type PoolOptions,
  pool,
} from "#synthesis";
import type { StudyKnowledge } from "./study-knowledge.ts";

/** The rows of an analysis pooled as chosen. */
export interface PooledRows {
  readonly kept: readonly { readonly row: AnalysisRow; readonly effect: Effect }[];
  /** Kept out by the restriction to a risk of bias. */
  readonly out: readonly LeftOut[];
  readonly problems: readonly Problem[];
  readonly y: Float64Array;
  readonly v: Float64Array;
  readonly options: PoolOptions;
  /** Null when no row gives an effect. */
  readonly result: PooledResult | null;
}

/** Effects of the rows that the choices let in, and their pooled result. */
export function poolRows(
  rows: readonly AnalysisRow[],
  choices: AnalysisChoices,
  known: StudyKnowledge,
): PooledRows {
  const problems: Problem[] = [];
  const out: LeftOut[] = [];
  const kept: { row: AnalysisRow; effect: Effect }[] = [];
  for (const row of rows) {
    const why = keptOut(choices.risk ?? "all", known.risk(row.studyId));
    if (why !== null) {
      out.push({ studyId: row.studyId, label: row.label, why, detail: "" });
      continue;
    }
    const effect = effectOfRow(choices, row);
    if ("code" in effect) problems.push(effect);
    else if (effect.estimable) kept.push({ row, effect });
    else problems.push({ code: effect.reason.code, field: row.label, message: effect.reason.text.en });
  }
  const y = Float64Array.from(kept, ({ effect }) => effect.y);
  const v = Float64Array.from(kept, ({ effect }) => effect.v);
  const options = poolOptions(choices);
  return { kept, out, problems, y, v, options, result: y.length === 0 ? null : pool(y, v, options) };
}

/** A study that nobody has appraised is not known to have a low, or no high, risk of bias. */
function keptOut(
  risk: NonNullable<AnalysisChoices["risk"]>,
  level: "low" | "some" | "high" | null,
): "risk" | "not-appraised" | null {
  if (risk === "all") return null;
  if (level === null) return "not-appraised";
  return (risk === "low" ? level === "low" : level !== "high") ? null : "risk";
}

/** Model options of a plan. */
function poolOptions(choices: AnalysisChoices): PoolOptions {
  const { model, tau2, test, prediction } = choices;
  return { model, tau2, test, level: 0.95, ...(prediction === undefined ? {} : { prediction }) };
}

function countOptions({ zeroCells }: AnalysisChoices): CountOptions {
  if (zeroCells === undefined) return {};
  const { to, add, doubleZero } = zeroCells;
  return { to, add, dropDoubleZero: doubleZero === "drop" };
}

function effectOfRow(choices: AnalysisChoices, row: AnalysisRow): Effect | NotEstimable | Problem {
  try {
    return effectFromStatistics(
      choices.measure,
      {
        experimental: numbers(row.experimentalValues),
        comparator: numbers(row.comparatorValues),
        contrast: numbers(row.contrastValues),
      },
      countOptions(choices),
    );
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

/** A pooled result as reports and the ledger hold it. */
export function pooledNumbers(result: PooledResult): PooledNumbers {
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
