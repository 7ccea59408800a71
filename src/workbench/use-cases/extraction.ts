import type {
  AppraisalsResponse,
  ExtractionRequest,
  ExtractionResponse,
  MechanismsResponse,
  StatementsResponse,
  StudyFormResponse,
  ThemesResponse,
} from "#contract";
import { checkEntries, type ValueInForce, type ValuesDoc } from "#extraction";
import type {
  Appraised,
  ArmsDefined,
  EvidenceLevelled,
  FlowCountReported,
  MechanismHypothesised,
  MechanismLinked,
  ReportStatusSet,
  SourceChecked,
  Stamped,
  StatementMade,
  StudyDefined,
  ThemeCoded,
  ThemesMatched,
  ValuesExtracted,
} from "#ledger";
import type { ReportRow } from "#records";
import type { Form } from "#review";
import type { ReviewReads } from "#store";
import { type Context, notFound, personOf, protocolOf, refuse } from "../context.ts";
import { currentIds, newestOf, reportWords } from "../follow-merges.ts";

/** Documents of one kind, without their keys. */
export async function docsOf<T>(read: ReviewReads, kind: string): Promise<readonly T[]> {
  return (await read.documents<T>(kind)).map(({ doc }) => doc);
}

/** Studies with how much of each form is filled. */
export async function extraction(context: Context): Promise<ExtractionResponse> {
  const { read } = context.store;
  const { protocol } = await protocolOf(read);
  const { studies, statuses } = await reportWords(read);
  const values = await docsOf<ValuesDoc>(read, "values");
  const retracted = new Set(
    statuses.filter(({ status }) => status === "retracted").map(({ report }) => report),
  );
  const named = new Set(studies.flatMap(({ reports }) => reports));
  const withoutStudy: ReportRow[] = [];
  for (const { report } of await read.screeningOf("full-text", ["include"])) {
    if (named.has(report) || withoutStudy.length === 200) continue;
    const row = await read.report(report);
    if (row !== null) withoutStudy.push(row);
  }
  return {
    forms: protocol.forms,
    withoutStudy,
    studies: studies.map((study) => ({
      ...study,
      retracted: study.reports[0] !== undefined && retracted.has(study.reports[0]),
      progress: Object.fromEntries(
        protocol.forms.flatMap((form) => {
          const doc =
            values.find((each) => each.formId === form.id && each.studyId === study.studyId) ?? null;
          if (doc === null) return [];
          const filled = new Set(doc.entries.map(({ field }) => field)).size;
          return [[form.id, { filled, fields: form.fields.length }]];
        }),
      ),
    })),
  };
}

/**
 * One study in one form. Values of other extractors stay away until this person has entered values
 * too, or has no part in extraction.
 */
export async function studyForm(
  context: Context,
  person: string,
  formId: string,
  studyId: string,
): Promise<StudyFormResponse> {
  const { read } = context.store;
  const protocol = await protocolOf(read);
  const viewer = personOf(protocol, person);
  const form = formOf(protocol.protocol.forms, formId);
  const study = await read.document<Stamped<StudyDefined>>("study", studyId);
  if (study === null) throw notFound("workbench/unknown-study", "study", studyId, "Define the study first.");
  const doc = await read.document<ValuesDoc>("values", `${formId}/${studyId}`);
  const all: readonly ValueInForce[] = doc?.entries ?? [];
  const extractors = protocol.protocol.people.filter(({ roles }) => roles.includes("extractor"));
  const mustWait =
    extractors.length > 1 && viewer.roles.includes("extractor") && !all.some((entry) => entry.by === person);
  const entries = mustWait ? all.filter((entry) => !extractors.some(({ id }) => id === entry.by)) : all;
  const reports: ReportRow[] = [];
  const statuses: Stamped<ReportStatusSet>[] = [];
  const reportIds = (await currentIds(read, study.reports))(study.reports);
  for (const id of reportIds) {
    const report = await read.report(id);
    if (report === null) continue;
    reports.push(report);
    const status = await newestOf<Stamped<ReportStatusSet>>(read, "report-status", report);
    if (status !== null) statuses.push(status);
  }
  return {
    form,
    study: { ...study, reports: reportIds },
    arms: await read.document<Stamped<ArmsDefined>>("arms", studyId),
    entries,
    sealed: all.length - entries.length,
    check: await read.document<Stamped<SourceChecked>>("source-check", `${formId}/${studyId}`),
    reports,
    statuses,
  };
}

/** Saves values of one study in one form, all or none. */
export async function extract(
  context: Context,
  input: ExtractionRequest & { by: string; formId: string; studyId: string },
): Promise<{ readonly eventId: string }> {
  const [event] = await context.store.append(async (read) => {
    const protocol = await protocolOf(read);
    personOf(protocol, input.by);
    const form = formOf(protocol.protocol.forms, input.formId);
    const study = await read.document<Stamped<StudyDefined>>("study", input.studyId);
    if (study === null)
      throw notFound("workbench/unknown-study", "study", input.studyId, "Define the study first.");
    const problems = checkEntries({
      protocol: protocol.protocol,
      form,
      studyId: input.studyId,
      arms: (await read.document<ArmsDefined>("arms", input.studyId))?.arms ?? [],
      entries: input.entries,
      existing: await read.document<ValuesDoc>("values", `${input.formId}/${input.studyId}`),
      by: input.by,
    });
    refuse(problems, "workbench/values-refused", "These values cannot be saved");
    const body: ValuesExtracted = {
      formId: input.formId,
      studyId: input.studyId,
      entries: input.entries,
      ...(input.report === undefined ? {} : { report: input.report }),
    };
    return [{ type: "extraction.values-extracted", by: input.by, body }];
  });
  return { eventId: event!.id };
}

function formOf(forms: readonly Form[], formId: string): Form {
  const form = forms.find(({ id }) => id === formId);
  if (form !== undefined) return form;
  throw notFound(
    "workbench/unknown-form",
    "form",
    formId,
    `Use one of the forms of the protocol: ${forms.map(({ id }) => id).join(", ")}.`,
  );
}

export async function appraisals(context: Context): Promise<AppraisalsResponse> {
  const { read } = context.store;
  const label = await studyLabels(read);
  return {
    appraisals: (await docsOf<Stamped<Appraised>>(read, "appraisal")).map((doc) => ({
      ...doc,
      label: label(doc.studyId),
    })),
    levels: (await docsOf<Stamped<EvidenceLevelled>>(read, "evidence-level")).map((doc) => ({
      ...doc,
      label: label(doc.studyId),
    })),
  };
}

async function studyLabels(read: ReviewReads): Promise<(id: string) => string> {
  const labels = new Map(
    (await docsOf<StudyDefined>(read, "study")).map((study) => [study.studyId, study.label]),
  );
  return (id) => labels.get(id) ?? id;
}

/** The mechanism table: studies with values in the first study form that belongs to a mechanism question. */
export async function mechanisms(context: Context): Promise<MechanismsResponse> {
  const { read } = context.store;
  const { protocol } = await protocolOf(read);
  const questions = new Set(
    protocol.questions.filter(({ kind }) => kind === "mechanism").map(({ id }) => id),
  );
  const studies = (await docsOf<Stamped<StudyDefined>>(read, "study")).filter((study) =>
    study.questions.some((question) => questions.has(question)),
  );
  const values = await docsOf<ValuesDoc>(read, "values");
  const checks = await docsOf<Stamped<SourceChecked>>(read, "source-check");
  const levels = await docsOf<Stamped<EvidenceLevelled>>(read, "evidence-level");
  const form =
    protocol.forms.find(
      ({ id, kind }) =>
        kind === "study" &&
        values.some((doc) => doc.formId === id && studies.some((study) => study.studyId === doc.studyId)),
    ) ?? null;
  return {
    form,
    rows: studies.map((study) => ({
      study,
      entries: values.find((doc) => doc.formId === form?.id && doc.studyId === study.studyId)?.entries ?? [],
      check: checks.find((check) => check.formId === form?.id && check.studyId === study.studyId) ?? null,
      level: levels.find(({ studyId }) => studyId === study.studyId) ?? null,
    })),
    hypotheses: await docsOf<Stamped<MechanismHypothesised>>(read, "hypothesis"),
    links: await docsOf<Stamped<MechanismLinked>>(read, "mechanism-link"),
  };
}

export async function themes(context: Context): Promise<ThemesResponse> {
  const { read } = context.store;
  const studies = await docsOf<Stamped<StudyDefined>>(read, "study");
  const all = await docsOf<Stamped<ThemeCoded>>(read, "theme");
  return {
    studies: studies
      .map((study) => ({ study, themes: all.filter(({ studyId }) => studyId === study.studyId) }))
      .filter((each) => each.themes.length > 0),
    matches: await docsOf<Stamped<ThemesMatched>>(read, "theme-match"),
  };
}

export async function statements(context: Context): Promise<StatementsResponse> {
  const { read } = context.store;
  return {
    statements: await docsOf<Stamped<StatementMade>>(read, "statement"),
    reportedCounts: await docsOf<Stamped<FlowCountReported>>(read, "reported-count"),
  };
}
