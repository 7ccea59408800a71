import { type QueryKey, useQuery } from "@tanstack/react-query";
import type {
  AgreementResponse,
  AnalysesResponse,
  AnalysisMaterialQuery,
  AnalysisMaterialResponse,
  AnalysisNetworkResponse,
  AnalysisResponse,
  AppraisalsResponse,
  ChecksResponse,
  ConflictsResponse,
  DataSetResponse,
  DiscussionResponse,
  ExplainResponse,
  ExtractionResponse,
  FullTextResponse,
  HighlightsResponse,
  ImportsResponse,
  MechanismsResponse,
  NextResponse,
  OverviewResponse,
  ParticipantFlowResponse,
  ParticipantsResponse,
  ProgressResponse,
  ProtocolResponse,
  ReportResponse,
  ReportsResponse,
  SampleResponse,
  SessionResponse,
  SetupResponse,
  StatementsResponse,
  StudyFormResponse,
  ThemesResponse,
} from "#contract";
import type { Language } from "#kernel";
import { getData, postData, query } from "./client.ts";
import type { Stage } from "./types.ts";

/** One readable address of the API, with the key its answer is kept under. */
export interface Source<T> {
  readonly queryKey: QueryKey;
  readonly queryFn: (context: { readonly signal: AbortSignal }) => Promise<T>;
}

/** An answer to a question that is sent, such as a table for these choices; read, not written. */
export function askedSource<T>(path: string, body: unknown): Source<T> {
  return { queryKey: [path, JSON.stringify(body)], queryFn: () => postData<T>(path, body) };
}

function source<T>(path: string, ...key: readonly string[]): Source<T> {
  return { queryKey: key, queryFn: ({ signal }) => getData<T>(path, signal) };
}
const part = encodeURIComponent;

export const sources: {
  readonly session: Source<SessionResponse>;
  readonly protocol: Source<ProtocolResponse>;
  readonly imports: Source<ImportsResponse>;
  readonly extraction: Source<ExtractionResponse>;
  readonly appraisals: Source<AppraisalsResponse>;
  readonly analyses: Source<AnalysesResponse>;
  readonly mechanisms: Source<MechanismsResponse>;
  readonly themes: Source<ThemesResponse>;
  readonly reports: Source<ReportsResponse>;
  readonly statements: Source<StatementsResponse>;
  readonly highlights: Source<HighlightsResponse>;
  readonly participants: Source<ParticipantsResponse>;
  readonly participantData: (id: string) => Source<DataSetResponse>;
  readonly participantChecks: (id: string) => Source<ChecksResponse>;
  readonly participantFlow: (id: string, outcome: string | undefined) => Source<ParticipantFlowResponse>;
  readonly overview: (language: Language) => Source<OverviewResponse>;
  readonly report: (id: string) => Source<ReportResponse>;
  readonly conflicts: (stage: Stage) => Source<ConflictsResponse>;
  readonly screeningProgress: (stage: Stage) => Source<ProgressResponse>;
  readonly explain: (stage: Stage, report: string) => Source<ExplainResponse>;
  readonly discussion: (report: string) => Source<DiscussionResponse>;
  readonly fullText: (report: string) => Source<FullTextResponse>;
  readonly nextItems: (stage: Stage) => Source<NextResponse>;
  readonly agreement: (stage: Stage, round: string | undefined) => Source<AgreementResponse>;
  readonly screeningSetup: (stage: Stage) => Source<SetupResponse>;
  readonly sample: (stage: Stage, sample: string) => Source<SampleResponse>;
  readonly studyForm: (formId: string, studyId: string) => Source<StudyFormResponse>;
  readonly analysis: (id: string) => Source<AnalysisResponse>;
  readonly analysisMaterial: (id: string, at: AnalysisMaterialQuery) => Source<AnalysisMaterialResponse>;
  readonly analysisNetwork: (id: string, at: AnalysisMaterialQuery) => Source<AnalysisNetworkResponse>;
} = {
  session: source("session", "session"),
  protocol: source("protocol", "protocol"),
  imports: source("imports", "imports"),
  extraction: source("extraction", "extraction"),
  appraisals: source("appraisals", "appraisals"),
  analyses: source("analyses", "analyses"),
  mechanisms: source("mechanisms", "mechanisms"),
  themes: source("themes", "themes"),
  reports: source("reports", "reports"),
  statements: source("statements", "statements"),
  highlights: source("highlights", "highlights"),
  participants: source("participants", "participants"),
  participantData: (id) => source(`participants/${part(id)}`, "participant-data", id),
  participantChecks: (id) => source(`participants/${part(id)}/checks`, "participant-checks", id),
  participantFlow: (id, outcome) =>
    source(`participants/${part(id)}/flow${query({ outcome })}`, "participant-flow", id, outcome ?? ""),
  overview: (language) => source(`overview${query({ language })}`, "overview", language),
  report: (id) => source(`records/${part(id)}`, "report", id),
  conflicts: (stage) => source(`screening/${stage}/conflicts`, "conflicts", stage),
  screeningProgress: (stage) => source(`screening/${stage}/progress`, "screening-progress", stage),
  explain: (stage, report) => source(`screening/${stage}/explain/${part(report)}`, "explain", stage, report),
  discussion: (report) => source(`records/${part(report)}/discussion`, "discussion", report),
  fullText: (report) => source(`full-texts/${part(report)}`, "full-text", report),
  nextItems: (stage) => source(`screening/${stage}/next${query({ limit: 20 })}`, "next", stage),
  agreement: (stage, round) =>
    source(`screening/${stage}/agreement${query({ round })}`, "agreement", stage, round ?? ""),
  screeningSetup: (stage) => source(`screening/${stage}/setup`, "screening-setup", stage),
  sample: (stage, sample) => source(`screening/${stage}/samples/${part(sample)}`, "sample", stage, sample),
  studyForm: (formId, studyId) =>
    source(`extraction/${part(formId)}/${part(studyId)}`, "study-form", formId, studyId),
  analysis: (id) => source(`analyses/${part(id)}`, "analysis", id),
  analysisMaterial: (id, { outcome, timepoint, needs }) =>
    source(
      `analyses/${part(id)}/material${query({ outcome, timepoint, needs })}`,
      "analysis-material",
      id,
      outcome ?? "",
      timepoint ?? "",
      needs ?? "",
    ),
  analysisNetwork: (id, { outcome, timepoint, needs }) =>
    source(
      `analyses/${part(id)}/network${query({ outcome, timepoint, needs })}`,
      "analysis-network",
      id,
      outcome ?? "",
      timepoint ?? "",
      needs ?? "",
    ),
};

/** What a page needs of a query, narrowed so that each state is handled. */
export interface Answer<T> {
  readonly data: T | undefined;
  readonly error: Error | null;
  readonly retry: () => void;
}

/** Reads a source; the last answer stays in view while a newer one is fetched. */
export function useAnswer<T>(from: Source<T>, enabled = true): Answer<T> {
  const { data, error, refetch } = useQuery<T>({ ...from, enabled });
  return { data, error, retry: () => void refetch() };
}
