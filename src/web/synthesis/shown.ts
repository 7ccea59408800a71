import type { AnalysisMaterial, PlannedAnalysis, Protocol } from "../api/types.ts";
import type { Words } from "../app/text.ts";
import { type Computed, compute } from "./compute.ts";
import type { FigureLabel } from "./export-figure.ts";
import { measureName, type Names, namesOf } from "./forest.ts";
import { type Departure, departures, exploratoryLabel } from "./plan-words.ts";
import { type PlannedCounts, plannedCounts } from "./planned-counts.ts";
import { nearestPlan, type PlanFound, type PlannedVariant, withPlannedKinds } from "./planned-variants.ts";
import type { Specification } from "./specification.ts";
import { type Variable, variablesOf } from "./variables.ts";

/** What follows from the material and a specification. */
export interface Shown {
  readonly computed: Computed;
  readonly names: Names;
  readonly material: AnalysisMaterial;
  readonly variables: readonly Variable[];
  /** What of the plan it is, or is nearest to. */
  readonly nearest: PlanFound;
  /** What is not as planned. */
  readonly departed: readonly Departure[];
  /** Models of the counts that the protocol plans of what is shown. */
  readonly plannedCounts: readonly PlannedCounts[];
  /** Said on every figure that is not as planned. */
  readonly label: FigureLabel;
}

/** So many specifications are kept: those a reader goes back to, and those pointed at. */
const KEPT = 12;

/** Gives what a specification shows, the same as before for one asked for lately. */
export function shownBy(basis: {
  readonly material: AnalysisMaterial;
  readonly protocol: Protocol;
  readonly analysis: PlannedAnalysis;
  readonly variants: readonly PlannedVariant[];
  readonly words: Words;
}): (spec: Specification) => Shown {
  const { material, protocol, analysis, variants, words } = basis;
  const variables = withPlannedKinds(
    variablesOf(material, [...material.set.rows, ...material.retracted], words),
    analysis,
  );
  const studies = new Map([...material.studies, ...material.set.rows].map((one) => [one.studyId, one.label]));
  const measure = (of: Pick<Specification, "measure">): string => measureName(analysis, of.measure, words);
  const make = (spec: Specification): Shown => {
    const computed = compute(material, spec);
    const nearest = nearestPlan(spec, variants);
    const departed = departures(spec, nearest.spec, {
      words,
      variants,
      protocol,
      variables,
      studies,
      measure,
    });
    return {
      ...{ computed, material, variables, nearest, departed },
      names: namesOf(protocol, analysis, spec, words),
      plannedCounts: plannedCounts(spec, variants),
      label: exploratoryLabel(departed, words),
    };
  };
  const kept = new Map<string, Shown>();
  return (spec) => {
    const key = JSON.stringify(spec);
    const shown = kept.get(key) ?? make(spec);
    kept.delete(key);
    kept.set(key, shown);
    if (kept.size > KEPT) kept.delete(kept.keys().next().value!);
    return shown;
  };
}
