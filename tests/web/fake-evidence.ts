import type {
  AnalysisResponse,
  AppraisalsResponse,
  ExtractionResponse,
  LogEntry,
  MechanismsResponse,
  OverviewResponse,
  StatementsResponse,
  StudyFormResponse,
  ThemesResponse,
} from "#contract";
import { flowDiagram } from "#figures";
import { PROTOCOL, REPORTS } from "./fake-reports.ts";

// Simulated, all of it; see fake-reports.ts.

const STAMP = { by: "ada", at: "2026-03-01T10:00:00.000Z", eventId: "e-10" };
const both = (en: string, nb: string): { en: string; nb: string } => ({ en, nb });
const { protocol } = PROTOCOL;

export const STATUS: OverviewResponse["alerts"][number]["status"] = {
  ...STAMP,
  report: "imp1-3",
  status: "retracted",
  date: "2026-02-20",
  source: "Simulated notice",
  note: both("Simulated reason.", "Simulert grunn."),
};

/** An overview with one of everything. */
export function overview(language: "en" | "nb", read: number): OverviewResponse {
  return {
    title: protocol.title,
    counts: {
      protocolVersion: 2,
      sources: 2,
      records: 401,
      reports: 400,
      duplicates: 30,
      screen: { read, inStage: 400 },
      fullText: { read: 4, inStage: 8 },
      studies: 3,
      appraised: 2,
      analyses: 1,
      mechanisms: 2,
      themes: 2,
      events: 120,
    },
    flowSvg: flowDiagram({
      language,
      title: language === "nb" ? "Simulert flyt" : "Simulated flow",
      sideLabels: { identification: "Identification", screening: "Screening", included: "Included" },
      headings: { databases: "Databases", other: null },
      boxes: [
        {
          id: "identified-databases",
          title: "Records identified",
          count: { kind: "computed", value: 401 },
          lines: [],
        },
        {
          id: "removed-before-screening",
          title: "Removed",
          count: { kind: "not-reported", value: null },
          lines: [],
        },
        { id: "included", title: "Studies included", count: { kind: "computed", value: 3 }, lines: [] },
      ],
      notReportedLabel: language === "nb" ? "ikke rapportert" : "not reported",
      footnotes: [],
    }),
    flowDescription: "Simulated flow in words.",
    flowProblems: [],
    next: [
      { id: "screen-title-abstract", count: 400 - read, page: "screen", detail: null },
      { id: "settle-conflicts", count: 1, page: "screen/conflicts", detail: "Simulated detail" },
      { id: "stale-analysis", count: 1, page: "synthesis", detail: null },
    ],
    alerts: [{ report: REPORTS[2]!, status: STATUS, usedIn: ["Alder 2003"] }],
    lastSearch: "2026-01-05",
    agreement: { stage: "title-abstract", both: 40, percent: 92.5, kappa: 0.8, low: 0.7, high: 0.9 },
  };
}

const study = (id: string, label: string): StudyFormResponse["study"] => ({
  ...STAMP,
  studyId: id,
  label,
  reports: ["imp1-1"],
  questions: ["Q1"],
  tags: ["simulated"],
  characteristics: { country: "Nowhere", design: "simulated" },
  pools: [],
});
export const STUDIES = [study("s1", "Alder 2001"), study("s2", "Birch 2002"), study("s3", "Cedar 2003")];

export const EXTRACTION: ExtractionResponse = {
  forms: protocol.forms,
  withoutStudy: [],
  studies: STUDIES.map((one, at) => ({
    ...one,
    progress: { effect: { filled: at, fields: 3 }, mechanism: { filled: 3, fields: 3 } },
    retracted: at === 2,
  })),
};

const CHECK: StudyFormResponse["check"] = {
  ...STAMP,
  studyId: "s1",
  formId: "mechanism",
  agreement: "partly",
  text: both("The simulated source says less.", "Den simulerte kilden sier mindre."),
  confidence: "read-in-source",
};

/** A study in a form, with a few values. */
export function studyForm(formId: string, studyId: string): StudyFormResponse {
  const form = protocol.forms.find((one) => one.id === formId) ?? protocol.forms[0]!;
  const entries = MECHANISM_VALUES;
  return {
    form,
    study: STUDIES.find((one) => one.studyId === studyId) ?? STUDIES[0]!,
    arms: {
      ...STAMP,
      studyId,
      arms: [
        { id: "a", label: "Sham", role: "experimental", detail: "10 mg of nothing" },
        { id: "b", label: "Waiting", role: "comparator" },
      ],
    },
    entries:
      form.kind === "study"
        ? entries
        : [
            {
              ...STAMP,
              report: "imp1-1",
              field: "mean",
              arm: "a",
              outcome: "scale",
              timepoint: "end",
              value: "4.2",
              quote: "mean 4.2",
              place: "p. 7, table 2",
              confidence: "read-in-source",
            },
          ],
    sealed: 1,
    check: CHECK,
    reports: [REPORTS[0]!],
    statuses: studyId === "s3" ? [STATUS] : [],
  };
}

const MECHANISM_VALUES: StudyFormResponse["entries"] = [
  {
    ...STAMP,
    report: "imp1-1",
    field: "sample",
    value: "12 simulated people",
    valueNb: "12 simulerte personer",
    quote: "twelve people",
    place: "p. 3",
    confidence: "read-in-source",
  },
  { ...STAMP, report: "imp1-1", field: "finding", value: null, confidence: "unverified" },
  { ...STAMP, report: "imp1-1", field: "species", value: "human", confidence: "derived" },
];

export const APPRAISALS: AppraisalsResponse = {
  appraisals: STUDIES.slice(0, 2).map((one, at) => ({
    ...STAMP,
    eventId: `ap-${at}`,
    studyId: one.studyId,
    label: one.label,
    tool: "rob2",
    toolVersion: "2019-08-22",
    domains: Object.fromEntries(
      ["D1", "D2", "D3", "D4", "D5"].map((id, n) => [
        id,
        { judgement: n === at ? "some-concerns" : n === 4 ? "high" : "low", support: "Simulated support." },
      ]),
    ),
    overall: { judgement: "high" },
    source: "Simulated review",
  })),
  levels: [
    { ...STAMP, studyId: "s1", label: "Alder 2001", scheme: "oxford-2011", level: "2", why: "Simulated." },
  ],
};

/** A simulated analysis of three comparisons. */
export function analysis(): AnalysisResponse {
  const means = [
    [30, 4.1, 2.1, 30, 5.6, 2.2],
    [20, 4.8, 2.4, 22, 5.2, 2.0],
    [44, 3.9, 1.9, 41, 5.1, 2.3],
  ] as const;
  const set: AnalysisResponse["set"] = {
    analysis: protocol.analyses[0]!,
    rows: means.map(([n1, m1, sd1, n2, m2, sd2], at) => ({
      studyId: STUDIES[at]!.studyId,
      label: STUDIES[at]!.label,
      experimental: { arm: "a", label: "Sham" },
      comparator: { arm: "b", label: "Waiting" },
      experimentalValues: { n: traced(n1), mean: traced(m1), sd: traced(sd1) },
      comparatorValues: { n: traced(n2), mean: traced(m2), sd: traced(sd2) },
      contrastValues: {},
    })),
    leftOut: [{ studyId: "s4", label: "Dogwood 2004", why: "retracted", detail: "" }],
    problems: [],
  };
  return {
    set,
    outcome: {
      set,
      effects: [],
      pooled: null,
      leaveOneOut: [],
      parts: [],
      problems: [],
      run: {
        ...STAMP,
        analysisId: "main",
        inputsHash: "ef".repeat(32),
        specification: {},
        output: {},
        engine: "simulated",
      },
      stale: true,
      inputsHash: "00".repeat(32),
    },
  };
}

function traced(
  number: number,
): NonNullable<AnalysisResponse["set"]["rows"][number]["contrastValues"]["se"]> {
  return {
    number,
    verbatim: String(number),
    field: "x",
    arm: "a",
    quote: "simulated quote",
    place: "p. 1",
    report: "imp1-1",
    confidence: "read-in-source",
    by: "ada",
    at: STAMP.at,
    eventId: STAMP.eventId,
  };
}

export const MECHANISMS: MechanismsResponse = {
  form: protocol.forms[1]!,
  rows: STUDIES.slice(0, 2).map((one, at) => ({
    study: one,
    entries: MECHANISM_VALUES,
    check: at === 0 ? CHECK : null,
    level: APPRAISALS.levels[0]!,
  })),
  hypotheses: [
    {
      ...STAMP,
      hypothesisId: "H1",
      label: both("Sham therapy works by expectation.", "Liksomterapi virker gjennom forventning."),
      source: "Simulated",
    },
  ],
  links: [
    {
      ...STAMP,
      hypothesisId: "H1",
      studyId: "s1",
      relation: "supports",
      basis: both("Simulated basis.", "Simulert grunnlag."),
    },
  ],
};

export const THEMES: ThemesResponse = {
  studies: STUDIES.slice(0, 2).map((one, at) => ({
    study: one,
    themes: [
      {
        ...STAMP,
        themeId: `t${at}`,
        studyId: one.studyId,
        label: both(`Simulated theme ${at}`, `Simulert tema ${at}`),
        quotes: [{ text: "A simulated quote.", place: "p. 2" }],
      },
    ],
  })),
  matches: [{ ...STAMP, themes: ["t0", "t1"], basis: both("Alike.", "Like.") }],
};

export const STATEMENTS: StatementsResponse = {
  statements: [
    {
      ...STAMP,
      statementId: "st1",
      kind: "limitation",
      text: both("All of this is simulated.", "Alt dette er simulert."),
      cites: ["imp1-1"],
      source: "Simulated",
      confidence: "derived",
    },
  ],
  reportedCounts: [],
};

/** Log lines of every look: plain, undone, sealed. */
const VOTED = { stage: "title-abstract", report: "imp1-1", decision: "include" };
const BODIES: Readonly<Record<number, Pick<LogEntry, "type" | "body">>> = {
  1: {
    type: "duplicates.judged",
    body: { pairs: [1, 2, 3].map((n) => ({ a: `imp1-${n}`, b: `imp2-${n}`, verdict: "same" })) },
  },
  2: {
    type: "record.amended",
    body: { record: "imp1-1", changes: [{ field: "year", value: "2001" }], source: "Simulated" },
  },
};

export const LOG: readonly LogEntry[] = Array.from({ length: 30 }, (_, at) => ({
  id: `log-${at}`,
  type: at % 3 === 0 ? "screening.voted" : at % 3 === 1 ? "study.defined" : "extraction.values-extracted",
  at: "2026-03-01T10:00:00.000Z",
  by: at % 2 === 0 ? "ada" : "bo",
  device: "simulated",
  reason: at === 4 ? "Simulated reason" : null,
  undoneBy: at === 3 ? "log-99" : null,
  undoes: null,
  body: at % 3 === 0 ? VOTED : { studyId: "s1", label: "Alder 2001" },
  sealed: at === 9,
  ...BODIES[at],
}));
