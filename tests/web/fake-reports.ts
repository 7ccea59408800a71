import type { ProtocolResponse, RecordsResponse } from "#contract";

// Everything in these files is simulated, to have something on the pages while they are tested. No
// study, number or name in them exists.

type Row = RecordsResponse["rows"][number];
const AUTHORS = ["Alder", "Birch", "Cedar", "Dogwood", "Elm"];

/** A simulated report. */
function simulatedReport(position: number): Row {
  const withAbstract = position % 7 !== 0;
  return {
    id: `imp1-${position}`,
    position,
    records: position === 2 ? ["imp1-2", "imp2-1"] : [`imp1-${position}`],
    sources: position % 3 === 0 ? ["base-a", "base-b"] : ["base-a"],
    title: `Simulated report ${position}: sham therapy for simulated disorder in a randomised trial`,
    authors: AUTHORS.slice(0, 1 + (position % 5)).map((family) => ({ family, given: "A." })),
    year: 2000 + (position % 25),
    journal: "Journal of Simulated Results",
    volume: String(position),
    issue: "2",
    pages: `${position}1-${position}9`,
    abstract: withAbstract
      ? `BACKGROUND: Simulated disorder is common. METHODS: People with simulated disorder were randomised to sham therapy or waiting list (report ${position}). RESULTS: Scores on the Sham Scale fell in both groups. ${"The text goes on to fill a page of reading. ".repeat(6)}`
      : null,
    doi: position % 2 === 0 ? `10.0000/simulated.${position}` : null,
    pmid: null,
    type: "journal-article",
    keys: [`sim${position}`],
    titleAbstract: position <= 8 ? "include" : position === 9 ? "conflict" : "pending",
    fullText: position <= 4 ? "include" : position <= 8 ? "pending" : null,
    status: position === 3 ? "retracted" : "current",
  };
}

export const REPORTS: readonly Row[] = Array.from({ length: 400 }, (_, at) => simulatedReport(at + 1));

const both = (en: string, nb: string): { en: string; nb: string } => ({ en, nb });

export const PROTOCOL: ProtocolResponse = {
  number: 2,
  hash: "ab".repeat(32),
  text: "title: Simulated review\nquestions: []\n",
  history: [
    {
      number: 1,
      hash: "cd".repeat(32),
      at: "2026-01-02T09:00:00.000Z",
      by: "ada",
      reason: null,
      eventId: "e-1",
    },
    {
      number: 2,
      hash: "ab".repeat(32),
      at: "2026-02-02T09:00:00.000Z",
      by: "ada",
      reason: "Simulated amendment",
      eventId: "e-2",
    },
  ],
  protocol: {
    title: both("Simulated review of sham therapy", "Simulert oversikt over liksomterapi"),
    shortTitle: both("Simulated review", "Simulert oversikt"),
    authors: ["Ada Simulated"],
    registration: null,
    rationale: both("Simulated: nothing here is real.", "Simulert: ingenting her er virkelig."),
    people: [
      { id: "ada", name: "Ada Simulated", initials: "AS", roles: ["lead", "reviewer", "adjudicator"] },
      { id: "bo", name: "Bo Simulated", initials: "BS", roles: ["reviewer", "extractor"] },
    ],
    questions: [
      {
        id: "Q1",
        kind: "effect",
        text: both("Does sham therapy help?", "Hjelper liksomterapi?"),
        population: both("Simulated people", "Simulerte personer"),
        intervention: both("Sham therapy", "Liksomterapi"),
        comparator: both("Waiting list", "Venteliste"),
        outcomes: ["scale", "response"],
      },
    ],
    criteria: [
      { id: "I1", kind: "include", text: both("Simulated disorder", "Simulert lidelse") },
      { id: "E1", kind: "exclude", text: both("Not randomised", "Ikke randomisert") },
    ],
    sources: [
      {
        id: "base-a",
        kind: "database",
        name: "Base A",
        platform: "Simulated",
        query: "(sham AND therapy) OR\n  disorder",
        searchedOn: "2026-01-05",
        limits: null,
        hits: 400,
      },
      {
        id: "base-b",
        kind: "citation-searching",
        name: "Base B",
        platform: null,
        query: null,
        searchedOn: null,
        limits: null,
        hits: null,
        note: both("Simulated note", "Simulert merknad"),
      },
    ],
    stages: [
      { stage: "title-abstract", reviewers: 2 },
      { stage: "full-text", reviewers: 2 },
    ],
    exclusionReasons: [
      { id: "design", label: both("Wrong design", "Feil design"), stages: ["full-text"] },
      { id: "population", label: both("Wrong population", "Feil populasjon"), stages: ["full-text"] },
    ],
    armRoles: [
      { id: "experimental", label: both("Sham therapy", "Liksomterapi") },
      { id: "comparator", label: both("Waiting list", "Venteliste") },
    ],
    outcomes: [
      {
        id: "scale",
        label: both("Sham Scale", "Liksomskala"),
        instrument: "Sham Scale, 0–10",
        kind: "continuous",
        better: "lower",
      },
      {
        id: "response",
        label: both("Response", "Respons"),
        instrument: null,
        kind: "dichotomous",
        better: "higher",
      },
    ],
    timepoints: [{ id: "end", label: both("End of treatment", "Slutt på behandlingen") }],
    forms: [
      {
        id: "effect",
        label: both("Effect per arm", "Effekt per arm"),
        kind: "effect",
        fields: [
          field("n", "Analysed", "Analysert", "integer", "arm", "n"),
          field("mean", "Mean", "Gjennomsnitt", "number", "arm", "mean"),
          field("sd", "SD", "Standardavvik", "number", "arm", "sd"),
        ],
      },
      {
        id: "mechanism",
        label: both("Mechanism", "Mekanisme"),
        kind: "study",
        fields: [
          field("sample", "Sample", "Utvalg", "text", "study"),
          field("finding", "Finding", "Funn", "text", "study"),
          {
            ...field("species", "Species", "Art", "choice", "study"),
            choices: [{ id: "human", label: both("Human", "Menneske") }],
          },
        ],
      },
    ],
    analyses: [
      {
        id: "main",
        question: "Q1",
        label: both("Simulated main analysis", "Simulert hovedanalyse"),
        outcome: "scale",
        timepoint: "end",
        experimental: "experimental",
        comparator: "comparator",
        measure: "SMD",
        model: "random",
        tau2: "REML",
        test: "knha",
        tags: [],
      },
    ],
    highlights: [
      { kind: "population", terms: ["simulated disorder"] },
      { kind: "intervention", terms: ["sham therapy"] },
      { kind: "design", terms: ["randomi*"] },
    ],
  },
};

type Form = ProtocolResponse["protocol"]["forms"][number];
type Field = Form["fields"][number];

function field(
  id: string,
  en: string,
  nb: string,
  type: Field["type"],
  per: Field["per"],
  statistic?: Field["statistic"],
): Field {
  return { id, label: both(en, nb), type, per, statistic, choices: [], required: id === "n" };
}
