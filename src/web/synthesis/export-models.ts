import type { MultilevelCoefficient, TwoGroupModel } from "#synthesis";
import { choiceLines, type Line, refusedLine, testLine, valueLine } from "./export-lines.ts";
import type {
  GlmmFound,
  GlmmJob,
  LevelsFound,
  LevelsJob,
  SelectionFound,
  SelectionJob,
} from "./long-job.types.ts";
import { SEEN_AT } from "./run-models.ts";

const COUNTS = "models of the counts";
const SELECTION = "selection models";
const LEVELS = "several effects a study";

/** Models of the counts, each with its tests of spread. */
export function glmmLines(
  found: GlmmFound,
  { family, effects, tables }: GlmmJob,
  /** Those that the protocol plans: planned whatever the sentence is. */
  planned: readonly TwoGroupModel[] = [],
): readonly Line[] {
  const status = (model: TwoGroupModel): Line =>
    planned.includes(model) ? { status: "planned", departures: "" } : {};
  return [
    ...choiceLines(COUNTS, { family, effects, "tables given": tables.n1.length, scale: "log" }),
    ...found.models.flatMap(({ model, found: one }): readonly Line[] => {
      if ("code" in one) return [{ ...refusedLine(COUNTS, model, one), ...status(model) }];
      const { k, estimate, ciLow: low, ciHigh: high, se, statistic, p, tau2, i2 } = one;
      return [
        {
          ...status(model),
          ...{ part: COUNTS, item: model, effect: true, measure: family === "binomial" ? "OR" : "IRR" },
          ...{ k, estimate, low, high, se, statistic, p, tau2, i2_percent: i2 },
          shown_estimate: Math.exp(estimate),
          shown_low: Math.exp(low),
          shown_high: Math.exp(high),
          note: one.converged ? "" : "not converged",
        },
        ...(one.wald === null ? [] : [testLine(COUNTS, `${model}: Wald test of spread`, one.wald)]),
        ...(one.likelihoodRatio === null
          ? []
          : [testLine(COUNTS, `${model}: likelihood-ratio test of spread`, one.likelihoodRatio)]),
        valueLine(COUNTS, model, "log-likelihood", one.logLikelihood),
      ];
    }),
  ];
}

/** Effects before selection, and the chance of being seen under each shape. */
export function selectionLines(found: SelectionFound, job: SelectionJob): readonly Line[] {
  const { effects, alternative, steps } = job;
  return [
    ...choiceLines(SELECTION, { effects, "selection favours": alternative, "cut points": steps.join("; ") }),
    ...found.shapes.flatMap(({ shape, found: one, weights }): readonly Line[] => {
      if ("code" in one) return [refusedLine(SELECTION, shape, one)];
      const { k, estimate, ciLow: low, ciHigh: high, se, statistic, p, tau2 } = one;
      const notes = [one.converged ? "" : "not converged", one.atLimit ? "a parameter is at its limit" : ""];
      return [
        {
          ...{ part: SELECTION, item: shape, effect: true, k, estimate, low, high, se, statistic, p, tau2 },
          note: notes.filter((text) => text !== "").join("; "),
        },
        testLine(SELECTION, `${shape}: test of selection`, one.likelihoodRatio),
        ...(one.tau2Ratio === null ? [] : [testLine(SELECTION, `${shape}: test of spread`, one.tau2Ratio)]),
        ...one.delta.slice(0, shape === "truncest" ? 1 : undefined).map(
          (delta, at): Line => ({
            ...valueLine(SELECTION, shape, `delta ${at + 1}`, delta),
            se: one.seDelta[at] ?? null,
          }),
        ),
        ...(one.cut === null
          ? []
          : [
              valueLine(SELECTION, shape, "cut point", one.cut.effect),
              valueLine(SELECTION, shape, "studies on the favoured side", one.cut.favoured),
              valueLine(SELECTION, shape, "studies beyond the cut point", one.cut.other),
            ]),
        ...weights.map((weight, at) =>
          valueLine(SELECTION, shape, `relative chance of being seen at p = ${SEEN_AT[at]}`, weight),
        ),
      ];
    }),
  ];
}

/** Choices of the part about several effects a study, as the page names them. */
export interface LevelsChoices {
  readonly span: string;
  /** Outcomes and times that enter. */
  readonly places: readonly string[];
  /** What studies lie within; null: nothing. */
  readonly outer: string | null;
}

const mean = (item: string, k: number, one: MultilevelCoefficient): Line => ({
  ...{ part: LEVELS, item, effect: true, k, estimate: one.estimate, low: one.ciLow, high: one.ciHigh },
  ...{ se: one.se, statistic: one.statistic, df: one.df, p: one.p },
});

/** A model of effects within studies: its mean, also cluster-robust, and the spread of each level. */
export function levelsLines(
  { fit, robust }: LevelsFound,
  { names, rho, study }: LevelsJob,
  { span, places, outer }: LevelsChoices,
): readonly Line[] {
  return [
    ...choiceLines(LEVELS, {
      "effects of a study": span,
      "outcomes and times": places.join("; "),
      "assumed correlation of errors": rho,
      "studies within": outer ?? "",
      method: fit.method,
      test: fit.test,
      effects: fit.k,
      studies: new Set(study).size,
    }),
    {
      ...mean("multilevel", fit.k, fit.coefficients[0]!),
      note: [fit.converged ? "" : "not converged", ...fit.remarks.map(({ text }) => text.en)]
        .filter((text) => text !== "")
        .join(" "),
    },
    "code" in robust
      ? refusedLine(LEVELS, "multilevel, cluster-robust CR2", robust)
      : {
          ...mean("multilevel, cluster-robust CR2", fit.k, robust.coefficients[0]!),
          note: [`${robust.clusters} clusters.`, ...robust.remarks.map(({ text }) => text.en)].join(" "),
        },
    ...fit.components.map(
      ({ name, value }, at): Line => ({
        ...{ part: LEVELS, item: names[at] ?? name, tau2: value, i2_percent: fit.i2.parts[at] ?? null },
        ...{ quantity: "tau", value: value === null ? null : Math.sqrt(value) },
      }),
    ),
    { part: LEVELS, item: "all levels together", i2_percent: fit.i2.total },
    testLine(LEVELS, "Q", fit.qe),
    valueLine(LEVELS, "multilevel", "log-likelihood", (fit.method === "ML" ? fit.ml : fit.reml).logLik),
  ];
}
