import {
  type ForestArm,
  type ForestFigure,
  type ForestGroup,
  type ForestStudy,
  type ForestSummary,
  forestColumns,
  forestFigure,
  forestPages,
  forestSheet,
} from "#figures";
import type { PooledResult } from "#synthesis";
import type { Words } from "../app/text.ts";
import type { Computed, RowEffect } from "./compute.ts";
import type { Drawing } from "./figure-card.tsx";
import { figureTitle, type Names } from "./forest.ts";
import { type Grouped, groupingOf } from "./groups.ts";
import type { Shown } from "./shown.ts";
import { estimatesSpread, isInverseVariance, needsOf, type Specification, scaleOf } from "./specification.ts";
import type { Candidate } from "./study-set.ts";

const NORMAL_95 = 1.959963984540054;

/** The forest plot, in groups where they were asked for and can be pooled. */
export function forestDrawing(words: Words): (of: Shown) => Drawing {
  return (of: Shown) => {
    const { computed, names } = of;
    const forest = (): ForestFigure => {
      const found = groupingOf(of);
      return forestOf(computed, names, words, found === null || "code" in found ? null : found);
    };
    return {
      draw: (options) => forestFigure(forest(), options),
      sheet: (options) => forestSheet(forest(), options),
      pages: (options) => forestPages(forest(), options).map(({ svg }) => svg),
    };
  };
}

/** The forest plot of what was computed, in groups where there are some. */
function forestOf(
  computed: Computed,
  names: Names,
  words: Words,
  grouped: Grouped | null = null,
): ForestFigure {
  const { spec, pooled, effects } = computed;
  const domains = domainsOf(effects, words);
  const kind = needsOf(spec.measure);
  const favours = (group: string): string => words.t("forest.favours", { group });
  const between = grouped?.analysis.between;
  return {
    language: words.language,
    title: figureTitle(names),
    scale: scaleOf(spec.measure),
    nullValue: 0,
    measure: names.measure,
    method: words.named("forest-head", spec.model),
    firstArm: names.experimental,
    secondArm: names.comparator,
    columns: forestColumns("revman", kind === "generic" ? "none" : kind, { lights: domains.length > 0 }),
    groups: grouped === null ? [{ studies: studiesOf(computed, words) }] : groupsOf(computed, grouped, words),
    summaries: pooled === null ? [] : [summaryOf(pooled)],
    ...(between?.statistic == null || between.p === null || between.denominatorDf !== null
      ? {}
      : { subgroupTest: { q: between.statistic, df: between.df, p: between.p } }),
    favoursLow: favours(names.lowIsBetter ? names.experimental : names.comparator),
    favoursHigh: favours(names.lowIsBetter ? names.comparator : names.experimental),
    ...(domains.length === 0 ? {} : { domains }),
    footer: methodOf(spec, pooled, words),
  };
}

/** The estimator and the kind of interval, for a line below the plot. */
function methodOf(spec: Specification, pooled: PooledResult | null, words: Words): readonly string[] {
  if (pooled === null || !isInverseVariance(spec)) return [];
  const test = words.named("test", pooled.test);
  return [
    estimatesSpread(spec)
      ? words.t("forest.method-random", { tau2: spec.tau2, test })
      : words.t("forest.method-common", { test }),
  ];
}

/** Domains of the instrument, and the judgement over all; none where nothing was appraised. */
function domainsOf(effects: readonly RowEffect[], words: Words) {
  const risks = effects.flatMap(({ study }) => (study?.risk == null ? [] : [study.risk]));
  if (risks.length === 0) return [];
  const found = new Map(risks.flatMap(({ domains }) => domains.map(({ id, name }) => [id, name] as const)));
  return [
    ...[...found].map(([id, name]) => ({ id, label: words.local(name) })),
    { id: OVERALL, label: words.t("risk.overall") },
  ];
}

const OVERALL = "overall";

function studiesOf({ effects, failed, pooled, spec }: Computed, words: Words): readonly ForestStudy[] {
  return [
    ...effects.map((one, at) => estimated(one, pooled?.weights[at] ?? null, spec, words)),
    ...failed.map((one) => ({
      ...studyOf(one, spec, words),
      estimate: null,
      low: null,
      high: null,
      weight: null,
    })),
  ];
}

function groupsOf(computed: Computed, grouped: Grouped, words: Words): readonly ForestGroup[] {
  const { spec, pooled, effects } = computed;
  const row = (one: RowEffect): ForestStudy =>
    estimated(one, pooled?.weights[effects.indexOf(one)] ?? null, spec, words);
  return grouped.analysis.groups.map(
    ({ group, estimate, ciLow, ciHigh, predictionLow, predictionHigh }, at): ForestGroup => ({
      label: `${grouped.variable.label}: ${group}`,
      studies: grouped.members[at]!.map(row),
      summaries: [{ estimate, low: ciLow, high: ciHigh, ...predicted(predictionLow, predictionHigh) }],
    }),
  );
}

function predicted(low: number | null, high: number | null): Pick<ForestSummary, "prediction"> {
  return low === null || high === null ? {} : { prediction: { low, high } };
}

function summaryOf(pooled: PooledResult): ForestSummary {
  const { estimate, ciLow: low, ciHigh: high, predictionLow, predictionHigh } = pooled;
  const { q, qDf: df, qP, i2, tau2, tau2Method, statistic, p } = pooled;
  const test =
    statistic === null || p === null
      ? {}
      : {
          test: {
            kind: pooled.df === null ? ("z" as const) : ("t" as const),
            statistic,
            p,
            ...(pooled.df === null ? {} : { df: pooled.df }),
          },
        };
  return {
    ...{ estimate, low, high },
    ...predicted(predictionLow, predictionHigh),
    ...(qP === null || i2 === null
      ? {}
      : {
          statistics: {
            heterogeneity: { q, df, p: qP },
            i2,
            tau2: tau2Method === null ? null : tau2,
            ...test,
          },
        }),
  };
}

function estimated(one: RowEffect, weight: number | null, spec: Specification, words: Words): ForestStudy {
  const { y, se } = one.effect;
  const half = NORMAL_95 * se;
  return { ...studyOf(one, spec, words), estimate: y, low: y - half, high: y + half, weight };
}

type Plain = Omit<ForestStudy, "estimate" | "low" | "high" | "weight">;

function studyOf({ row, study, retracted }: Candidate, spec: Specification, words: Words): Plain {
  const risk = study?.risk ?? null;
  const arms = needsOf(spec.measure) !== "generic";
  return {
    label: row.label,
    ...(retracted ? { flag: words.t("left-out.retracted") } : {}),
    ...(arms ? { first: armOf(row.experimentalValues), second: armOf(row.comparatorValues) } : {}),
    ...(risk === null
      ? {}
      : {
          lights: {
            ...Object.fromEntries(
              risk.domains.map(({ id, level, label }) => [id, { level, label: words.local(label) }]),
            ),
            [OVERALL]: { level: risk.level, label: words.local(risk.label) },
          },
        }),
  };
}

type Values = Candidate["row"]["experimentalValues"];

function armOf({ events, total, n, mean, sd }: Values): ForestArm {
  const people = total ?? n;
  return {
    ...(events === undefined ? {} : { events: events.number }),
    ...(people === undefined ? {} : { total: people.number }),
    ...(mean === undefined ? {} : { mean: mean.number }),
    ...(sd === undefined ? {} : { sd: sd.number }),
  };
}
