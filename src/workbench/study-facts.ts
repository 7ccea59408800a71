import { type Instrument, instrumentOf, severityOf } from "#appraisal";
import type { AnalysisModerator, AnalysisStudy, RiskLevel } from "#contract";
import { type AnalysisRow, parseNumber } from "#extraction";
import type { LocalText } from "#kernel";
import type { StudyDefined } from "#ledger";
import type { ReviewSnapshot } from "#report";

/** What is read of the review to tell its studies apart. */
export type StudySource = Pick<ReviewSnapshot, "studies" | "reports" | "appraisals" | "values" | "protocol">;

/** A value of a study, as text and, where it is one, as a number. */
export type StudyValue = AnalysisModerator["values"][string];

/** The overall judgement about this very result; else about the study as a whole, never about another result. */
export function riskOf(
  source: Pick<StudySource, "appraisals">,
  studyId: string,
  at: { readonly outcome: string; readonly timepoint: string },
): AnalysisStudy["risk"] {
  const mine = source.appraisals.filter((one) => one.studyId === studyId);
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

/** Year of the study's first report that is known. */
export function yearOf(source: Pick<StudySource, "reports">, study: StudyDefined): number | null {
  const main = study.reports.map((id) => source.reports.get(id)).find((one) => one !== undefined);
  return main?.year ?? null;
}

/** People whose numbers enter, both groups; null where that is not known. */
export function peopleIn({ experimentalValues: a, comparatorValues: b }: AnalysisRow): number | null {
  const [one, two] = [a.total ?? a.n, b.total ?? b.n];
  return one === undefined || two === undefined ? null : one.number + two.number;
}

/** The number a text is; null where it is none. */
export function numberIn(text: string): number | null {
  const read = parseNumber(text);
  return "number" in read ? read.number : null;
}

/** Every field of a form about studies in which one of these studies has a value. */
export function studyFields(
  source: Pick<StudySource, "values" | "protocol">,
  studies: readonly Pick<StudyDefined, "studyId">[],
): readonly AnalysisModerator[] {
  const wanted = new Set(studies.map(({ studyId }) => studyId));
  return source.protocol.protocol.forms
    .filter(({ kind }) => kind === "study")
    .flatMap((form) => {
      const docs = source.values.filter((doc) => doc.formId === form.id && wanted.has(doc.studyId));
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
          ...(field.type === "choice" ? { choice: true } : {}),
          values: Object.fromEntries(values),
        };
      });
    })
    .filter(({ values }) => Object.keys(values).length > 0);
}
