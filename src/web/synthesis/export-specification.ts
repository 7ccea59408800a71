import type { Computed } from "./compute.ts";
import { type Line, valueLine } from "./export-lines.ts";
import { estimatesSpread, hasZeroRule, isInverseVariance, type Specification } from "./specification.ts";

const PART = "specification";

/** Every choice that has a say in the numbers, one a line. */
export function specificationLines(
  { spec, effects }: Computed,
  analysis: string,
  studyName: (id: string) => string,
): readonly Line[] {
  return [
    ["analysis", analysis],
    ["outcome", spec.outcome],
    ["timepoint", spec.timepoint],
    ["measure", spec.measure],
    ["studies pooled", effects.length],
    ...modelChoices(spec),
    ["confidence level", 0.95],
    ["left out by hand", spec.without.map(studyName).join("; ")],
    ["risk of bias", spec.risk],
    ["retracted studies", spec.retracted],
    ...zeroChoices(spec),
    ["groups", spec.groups ?? ""],
    ...(spec.groups === null ? [] : [["tau2 of groups", spec.groupTau2] as const]),
    ["moderators", spec.moderators.join("; ")],
  ].map(([name, value]) => valueLine(PART, "", String(name), value ?? null));
}

type Choice = readonly [string, string | number];

function modelChoices(spec: Specification): readonly Choice[] {
  return [
    ["model", spec.model],
    ...(estimatesSpread(spec) ? [["tau2 estimator", spec.tau2] as const] : []),
    ...(isInverseVariance(spec) ? [["test", spec.test] as const] : []),
    ...(spec.model === "random" ? [["prediction interval", spec.prediction] as const] : []),
  ];
}

function zeroChoices(spec: Specification): readonly Choice[] {
  if (!hasZeroRule(spec)) return [];
  return [
    ["empty cells: added to", spec.zeroTo],
    ...(spec.zeroTo === "none" ? [] : [["empty cells: added", Number(spec.zeroAdd)] as const]),
    ["tables without or with only events", spec.zeroDrop],
  ];
}
