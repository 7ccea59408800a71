import { expect, test } from "vitest";
import { type FlowCount, type FlowModel, flowDiagram } from "#figures";
import { expectStored } from "./stored.ts";

const computed = (value: number): FlowCount => ({ kind: "computed", value });
const reported = (value: number): FlowCount => ({ kind: "reported", value });
const missing: FlowCount = { kind: "not-reported", value: null };
const simulated = "Simulated numbers for the gallery.";

/** Every count known, two columns. */
const ordinary: FlowModel = {
  language: "en",
  title: "Flow of the review (simulated)",
  sideLabels: { identification: "Identification", screening: "Screening", included: "Included" },
  headings: { databases: "Identification of studies via databases and registers", other: null },
  notReportedLabel: "not reported",
  footnotes: [simulated],
  boxes: [
    {
      id: "identified-databases",
      title: "Records identified",
      count: computed(412),
      lines: [
        { label: "PubMed", count: computed(230) },
        { label: "PsycINFO (Ovid)", count: computed(160) },
        { label: "ClinicalTrials.gov", count: computed(22) },
      ],
    },
    {
      id: "removed-before-screening",
      title: "Records removed before screening",
      count: computed(88),
      lines: [{ label: "Duplicate records removed", count: computed(88) }],
    },
    { id: "records-screened", title: "Records screened", count: computed(324), lines: [] },
    { id: "records-excluded", title: "Records excluded", count: computed(290), lines: [] },
    { id: "reports-sought", title: "Reports sought for retrieval", count: computed(34), lines: [] },
    { id: "reports-not-retrieved", title: "Reports not retrieved", count: computed(2), lines: [] },
    { id: "reports-assessed", title: "Reports assessed for eligibility", count: computed(32), lines: [] },
    {
      id: "reports-excluded",
      title: "Reports excluded",
      count: computed(20),
      lines: [
        { label: "Not the population of interest", count: computed(12) },
        {
          label: "No control group that received the same psychotherapy without the drug",
          count: computed(8),
        },
      ],
    },
    {
      id: "included",
      title: "Studies included in review",
      count: computed(9),
      lines: [{ label: "Reports of included studies", count: computed(12) }],
    },
  ],
};

/** Little is known: a review rebuilt from what its text says. */
const rebuilt: FlowModel = {
  language: "nb",
  title: "Flyt i oversikten (simulert)",
  sideLabels: { identification: "Identifisering", screening: "Utvelgelse", included: "Inkludert" },
  headings: { databases: "Identifisering av studier via databaser og registre", other: null },
  notReportedLabel: "ikke rapportert",
  footnotes: ["Stiplet boks: et antall kilden ikke oppgir. Simulerte tall."],
  boxes: [
    {
      id: "identified-databases",
      title: "Referanser identifisert",
      count: reported(140),
      lines: [
        { label: "PsycINFO (Ovid)", count: missing },
        { label: "PubMed", count: missing },
      ],
      note: "Rapportert av kilden; referansene er ikke tilgjengelige.",
    },
    {
      id: "removed-before-screening",
      title: "Referanser fjernet før screening",
      count: missing,
      lines: [{ label: "Dubletter og ekskluderte samlet", count: reported(41) }],
    },
    {
      id: "records-screened",
      title: "Referanser screenet",
      count: { kind: "at-most", value: 140 },
      lines: [],
    },
    { id: "records-excluded", title: "Referanser ekskludert", count: missing, lines: [] },
    { id: "reports-sought", title: "Fulltekster forsøkt innhentet", count: missing, lines: [] },
    { id: "reports-not-retrieved", title: "Fulltekster ikke innhentet", count: reported(2), lines: [] },
    { id: "reports-assessed", title: "Fulltekster vurdert", count: missing, lines: [] },
    { id: "reports-excluded", title: "Fulltekster ekskludert, med årsak", count: missing, lines: [] },
    {
      id: "included",
      title: "Studier inkludert i oversikten",
      count: computed(26),
      lines: [
        { label: "Virker det?", count: computed(6) },
        { label: "Hvordan virker det?", count: computed(20) },
      ],
    },
    {
      id: "update",
      title: "Oppdatering 2026",
      count: computed(6),
      lines: [],
      note: "Inngår ikke i tallene til venstre.",
    },
  ],
};

const otherMethods: FlowModel = {
  ...ordinary,
  headings: { ...ordinary.headings, other: "Identification of studies via other methods" },
  boxes: [
    ...ordinary.boxes,
    {
      id: "identified-other",
      title: "Records identified",
      count: computed(14),
      lines: [{ label: "Citation searching", count: computed(14) }],
    },
    { id: "other-sought", title: "Reports sought for retrieval", count: computed(14), lines: [] },
    { id: "other-not-retrieved", title: "Reports not retrieved", count: computed(1), lines: [] },
    { id: "other-assessed", title: "Reports assessed for eligibility", count: computed(13), lines: [] },
    { id: "other-excluded", title: "Reports excluded", count: computed(11), lines: [] },
    { id: "update", title: "Update 2026", count: computed(2), lines: [] },
  ],
};

const attack: FlowModel = {
  ...ordinary,
  title: "</title><script>alert(1)</script>",
  footnotes: ['<img src=x onerror="alert(1)">\u0000'],
  boxes: [
    {
      id: "records-screened",
      title: `</text><script>alert(1)</script> & \u000b\ud800 'x' ${"unbreakable".repeat(9)}`,
      count: computed(1),
      lines: [{ label: '"/><foreignObject>', count: missing }],
      note: "]]>",
    },
  ],
};

test("ordinary review", () => expectStored("flow-ordinary.svg", flowDiagram(ordinary, { palette: "print" })));
test("rebuilt review", () => expectStored("flow-rebuilt-nb.svg", flowDiagram(rebuilt, { palette: "print" })));
test("other methods", () => expectStored("flow-other.svg", flowDiagram(otherMethods, { palette: "print" })));
test("themed", () => expectStored("flow-themed.svg", flowDiagram(ordinary, { id: "f1" })));

test("attack text stays text", () => {
  const svg = flowDiagram(attack, { palette: "print" });
  expect(svg).not.toMatch(/<script|<img|<foreignObject/);
  // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what must not appear
  expect(svg).not.toMatch(/[\u0000-\u0008\u000b]/);
  expectStored("flow-attack.svg", svg);
});
