import type { AnalysisRow, LeftOut, TracedValue } from "#extraction";
import { EvidensError, type MessageValues, type Problem } from "#kernel";
import type { PooledNumbers } from "#report";
import { type AnalysisChoices, poolingOf, type Statistic } from "#review";
import {
  type CountOptions,
  type CountTables,
  type Effect,
  effectFromStatistics,
  leaveOneOut,
  type NotEstimable,
  type PooledResult,
  pool,
  poolCountTables,
} from "#synthesis";
import { poolByCountModel } from "./pool-counts.ts";
import type { StudyKnowledge } from "./study-knowledge.ts";

/** The rows of an analysis pooled as chosen. */
export interface PooledRows {
  readonly kept: readonly { readonly row: AnalysisRow; readonly effect: Effect }[];
  /** Kept out by the restriction to a risk of bias. */
  readonly out: readonly LeftOut[];
  readonly problems: readonly Problem[];
  readonly y: Float64Array;
  readonly v: Float64Array;
  /** Null when no row gives an effect. */
  readonly result: PooledResult | null;
  /** The result without each kept row in turn; none with fewer than three. */
  readonly leftOut: readonly { readonly omitted: number; readonly result: PooledResult }[];
}

/** Effects of the rows that the choices let in, and their pooled result. */
export function poolRows(
  rows: readonly AnalysisRow[],
  choices: AnalysisChoices & { readonly leaveOneOut?: boolean | undefined },
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
  const { method } = poolingOf(choices);
  const found = method === "inverse-variance" ? byVariance(y, v, choices) : byCounts(kept, choices, problems);
  return { kept, out, problems, y, v, ...found };
}

type Found = Pick<PooledRows, "result" | "leftOut">;

function byVariance(y: Float64Array, v: Float64Array, choices: AnalysisChoices): Found {
  const { model, tau2, test, prediction } = choices;
  const options = { model, tau2, test, level: 0.95, ...(prediction === undefined ? {} : { prediction }) };
  return {
    result: y.length === 0 ? null : pool(y, v, options),
    leftOut: y.length < 3 ? [] : leaveOneOut(y, v, options),
  };
}

/**
 * Pooled by sums or a model of counts; what those cannot pool is a problem of the data, and there is no result. A model
 * takes its time, so that it is fitted without each study only where that is planned.
 */
function byCounts(
  kept: PooledRows["kept"],
  choices: AnalysisChoices & { readonly leaveOneOut?: boolean | undefined },
  problems: Problem[],
): Found {
  const { method, model, counts } = poolingOf(choices);
  const { measure } = choices;
  if (method === "inverse-variance" || (measure !== "OR" && measure !== "RR") || kept.length === 0)
    return { result: null, leftOut: [] };
  const pooled = (rows: PooledRows["kept"]): PooledResult =>
    method === "mantel-haenszel" || method === "peto"
      ? poolCountTables(tablesOf(rows), { measure, method, effects: model })
      : poolByCountModel(tablesOf(rows), method, model);
  try {
    const result = pooled(kept);
    const each = counts === null || choices.leaveOneOut === true;
    if (kept.length < 3 || !each) return { result, leftOut: [] };
    return { result, leftOut: kept.flatMap((_, omitted) => withoutOne(kept, omitted, pooled)) };
  } catch (error) {
    if (!(error instanceof EvidensError) || error.kind === "conflict") throw error;
    const { code, message, remedy, values } = error;
    problems.push({ code, message, remedy, values });
    return { result: null, leftOut: [] };
  }
}

const NO_RESULT: ReadonlySet<string> = new Set([
  "synthesis/not-estimable",
  "synthesis/singular-information",
  "synthesis/no-maximum",
]);

/** Nothing where the rows that remain have no result: all events may be those of one study. */
function withoutOne(
  kept: PooledRows["kept"],
  omitted: number,
  pooled: (rows: PooledRows["kept"]) => PooledResult,
): PooledRows["leftOut"] {
  try {
    return [{ omitted, result: pooled(kept.toSpliced(omitted, 1)) }];
  } catch (error) {
    if (error instanceof EvidensError && NO_RESULT.has(error.code)) return [];
    throw error;
  }
}

function tablesOf(rows: PooledRows["kept"]): CountTables {
  const column = (values: "experimentalValues" | "comparatorValues", name: "events" | "total") =>
    rows.map(({ row }) => {
      const arm = row[values];
      return (name === "events" ? arm.events : (arm.total ?? arm.n))?.number ?? Number.NaN;
    });
  return {
    events1: column("experimentalValues", "events"),
    n1: column("experimentalValues", "total"),
    events2: column("comparatorValues", "events"),
    n2: column("comparatorValues", "total"),
  };
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

/** The rule has no say in sums: there it would only change how a study's own effect is shown. */
function countOptions(choices: AnalysisChoices): CountOptions {
  const { zeroCells } = choices;
  if (zeroCells === undefined || poolingOf(choices).method !== "inverse-variance") return {};
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
      return {
        ...{ code: error.code, field: row.label, message: error.message, remedy: error.remedy },
        values: { study: row.label, ...refusedValue(error.problems[0]?.field ?? "", row) },
      };
    throw error;
  }
}

/** The first number that is refused, as it was entered, with what it must be where that is no matter of course. */
function refusedValue(field: string, row: AnalysisRow): MessageValues {
  const [, name, group] = /^(sd|n|events)([12])$/.exec(field) ?? [];
  if (name === undefined) return {};
  const first = group === "1";
  const values = first ? row.experimentalValues : row.comparatorValues;
  const counts = values.events !== undefined;
  const statistic = name === "n" && counts ? "total" : (name as "sd" | "n" | "events");
  const must = name === "events" ? "events-within" : name === "n" && !counts ? "n-2" : null;
  return {
    statistic,
    arm: (first ? row.experimental : row.comparator)?.label ?? "",
    value: values[statistic]?.verbatim ?? "",
    ...(must === null ? {} : { must }),
  };
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
