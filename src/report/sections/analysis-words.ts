import { type PlannedAnalysis, poolingOf } from "#review";
import {
  type Context,
  computed,
  computedInterval,
  computedP,
  computedPercent,
  count,
  countInWords,
} from "../context.ts";
import { type Run, type Runs, text } from "../document.ts";
import type { AnalysisOutcome } from "../snapshot.ts";

/** True when the analysis scale is the logarithm of what is shown. */
export function isRatio(analysis: PlannedAnalysis): boolean {
  return analysis.measure === "RR" || analysis.measure === "OR";
}

/** From the analysis scale to what readers see. */
export function shown(analysis: PlannedAnalysis, value: number): number {
  return isRatio(analysis) ? Math.exp(value) : value;
}

/** Name of the measure, such as `Hedges’ g`; the protocol may name a generic one. */
export function measureRun(ctx: Context, analysis: PlannedAnalysis): Run {
  return analysis.measure === "GEN" && analysis.scaleLabel !== undefined
    ? ctx.local(analysis.scaleLabel)
    : text(ctx.words[`measure.${analysis.measure}`]);
}

/** Short head for columns: `g`, `RR`. */
export function measureShort(ctx: Context, analysis: PlannedAnalysis): string {
  return ctx.words[`measure.short.${analysis.measure}`];
}

export function modelRuns(ctx: Context, analysis: PlannedAnalysis): Runs {
  const { name, tau2, counts } = poolingOf(analysis);
  const approach = counts === null ? "" : `, ${ctx.words[`countModel.${counts}`]}`;
  const names = [counts, tau2].filter((one) => one !== null).join(", ");
  return [text(`${ctx.words[`model.${name}`]}${approach}${names === "" ? "" : ` (${names})`}`)];
}

/** Where the effects come from, and what is done with empty cells. */
export function inputRuns(ctx: Context, analysis: PlannedAnalysis): Runs {
  const { method, model, counts } = poolingOf(analysis);
  if (method === "inverse-variance") return ctx.say(`input.${analysis.measure}`);
  if (counts !== null) return ctx.say("input.counts");
  return ctx.say(model === "random" ? "input.sumsRandom" : "input.sums");
}

export function outcomeRun(ctx: Context, id: string): Run {
  const outcome = ctx.snapshot.protocol.protocol.outcomes.find((one) => one.id === id);
  return outcome === undefined ? text(id) : ctx.local(outcome.label);
}

export function timepointRun(ctx: Context, id: string): Run {
  const timepoint = ctx.snapshot.protocol.protocol.timepoints.find((one) => one.id === id);
  return timepoint === undefined ? text(id) : ctx.local(timepoint.label);
}

export function roleRun(ctx: Context, id: string): Run {
  const role = ctx.snapshot.protocol.protocol.armRoles.find((one) => one.id === id);
  return role === undefined ? text(id) : ctx.local(role.label);
}

/** The pooled result of an analysis in words; null when there is none. */
export function pooledSentence(ctx: Context, outcome: AnalysisOutcome): Runs | null {
  const { pooled, set } = outcome;
  if (pooled === null) return null;
  const { analysis } = set;
  const how = `analysis ${analysis.id}`;
  return ctx.say("analysis.pooled", {
    k: countInWords(ctx, pooled.k, how),
    measure: measureRun(ctx, analysis),
    estimate: computed(ctx, shown(analysis, pooled.estimate), 2, how),
    interval: computedInterval(ctx, shown(analysis, pooled.low), shown(analysis, pooled.high), how),
    p: computedP(ctx, pooled.p, how),
  });
}

/** Heterogeneity and prediction interval in words. */
export function heterogeneityRuns(ctx: Context, outcome: AnalysisOutcome): Runs {
  const { pooled, set } = outcome;
  if (pooled === null || pooled.k < 2) return [];
  const { analysis } = set;
  const how = `analysis ${analysis.id}`;
  const tau2 =
    analysis.model === "common"
      ? []
      : [
          text(" "),
          ...(pooled.tau2Low === null || pooled.tau2High === null
            ? ctx.say("analysis.tau2", { tau2: computed(ctx, pooled.tau2, 3, how) })
            : ctx.say("analysis.tau2Interval", {
                tau2: computed(ctx, pooled.tau2, 3, how),
                interval: computedInterval(ctx, pooled.tau2Low, pooled.tau2High, how),
              })),
        ];
  const prediction =
    pooled.predictionLow === null || pooled.predictionHigh === null
      ? []
      : [
          text(" "),
          ...ctx.say("analysis.prediction", {
            interval: computedInterval(
              ctx,
              shown(analysis, pooled.predictionLow),
              shown(analysis, pooled.predictionHigh),
              how,
            ),
          }),
        ];
  const spread =
    poolingOf(analysis).counts === null
      ? "analysis.heterogeneity"
      : analysis.model === "common"
        ? "analysis.heterogeneityCommonCounts"
        : "analysis.heterogeneityCounts";
  return [
    ...ctx.say(spread, {
      ...(spread === "analysis.heterogeneityCommonCounts"
        ? {}
        : { i2: computedPercent(ctx, pooled.i2, 0, how) }),
      q: computed(ctx, pooled.q, 2, how),
      df: count(pooled.qDf, how),
      p: computedP(ctx, pooled.qP, how),
    }),
    ...tau2,
    ...prediction,
  ];
}

/** A label within a sentence: small first letter unless an abbreviation, and a comma to close one inside. */
export function inSentence(run: Run): Run {
  const small = /^\p{Lu}\p{Ll}/u.test(run.text)
    ? run.text.charAt(0).toLowerCase() + run.text.slice(1)
    : run.text;
  return { ...run, text: small.includes(",") ? `${small},` : small };
}
