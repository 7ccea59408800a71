import type { Problem } from "#kernel";
import { parseAuthors } from "../../normalise/author.ts";
import { partialDate } from "../../normalise/date.ts";
import { distinct, doisIn, normalisePmid, serialNumbers } from "../../normalise/identifiers.ts";
import { firstYear, pageRange } from "../../normalise/numbers.ts";
import { displayText } from "../../normalise/text.ts";
import { typedIds } from "../../normalise/typed-ids.ts";
import type { Author } from "../../record.ts";
import { type EntryFields, entryFields, identifiers, type Reader } from "../format.ts";
import { isBlank } from "../lines.ts";
import { colonFields } from "./labelled-colon.ts";
import {
  type LabelledFields,
  labelledFields,
  noTitle,
  type TextDialect,
  textReader,
} from "./labelled-text.ts";

const RULE = /^\s*[_=*-]{20,}\s*$/;
const COUNT = /^\s*Document \d{1,7} of \d{1,7}\s*$/i;
const WRAPPING =
  /^\s*(?:Report Information from|Table of contents|Bibliography|Citation style|Contact us|Copyright ©|Terms and Conditions|Database copyright|ProQuest|Database:|\d{1,2} \w+ \d{4}|\w+ \d{1,2},? \d{4}|\d{1,7}\.\s)/i;

/** Labels of ProQuest's records, lower case. */
const LABELS = new Set(
  (
    "title|author|authors|abstract|abstract (summary)|english abstract|abstract (english)|publication title|publication info|" +
    "publication information|volume|issue|pages|first page|last page|start page|end page|number of pages|publication year|" +
    "publication date|year|date|electronic publication date|publisher|place of publication|country of publication|" +
    "publication subject|issn|eissn|e-issn|electronic issn|isbn|source type|language of publication|language|document type|" +
    "publication type|doi|proquest document id|document url|copyright|last updated|database|subject|subject terms|mesh|" +
    "identifier / keyword|identifier/keyword|identifiers / keywords|keyword|keywords|identifier|major subject|minor subject|" +
    "classification|location|people|company / organization|company/organization|product|links|link|full text|full text availability|" +
    "alternate title|other title|translated title|original title|title - foreign|document feature|document features|" +
    "conference|conference title|conference location|conference date|accession number|pmid|correspondence author|" +
    "author affiliation|affiliation|editor|book title|section|column|dateline|illustration|caption|credit|references|" +
    "cited by|cited references|number of references|review|tests and measures|population|age group|methodology|" +
    "grant|grant information|sponsoring organization|dissertation/thesis number|advisor|adviser|committee member|school|" +
    "university/institution|university location|department|degree|degree date|school code|supplemental data|peer reviewed|" +
    "edition|series title|series|notes|note|substance|registry number|chemicals|clinical trial|target audience|report number|" +
    "proquest document id|updates|entry date|publication history|milestone dates|release date|correction date|revision date|" +
    "summary language|record type|format covered|authority|availability|source|source attribution|publisher location|" +
    "medline document id|comments|journal subset|nlm unique id|indexing method|updated|created date|format"
  ).split("|"),
);
/** One of these makes a stretch of text a record. */
const OF_RECORDS =
  /^(?:title|author|authors|publication title|publication info|proquest document id|document url|abstract|accession number)$/;

const dialect: TextDialect = {
  parser: "evidens-proquest-text/1",
  code: "records/proquest-outside",
  remedy: "Export the records again from ProQuest as RIS if one of them is missing.",
  role(line, open) {
    if (RULE.test(line)) return "parts";
    // A record begins at its number, or at the first line behind a rule.
    return open === null || (COUNT.test(line) && open.some((each) => !isBlank(each))) ? "begins" : "goes on";
  },
  isEntry: (lines) =>
    new Set(colonFields(lines, LABELS).flatMap(({ label }) => (OF_RECORDS.test(label) ? [label] : []))).size >
    1,
  wraps: (line) => RULE.test(line) || COUNT.test(line) || WRAPPING.test(line),
  map: mapProquest,
};

/**
 * Reads the text that ProQuest saves: records parted by rules, `Document 1 of 10`, the title on a line of
 * its own, then `Label: value`.
 *
 * Source: ProQuest's own exports; there is no specification. Checked: tests/records/proquest-text.test.ts.
 */
export const proquestTextReader: Reader = textReader(dialect);

/** Whether the head of a text is ProQuest's. */
export function looksLikeProquestText(head: string): boolean {
  const lines = head.slice(0, 262_144).split(/\r\n?|\n/);
  if (!lines.some((line) => RULE.test(line) || COUNT.test(line))) return false;
  return lines.some((line) =>
    /^\s{0,3}(?:ProQuest document ID|Publication title|Document URL)\s*:/i.test(line),
  );
}

/** Gives the labels of a ProQuest record their meaning. */
function mapProquest(lines: readonly string[], onProblem: (problem: Problem) => void): EntryFields {
  const fields = labelledFields(colonFields(lines, LABELS));
  const text = (...labels: readonly string[]): string => displayText(fields.text(...labels));
  const title = text("title") || titleAbove(lines);
  if (title === "") onProblem(noTitle);
  const info = publicationInfo(text("publication info", "publication information", "source"));
  const dates = [text("publication date"), text("date"), text("electronic publication date"), info.date];
  const year = firstYear([text("publication year", "year"), ...dates, text("degree date")]);
  const date = partialDate(dates.filter((each) => year !== null && each.includes(String(year)))) ?? "";
  const thesis = text("school", "university/institution");
  return entryFields({
    type: distinct(
      fields
        .lines("document type", "source type")
        .flatMap((line) => line.split(","))
        .map(displayText),
    ).join("; "),
    title,
    otherTitles: distinct([
      text("alternate title"),
      text("other title"),
      text("translated title"),
      text("original title"),
      text("title - foreign"),
    ]),
    authors: fields.lines("author", "authors").flatMap(authorsOf),
    editors: fields.lines("editor").flatMap(authorsOf),
    year,
    date: date.length > 4 ? date : "",
    journal: text("publication title", "book title") || info.journal,
    conference: text("conference title", "conference"),
    series: text("series title", "series"),
    volume: text("volume") || info.volume,
    issue: text("issue") || info.issue,
    pages:
      pageRange(text("pages"), "") ??
      pageRange(text("first page", "start page"), text("last page", "end page")) ??
      info.pages,
    publisher: text("publisher") || thesis,
    place: text("place of publication", "publisher location"),
    edition: text("edition"),
    abstract: abstractOf(fields),
    keywords: keywordsOf(fields),
    language: text("language of publication", "language"),
    url: /https?:\/\/\S+/i.exec(fields.text("document url"))?.[0] ?? "",
    notes: fields.lines("notes", "note", "comments").map(displayText),
    ids: idsOf(fields),
  });
}

/** The lines between the number and the first label. */
function titleAbove(lines: readonly string[]): string {
  const end = lines.findIndex((line) => colonFields([line], LABELS).some(({ label }) => label !== ""));
  return displayText(
    lines
      .slice(0, end === -1 ? 0 : end)
      .filter((line) => !isBlank(line) && !COUNT.test(line))
      .slice(0, 5)
      .join(" "),
  );
}

interface PublicationInfo {
  readonly journal: string;
  readonly volume: string;
  readonly issue: string;
  readonly date: string;
  readonly pages: string;
}

/** `Journal of It 24.3 (Mar 2010): 124-130.` */
function publicationInfo(text: string): PublicationInfo {
  const match =
    /^(.{1,300}?)\s?,?\s(?:([A-Za-z]?\d[\w/-]{0,11})(?:\.([\w/ -]{1,20}?))?)?\s?,?\s?\(([^()]{4,40})\)\s?(?::\s?([^.]{1,40}))?\.?$/.exec(
      text.slice(0, 500),
    );
  const [, journal = "", volume = "", issue = "", date = "", pages = ""] = match ?? [];
  return { journal: journal.replace(/[,;:]$/, ""), volume, issue, date, pages: pages.trim() };
}

/** `Smith, John A1; Doe, Jane2` and behind the last name, at times, the addresses that the numbers name. */
function authorsOf(line: string): Author[] {
  return displayText(line)
    .replace(/\s\d{1,2}\s\p{Lu}.{20,}$/u, "")
    .split(";")
    .map((name) => name.replace(/(?<=[\p{L}.])\s?\d{1,2}(?:\s?,\s?\d{1,2})*\s*$/u, "").trim())
    .flatMap(parseAuthors);
}

function abstractOf(fields: LabelledFields): string {
  return fields
    .lines("abstract", "abstract (summary)", "english abstract", "abstract (english)")
    .map((line) =>
      displayText(line)
        .replace(/\s*\[(?:PUBLICATION ABSTRACT|PUB(?:\.|LICATION)? ABSTRACT|SUMMARY)\]\s*/i, " ")
        .trim(),
    )
    .filter(
      (line) => line !== "" && !/^(?:None available|Not available|Translate(?: abstract)?)\.?$/i.test(line),
    )
    .join("\n");
}

function keywordsOf(fields: LabelledFields): string[] {
  return distinct(
    fields
      .lines(
        "subject",
        "subject terms",
        "mesh",
        "major subject",
        "minor subject",
        "identifier / keyword",
        "identifier/keyword",
        "identifiers / keywords",
        "identifier",
        "keyword",
        "keywords",
      )
      .flatMap((line) => line.split(/;|,(?=\s\S{1,40}\s\(major\))/))
      .map((word) => displayText(word).replace(/\s*\(major\)$/i, "")),
  );
}

function idsOf(fields: LabelledFields): EntryFields["ids"] {
  const keys = fields
    .lines("proquest document id", "accession number", "dissertation/thesis number", "report number")
    .map(displayText);
  const serial = serialNumbers(fields.lines("issn", "eissn", "e-issn", "electronic issn", "isbn").join("; "));
  const medline = /medline|pubmed/i.test(fields.text("database"))
    ? fields.lines("accession number", "medline document id")
    : [];
  return identifiers({
    ...typedIds([...keys, ...fields.lines("clinical trial", "registry number")].join(" ")),
    doi: distinct(fields.lines("doi").flatMap(doisIn)),
    pmid: distinct([...fields.lines("pmid"), ...medline].map((each) => normalisePmid(each) ?? "")),
    source: distinct(keys),
    issn: serial.issn,
    isbn: serial.isbn,
  });
}
