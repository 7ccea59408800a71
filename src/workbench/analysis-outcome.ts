import { createHash } from "node:crypto";
import type { AnalysisRow, AnalysisSet, TracedValue } from "#extraction";
import { type AnalysisRun, canonicalJson, type Stamped } from "#ledger";
import type { AnalysisEffect, AnalysisOutcome } from "#report";
import type { PlannedAnalysis, Statistic } from "#review";
import type { Effect } from "#synthesis";
import { plannedParts } from "./planned-parts.ts";
import { pooledNumbers, poolRows } from "./pool-rows.ts";
import { NOTHING_KNOWN, type StudyKnowledge } from "./study-knowledge.ts";

/**
 * Computes an analysis from its set: effects, pooled result, leave-one-out, the parts that are planned beside
 * it, and whether a recorded run still fits.
 *
 * @param known what the plan's restriction and parts ask of the studies
 */
export function analysisOutcome(
  set: AnalysisSet,
  run: Stamped<AnalysisRun> | null,
  known: StudyKnowledge = NOTHING_KNOWN,
): AnalysisOutcome {
  const main = poolRows(set.rows, set.analysis, known);
  const { kept, out, result } = main;
  const entered = out.length === 0 ? set : withoutRows(set, out);
  const parts = plannedParts({ analysis: set.analysis, rows: set.rows, main, known });
  const inputsHash = hashInputs(entered, set.rows, known);
  return {
    set: entered,
    effects: kept.map(({ row, effect }, i) => analysisEffect(row, effect, result?.weights[i] ?? 0)),
    pooled: result === null ? null : pooledNumbers(result),
    leaveOneOut: main.leftOut.map(({ omitted, result: without }) => ({
      left: kept[omitted]!.row.label,
      estimate: without.estimate,
      low: without.ciLow,
      high: without.ciHigh,
    })),
    parts,
    problems: [...set.problems, ...main.problems],
    run,
    stale: run !== null && run.inputsHash !== inputsHash,
    inputsHash,
  };
}

/** The set without the rows that a restriction keeps out, which are named among those left out. */
function withoutRows(set: AnalysisSet, out: AnalysisSet["leftOut"]): AnalysisSet {
  const gone = new Set(out.map(({ studyId }) => studyId));
  return {
    ...set,
    rows: set.rows.filter(({ studyId }) => !gone.has(studyId)),
    leftOut: [...set.leftOut, ...out],
  };
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

/**
 * Fingerprint of everything a result depends on: specification, rows, the events their values come from and,
 * where parts are planned, what those ask of the studies. A recorded run whose fingerprint differs is stale.
 */
function hashInputs(set: AnalysisSet, allRows: AnalysisSet["rows"], known: StudyKnowledge): string {
  const { analysis } = set;
  const inputs = {
    analysis,
    rows: set.rows.map(rowInputs),
    ...partInputs(analysis, allRows, known),
  };
  return createHash("sha256").update(canonicalJson(inputs)).digest("hex");
}

function rowInputs(row: AnalysisRow): readonly unknown[] {
  const values = (group: Readonly<Partial<Record<Statistic, TracedValue>>>) =>
    Object.entries(group).map(([statistic, value]) => [statistic, value.number, value.eventId]);
  return [
    row.studyId,
    values(row.experimentalValues),
    values(row.comparatorValues),
    values(row.contrastValues),
  ];
}

/** Nothing for an analysis without parts, so that runs recorded before there were any still fit. */
function partInputs(
  analysis: PlannedAnalysis,
  rows: AnalysisSet["rows"],
  known: StudyKnowledge,
): Readonly<Record<string, unknown>> {
  const { subgroups = [], moderators = [], sensitivity = [] } = analysis;
  if (subgroups.length + moderators.length + sensitivity.length === 0) return {};
  const names = [
    ...subgroups.map(({ by }) => by),
    ...moderators.flatMap(({ variables }) => variables.map(({ variable }) => variable)),
  ];
  return {
    allRows: rows.map(rowInputs),
    risks: rows.map(({ studyId }) => known.risk(studyId)),
    variables: [...new Set(names)].map((name) => {
      const values = known.variable(name)?.values;
      return [name, rows.map(({ studyId }) => values?.get(studyId)?.text.en ?? null)];
    }),
  };
}
