import { expect, test } from "vitest";
import { kindOf } from "../../src/records/normalise/kind.ts";
import { fact } from "./simulated-fact.ts";

test.each([
  ["JOUR", "article"],
  ["article-journal", "article"],
  ["article", "article"],
  ["Journal Article; Randomized Controlled Trial", "article"],
  ["Journal Article; Review; Systematic Review", "review"],
  ["Journal: Article", "article"],
  ["Journal: Conference Abstract", "conference-abstract"],
  ["Meeting Abstract", "conference-abstract"],
  ["CPAPER", "conference-paper"],
  ["inproceedings", "conference-paper"],
  ["Article; Proceedings Paper", "conference-paper"],
  ["CHAP", "chapter"],
  ["book-chapter", "chapter"],
  ["BOOK", "book"],
  ["phdthesis", "thesis"],
  ["Published Erratum; Journal Article", "erratum"],
  ["Retraction of Publication", "retraction"],
  ["Journal Article; Retracted Publication", "article"],
  ["Editorial; Comment", "comment"],
  ["Letter", "letter"],
  ["posted-content", "preprint"],
  ["Clinical Trial Protocol; Journal Article", "protocol"],
  ["Trial registry record", "registration"],
  ["Dataset", "dataset"],
  ["GEN", "other"],
  ["__proto__", "other"],
  ["", "other"],
])("the type %j is %s", (type, kind) => {
  expect(kindOf(fact({ type }))).toBe(kind);
});

test.each([
  [{ journal: "medRxiv : the preprint server for health sciences" }, "preprint"],
  [{ journal: null, ids: { doi: ["10.1101/2020.03.22.20040758"] } }, "preprint"],
  [{ journal: null, ids: { doi: ["10.21203/rs.3.rs-12345/v1"] } }, "preprint"],
  // Cold Spring Harbor's journals share the prefix.
  [{ journal: null, ids: { doi: ["10.1101/gad.123456.100"] } }, "article"],
  [{ journal: "Journal of Simulated Results", ids: { doi: ["10.21203/rs.3.rs-12345/v1"] } }, "article"],
  [{ journal: "ClinicalTrials.gov" }, "registration"],
  [{ journal: "https://trialsearch.who.int/Trial2.aspx?TrialID=NCT01234567" }, "registration"],
  [
    {
      journal: null,
      url: "https://clinicaltrials.gov/study/NCT01234567",
      ids: { registry: ["NCT01234567"] },
    },
    "registration",
  ],
  [{ journal: "J Sim", ids: { registry: ["NCT01234567"] } }, "article"],
  [{ title: "Erratum: A simulated study" }, "erratum"],
  [{ title: "A simulated study [Erratum appears in J Sim 2001]" }, "article"],
  [{ title: "Retraction: A simulated study" }, "retraction"],
  [{ title: "RETRACTED: A simulated study" }, "article"],
  [{ title: "Comment on: A simulated study" }, "comment"],
  [{ type: "CONF", pages: "S12" }, "conference-abstract"],
  [{ type: "CONF", pages: "12-18" }, "conference-paper"],
  [{ type: "CONF", title: "Abstracts of the simulated congress" }, "conference-abstract"],
  [{ type: "", journal: "J Sim" }, "article"],
  [{ type: "", ids: { isbn: ["9783161484100"] } }, "book"],
] as const)("%j is %s", (given, kind) => {
  expect(kindOf(fact(given as never))).toBe(kind);
});
