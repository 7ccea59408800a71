import type { Computed } from "./compute.ts";
import { csvOf, type Line, refusedLine, testLine, valueLine } from "./export-lines.ts";
import { missingLines } from "./export-missing.ts";
import { pooledLines, sensitivityLines, spreadLines } from "./export-results.ts";
import { specificationLines } from "./export-specification.ts";
import { groupedBy, regressedOn } from "./groups.ts";
import { FURTHER, type Further, keptModel } from "./kept-models.ts";
import { shownValue } from "./specification.ts";
import type { Variable } from "./variables.ts";

export interface NumbersToExport {
  readonly computed: Computed;
  readonly grouping: Variable | null;
  readonly moderators: readonly Variable[];
  /** What the analysis is called. */
  readonly analysis: string;
  /** `planned` or `exploratory`, and what differs, in words: on every line, so that no line loses it. */
  readonly status: "planned" | "exploratory";
  readonly departures: string;
}

/**
 * Every number of the analysis as CSV, one a line, on the analysis scale (`log` for ratios) with full precision;
 * effects also as readers see them. The specification comes first; further models are there once the page has
 * computed them. Text that a spreadsheet would run is guarded.
 *
 * Checked: tests/web/synthesis-export.test.ts.
 */
export function numbersCsv(input: NumbersToExport): string {
  const { computed, status, departures } = input;
  const { outcome, timepoint, measure } = computed.spec;
  const common: Line = { status, departures, outcome, timepoint, measure, scale: "analysis" };
  return csvOf(linesOf(input), common, (value) => shownValue(measure, value));
}

function linesOf(input: NumbersToExport): readonly Line[] {
  const { computed } = input;
  const known = [...computed.out, ...computed.effects, ...computed.failed].map(({ row }) => row);
  return [
    ...specificationLines(
      computed,
      input.analysis,
      (id) => known.find(({ studyId }) => studyId === id)?.label ?? id,
    ),
    ...studyLines(computed),
    ...pooledLines(computed),
    ...spreadLines(computed),
    ...sensitivityLines(computed),
    ...groupLines(input),
    ...regressionLines(input),
    ...missingLines(computed),
    ...FURTHER.flatMap((model) => keptModel(computed, model) ?? [notYet(model)]),
  ];
}

const NAMES: Readonly<Record<Further, string>> = {
  subsets: "all subsets (GOSH)",
  permutation: "permutation test",
  counts: "models of the counts",
  selection: "selection models",
  levels: "several effects a study",
  network: "network",
};

const WHERE: Readonly<Partial<Record<Further, string>>> = {
  subsets: "compute it under Sensitivity, All subsets",
  permutation: "compute it under Groups and moderators",
};

/** A model that takes its time is computed when its view is opened, not when a file is saved. */
const notYet = (model: Further): Line => ({
  part: NAMES[model],
  note: `not in this file: ${WHERE[model] ?? "open it under Further models"}, then save again`,
});

function studyLines({ effects, failed, out, pooled }: Computed): readonly Line[] {
  return [
    ...effects.map(
      ({ row, effect, retracted }, at): Line => ({
        ...{ part: "study", item: row.label, effect: true, estimate: effect.y, se: effect.se },
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

function groupLines({ computed, grouping }: NumbersToExport): readonly Line[] {
  if (grouping === null) return [];
  const part = `subgroup by ${grouping.id}`;
  const grouped = groupedBy(computed, grouping);
  if ("code" in grouped) return [refusedLine(part, "", grouped)];
  const { groups, between, remarks } = grouped.analysis;
  return [
    ...groups.flatMap((one): readonly Line[] => [
      {
        ...{ part, item: one.group, effect: true, k: one.k, estimate: one.estimate, se: one.se },
        ...{ low: one.ciLow, high: one.ciHigh, p: one.p, tau2: one.tau2, i2_percent: one.i2 },
      },
      { part, item: `${one.group}: Q`, statistic: one.q, df: one.qDf },
      {
        ...{ part, item: `${one.group}: prediction`, effect: true },
        ...{ low: one.predictionLow, high: one.predictionHigh },
      },
    ]),
    { ...testLine(part, "test between", between), note: remarks.map(({ text }) => text.en).join(" ") },
    ...unplacedLines(part, grouped.unplaced),
  ];
}

function regressionLines({ computed, moderators }: NumbersToExport): readonly Line[] {
  if (moderators.length === 0) return [];
  const part = "meta-regression";
  const regressed = regressedOn(computed, moderators);
  if ("code" in regressed) return [refusedLine(part, "", regressed)];
  const { fit } = regressed;
  return [
    ...fit.coefficients.map(
      ({ name, b, se, ciLow: low, ciHigh: high, statistic, df, p }): Line => ({
        ...{ part, item: name, k: fit.k, estimate: b, se, low, high, statistic, df, p },
      }),
    ),
    {
      ...testLine(part, "test of moderators", fit.qm),
      ...{ k: fit.k, tau2: fit.tau2, i2_percent: fit.i2 },
    },
    testLine(part, "test of what is left", fit.qe),
    valueLine(part, "", "R2 percent", fit.r2),
    ...fit.dropped.map((name): Line => ({ part, item: name, note: "left out: others determine it" })),
    ...unplacedLines(part, regressed.unplaced),
  ];
}

const unplacedLines = (
  part: string,
  studies: readonly { readonly row: { readonly label: string } }[],
): readonly Line[] =>
  studies.map(({ row }): Line => ({ part, item: row.label, note: "left out: no value of the variable" }));
