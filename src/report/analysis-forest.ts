import { instrumentOf } from "#appraisal";
import {
  type ForestColumn,
  type ForestFigure,
  type ForestLayoutName,
  type ForestStudy,
  forestColumns,
} from "#figures";
import { EvidensError, type Language, localText } from "#kernel";
import type { Appraised } from "#ledger";
import { type PlannedAnalysis, poolingOf } from "#review";
import { type Context, createContext, flagOf } from "./context.ts";
import { plainText, text } from "./document.ts";
import { inSentence, isRatio, measureRun, roleRun } from "./sections/analysis-words.ts";
import { domainText, lightOf, naturally } from "./sections/appraisals.ts";
import { anchorPart } from "./sections/pooled-report.ts";
import type { AnalysisEffect, AnalysisOutcome, ReviewSnapshot } from "./snapshot.ts";

/**
 * The forest plot of a planned analysis for print, with the data of both groups, weights, the pooled result and its
 * heterogeneity, and the judgements of risk of bias where every study shown has been judged with one tool.
 *
 * @param analysisId of the protocol
 * @throws EvidensError `report/no-such-analysis`
 * Checked: tests/report/analysis-forest.test.ts.
 */
export function analysisForest(
  snapshot: ReviewSnapshot,
  analysisId: string,
  language: Language,
  layout: ForestLayoutName = "revman",
): ForestFigure {
  const outcome = snapshot.analyses.find((one) => one.set.analysis.id === analysisId);
  if (outcome === undefined) throw noSuchAnalysis(snapshot, analysisId);
  return forestOf(createContext(snapshot, language), outcome, layout);
}

/** {@link analysisForest} within a report. */
export function forestOf(ctx: Context, outcome: AnalysisOutcome, layout: ForestLayoutName): ForestFigure {
  const { language } = ctx;
  const { analysis } = outcome.set;
  const first = plainText([roleRun(ctx, analysis.experimental)]);
  const second = plainText([roleRun(ctx, analysis.comparator)]);
  const towards = (name: string): string =>
    ctx.words["forest.favours"].replace("{group}", inSentence(text(name)).text.replace(/,$/, ""));
  const better = ctx.snapshot.protocol.protocol.outcomes.find((one) => one.id === analysis.outcome)?.better;
  const [low, high] = better === "higher" ? [second, first] : [first, second];
  const judged = judgementsFor(ctx, outcome);
  return {
    language,
    title: `${localText(analysis.label, language)}: ${plainText([measureRun(ctx, analysis)])}`,
    scale: isRatio(analysis) ? "log" : "identity",
    nullValue: 0,
    measure: headOf(ctx, analysis),
    method: ctx.words[`forest.head.${poolingOf(analysis).name}`],
    firstArm: first,
    secondArm: second,
    columns: columnsOf(layout, analysis, judged !== null),
    groups: [{ studies: outcome.effects.map((effect) => studyOf(ctx, effect, judged)) }],
    summaries: summariesOf(outcome),
    favoursLow: towards(low),
    favoursHigh: towards(high),
    ...(judged === null ? {} : { domains: judged.domains }),
    footer: footerOf(ctx, outcome),
  };
}

/** Id of an analysis's forest plot among the figures of the report. */
export function analysisFigureId(analysisId: string): string {
  return `figure-${anchorPart(analysisId)}`;
}

function noSuchAnalysis(snapshot: ReviewSnapshot, analysisId: string): EvidensError {
  const known = snapshot.analyses.map((one) => one.set.analysis.id).join(", ");
  return new EvidensError({
    code: "report/no-such-analysis",
    kind: "missing",
    message: `The protocol plans no analysis "${analysisId}".`,
    remedy: known === "" ? "Plan an analysis in the protocol first." : `Name one of: ${known}.`,
  });
}

/** The measure for the heads of columns, where a long name would take the room of numbers. */
function headOf(ctx: Context, analysis: PlannedAnalysis): string {
  return analysis.measure === "SMD"
    ? ctx.words["forest.head.SMD"]
    : capital(plainText([measureRun(ctx, analysis)]));
}

function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}

/** Estimator and kind of interval, for a line below the plot. */
function footerOf(ctx: Context, { pooled, set }: AnalysisOutcome): readonly string[] {
  if (pooled === null) return [];
  const { tau2, test } = poolingOf(set.analysis);
  const between = tau2 === null ? [] : [ctx.words["forest.tau2"].replace("{tau2}", tau2)];
  return [[...between, `${capital(ctx.words[`test.${test}`])}.`].join(" ")];
}

function columnsOf(
  layout: ForestLayoutName,
  analysis: PlannedAnalysis,
  lights: boolean,
): readonly ForestColumn[] {
  const data = analysis.measure === "GEN" ? "none" : isRatio(analysis) ? "counts" : "means";
  return forestColumns(layout, data, { weights: true, lights });
}

function studyOf(ctx: Context, effect: AnalysisEffect, judged: Judgements | null): ForestStudy {
  const flag = flagOf(ctx, ctx.study(effect.row.studyId)?.reports ?? []);
  const own = judged?.of.get(effect.row.studyId);
  return {
    label: effect.row.label,
    ...(flag === undefined ? {} : { flag }),
    first: armOf(effect.row.experimentalValues),
    second: armOf(effect.row.comparatorValues),
    estimate: effect.y,
    low: effect.low,
    high: effect.high,
    weight: Number.isFinite(effect.weight) ? effect.weight : null,
    ...(own === undefined || judged === null ? {} : { lights: lightsOf(ctx, own, judged) }),
  };
}

function armOf(values: AnalysisEffect["row"]["experimentalValues"]): NonNullable<ForestStudy["first"]> {
  const total = values.total ?? values.n;
  return {
    ...(values.events === undefined ? {} : { events: values.events.number }),
    ...(total === undefined ? {} : { total: total.number }),
    ...(values.mean === undefined ? {} : { mean: values.mean.number }),
    ...(values.sd === undefined ? {} : { sd: values.sd.number }),
  };
}

function summariesOf({ pooled, set }: AnalysisOutcome): ForestFigure["summaries"] {
  if (pooled === null) return [];
  const { predictionLow: low, predictionHigh: high, statistic, df, p, qP } = pooled;
  const kind = poolingOf(set.analysis).test === "z" ? "z" : "t";
  return [
    {
      estimate: pooled.estimate,
      low: pooled.low,
      high: pooled.high,
      weight: 100,
      ...(low === null || high === null ? {} : { prediction: { low, high } }),
      ...(qP === null || pooled.i2 === null
        ? {}
        : {
            statistics: {
              heterogeneity: { q: pooled.q, df: pooled.qDf, p: qP },
              i2: pooled.i2,
              tau2: set.analysis.model === "common" ? null : pooled.tau2,
              ...(statistic === null || p === null
                ? {}
                : { test: { kind, statistic, p, ...(df === null ? {} : { df }) } as const }),
            },
          }),
    },
  ];
}

interface Judgements {
  readonly domains: NonNullable<ForestFigure["domains"]>;
  readonly of: ReadonlyMap<string, Appraised>;
}

const OVERALL = "overall";

/** Judgements of one tool about all studies of the analysis, on its outcome where they name one; else none. */
function judgementsFor(ctx: Context, outcome: AnalysisOutcome): Judgements | null {
  const { analysis } = outcome.set;
  const fits = ctx.snapshot.appraisals.filter(
    (one) =>
      (one.outcome === undefined || one.outcome === analysis.outcome) &&
      (one.timepoint === undefined || one.timepoint === analysis.timepoint),
  );
  const ids = new Set(outcome.effects.map((effect) => effect.row.studyId));
  for (const tool of new Set(fits.map((one) => one.tool))) {
    const judged = fits.filter((one) => one.tool === tool && ids.has(one.studyId));
    const of = new Map(judged.map((one) => [one.studyId, one]));
    const first = judged[0];
    if (first === undefined || of.size < ids.size) continue;
    const instrument = instrumentOf(tool, first.toolVersion);
    const domains = [...new Set(judged.flatMap((one) => Object.keys(one.domains)))].sort(naturally);
    return {
      of,
      domains: [
        ...domains.map((id, at) => ({ id, label: domainText(ctx, instrument, id, at).label })),
        { id: OVERALL, label: ctx.words["appraisal.overall"] },
      ],
    };
  }
  return null;
}

function lightsOf(ctx: Context, one: Appraised, { domains }: Judgements): NonNullable<ForestStudy["lights"]> {
  const instrument = instrumentOf(one.tool, one.toolVersion);
  return Object.fromEntries(
    domains.flatMap(({ id }) => {
      const given = id === OVERALL ? one.overall : one.domains[id];
      return given === undefined ? [] : [[id, lightOf(ctx, instrument, given.judgement)]];
    }),
  );
}
