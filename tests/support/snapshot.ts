import type { AnalysisRow, TracedValue, ValueInForce } from "#extraction";
import type { Confidence, StudyDefined } from "#ledger";
import type { ReportRow } from "#records";
import type { AnalysisEffect, AnalysisOutcome, FlowFacts, ReviewSnapshot } from "#report";
import type { PlannedAnalysis, Protocol, Statistic } from "#review";

// Everything here is simulated: no study, person, number or reference of this file exists.

const at = "2026-01-02T03:04:05.000Z";
let events = 0;

function stamp<T extends object>(body: T): T & { by: string; at: string; eventId: string } {
  events += 1;
  return { ...body, by: "p1", at, eventId: `0190-simulated-${String(events).padStart(4, "0")}` };
}

const planned: PlannedAnalysis = {
  id: "a1",
  question: "Q1",
  label: { en: "Symptoms at the end", nb: "Symptomer ved slutt" },
  outcome: "symptoms",
  timepoint: "end",
  experimental: "drug",
  comparator: "control",
  measure: "SMD",
  model: "random",
  tau2: "REML",
  test: "knha",
  tags: [],
};

const protocol: Protocol = {
  title: {
    en: "A simulated review of a simulated drug",
    nb: "En simulert oversikt over et simulert legemiddel",
  },
  shortTitle: { en: "Simulated review", nb: "Simulert oversikt" },
  authors: ["A. Author", "B. Author"],
  registration: null,
  rationale: { en: "A reason made up for tests.", nb: "En begrunnelse laget for tester." },
  people: [
    { id: "p1", name: "Pia One", initials: "PO", roles: ["reviewer", "extractor"] },
    { id: "p2", name: "Per Two", initials: "PT", roles: ["reviewer"] },
  ],
  questions: [
    {
      id: "Q1",
      kind: "effect",
      text: { en: "Does it work?", nb: "Virker det?" },
      population: { en: "Adults", nb: "Voksne" },
      intervention: { en: "The drug", nb: "Legemiddelet" },
      comparator: { en: "Placebo", nb: "Placebo" },
      outcomes: ["symptoms", "response"],
    },
    {
      id: "Q2",
      kind: "mechanism",
      text: { en: "How does it work?", nb: "Hvordan virker det?" },
      population: null,
      intervention: { en: "The drug", nb: "Legemiddelet" },
      comparator: null,
      outcomes: [],
    },
  ],
  criteria: [
    { id: "I1", kind: "include", text: { en: "Adults with symptoms", nb: "Voksne med symptomer" } },
    { id: "E1", kind: "exclude", text: { en: "Not peer reviewed", nb: "Ikke fagfellevurdert" } },
  ],
  sources: [
    {
      id: "alpha",
      kind: "database",
      name: "AlphaBase",
      platform: "Simulated platform",
      query: '("drug" OR <drug>) AND symptom*',
      searchedOn: "2025-03-11",
      limits: null,
      hits: null,
    },
    {
      id: "beta",
      kind: "register",
      name: "BetaRegister",
      platform: null,
      query: null,
      searchedOn: null,
      limits: null,
      hits: null,
    },
    {
      id: "cited",
      kind: "background",
      name: "Cited works",
      platform: null,
      query: null,
      searchedOn: null,
      limits: null,
      hits: null,
    },
  ],
  stages: [
    { stage: "title-abstract", reviewers: 2 },
    { stage: "full-text", reviewers: 2 },
  ],
  exclusionReasons: [
    { id: "population", label: { en: "Other population", nb: "Annen populasjon" }, stages: ["full-text"] },
    { id: "design", label: { en: "Other design", nb: "Annet design" }, stages: ["full-text"] },
  ],
  armRoles: [
    { id: "drug", label: { en: "Drug", nb: "Legemiddel" } },
    { id: "control", label: { en: "Control", nb: "Kontroll" } },
  ],
  outcomes: [
    {
      id: "symptoms",
      label: { en: "Symptoms", nb: "Symptomer" },
      instrument: "Scale, 0–100",
      kind: "continuous",
      better: "lower",
    },
    {
      id: "response",
      label: { en: "Response", nb: "Respons" },
      instrument: null,
      kind: "dichotomous",
      better: "higher",
    },
  ],
  timepoints: [{ id: "end", label: { en: "end of treatment", nb: "slutten av behandlingen" } }],
  forms: [
    {
      id: "effect",
      label: { en: "Effect form", nb: "Effektskjema" },
      kind: "effect",
      fields: (["n", "mean", "sd", "events", "total", "estimate", "se"] as const).map((id) => ({
        id,
        label: { en: id, nb: id },
        type: "number" as const,
        per: id === "estimate" || id === "se" ? ("contrast" as const) : ("arm" as const),
        statistic: id,
        choices: [],
        required: false,
      })),
    },
    {
      id: "mechanism",
      label: { en: "Mechanism studies", nb: "Mekanismestudier" },
      kind: "study",
      fields: (
        [
          ["sample", "Sample", "Utvalg"],
          ["method", "Method", "Metode"],
          ["finding", "Neurobiological correlate", "Nevrobiologisk korrelat"],
          ["effect", "Effect of the drug", "Legemiddelets effekt"],
          ["relation", "Postulated relation", "Antatt sammenheng"],
        ] as const
      ).map(([id, en, nb]) => ({
        id,
        label: { en, nb },
        type: "text" as const,
        per: "study" as const,
        choices: [],
        required: false,
      })),
    },
  ],
  analyses: [planned],
  highlights: [],
};

export function report(id: string, family: string, year: number, more: Partial<ReportRow> = {}): ReportRow {
  return {
    id,
    position: 1,
    records: [id],
    sources: ["alpha"],
    title: `A simulated report by ${family}`,
    authors: [
      { family, given: "A. B." },
      { family: "Coauthor", given: "C." },
      { family: "Third", given: "D." },
    ],
    year,
    journal: "Journal of Simulated Results",
    volume: "1",
    issue: "2",
    pages: "3-4",
    abstract: null,
    doi: `10.1000/${id}`,
    pmid: null,
    type: "article-journal",
    keys: [`${family.toLowerCase()}${year}`],
    ...more,
  };
}

function study(studyId: string, more: Partial<StudyDefined> = {}): ReturnType<typeof stamp<StudyDefined>> {
  return stamp({
    studyId,
    label: studyId,
    reports: [],
    questions: ["Q1"],
    tags: [],
    characteristics: {},
    pools: [],
    ...more,
  });
}

function entry(
  field: string,
  value: string | null,
  more: Partial<ValueInForce> & { confidence?: Confidence } = {},
): ValueInForce {
  return {
    ...stamp({ field, value, confidence: "read-in-source" as Confidence, place: "Table 2", ...more }),
    report: "r1",
  };
}

/** Facts of the flow where nothing was searched or voted. */
function emptyFlow(): FlowFacts {
  const none = { pending: 0, include: 0, exclude: 0, maybe: 0, await: 0, conflict: 0 };
  return {
    recordsBySource: [],
    duplicatesRemoved: 0,
    stages: {
      "title-abstract": { byStatus: none, excludedByReason: {} },
      "full-text": { byStatus: none, excludedByReason: {} },
    },
    includedReports: [],
    notRetrieved: [],
  };
}

const base: ReviewSnapshot = {
  reviewId: "simulated",
  title: "A simulated review",
  head: "0190-simulated-head",
  asOf: "2026-02-03T04:05:06.000Z",
  programVersion: "0.1.0",
  protocol: {
    number: 1,
    hash: "ab".repeat(32),
    text: "",
    protocol,
    history: [{ number: 1, hash: "ab".repeat(32), at, by: "p1", reason: null, eventId: "e0" }],
  },
  imports: [],
  reports: new Map(),
  flow: emptyFlow(),
  reportedCounts: [],
  statuses: [],
  retrievals: [],
  studies: [],
  arms: [],
  values: [],
  sourceChecks: [],
  statements: [],
  hypotheses: [],
  mechanismLinks: [],
  themes: [],
  themeMatches: [],
  appraisals: [],
  evidenceLevels: [],
  analyses: [],
};

/** A review with nothing in it yet but its protocol. */
export function emptySnapshot(more: Partial<ReviewSnapshot> = {}): ReviewSnapshot {
  return { ...base, ...more };
}

/** An ordinary review: records from two searches, two reviewers, every count computed. */
export function ordinarySnapshot(more: Partial<ReviewSnapshot> = {}): ReviewSnapshot {
  return {
    ...base,
    reports: new Map([
      ["r1", report("r1", "Alfa", 2020)],
      ["r2", report("r2", "Bravo", 2021)],
    ]),
    flow: {
      recordsBySource: [
        { sourceId: "alpha", records: 40 },
        { sourceId: "beta", records: 10 },
        { sourceId: "cited", records: 7 },
      ],
      duplicatesRemoved: 8,
      stages: {
        "title-abstract": {
          byStatus: { include: 12, exclude: 27, pending: 1, maybe: 1, await: 0, conflict: 1 },
          excludedByReason: {},
        },
        "full-text": {
          byStatus: { include: 2, exclude: 7, pending: 3, maybe: 0, await: 0, conflict: 0 },
          excludedByReason: { population: 4, design: 3 },
        },
      },
      includedReports: ["r1", "r2"],
      notRetrieved: ["r9"],
    },
    studies: [
      study("Alfa 2020", { reports: ["r1"] }),
      study("Bravo 2021", { reports: ["r2"], questions: ["Q2"] }),
    ],
    ...more,
  };
}

/** The ordinary review with a hundred records more, which nobody read before screening was stopped. */
export function stoppedSnapshot(more: Partial<ReviewSnapshot> = {}): ReviewSnapshot {
  const base = ordinarySnapshot();
  const first = base.flow.stages["title-abstract"];
  const stopping = { rule: "recall-test", target: 0.95, confidence: 0.9 };
  const text = (en: string, nb: string) => ({ en, nb });
  return {
    ...base,
    flow: {
      ...base.flow,
      recordsBySource: [{ sourceId: "alpha", records: 150 }],
      stages: {
        ...base.flow.stages,
        "title-abstract": {
          ...first,
          byStatus: { ...first.byStatus, pending: 101 },
          notRead: 100,
        },
      },
    },
    screening: [
      {
        stage: "title-abstract",
        order: {
          stage: "title-abstract",
          order: "ranked",
          model: "evidens",
          seed: 1,
          start: "words",
          relevant: [],
          stopping,
        },
        orderChosen: true,
        stopped: stamp({
          stage: "title-abstract" as const,
          ...stopping,
          total: 142,
          screened: 41,
          relevant: 14,
          supported: false,
          values: { p: 0.3125 },
          note: "Simulated budget spent.",
        }),
        calibration: text("Simulated calibration sentence.", "Simulert kalibreringssetning."),
        agreement: text("Simulated agreement sentence.", "Simulert setning om enighet."),
        settled: { consensus: 1, thirdPerson: 4 },
        audits: [text("Simulated audit sentence.", "Simulert setning om revisjon.")],
      },
    ],
    ...more,
  };
}

function traced(
  studyId: string,
  arm: string | null,
  field: Statistic,
  number: number,
  values: ValueInForce[],
): TracedValue {
  const made = entry(field, String(number), {
    ...(arm === null ? {} : { arm }),
    outcome: "symptoms",
    timepoint: "end",
    confidence: studyId === "Delta 2022" && field === "sd" ? "unverified" : "read-in-source",
  });
  values.push(made);
  return {
    number,
    verbatim: String(number),
    field,
    arm,
    quote: null,
    place: "Table 2",
    report: "r1",
    confidence: made.confidence,
    by: made.by,
    at: made.at,
    eventId: made.eventId,
  };
}

function effect(
  studyId: string,
  y: number,
  se: number,
  weight: number,
  values: ValueInForce[],
): AnalysisEffect {
  const arm = (name: string, n: number, mean: number, sd: number): AnalysisRow["experimentalValues"] => ({
    n: traced(studyId, name, "n", n, values),
    mean: traced(studyId, name, "mean", mean, values),
    sd: traced(studyId, name, "sd", sd, values),
  });
  return {
    row: {
      studyId,
      label: studyId,
      experimental: { arm: "d", label: "Drug 100 mg" },
      comparator: { arm: "c", label: "Placebo" },
      experimentalValues: arm("d", 20, 31.5, 9.8),
      comparatorValues: arm("c", 18, 42, 10.1),
      contrastValues: {},
    },
    y,
    v: se ** 2,
    low: y - 1.96 * se,
    high: y + 1.96 * se,
    weight,
    formula: "g = J(m) (m1 - m2) / s",
    assumptions: [],
  };
}

/**
 * A review rebuilt from an older text: counts only as reported, its main source retracted, an update
 * with its own trials, and something in every section.
 */
export function rebuiltSnapshot(more: Partial<ReviewSnapshot> = {}): ReviewSnapshot {
  events = 0;
  const charlie: ValueInForce[] = [];
  const delta: ValueInForce[] = [];
  const effects = [
    effect("Charlie 2019", -0.9, 0.3, 40, charlie),
    effect("Delta 2022", -0.6, 0.25, 60, delta),
  ];
  const analysis: AnalysisOutcome = {
    set: {
      analysis: planned,
      rows: effects.map((one) => one.row),
      leftOut: [{ studyId: "pool", label: "Pooled 2018", why: "pooled-report", detail: "" }],
      problems: [],
    },
    effects,
    pooled: {
      k: 2,
      estimate: -0.72,
      se: 0.19,
      low: -1.1,
      high: -0.34,
      statistic: -3.79,
      df: 1,
      p: 0.164,
      tau2: 0,
      tau2Low: 0,
      tau2High: 12.4,
      i2: 0,
      q: 0.59,
      qDf: 1,
      qP: 0.442,
      predictionLow: -1.3,
      predictionHigh: -0.14,
    },
    parts: [],
    leaveOneOut: [
      { left: "Charlie 2019", estimate: -0.6, low: -1.09, high: -0.11 },
      { left: "Delta 2022", estimate: -0.9, low: -1.49, high: -0.31 },
    ],
    problems: [],
    run: null,
    stale: false,
    inputsHash: "cd".repeat(32),
  };
  const count = (box: string, value: number | null, label?: { en: string; nb: string }) =>
    stamp({ box, value, source: "Simulated thesis, 3.1", ...(label === undefined ? {} : { label }) });
  return {
    ...base,
    reports: new Map([
      ["r1", report("r1", "Pooler", 2018)],
      ["r2", report("r2", "Charlie", 2019)],
      ["r3", report("r3", "Delta", 2022)],
      ["r4", report("r4", "Echo", 2010)],
      ["r5", report("r5", "Foxtrot", 2013)],
    ]),
    flow: {
      ...emptyFlow(),
      recordsBySource: [{ sourceId: "cited", records: 5 }],
      includedReports: ["r1", "r4", "r5"],
    },
    reportedCounts: [
      count("identified-total", 135),
      count("excluded-or-duplicates", 39),
      count("reports-not-retrieved", 2),
      count("records-screened", null),
      count("first-considered", 4, {
        en: "Effect studies first considered",
        nb: "Effektstudier først vurdert",
      }),
    ],
    statuses: [
      stamp({
        report: "r1",
        status: "retracted" as const,
        date: "2024-08-10",
        source: "Simulated notice",
        note: { en: "The notice names simulated breaches.", nb: "Meldingen nevner simulerte brudd." },
      }),
    ],
    studies: [
      study("pool", { label: "Pooled 2018", reports: ["r1"], pools: ["Charlie 2019", "Trial X"] }),
      study("Charlie 2019", {
        reports: ["r2"],
        tags: ["update-2026"],
        characteristics: { design: "RCT", country: "Norway", phase: "2" },
      }),
      study("Trial X", { label: "Trial X" }),
      study("Delta 2022", {
        reports: ["r3"],
        tags: ["update-2026"],
        characteristics: { design: "RCT", phase: "3" },
      }),
      study("Echo 2010", { reports: ["r4"], questions: ["Q2"] }),
      study("Foxtrot 2013", { reports: ["r5"], questions: ["Q2"] }),
    ],
    arms: ["Charlie 2019", "Delta 2022", "pool"].map((studyId) =>
      stamp({
        studyId,
        arms: [
          { id: "d", label: "Drug 100 mg", role: "drug" },
          { id: "c", label: "Placebo", role: "control" },
        ],
      }),
    ),
    values: [
      { formId: "effect", studyId: "Charlie 2019", entries: charlie },
      { formId: "effect", studyId: "Delta 2022", entries: delta },
      {
        formId: "effect",
        studyId: "pool",
        entries: [
          entry("estimate", "-22.0", {
            outcome: "symptoms",
            timepoint: "end",
            quote: "a difference of -22.0",
          }),
          entry("se", "5.17", {
            outcome: "symptoms",
            timepoint: "end",
            confidence: "read-in-secondary-source",
          }),
          entry("n", null, { arm: "d", outcome: "symptoms", timepoint: "end" }),
        ],
      },
      {
        formId: "mechanism",
        studyId: "Echo 2010",
        entries: [
          entry("sample", "12 rats", { valueNb: "12 rotter" }),
          entry("method", "Animal study", { valueNb: "Dyrestudie" }),
          entry("finding", "Less activity in the simulated nucleus", {
            valueNb: "Mindre aktivitet i den simulerte kjernen",
          }),
          entry("effect", "Calms", { valueNb: "Beroliger", confidence: "unverified" }),
          entry("relation", "English only", {}),
        ],
      },
    ],
    sourceChecks: [
      stamp({
        studyId: "Echo 2010",
        formId: "mechanism",
        agreement: "differs" as const,
        text: { en: "The abstract says otherwise.", nb: "Sammendraget sier noe annet." },
        confidence: "read-in-source" as const,
      }),
    ],
    statements: [
      stamp({
        statementId: "S1",
        kind: "conclusion",
        text: { en: "The simulated effect is large.", nb: "Den simulerte effekten er stor." },
        cites: ["r3"],
        source: "Simulated",
        confidence: "read-in-source" as const,
      }),
      stamp({
        statementId: "S2",
        kind: "pooled-result",
        text: { en: "The pooled difference was -22.0.", nb: "Den samlede forskjellen var −22,0." },
        cites: ["pooler2018"],
        source: "Simulated",
        confidence: "unverified" as const,
      }),
      stamp({
        statementId: "X01",
        kind: "inconsistency",
        text: { en: "Two counts differ.", nb: "To antall er ulike." },
        cites: [],
        source: "Simulated thesis",
        confidence: "derived" as const,
        data: { severity: "major" },
      }),
      stamp({
        statementId: "S3",
        kind: "safety",
        text: { en: "English statement of an unknown kind" },
        cites: ["Somebody, 1999"],
        source: "Simulated",
        confidence: "read-in-source" as const,
      }),
    ],
    hypotheses: [
      stamp({ hypothesisId: "H1", label: { en: "It calms", nb: "Det beroliger" }, source: "Simulated" }),
      stamp({ hypothesisId: "H2", label: { en: "It excites", nb: "Det opphisser" }, source: "Simulated" }),
    ],
    mechanismLinks: [
      stamp({
        hypothesisId: "H1",
        studyId: "Echo 2010",
        relation: "supports" as const,
        basis: { en: "Row 1", nb: "Rad 1" },
      }),
    ],
    themes: [
      stamp({
        themeId: "T1",
        studyId: "Foxtrot 2013",
        label: { en: "Trust", nb: "Tillit" },
        quotes: [{ text: "I trusted them", place: "p. 3" }],
      }),
      stamp({ themeId: "T2", studyId: "Echo 2010", label: { en: "Calm", nb: "Ro" }, quotes: [] }),
    ],
    themeMatches: [stamp({ themes: ["T1", "T2"] as const, basis: { en: "Same words", nb: "Samme ord" } })],
    appraisals: ["Charlie 2019", "Delta 2022"].map((studyId) =>
      stamp({
        studyId,
        outcome: "symptoms",
        timepoint: "end",
        tool: "rob2",
        toolVersion: "2019-08-22",
        domains: Object.fromEntries(
          ["D1", "D2", "D3", "D4", "D5"].map((id, index) => [
            id,
            { judgement: index === 3 ? "high" : index === 1 ? "some-concerns" : "low" },
          ]),
        ),
        overall: { judgement: "high" },
        source: "Simulated review",
      }),
    ),
    evidenceLevels: [
      stamp({ studyId: "Charlie 2019", scheme: "Simulated scheme", level: "1b", why: "A trial" }),
    ],
    analyses: [analysis],
    ...more,
  };
}
