import { effectMeasures, type PoolTest, type Tau2Method, type TwoGroupModel } from "#synthesis";
import type { AnalysisPlace, PlannedAnalysis } from "../api/types.ts";
import type { SearchState } from "../app/search-state.ts";
import { plannedCountModel, plannedModel } from "./planned-model.ts";

/** Effect measures of the page, by the numbers they need. */
export const MEASURES = {
  means: ["SMD", "SMDH", "MD", "ROM"],
  counts: ["RR", "OR", "RD"],
  generic: ["GEN"],
} as const;
export type Needs = keyof typeof MEASURES;
export type MeasureChoice = (typeof MEASURES)[Needs][number];

/** `mh-random` is what Review Manager 5 calls "M-H, Random". */
const MODELS = ["random", "common", "mh", "mh-random", "peto"] as const;
export type ModelChoice = (typeof MODELS)[number];

/** Estimators of τ² that need no weights of the reader\'s own. */
export type MethodChoice = Exclude<Tau2Method, "GENQ" | "GENQM">;
export const METHODS: readonly MethodChoice[] = [
  "REML",
  "DL",
  "PM",
  "PMM",
  "ML",
  "EB",
  "HE",
  "HS",
  "HSk",
  "SJ",
  "DLIT",
  "SJIT",
];
export const TESTS: readonly PoolTest[] = ["knha", "adhoc", "t", "z"];
export const PREDICTIONS = ["test", "riley"] as const;
export const RISKS = ["all", "not-high", "low"] as const;
export const RETRACTED = ["out", "flagged"] as const;
export const SPREADS = ["separate", "common"] as const;
/** Tables that get something added where a cell is empty: those, all once there is one, all always, none. */
export const ZERO_TO = ["only0", "if0all", "all", "none"] as const;
export const ZERO_ADD: readonly string[] = ["0.5", "0.25", "0.1", "0.01"];
/** Tables with no events, or with events only, in both groups. */
export const ZERO_DROP = ["keep", "drop"] as const;

/** An analysis as the reader has set it. */
export interface Specification {
  readonly outcome: string;
  readonly timepoint: string;
  readonly measure: MeasureChoice;
  readonly model: ModelChoice;
  /** The model of the counts that a plan names: it is computed beside the sentence, which has none (null). */
  readonly counts: TwoGroupModel | null;
  readonly tau2: MethodChoice;
  readonly test: PoolTest;
  /** Critical value of the prediction interval. */
  readonly prediction: (typeof PREDICTIONS)[number];
  /** Study ids left out by the reader. */
  readonly without: readonly string[];
  /** Which studies enter by their risk of bias. */
  readonly risk: (typeof RISKS)[number];
  readonly retracted: (typeof RETRACTED)[number];
  readonly zeroTo: (typeof ZERO_TO)[number];
  /** A number above 0, as text. */
  readonly zeroAdd: string;
  readonly zeroDrop: (typeof ZERO_DROP)[number];
  /** What studies are grouped by; null: nothing. */
  readonly groups: string | null;
  /** One τ² in each group, or one for all. */
  readonly groupTau2: (typeof SPREADS)[number];
  /** Moderators of the meta-regression. */
  readonly moderators: readonly string[];
}

/** Changes a specification as it is when the change is made. */
export type Change = (
  change: Partial<Specification> | ((now: Specification) => Partial<Specification>),
) => void;

/** Prepares what a change would show; null: nothing is pointed at any more. */
export type Foresee = (change: Parameters<Change>[0] | null) => void;

/** The specification the protocol plans. */
export function planned(analysis: PlannedAnalysis): Specification {
  const { outcome, timepoint, measure, tau2, test, zeroCells } = analysis;
  return {
    outcome,
    timepoint,
    measure,
    model: plannedModel(analysis),
    counts: plannedCountModel(analysis),
    tau2,
    test,
    prediction: analysis.prediction ?? "test",
    without: [],
    risk: analysis.risk ?? "all",
    retracted: "out",
    zeroTo: zeroCells?.to ?? "only0",
    zeroAdd: String(zeroCells?.add ?? 0.5),
    zeroDrop: zeroCells?.doubleZero ?? "keep",
    groups: null,
    groupTau2: "separate",
    moderators: [],
  };
}

/** The kind of numbers a measure needs. */
export function needsOf(measure: MeasureChoice): Needs {
  return (Object.keys(MEASURES) as Needs[]).find((needs) =>
    (MEASURES[needs] as readonly string[]).includes(measure),
  )!;
}

/** Models that a measure can be pooled by. */
export function modelsFor(measure: MeasureChoice): readonly ModelChoice[] {
  if (needsOf(measure) !== "counts") return ["random", "common"];
  return measure === "OR" ? MODELS : MODELS.filter((model) => model !== "peto");
}

/** Whether the estimator of τ² has a say. */
export function estimatesSpread({ model }: Specification): boolean {
  return model === "random";
}

/** Models pooled by weights of inverse variance, whose test can be chosen. */
export function isInverseVariance({ model }: Pick<Specification, "model">): boolean {
  return model === "random" || model === "common";
}

const ZERO_PARTS: readonly (keyof Specification)[] = ["zeroTo", "zeroAdd", "zeroDrop"];

/**
 * Whether the rule has a say: in effects of counts that weights of inverse variance pool. The sums of
 * Mantel–Haenszel and Peto need nothing added.
 */
export function hasZeroRule(spec: Pick<Specification, "measure" | "model">): boolean {
  return needsOf(spec.measure) === "counts" && isInverseVariance(spec);
}

/** What of a specification is not as planned; nothing that has no say counts. */
export function differencesFrom(spec: Specification, plan: Specification): readonly (keyof Specification)[] {
  const written = (value: unknown): string => JSON.stringify(Array.isArray(value) ? value.toSorted() : value);
  const same = (a: unknown, b: unknown): boolean => written(a) === written(b);
  return (Object.keys(plan) as (keyof Specification)[]).filter((name) => {
    if (name === "tau2" && !estimatesSpread(spec)) return false;
    if (name === "test" && !isInverseVariance(spec)) return false;
    if (name === "prediction" && spec.model !== "random") return false;
    if (name === "groupTau2" && spec.groups === null) return false;
    if (ZERO_PARTS.includes(name) && !hasZeroRule(spec)) return false;
    if (name === "zeroAdd" && spec.zeroTo === "none") return false;
    return !same(spec[name], plan[name]);
  });
}

const NAMES: Readonly<Record<Exclude<keyof Specification, "without" | "moderators" | "counts">, string>> = {
  outcome: "outcome",
  timepoint: "timepoint",
  measure: "measure",
  model: "model",
  tau2: "tau2",
  test: "test",
  prediction: "prediction",
  risk: "risk",
  retracted: "retracted",
  zeroTo: "zero-to",
  zeroAdd: "zero-add",
  zeroDrop: "zero-drop",
  groups: "groups",
  groupTau2: "group-tau2",
};
const listed = (text: string | undefined): readonly string[] =>
  text
    ?.split(",")
    .filter((id) => id !== "")
    .map(decodeURIComponent) ?? [];

/** The specification in the address; what the address does not say, or says wrongly, is as planned. */
export function readSpecification(search: SearchState, plan: Specification): Specification {
  const one = <T extends string>(name: string, known: readonly T[], otherwise: T): T =>
    known.find((id) => id === search[name]) ?? otherwise;
  const measure = one("measure", Object.values(MEASURES).flat(), plan.measure);
  return {
    outcome: search["outcome"] ?? plan.outcome,
    timepoint: search["timepoint"] ?? plan.timepoint,
    measure,
    model: one("model", modelsFor(measure), modelsFor(measure).includes(plan.model) ? plan.model : "random"),
    counts: null,
    tau2: one("tau2", METHODS, plan.tau2),
    test: one("test", TESTS, plan.test),
    prediction: one("prediction", PREDICTIONS, plan.prediction),
    without: listed(search["without"]),
    risk: one("risk", RISKS, plan.risk),
    retracted: one("retracted", RETRACTED, plan.retracted),
    zeroTo: one("zero-to", ZERO_TO, plan.zeroTo),
    // A protocol may plan another number than those offered.
    zeroAdd: Number(search["zero-add"]) > 0 ? search["zero-add"]! : plan.zeroAdd,
    zeroDrop: one("zero-drop", ZERO_DROP, plan.zeroDrop),
    groups: search["groups"] ?? plan.groups,
    groupTau2: one("group-tau2", SPREADS, plan.groupTau2),
    moderators: listed(search["moderators"]),
  };
}

/** The part of the address that says a specification; what equals the plan leaves it. */
export function writeSpecification(spec: Specification, plan: Specification): SearchState {
  const list = (ids: readonly string[]): string | undefined =>
    ids.length === 0 ? undefined : ids.map((id) => encodeURIComponent(id)).join(",");
  const single = (Object.keys(NAMES) as (keyof typeof NAMES)[]).map((name) => [
    NAMES[name],
    spec[name] === plan[name] ? undefined : (spec[name] ?? undefined),
  ]);
  return {
    ...(Object.fromEntries(single) as SearchState),
    without: list(spec.without),
    moderators: list(spec.moderators),
  };
}

/** No effect on the analysis scale is 0 for each of the measures; as shown, 1 for ratios. */
export function scaleOf(measure: MeasureChoice): "identity" | "log" {
  return effectMeasures[measure].scale === "log" ? "log" : "identity";
}

/** A value of the analysis scale as readers see it. */
export function shownValue(measure: MeasureChoice, value: number): number {
  return scaleOf(measure) === "log" ? Math.exp(value) : value;
}

/** A change of place: its timepoint and measure follow, as near to what was chosen as the numbers allow. */
export function atOutcome(
  spec: Specification,
  outcome: string,
  places: readonly AnalysisPlace[],
  plan: Specification,
): Partial<Specification> {
  const here = places.filter((place) => place.outcome === outcome);
  const near = (place: AnalysisPlace): number =>
    (place.timepoint === spec.timepoint ? 4 : 0) +
    (place.timepoint === plan.timepoint ? 2 : 0) +
    (place.needs === needsOf(spec.measure) ? 1 : 0);
  const best = [...here].sort((a, b) => near(b) - near(a) || b.rows - a.rows)[0];
  return best === undefined ? { outcome } : { outcome, ...atPlace(spec, best, plan) };
}

/** The measure and model that fit the numbers of a place. */
export function atPlace(
  spec: Specification,
  place: Pick<AnalysisPlace, "timepoint" | "needs">,
  plan: Specification,
): Partial<Specification> {
  const { timepoint, needs } = place;
  if (needsOf(spec.measure) === needs) return { timepoint };
  const measure = needsOf(plan.measure) === needs ? plan.measure : MEASURES[needs][0];
  return { timepoint, ...withMeasure(spec, measure, plan) };
}

/** A measure, and the model it can have. */
export function withMeasure(
  spec: Specification,
  measure: MeasureChoice,
  plan: Specification,
): Partial<Specification> {
  const models = modelsFor(measure);
  if (models.includes(spec.model)) return { measure };
  return { measure, model: models.includes(plan.model) ? plan.model : "random" };
}
