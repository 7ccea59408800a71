import type { AnalysisMaterial, AnalysisPlace, Protocol } from "../api/types.ts";
import { effectOf, type RowEffect } from "./compute.ts";
import { tableOf } from "./count-models.ts";
import type { LevelsJob } from "./long-job.types.ts";
import { needsOf, type Specification } from "./specification.ts";
import { candidates } from "./study-set.ts";
import type { Variable } from "./variables.ts";
import { zeroCellRule } from "./zero-cells.ts";

/** Which effects of a study enter beside the one of the sentence. */
const SPANS = ["timepoints", "outcomes", "all"] as const;
export type Span = (typeof SPANS)[number];

/** Measures without a unit, which different outcomes can share. */
const SHARED: readonly string[] = ["SMD", "SMDH", "ROM", "RR", "OR", "RD"];

/** What effects of the chosen measure can be gathered over. */
export function spansFor(spec: Pick<Specification, "measure">): readonly Span[] {
  return SHARED.includes(spec.measure) ? SPANS : ["timepoints"];
}

/** Places whose effects enter, and outcomes left out since better means the other way there. */
export interface Gathered {
  readonly places: readonly AnalysisPlace[];
  readonly turned: readonly string[];
}

/** The places that a span reaches, the one of the sentence first. */
export function placesOf(
  material: AnalysisMaterial,
  spec: Specification,
  outcomes: Protocol["outcomes"],
  span: Span,
): Gathered {
  const better = (id: string): string => outcomes.find((one) => one.id === id)?.better ?? "lower";
  const reached = material.places.filter(
    (place) =>
      place.needs === needsOf(spec.measure) &&
      (span !== "timepoints" || place.outcome === spec.outcome) &&
      (span !== "outcomes" || place.timepoint === spec.timepoint),
  );
  const same = reached.filter(({ outcome }) => better(outcome) === better(spec.outcome));
  const here = ({ outcome, timepoint }: AnalysisPlace): boolean =>
    outcome === spec.outcome && timepoint === spec.timepoint;
  const turned = new Set(reached.filter((one) => !same.includes(one)).map(({ outcome }) => outcome));
  return { places: [...same.filter(here), ...same.filter((one) => !here(one))], turned: [...turned] };
}

/** A place in the address. */
export const placeKey = ({ outcome, timepoint }: Pick<AnalysisPlace, "outcome" | "timepoint">): string =>
  `${encodeURIComponent(outcome)}:${encodeURIComponent(timepoint)}`;

/**
 * The places whose effects enter: those ticked, or, before anything is, all but what was measured before treatment,
 * which is no effect of it.
 *
 * @param ticked keys of places, apart by commas; undefined: nothing was ticked or cleared yet
 */
export function chosenPlaces(
  places: readonly AnalysisPlace[],
  spec: Pick<Specification, "outcome" | "timepoint">,
  ticked: string | undefined,
): readonly AnalysisPlace[] {
  if (ticked !== undefined) {
    const keys = ticked.split(",");
    return places.filter((place) => keys.includes(placeKey(place)));
  }
  return places.filter(
    ({ timepoint }) => timepoint === spec.timepoint || !/baseline|pre-?treatment/i.test(timepoint),
  );
}

/** An effect with the place it was measured at. */
export interface PlacedEffect extends RowEffect {
  readonly place: AnalysisPlace;
}

/** The effects of one place, of the studies that the reader's choices let in. */
export function effectsAt(
  material: AnalysisMaterial,
  place: AnalysisPlace,
  spec: Specification,
): readonly PlacedEffect[] {
  const entering = candidates(material, spec).filter(({ out }) => out === null);
  const rule = zeroCellRule(spec, () => entering.flatMap(({ row }) => tableOf(row) ?? []));
  return entering.flatMap((candidate) => {
    const effect = effectOf(candidate.row, spec.measure, rule);
    return "code" in effect || !effect.estimable || effect.v <= 0 ? [] : [{ ...candidate, effect, place }];
  });
}

/** Effects in studies, ready for the model, its levels named; null where no study has two, which leaves nothing to tell apart. */
export function levelsJob(
  effects: readonly PlacedEffect[],
  outer: Variable | null,
  rho: number,
  names: readonly string[],
): LevelsJob | null {
  const within = outer === null ? effects : effects.filter(({ row }) => outer.values.has(row.studyId));
  const study = within.map(({ row }) => row.studyId);
  if (new Set(study).size < 2 || new Set(study).size === study.length) return null;
  return {
    kind: "levels",
    y: Float64Array.from(within, ({ effect }) => effect.y),
    v: Float64Array.from(within, ({ effect }) => effect.v),
    study,
    outer: outer === null ? null : study.map((id) => outer.values.get(id)!.text),
    rho,
    names,
  };
}
