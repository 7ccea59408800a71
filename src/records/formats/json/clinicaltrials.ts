import type { Problem } from "#kernel";
import { partialDate } from "../../normalise/date.ts";
import { distinct, normalisePmid } from "../../normalise/identifiers.ts";
import { firstYear } from "../../normalise/numbers.ts";
import { displayText } from "../../normalise/text.ts";
import { registryIds } from "../../normalise/typed-ids.ts";
import type { Author } from "../../record.ts";
import { type EntryFields, entryFields, identifiers, type Reader } from "../format.ts";
import { jsonHead } from "./json-head.ts";
import { jsonReader } from "./json-read.ts";
import { isObject, type JsonFields, type JsonObject, jsonFields } from "./json-values.ts";

/** Reads studies of ClinicalTrials.gov (version 2 of its API and its JSON downloads). */
export const clinicaltrialsReader: Reader = jsonReader({
  parser: "evidens-clinicaltrials-json/1",
  name: "ClinicalTrials.gov JSON",
  lists: ["studies"],
  notOne: "records/json-not-a-record",
  record: (item) =>
    isObject(item["protocolSection"]) && Object.hasOwn(item, "protocolSection") ? item : null,
  map: mapClinicaltrials,
});

/** Whether the head of a text holds studies of ClinicalTrials.gov. */
export function looksLikeClinicaltrials(head: string): boolean {
  return jsonHead(head, "studies").names.has("protocolSection");
}

/** Publications of the study's results, of all that it refers to. */
const OF_RESULTS = new Set(["RESULT", "DERIVED"]);

/**
 * Gives the fields of a registered study their meaning. The sponsors stand as its authors, as reference
 * managers cite registrations.
 *
 * Source: ClinicalTrials.gov API 2.0, study data structure. Checked: tests/records/json-formats.test.ts.
 */
function mapClinicaltrials(item: JsonObject, onProblem: (problem: Problem) => void): EntryFields {
  const study = jsonFields(item, onProblem);
  const protocol = study.object("protocolSection");
  const identity = protocol.object("identificationModule");
  const status = protocol.object("statusModule");
  const text = (fields: JsonFields, name: string): string => displayText(unescaped(fields.text(name)));
  const titles = distinct([
    text(identity, "briefTitle"),
    text(identity, "officialTitle"),
    text(identity, "acronym"),
  ]);
  if (titles.length === 0)
    onProblem({
      code: "records/no-title",
      message: "The study has no title; it was kept without one.",
      remedy: "Look the study up at ClinicalTrials.gov by its number.",
    });
  const started = status.object("startDateStruct").text("date") || status.text("studyFirstSubmitDate");
  const date = partialDate([started]) ?? "";
  const nct = registryIds(identity.text("nctId"))[0] ?? "";
  return entryFields({
    type: "trial-registration",
    title: titles[0] ?? "",
    otherTitles: titles.slice(1),
    authors: sponsorsOf(protocol.object("sponsorCollaboratorsModule")),
    year: firstYear([started]),
    date: date.length > 4 ? date : "",
    abstract: summaryOf(protocol.object("descriptionModule")),
    keywords: keywordsOf(protocol),
    url: nct === "" ? "" : `https://clinicaltrials.gov/study/${nct}`,
    notes: notesOf(study, protocol, status),
    ids: identifiers({ source: distinct([nct]), registry: registrationsOf(identity) }),
  });
}

/** Texts of the registry are Markdown with escapes. */
function unescaped(text: string): string {
  return text.replace(/\\([\\`*_{}[\]()#+.!<>~|-])/g, "$1");
}

function sponsorsOf(sponsors: JsonFields): Author[] {
  return [sponsors.object("leadSponsor"), ...sponsors.objects("collaborators")]
    .map((each) => displayText(each.text("name")))
    .filter((name) => name !== "")
    .map((family) => ({ family, given: null }));
}

function summaryOf(description: JsonFields): string {
  return [description.text("briefSummary"), description.text("detailedDescription")]
    .flatMap((text) => unescaped(text).split(/\s*[\r\n]\s*/))
    .map(displayText)
    .filter((line) => line !== "")
    .join("\n");
}

function keywordsOf(protocol: JsonFields): string[] {
  const conditions = protocol.object("conditionsModule");
  const interventions = protocol.object("armsInterventionsModule").objects("interventions");
  return distinct(
    [
      ...conditions.texts("conditions"),
      ...interventions.map((each) => each.text("name")),
      ...conditions.texts("keywords"),
    ].map(displayText),
  );
}

/** Its own number, earlier ones, and numbers in other registries; numbers of grants and sponsors are none. */
function registrationsOf(identity: JsonFields): string[] {
  const secondary = identity.objects("secondaryIdInfos").map((each) => {
    const id = each.text("id");
    return /^(?:EUDRACT_NUMBER|CTIS)$/.test(each.text("type")) && !/^[A-Z]/i.test(id)
      ? `${each.text("type") === "CTIS" ? "CTIS" : "EudraCT"} ${id}`
      : id;
  });
  return distinct(
    [identity.text("nctId"), ...identity.texts("nctIdAliases"), ...secondary].flatMap(registryIds),
  );
}

function notesOf(study: JsonFields, protocol: JsonFields, status: JsonFields): string[] {
  const overall = status.text("overallStatus");
  const publications = protocol
    .object("referencesModule")
    .objects("references")
    .filter((each) => OF_RESULTS.has(each.text("type")))
    .map((each) => {
      const pmid = normalisePmid(each.text("pmid"));
      return `Publication of results: ${each.text("citation")}${pmid === null ? "" : ` (PMID ${pmid})`}`;
    });
  return [
    ...(overall === "" ? [] : [`Status: ${overall}`]),
    ...(study.value("hasResults") === true ? ["Results are posted in the registry."] : []),
    ...publications.map(displayText),
  ];
}
