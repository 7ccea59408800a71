import type { AnalysisMaterial, AnalysisRow, AnalysisStudy } from "../api/types.ts";
import type { Specification } from "./specification.ts";

/** Why the reader's choices keep a study out. */
export type KeptOut = "by-hand" | "risk" | "not-appraised";

/** A study that could enter, with what is known of it and whether it does. */
export interface Candidate {
  readonly row: AnalysisRow;
  readonly study: AnalysisStudy | null;
  readonly retracted: boolean;
  readonly out: KeptOut | null;
}

/** The rows an analysis could have under a specification, retracted ones where they are asked for. */
export function candidates(material: AnalysisMaterial, spec: Specification): readonly Candidate[] {
  const known = new Map(material.studies.map((study) => [study.studyId, study]));
  const row = (one: AnalysisRow, retracted: boolean): Candidate => {
    const study = known.get(one.studyId) ?? null;
    return { row: one, study, retracted, out: keptOut(spec, one.studyId, study) };
  };
  return [
    ...material.set.rows.map((one) => row(one, false)),
    ...(spec.retracted === "flagged" ? material.retracted.map((one) => row(one, true)) : []),
  ];
}

/** Why a study stays out; null: it enters. */
export function keptOut(spec: Specification, studyId: string, study: AnalysisStudy | null): KeptOut | null {
  if (spec.without.includes(studyId)) return "by-hand";
  if (spec.risk === "all") return null;
  // A study that nobody has appraised is not known to have a low, or no high, risk of bias.
  if (study?.risk == null) return "not-appraised";
  const { level } = study.risk;
  const enters = spec.risk === "low" ? level === "low" : level !== "high";
  return enters ? null : "risk";
}
