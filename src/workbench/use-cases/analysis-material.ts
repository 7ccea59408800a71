import type {
  AnalysisMaterialQuery,
  AnalysisMaterialResponse,
  AnalysisModerator,
  AnalysisStudy,
} from "#contract";
import type { AnalysisSet } from "#extraction";
import type { LocalText } from "#kernel";
import type { StudyDefined } from "#ledger";
import type { ReviewSnapshot } from "#report";
import type { Context } from "../context.ts";
import { loadSnapshot } from "../load-snapshot.ts";
import { type At, findPlaces, needsOf, setAt } from "../result-availability.ts";
import { numberIn, riskOf, studyFields, yearOf } from "../study-facts.ts";
import { unknownAnalysis } from "./analyses.ts";

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
    results: resultsAt(snapshot, analysisId),
  };
}

function resultsAt(snapshot: ReviewSnapshot, analysisId: string): AnalysisMaterialResponse["results"] {
  const found = snapshot.availability?.find(({ analyses }) => analyses.includes(analysisId));
  return (found?.results ?? []).map(({ studyId, outcome, extracted, detail, judged }) => ({
    studyId,
    outcome,
    state: extracted,
    detail,
    judged,
  }));
}

function studyFacts(snapshot: ReviewSnapshot, study: StudyDefined, at: At, set: AnalysisSet): AnalysisStudy {
  return {
    studyId: study.studyId,
    label: study.label,
    year: yearOf(snapshot, study),
    retracted: set.leftOut.some((one) => one.studyId === study.studyId && one.why === "retracted"),
    risk: riskOf(snapshot, study.studyId, at),
  };
}

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
