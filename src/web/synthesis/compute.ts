import { EvidensError } from "#kernel";
import {
  type Effect,
  genericEffect,
  leaveOneOut,
  type MeasureId,
  meanDifference,
  oddsRatio,
  type PooledResult,
  type PoolModel,
  type PoolTest,
  pool,
  riskRatio,
  standardisedMeanDifference,
  type Tau2Method,
} from "#synthesis";
import type { AnalysisRow, AnalysisSet, PlannedAnalysis } from "../api/types.ts";

/** An analysis as the reader has set it. */
export interface Specification {
  readonly measure: MeasureId;
  readonly model: PoolModel;
  readonly tau2: Tau2Method;
  readonly test: PoolTest;
  /** Study ids left out by the reader. */
  readonly without: readonly string[];
}

/** One study's effect, on the analysis scale. */
interface RowEffect {
  readonly row: AnalysisRow;
  readonly effect: Effect;
}

/** A study that has no effect in this measure, and why. */
interface RowWithout {
  readonly row: AnalysisRow;
  readonly why: string;
}

export interface Computed {
  readonly effects: readonly RowEffect[];
  readonly failed: readonly RowWithout[];
  /** Null when nothing could be pooled. */
  readonly pooled: PooledResult | null;
  readonly leaveOneOut: readonly { readonly row: AnalysisRow; readonly result: PooledResult }[];
  readonly problem: string | null;
}

/** The specification the protocol plans. */
export function planned(analysis: PlannedAnalysis): Specification {
  const { measure, model, tau2, test } = analysis;
  return { measure, model, tau2, test, without: [] };
}

/** Whether a specification does what the protocol says; the estimator of τ² matters only with random effects. */
export function asPlanned(spec: Specification, analysis: PlannedAnalysis): boolean {
  return (
    spec.measure === analysis.measure &&
    spec.model === analysis.model &&
    (spec.model === "common" || spec.tau2 === analysis.tau2) &&
    spec.test === analysis.test &&
    spec.without.length === 0
  );
}

/** Measures for which at least one row holds the numbers. */
export function measuresFor(rows: readonly AnalysisRow[]): readonly MeasureId[] {
  const can: Readonly<Record<MeasureId, (row: AnalysisRow) => boolean>> = {
    SMD: hasMeans,
    MD: hasMeans,
    RR: hasCounts,
    OR: hasCounts,
    GEN: hasEstimate,
  };
  return (Object.keys(can) as MeasureId[]).filter((measure) => rows.some(can[measure]));
}

/** Effects, pooled result and leave-one-out of a set under a specification; never throws on data. */
export function compute(set: AnalysisSet, spec: Specification, words: { missing: string }): Computed {
  const effects: RowEffect[] = [];
  const failed: RowWithout[] = [];
  for (const row of set.rows) {
    if (spec.without.includes(row.studyId)) continue;
    try {
      const effect = effectOf(row, spec.measure);
      if (effect === null) failed.push({ row, why: words.missing });
      else if (effect.estimable) effects.push({ row, effect });
      else failed.push({ row, why: effect.reason.text.en });
    } catch (error) {
      failed.push({ row, why: messageOf(error) });
    }
  }
  if (effects.length === 0) return { effects, failed, pooled: null, leaveOneOut: [], problem: null };
  const y = Float64Array.from(effects, ({ effect }) => effect.y);
  const v = Float64Array.from(effects, ({ effect }) => effect.v);
  const options = {
    model: spec.model,
    test: spec.test,
    ...(spec.model === "random" ? { tau2: spec.tau2 } : {}),
  };
  try {
    const pooled = pool(y, v, options);
    const left = effects.length < 3 ? [] : leaveOneOut(y, v, { ...options, heterogeneityInterval: false });
    return {
      effects,
      failed,
      pooled,
      leaveOneOut: left.map(({ omitted, result }) => ({ row: effects[omitted]!.row, result })),
      problem: null,
    };
  } catch (error) {
    return { effects, failed, pooled: null, leaveOneOut: [], problem: messageOf(error) };
  }
}

function effectOf(row: AnalysisRow, measure: MeasureId): ReturnType<typeof riskRatio> | null {
  const { experimentalValues: a, comparatorValues: b, contrastValues: c } = row;
  if (measure === "GEN") {
    return hasEstimate(row) ? genericEffect(c.estimate!.number, c.se!.number) : null;
  }
  if (measure === "SMD" || measure === "MD") {
    if (!hasMeans(row)) return null;
    const data = {
      m1: a.mean!.number,
      sd1: a.sd!.number,
      n1: a.n!.number,
      m2: b.mean!.number,
      sd2: b.sd!.number,
      n2: b.n!.number,
    };
    return measure === "SMD" ? standardisedMeanDifference(data) : meanDifference(data);
  }
  if (!hasCounts(row)) return null;
  const data = {
    events1: a.events!.number,
    n1: (a.total ?? a.n)!.number,
    events2: b.events!.number,
    n2: (b.total ?? b.n)!.number,
  };
  return measure === "RR" ? riskRatio(data) : oddsRatio(data);
}

function hasEstimate({ contrastValues: c }: AnalysisRow): boolean {
  return c.estimate !== undefined && c.se !== undefined;
}

function hasMeans({ experimentalValues: a, comparatorValues: b }: AnalysisRow): boolean {
  return [a, b].every((arm) => arm.mean !== undefined && arm.sd !== undefined && arm.n !== undefined);
}

function hasCounts({ experimentalValues: a, comparatorValues: b }: AnalysisRow): boolean {
  return [a, b].every((arm) => arm.events !== undefined && (arm.total ?? arm.n) !== undefined);
}

function messageOf(error: unknown): string {
  if (error instanceof EvidensError) return error.message;
  throw error;
}
