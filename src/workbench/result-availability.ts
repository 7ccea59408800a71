import { availabilityAt } from "#appraisal";
import type { AnalysisNeeds, AnalysisPlace, AnalysisResult } from "#contract";
import { type AnalysisSet, analysisSet } from "#extraction";
import type { AvailabilityJudged, Stamped } from "#ledger";
import type { ResultAvailability, ReviewSnapshot } from "#report";
import type { PlannedAnalysis, Statistic } from "#review";

const STATISTICS: Readonly<Record<AnalysisNeeds, readonly Statistic[]>> = {
  means: ["n", "mean", "sd"],
  counts: ["events", "total"],
  generic: ["estimate", "se"],
};
/** A measure of each kind; which one decides only what is looked up. */
const MEASURE = { means: "SMD", counts: "RR", generic: "GEN" } as const;
const KINDS = Object.keys(STATISTICS) as readonly AnalysisNeeds[];

/** What is read of the review to tell which results there are. */
type ResultSource = Pick<ReviewSnapshot, "protocol" | "studies" | "arms" | "values" | "statuses">;

type Found = Omit<AnalysisResult, "judged">;

export type At = Pick<AnalysisPlace, "outcome" | "timepoint" | "needs">;

/** The kind of numbers a plan is computed from. */
export function needsOf({ measure }: PlannedAnalysis): AnalysisNeeds {
  return measure === "GEN" ? "generic" : measure === "RR" || measure === "OR" ? "counts" : "means";
}

/** The plan's set at another place; at its own, the plan's very own. */
export function setAt(snapshot: ResultSource, plan: PlannedAnalysis, at: At): AnalysisSet {
  const measure = needsOf(plan) === at.needs ? plan.measure : MEASURE[at.needs];
  const analysis = { ...plan, outcome: at.outcome, timepoint: at.timepoint, measure };
  const set = analysisSet({ ...snapshot, protocol: snapshot.protocol.protocol, analysis });
  return { ...set, analysis: plan };
}

/** Where any study of the analysis has all the numbers; places without an entry are not looked at. */
export function findPlaces(snapshot: ResultSource, plan: PlannedAnalysis): readonly AnalysisPlace[] {
  const { forms, outcomes, timepoints } = snapshot.protocol.protocol;
  const statisticOf = new Map(
    forms.flatMap((form) => form.fields.map((field) => [`${form.id}/${field.id}`, field.statistic])),
  );
  const seen = new Set<string>();
  for (const doc of snapshot.values) {
    for (const entry of doc.entries) {
      const statistic = statisticOf.get(`${doc.formId}/${entry.field}`);
      if (statistic !== undefined && entry.outcome !== undefined && entry.timepoint !== undefined)
        seen.add(`${entry.outcome}/${entry.timepoint}/${statistic}`);
    }
  }
  return outcomes.flatMap(({ id: outcome }) =>
    timepoints.flatMap(({ id: timepoint }) =>
      KINDS.filter((needs) =>
        STATISTICS[needs].every((one) => seen.has(`${outcome}/${timepoint}/${one}`)),
      ).flatMap((needs) => {
        const { rows } = setAt(snapshot, plan, { outcome, timepoint, needs });
        return rows.length === 0 ? [] : [{ outcome, timepoint, needs, rows: rows.length }];
      }),
    ),
  );
}

/** Study by outcome of the question: what there is to pool at the plans' timepoint. */
function resultsOf(
  snapshot: ResultSource,
  plans: readonly PlannedAnalysis[],
  places: readonly AnalysisPlace[],
): readonly Found[] {
  const { questions, outcomes } = snapshot.protocol.protocol;
  const [plan] = plans;
  const asked = questions.find(({ id }) => id === plan!.question)?.outcomes ?? [];
  return outcomes
    .filter(({ id }) => asked.includes(id) || plans.some(({ outcome }) => outcome === id))
    .flatMap(({ id }) => resultsFor(snapshot, plan!, places, id));
}

function resultsFor(
  snapshot: ResultSource,
  plan: PlannedAnalysis,
  places: readonly AnalysisPlace[],
  outcome: string,
): readonly Found[] {
  const known = places
    .filter((place) => place.outcome === outcome)
    .flatMap((place) =>
      setAt(snapshot, plan, place).rows.map(({ studyId }) => ({ studyId, timepoint: place.timepoint })),
    );
  const sets = KINDS.map((needs) => setAt(snapshot, plan, { outcome, timepoint: plan.timepoint, needs }));
  const leftOut = sets.flatMap((set) => set.leftOut);
  const [first] = sets;
  // A report that pools other studies is no study of its own.
  const eligible = [...first!.rows, ...first!.leftOut.filter(({ why }) => why !== "pooled-report")];
  return eligible.map(({ studyId }): Found => {
    const at = { studyId, outcome };
    const mine = known.filter((one) => one.studyId === studyId);
    if (mine.some(({ timepoint }) => timepoint === plan.timepoint))
      return { ...at, state: "known", detail: "" };
    const partly = leftOut.find(
      (one) => one.studyId === studyId && (one.why === "missing-statistic" || one.why === "bad-value"),
    );
    if (partly !== undefined) return { ...at, state: "partly", detail: partly.detail };
    return { ...at, state: "none", detail: [...new Set(mine.map(({ timepoint }) => timepoint))].join(", ") };
  });
}

/**
 * Which results are known of the studies that analyses look at, with what people judged; once for analyses of the
 * same question, timepoint and studies.
 */
export function resultAvailability(
  source: ResultSource,
  judged: readonly Stamped<AvailabilityJudged>[],
): readonly ResultAvailability[] {
  const groups = new Map<string, PlannedAnalysis[]>();
  for (const plan of source.protocol.protocol.analyses) {
    const { question, timepoint, tags, experimental, comparator } = plan;
    const key = JSON.stringify([question, timepoint, tags, experimental, comparator]);
    groups.set(key, [...(groups.get(key) ?? []), plan]);
  }
  const labels = new Map(source.studies.map(({ studyId, label }) => [studyId, label]));
  return [...groups.values()].map((plans) => {
    const [plan] = plans;
    const found = resultsOf(source, plans, findPlaces(source, plan!));
    const { question, timepoint } = plan!;
    return {
      question,
      timepoint,
      analyses: plans.map(({ id }) => id),
      outcomes: [...new Set(found.map(({ outcome }) => outcome))],
      results: found.map(({ state, ...one }) => ({
        ...one,
        label: labels.get(one.studyId) ?? one.studyId,
        extracted: state,
        judged: availabilityAt(judged, { ...one, timepoint }),
      })),
    };
  });
}
