import type { Problem } from "#kernel";
import { parseAuthors } from "../../normalise/author.ts";
import { partialDate } from "../../normalise/date.ts";
import {
  distinct,
  doisIn,
  normalisePmcid,
  normalisePmid,
  serialNumbers,
} from "../../normalise/identifiers.ts";
import { firstYear, pageRange } from "../../normalise/numbers.ts";
import { displayText } from "../../normalise/text.ts";
import { registryIds } from "../../normalise/typed-ids.ts";
import type { Author, Identifiers } from "../../record.ts";
import { type EntryFields, entryFields, identifiers, type Reader } from "../format.ts";
import { jsonHead } from "./json-head.ts";
import { markedUpText } from "./json-markup.ts";
import { jsonReader } from "./json-read.ts";
import { isObject, type JsonFields, type JsonObject, jsonFields } from "./json-values.ts";

/** Reads results as Europe PMC answers them, core and lite, and as its download tools write them. */
export const europepmcReader: Reader = jsonReader({
  parser: "evidens-europepmc-json/1",
  name: "Europe PMC JSON",
  lists: ["resultList.result"],
  notOne: "records/json-not-a-record",
  record: resultIn,
  map: mapEuropepmc,
});

/** Whether the head of a text holds results of Europe PMC. */
export function looksLikeEuropepmc(head: string): boolean {
  const { names, text, before } = jsonHead(head, "resultList.result");
  if (/"resultList"\s*:\s*\{/.test(before)) return true;
  const known = (has: (name: string) => boolean): boolean =>
    has("source") && (has("authorString") || has("pubYear") || has("journalInfo"));
  return (
    known((name) => names.has(name)) || (names.has("full") && known((name) => text.includes(`"${name}"`)))
  );
}

/** A result, or what a tool that downloads them put around one. */
function resultIn(item: JsonObject): JsonObject | null {
  let result: unknown = item;
  for (const name of ["resultList", "result", "full"])
    if (isObject(result) && Object.hasOwn(result, name)) result = result[name];
  if (!isObject(result)) return null;
  const has = (name: string): boolean => Object.hasOwn(result, name);
  return has("title") || (has("id") && has("source")) || has("pmid") ? result : null;
}

/**
 * Gives the fields of a Europe PMC result their meaning.
 *
 * Source: Europe PMC RESTful web service, reference guide. Checked: tests/records/json-formats.test.ts.
 */
function mapEuropepmc(item: JsonObject, onProblem: (problem: Problem) => void): EntryFields {
  const result = jsonFields(item, onProblem);
  const text = (name: string): string => displayText(result.text(name));
  const title = text("title");
  if (title === "")
    onProblem({
      code: "records/no-title",
      message: "The result has no title; it was kept without one.",
      remedy: "Look the record up in Europe PMC and screen it by its other fields.",
    });
  const issue = result.object("journalInfo");
  const place = issue.object("journal");
  const book = result.object("bookOrReportDetails");
  const preprint = text("source") === "PPR";
  const journal = displayText(place.text("title")) || text("journalTitle");
  const types = typesOf(result, preprint);
  return entryFields({
    type: types.join("; "),
    title,
    authors: authorsOf(result),
    year: firstYear([text("pubYear"), issue.text("yearOfPublication"), text("firstPublicationDate")]),
    date: dateOf(result, issue),
    journal: journal || (preprint ? displayText(book.text("publisher")) : ""),
    journalAbbreviation: [place.text("medlineAbbreviation"), place.text("ISOAbbreviation")]
      .map(displayText)
      .find((name) => name !== "" && name !== journal),
    volume: displayText(issue.text("volume")) || text("journalVolume"),
    issue: displayText(issue.text("issue")) || text("issue"),
    pages: pageRange(text("pageInfo"), ""),
    publisher: displayText(book.text("publisher")),
    abstract: markedUpText(result.text("abstractText")),
    keywords: keywordsOf(result),
    language: text("language"),
    url: addressOf(result),
    notes: notesOf(result),
    labels: labelsOf(result, types),
    ids: idsOf(result, place),
  });
}

function typesOf(result: JsonFields, preprint: boolean): string[] {
  const listed = result.object("pubTypeList").texts("pubType");
  const types = listed.length > 0 ? listed : result.texts("pubType").flatMap((types) => types.split(";"));
  const named = types.map(displayText).filter((type) => type !== "");
  return distinct(
    preprint && !named.some((type) => /^preprint$/i.test(type)) ? ["preprint", ...named] : named,
  );
}

function authorsOf(result: JsonFields): Author[] {
  const listed = result
    .object("authorList")
    .objects("author")
    .flatMap((author): Author[] => {
      const part = (name: string): string => displayText(author.text(name));
      const group = part("collectiveName");
      if (group !== "") return [{ family: group, given: null }];
      const family = part("lastName");
      if (family === "") return parseAuthors(author.text("fullName"));
      return [{ family, given: part("firstName") || part("initials") || null }];
    });
  return listed.length > 0 ? listed : parseAuthors(result.text("authorString").trim().replace(/\.$/, ""));
}

/** The fullest date of the year that the result is filed under. */
function dateOf(result: JsonFields, issue: JsonFields): string {
  const year = result.text("pubYear");
  const dates = [
    issue.text("dateOfPublication"),
    result.text("firstPublicationDate"),
    result.text("electronicPublicationDate"),
  ].filter((date) => year === "" || date.includes(year));
  const date = partialDate(dates) ?? "";
  return date.length > 4 ? date : "";
}

function keywordsOf(result: JsonFields): string[] {
  const headings = result
    .object("meshHeadingList")
    .objects("meshHeading")
    .flatMap((heading) => {
      const name = heading.text("descriptorName");
      const qualifiers = heading.object("meshQualifierList").objects("meshQualifier");
      return qualifiers.length === 0
        ? [name]
        : qualifiers.map((qualifier) => `${name}/${qualifier.text("qualifierName")}`);
    });
  return distinct([...result.object("keywordList").texts("keyword"), ...headings].map(displayText));
}

function addressOf(result: JsonFields): string {
  const addresses = result.object("fullTextUrlList").objects("fullTextUrl");
  return addresses.map((each) => each.text("url").trim()).find((url) => /^https?:/i.test(url)) ?? "";
}

/** Comments and corrections: `Erratum in: …`. */
function notesOf(result: JsonFields): string[] {
  return result
    .object("commentCorrectionList")
    .objects("commentCorrection")
    .map((each) => {
      const id = each.text("id");
      const where = [
        each.text("reference"),
        id === "" ? "" : `(${each.text("source")}:${id})`,
        each.text("note"),
      ];
      return displayText(`${each.text("type")}: ${where.filter((part) => part !== "").join(" ")}`);
    });
}

function labelsOf(result: JsonFields, types: readonly string[]): string[] {
  const corrections = result
    .object("commentCorrectionList")
    .objects("commentCorrection")
    .map((each) => each.text("type").toLowerCase());
  const said = [...types.map((type) => type.toLowerCase()), ...corrections];
  const is = (...words: readonly string[]): boolean => said.some((word) => words.includes(word));
  return [
    ...(is("retracted publication", "retracted article", "retraction in") ? ["retracted"] : []),
    ...(is("retraction of publication", "retraction of", "retraction") ? ["retraction"] : []),
  ];
}

function idsOf(result: JsonFields, place: JsonFields): Identifiers {
  const id = displayText(result.text("id"));
  const medline = result.text("source") === "MED" ? id : "";
  const serial = serialNumbers(
    [place.text("ISSN"), place.text("ESSN"), result.text("journalIssn")].join("; "),
  );
  const book = result.object("bookOrReportDetails");
  const pmid = normalisePmid(result.text("pmid")) ?? normalisePmid(medline) ?? "";
  return identifiers({
    doi: distinct(doisIn(result.text("doi"))),
    pmid: distinct([pmid]),
    pmcid: distinct([normalisePmcid(result.text("pmcid")) ?? ""]),
    source: distinct([id]),
    issn: serial.issn,
    isbn: serialNumbers([book.text("isbn10"), book.text("isbn13")].join("; ")).isbn,
    registry: registryIds(id),
  });
}
