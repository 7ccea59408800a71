import { type Instrument, instrumentOf, severityOf } from "#appraisal";
import type {
  AnalysisMaterialQuery,
  AnalysisMaterialResponse,
  AnalysisModerator,
  AnalysisNeeds,
  AnalysisPlace,
  AnalysisResult,
  AnalysisStudy,
  RiskLevel,
} from "#contract";
import { type AnalysisSet, analysisSet, parseNumber } from "#extraction";
import type { LocalText } from "#kernel";
import type { StudyDefined } from "#ledger";
import type { ReviewSnapshot } from "#report";
import type { PlannedAnalysis, Statistic } from "#review";
import type { Context } from "../context.ts";
import { loadSnapshot } from "../load-snapshot.ts";
import { unknownAnalysis } from "./analyses.ts";

const STATISTICS: Readonly<Record<AnalysisNeeds, readonly Statistic[]>> = {
  means: ["n", "mean", "sd"],
  counts: ["events", "total"],
  generic: ["estimate", "se"],
};
/** A measure of each kind; which one decides only what is looked up. */
const MEASURE = { means: "SMD", counts: "RR", generic: "GEN" } as const;
const KINDS = Object.keys(STATISTICS) as readonly AnalysisNeeds[];

/** The numbers, studies and moderators of an analysis, at its own place or another. */
export async function analysisMaterial(
  context: Context,
  analysisId: string,
  query: AnalysisMaterialQuery,
): Promise<AnalysisMaterialResponse> {
  const snapshot = await loadSnapshot(context, { screening: false });
  const outcome = snapshot.analyses.find(({ set }) => set.analysis.id === analysisId);
  if (outcome === undefined) throw unknownAnalysis(analysisId, snapshot.analyses);
  const plan = outcome.set.analysis;
  const needs = query.needs ?? needsOf(plan);
  const at = {
    outcome: query.outcome ?? plan.outcome,
    timepoint: query.timepoint ?? plan.timepoint,
    needs,
  };
  const places = findPlaces(snapshot, plan);
  const set = setAt(snapshot, plan, at);
  const standing = new Set(set.rows.map(({ studyId }) => studyId));
  const withRetracted = setAt({ ...snapshot, statuses: [] }, plan, at);
  const studies = snapshot.studies.filter((study) =>
    [...set.rows, ...set.leftOut].some(({ studyId }) => studyId === study.studyId),
  );
  return {
    set,
    needs,
    retracted: withRetracted.rows.filter(({ studyId }) => !standing.has(studyId)),
    places,
    studies: studies.map((study) => studyFacts(snapshot, study, at, set)),
    moderators: [...characteristics(studies), ...studyFields(snapshot, studies)],
    results: resultsOf(snapshot, plan, places),
  };
}

type At = Pick<AnalysisPlace, "outcome" | "timepoint" | "needs">;

function needsOf({ measure }: PlannedAnalysis): AnalysisNeeds {
  return measure === "GEN" ? "generic" : measure === "RR" || measure === "OR" ? "counts" : "means";
}

/** The plan's set at another place; at its own, the plan's very own. */
function setAt(snapshot: ReviewSnapshot, plan: PlannedAnalysis, at: At): AnalysisSet {
  const measure = needsOf(plan) === at.needs ? plan.measure : MEASURE[at.needs];
  const analysis = { ...plan, outcome: at.outcome, timepoint: at.timepoint, measure };
  const set = analysisSet({ ...snapshot, protocol: snapshot.protocol.protocol, analysis });
  return { ...set, analysis: plan };
}

/** Where any study of the analysis has all the numbers; places without an entry are not looked at. */
function findPlaces(snapshot: ReviewSnapshot, plan: PlannedAnalysis): readonly AnalysisPlace[] {
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

function studyFacts(snapshot: ReviewSnapshot, study: StudyDefined, at: At, set: AnalysisSet): AnalysisStudy {
  const main = study.reports.map((id) => snapshot.reports.get(id)).find((one) => one !== undefined);
  return {
    studyId: study.studyId,
    label: study.label,
    year: main?.year ?? null,
    retracted: set.leftOut.some((one) => one.studyId === study.studyId && one.why === "retracted"),
    risk: riskOf(snapshot, study.studyId, at),
  };
}

/** The judgement about this very result; else about the study as a whole, never about another result. */
function riskOf(snapshot: ReviewSnapshot, studyId: string, at: At): AnalysisStudy["risk"] {
  const mine = snapshot.appraisals.filter((one) => one.studyId === studyId);
  const found =
    mine.find((one) => one.outcome === at.outcome && one.timepoint === at.timepoint) ??
    mine.find((one) => one.outcome === at.outcome && one.timepoint === undefined) ??
    mine.find((one) => one.outcome === undefined);
  if (found === undefined) return null;
  const instrument = instrumentOf(found.tool, found.toolVersion);
  if (instrument === null) return null;
  const overall = judged(instrument, found.overall.judgement);
  if (overall === null) return null;
  return {
    ...overall,
    tool: found.tool,
    judgement: found.overall.judgement,
    source: found.source ?? null,
    domains: instrument.domains.flatMap(({ id, label: name }) => {
      const one = found.domains[id];
      const words = one === undefined ? null : judged(instrument, one.judgement);
      return words === null ? [] : [{ id, name, ...words }];
    }),
  };
}

function judged(
  instrument: Instrument,
  judgement: string,
): { readonly label: LocalText; readonly level: RiskLevel } | null {
  const severity = severityOf(instrument, judgement);
  if (severity === null) return null;
  const label = instrument.judgements.find(({ id }) => id === judgement)?.label ?? { en: judgement };
  return { label, level: severity === 0 ? "low" : severity === 1 ? "some" : "high" };
}

const numberIn = (text: string): number | null => {
  const read = parseNumber(text);
  return "number" in read ? read.number : null;
};

function characteristics(studies: readonly StudyDefined[]): readonly AnalysisModerator[] {
  const names = [...new Set(studies.flatMap((study) => Object.keys(study.characteristics)))];
  return names.map((name) => ({
    id: name,
    from: "characteristic",
    label: null,
    values: Object.fromEntries(
      studies.flatMap((study) => {
        const en = study.characteristics[name];
        if (en === undefined || en.trim() === "") return [];
        const text: LocalText = { en, nb: study.characteristicsNb?.[name] };
        return [[study.studyId, { text, number: numberIn(en) }]];
      }),
    ),
  }));
}

function studyFields(
  snapshot: ReviewSnapshot,
  studies: readonly StudyDefined[],
): readonly AnalysisModerator[] {
  const wanted = new Set(studies.map(({ studyId }) => studyId));
  return snapshot.protocol.protocol.forms
    .filter(({ kind }) => kind === "study")
    .flatMap((form) => {
      const docs = snapshot.values.filter((doc) => doc.formId === form.id && wanted.has(doc.studyId));
      return form.fields.map((field): AnalysisModerator => {
        const values = docs.flatMap((doc) => {
          const entry = doc.entries.find((one) => one.field === field.id && one.value !== null);
          if (entry?.value === undefined || entry.value === null) return [];
          const choice = field.choices.find(({ id }) => id === entry.value)?.label;
          const text: LocalText = choice ?? { en: entry.value, nb: entry.valueNb };
          return [[doc.studyId, { text, number: numberIn(entry.value) }] as const];
        });
        return {
          id: `${form.id}.${field.id}`,
          from: "field",
          label: field.label,
          values: Object.fromEntries(values),
        };
      });
    })
    .filter(({ values }) => Object.keys(values).length > 0);
}

/** Study by outcome of the question: what there is to pool at the plan's timepoint. */
function resultsOf(
  snapshot: ReviewSnapshot,
  plan: PlannedAnalysis,
  places: readonly AnalysisPlace[],
): readonly AnalysisResult[] {
  const { questions, outcomes } = snapshot.protocol.protocol;
  const asked = questions.find(({ id }) => id === plan.question)?.outcomes ?? [];
  return outcomes
    .filter(({ id }) => asked.includes(id) || id === plan.outcome)
    .flatMap(({ id }) => resultsFor(snapshot, plan, places, id));
}

function resultsFor(
  snapshot: ReviewSnapshot,
  plan: PlannedAnalysis,
  places: readonly AnalysisPlace[],
  outcome: string,
): readonly AnalysisResult[] {
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
  return eligible.map(({ studyId }): AnalysisResult => {
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
