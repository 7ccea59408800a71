import type { FunnelModel, SensitivityForestModel } from "#figures";
import type { PlannedAnalysis, Protocol } from "../api/types.ts";
import type { Words } from "../app/text.ts";
import type { Shown } from "./shown.ts";
import { type Specification, scaleOf } from "./specification.ts";

/** Names of the parts of an analysis in the reader's language. */
export interface Names {
  readonly experimental: string;
  readonly comparator: string;
  readonly outcome: string;
  readonly timepoint: string;
  readonly measure: string;
  readonly lowIsBetter: boolean;
}

/** What the protocol calls the parts of an analysis. */
export function namesOf(
  protocol: Protocol,
  analysis: PlannedAnalysis,
  spec: Specification,
  words: Words,
): Names {
  const label = (
    list: readonly { id: string; label: { en: string; nb?: string | undefined } }[],
    id: string,
  ) => words.local(list.find((one) => one.id === id)?.label ?? { en: id });
  return {
    experimental: inSentence(label(protocol.armRoles, analysis.experimental)),
    comparator: inSentence(label(protocol.armRoles, analysis.comparator)),
    outcome: inSentence(label(protocol.outcomes, spec.outcome)),
    timepoint: inSentence(label(protocol.timepoints, spec.timepoint)),
    measure: measureName(analysis, spec.measure, words),
    lowIsBetter: protocol.outcomes.find((one) => one.id === spec.outcome)?.better !== "higher",
  };
}

/** A measure by name; an estimate as coded by the name the plan gives it. */
export function measureName(
  analysis: PlannedAnalysis,
  measure: Specification["measure"],
  words: Words,
): string {
  return measure === "GEN" && analysis.scaleLabel !== undefined
    ? words.local(analysis.scaleLabel)
    : words.named("measure", measure);
}

/** A label inside a sentence: a plain first word begins small, an abbreviation or a name of two parts does not. */
function inSentence(label: string): string {
  const [first = ""] = label.split(/\s/);
  return /^\p{Lu}\p{Ll}+$/u.test(first.replace(/[,;.]$/, ""))
    ? first.charAt(0).toLowerCase() + label.slice(1)
    : label;
}

/** What every plot on the scale of the effect says of itself. */
type EffectAxis = Pick<
  SensitivityForestModel,
  "language" | "scale" | "nullValue" | "effectHeading" | "favoursLow" | "favoursHigh"
>;

/** The axis of the effect: its scale, its head and whom its sides favour. */
export function effectAxis(spec: Specification, names: Names, words: Words): EffectAxis {
  const favours = (group: string): string => words.t("forest.favours", { group });
  return {
    language: words.language,
    scale: scaleOf(spec.measure),
    nullValue: 0,
    effectHeading: words.t("forest.effect", { measure: words.named("short", spec.measure) }),
    favoursLow: favours(names.lowIsBetter ? names.experimental : names.comparator),
    favoursHigh: favours(names.lowIsBetter ? names.comparator : names.experimental),
  };
}

/** What every plot of effects against their precision is made of. */
export function effectPoints(
  { computed, names }: Pick<Shown, "computed" | "names">,
  title: string,
  { language }: Words,
): Pick<FunnelModel, "language" | "title" | "effectLabel" | "scale" | "studies"> {
  return {
    language,
    title: figureTitle(names, title),
    effectLabel: names.measure,
    scale: scaleOf(computed.spec.measure),
    studies: computed.effects.map(({ row, effect }) => ({ label: row.label, y: effect.y, se: effect.se })),
  };
}

/** Title of a figure: what is measured and when, in which measure. */
export function figureTitle(names: Names, what?: string): string {
  const about = `${names.outcome}, ${names.timepoint}: ${names.measure}`;
  return what === undefined ? about : `${what}. ${about}`;
}
