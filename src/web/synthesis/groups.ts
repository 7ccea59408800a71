import type { BubbleLinePoint } from "#figures";
import {
  type Design,
  designMatrix,
  type Moderators,
  metaRegression,
  predictRegression,
  type RegressionResult,
  type SubgroupAnalysis,
  subgroupAnalysis,
} from "#synthesis";
import { attempt, type Computed, type RowEffect, type Trouble } from "./compute.ts";
import { regressionOptions } from "./inverse-variance.ts";
import { remembered } from "./remembered.ts";
import type { Shown } from "./shown.ts";
import type { Variable } from "./variables.ts";

/** Studies in groups, and those that cannot be placed. */
export interface Grouped {
  readonly variable: Variable;
  readonly analysis: SubgroupAnalysis;
  /** In the order of `analysis.groups`. */
  readonly members: readonly (readonly RowEffect[])[];
  readonly unplaced: readonly RowEffect[];
}

const inOrder = new Intl.Collator(undefined, { numeric: true });

/** Pools each group by itself and tests whether they differ. */
export function groupedBy(computed: Computed, variable: Variable): Grouped | Trouble {
  return remembered(computed, `grouped by ${variable.id}`, () => group(computed, variable));
}

function group(computed: Computed, variable: Variable): Grouped | Trouble {
  const { placed: found, unplaced } = apart(computed, [variable]);
  const level = (one: RowEffect): string => variable.values.get(one.row.studyId)!.text;
  // The library takes groups as they come; readers look for them in order.
  const placed = found.toSorted((a, b) => inOrder.compare(level(a), level(b)));
  const groups = placed.map(level);
  const options = { ...regressionOptions(computed.spec), tau2: computed.spec.groupTau2 };
  const analysis = attempt(() => subgroupAnalysis(...columns(placed), groups, options));
  if ("code" in analysis) return analysis;
  const members = analysis.groups.map(({ group }) => placed.filter((_, at) => groups[at] === group));
  return { variable, analysis, members, unplaced };
}

/** A meta-regression on the variables chosen. */
export interface Regressed {
  readonly variables: readonly Variable[];
  readonly placed: readonly RowEffect[];
  readonly unplaced: readonly RowEffect[];
  readonly design: Design;
  readonly fit: RegressionResult;
}

/** What is shown, in the groups of the variable chosen; null where none is. */
export function groupingOf({
  computed,
  variables,
}: Pick<Shown, "computed" | "variables">): Grouped | Trouble | null {
  const variable = variables.find(({ id }) => id === computed.spec.groups);
  return variable === undefined ? null : groupedBy(computed, variable);
}

/** What is shown, regressed on the moderators chosen; null where none is. */
export function regressionOf({
  computed,
  variables,
}: Pick<Shown, "computed" | "variables">): Regressed | Trouble | null {
  const chosen = computed.spec.moderators.flatMap((id) => variables.filter((one) => one.id === id));
  return chosen.length === 0 ? null : regressedOn(computed, chosen);
}

/** Regresses the effects on the variables; numbers as numbers, other texts as groups. */
export function regressedOn(computed: Computed, variables: readonly Variable[]): Regressed | Trouble {
  const key = `regressed on ${JSON.stringify(variables.map(({ id }) => id))}`;
  return remembered(computed, key, () => regress(computed, variables));
}

function regress(computed: Computed, variables: readonly Variable[]): Regressed | Trouble {
  const { placed, unplaced } = apart(computed, variables);
  const design = attempt(() =>
    designMatrix(
      variables.map(({ id }) => id),
      moderatorsOf(placed, variables),
    ),
  );
  if ("code" in design) return design;
  const [y, v] = columns(placed);
  const fit = attempt(() => metaRegression({ y, v, design }, regressionOptions(computed.spec)));
  return "code" in fit ? fit : { variables, placed, unplaced, design, fit };
}

function moderatorsOf(placed: readonly RowEffect[], variables: readonly Variable[]): Moderators {
  const found = (variable: Variable, one: RowEffect) => variable.values.get(one.row.studyId)!;
  return Object.fromEntries(
    variables.map((variable) => [
      variable.id,
      variable.numeric
        ? placed.map((one) => found(variable, one).number!)
        : { values: placed.map((one) => found(variable, one).text) },
    ]),
  );
}

/** Whether it is a regression on one number. */
export function hasLine({ variables, fit }: Regressed): boolean {
  return variables.length === 1 && variables[0]!.numeric && fit.p === 2;
}

/** The line of a regression on one number, with its intervals, over the range of the studies. */
export function regressionLine(found: Regressed, points = 41): readonly BubbleLinePoint[] {
  if (!hasLine(found)) return [];
  const { fit, placed } = found;
  const variable = found.variables[0]!;
  const x = placed.map((one) => variable.values.get(one.row.studyId)!.number!);
  const [low, high] = [Math.min(...x), Math.max(...x)];
  const at = Array.from({ length: points }, (_, n) => low + ((high - low) * n) / (points - 1));
  const rows = Float64Array.from(at.flatMap((value) => [1, value]));
  return predictRegression(fit, { rows: points, columns: 2, values: rows }).map((one, n) => ({
    x: at[n]!,
    y: one.estimate,
    low: one.ciLow,
    high: one.ciHigh,
    ...(one.predictionLow === null || one.predictionHigh === null
      ? {}
      : { predictionLow: one.predictionLow, predictionHigh: one.predictionHigh }),
  }));
}

function apart(computed: Computed, variables: readonly Variable[]) {
  const has = (one: RowEffect): boolean => variables.every(({ values }) => values.has(one.row.studyId));
  return {
    placed: computed.effects.filter(has),
    unplaced: computed.effects.filter((one) => !has(one)),
  };
}

function columns(placed: readonly RowEffect[]): readonly [Float64Array, Float64Array] {
  return [
    Float64Array.from(placed, ({ effect }) => effect.y),
    Float64Array.from(placed, ({ effect }) => effect.v),
  ];
}
