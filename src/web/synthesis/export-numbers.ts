import Papa from "papaparse/papaparse.js";
import type { PooledResult } from "#synthesis";
import { attempt, type Computed, leftOutOnce } from "./compute.ts";
import { groupedBy, regressedOn } from "./groups.ts";
import { missingTests, trimmed } from "./missing.ts";
import { addedUp } from "./sensitivity.ts";
import { shownValue } from "./specification.ts";
import type { Variable } from "./variables.ts";

/** What a spreadsheet would run; a negative number is none. */
const FORMULA = /^(?:[=+@\t\r＝＋－＠]|-(?!\d+(?:\.\d+)?$))/;

const FIELDS = [
  "part",
  "item",
  "status",
  "departures",
  "outcome",
  "timepoint",
  "measure",
  "scale",
  "k",
  "estimate",
  "low",
  "high",
  "se",
  "statistic",
  "df",
  "p",
  "weight_percent",
  "tau2",
  "i2_percent",
  "note",
] as const;
type Line = Partial<Record<(typeof FIELDS)[number], string | number | null>>;

export interface NumbersToExport {
  readonly computed: Computed;
  readonly grouping: Variable | null;
  readonly moderators: readonly Variable[];
  /** `planned` or `exploratory`, and what differs, in words: on every line, so that no line loses it. */
  readonly status: "planned" | "exploratory";
  readonly departures: string;
}

/**
 * Every number of the analysis as CSV, one a line, on the analysis scale (`log` for ratios) with full
 * precision; the pooled result also as readers see it. Text that a spreadsheet would run is guarded.
 */
export function numbersCsv(input: NumbersToExport): string {
  const { computed, status, departures } = input;
  const { spec } = computed;
  const common: Line = {
    status,
    departures,
    outcome: spec.outcome,
    timepoint: spec.timepoint,
    measure: spec.measure,
    scale: "analysis",
  };
  const data = linesOf(input).map((line) => FIELDS.map((name) => ({ ...common, ...line })[name] ?? ""));
  return `\ufeff${Papa.unparse([FIELDS, ...data], { newline: "\r\n", escapeFormulae: FORMULA })}\r\n`;
}

function linesOf(input: NumbersToExport): readonly Line[] {
  const { computed } = input;
  return [
    ...studyLines(computed),
    ...pooledLines(computed),
    ...sensitivityLines(computed),
    ...groupLines(input),
    ...missingLines(computed),
  ];
}

function studyLines({ effects, failed, out, pooled }: Computed): readonly Line[] {
  return [
    ...effects.map(
      ({ row, effect, retracted }, at): Line => ({
        part: "study",
        item: row.label,
        estimate: effect.y,
        se: effect.se,
        low: effect.y - 1.959963984540054 * effect.se,
        high: effect.y + 1.959963984540054 * effect.se,
        weight_percent: pooled?.weights[at] ?? null,
        note: [retracted ? "retracted" : "", effect.formula].filter((text) => text !== "").join("; "),
      }),
    ),
    ...failed.map(({ row, why }): Line => ({ part: "study", item: row.label, note: why.text.en })),
    ...out.map(({ row, out: why }): Line => ({ part: "left out", item: row.label, note: why })),
  ];
}

function result(pooled: PooledResult): Line {
  const { k, estimate, ciLow: low, ciHigh: high, se, statistic, df, p, tau2, i2 } = pooled;
  return { k, estimate, low, high, se, statistic, df, p, tau2, i2_percent: i2 };
}

function pooledLines({ pooled, spec }: Computed): readonly Line[] {
  if (pooled === null) return [];
  const shown = (value: number | null): number | null =>
    value === null ? null : shownValue(spec.measure, value);
  const item = [spec.model, spec.model === "random" ? spec.tau2 : "", pooled.test].filter(Boolean).join(" ");
  return [
    { part: "pooled", item, ...result(pooled) },
    {
      part: "pooled",
      item,
      scale: "shown",
      k: pooled.k,
      estimate: shown(pooled.estimate),
      low: shown(pooled.ciLow),
      high: shown(pooled.ciHigh),
    },
    { part: "prediction", item: spec.prediction, low: pooled.predictionLow, high: pooled.predictionHigh },
    {
      part: "heterogeneity",
      item: "tau2",
      estimate: pooled.tau2,
      low: pooled.tau2Low,
      high: pooled.tau2High,
      se: pooled.seTau2,
    },
    {
      part: "heterogeneity",
      item: "I2 percent",
      estimate: pooled.i2,
      low: pooled.i2Low,
      high: pooled.i2High,
    },
    { part: "heterogeneity", item: "H2", estimate: pooled.h2, low: pooled.h2Low, high: pooled.h2High },
    { part: "heterogeneity", item: "Q", statistic: pooled.q, df: pooled.qDf, p: pooled.qP },
  ];
}

function sensitivityLines(computed: Computed): readonly Line[] {
  if (computed.effects.length < 2) return [];
  const left = attempt(() => leftOutOnce(computed));
  const added = attempt(() => addedUp(computed, "year"));
  return [
    ...("code" in left ? [] : left).map(
      ({ omitted, result: one }): Line => ({
        part: "without one study",
        item: computed.effects[omitted]!.row.label,
        ...result(one),
      }),
    ),
    ...("code" in added ? [] : added).map(
      ({ added: study, result: one }): Line => ({
        part: "cumulative by year",
        item: study.row.label,
        ...result(one),
      }),
    ),
  ];
}

function groupLines({ computed, grouping, moderators }: NumbersToExport): readonly Line[] {
  const grouped = grouping === null ? null : groupedBy(computed, grouping);
  const regressed = moderators.length === 0 ? null : regressedOn(computed, moderators);
  const lines: Line[] = [];
  if (grouped !== null && !("code" in grouped)) {
    for (const { group, k, estimate, ciLow, ciHigh, se, p, tau2, i2 } of grouped.analysis.groups)
      lines.push({
        part: `subgroup by ${grouping!.id}`,
        item: group,
        k,
        estimate,
        low: ciLow,
        high: ciHigh,
        se,
        p,
        tau2,
        i2_percent: i2,
      });
    const { statistic, df, p } = grouped.analysis.between;
    lines.push({ part: `subgroup by ${grouping!.id}`, item: "test between", statistic, df, p });
  }
  if (regressed !== null && !("code" in regressed)) {
    const { fit } = regressed;
    for (const { name, b, se, ciLow, ciHigh, statistic, df, p } of fit.coefficients)
      lines.push({
        part: "meta-regression",
        item: name,
        k: fit.k,
        estimate: b,
        se,
        low: ciLow,
        high: ciHigh,
        statistic,
        df,
        p,
      });
    lines.push({
      part: "meta-regression",
      item: "test of moderators",
      k: fit.k,
      statistic: fit.qm.statistic,
      df: fit.qm.df,
      p: fit.qm.p,
      tau2: fit.tau2,
      i2_percent: fit.i2,
    });
  }
  return lines;
}

function missingLines(computed: Computed): readonly Line[] {
  if (computed.effects.length === 0) return [];
  const { egger, rank, failSafe, excess } = missingTests(computed, "sei");
  const filled = trimmed(computed, "L0");
  const lines: Line[] = [];
  const few = "code" in egger ? "" : egger.remarks.map(({ text }) => text.en).join(" ");
  if (!("code" in egger)) {
    const { estimate, se, statistic, df, p, ciLow: low, ciHigh: high } = egger.slope;
    lines.push({
      part: "missing evidence",
      item: "Egger",
      k: egger.k,
      estimate,
      se,
      statistic,
      df,
      p,
      low,
      high,
      note: few,
    });
  }
  if (!("code" in rank))
    lines.push({ part: "missing evidence", item: "rank test", k: rank.k, statistic: rank.tau, p: rank.p });
  if (!("code" in filled))
    lines.push({
      part: "missing evidence",
      item: `trim and fill, ${filled.missing} filled in`,
      ...result(filled.result),
    });
  for (const { kind, found } of failSafe)
    if (!("code" in found))
      lines.push({
        part: "missing evidence",
        item: `fail-safe number, ${kind}`,
        k: found.k,
        estimate: found.n,
      });
  if (!("code" in excess))
    lines.push({
      part: "missing evidence",
      item: "excess significance",
      k: excess.k,
      estimate: excess.observed,
      p: excess.p,
      note: `expected ${excess.expected}`,
    });
  return lines;
}
