import type { Problem } from "#kernel";
import { parseAuthorList } from "../../normalise/author-list.ts";
import { partialDate } from "../../normalise/date.ts";
import { distinct } from "../../normalise/identifiers.ts";
import { firstYear, pageRange } from "../../normalise/numbers.ts";
import { displayText } from "../../normalise/text.ts";
import type { Author } from "../../record.ts";
import { type EntryFields, entryFields } from "../format.ts";
import { noTitle } from "../tagged/fields.ts";
import { readNotes } from "../tagged/notes.ts";
import { containerOf } from "./endnote-xml-container.ts";
import {
  type EndnoteFields,
  fieldsOf,
  paragraphsOf,
  styledText,
  urlsOf,
  withLineFeeds,
} from "./endnote-xml-fields.ts";
import { endnoteIds, OWN_PROGRAM, programOf } from "./endnote-xml-ids.ts";
import { ownFields } from "./endnote-xml-own.ts";
import { refTypeName } from "./endnote-xml-types.ts";
import { childrenOf, textIn, type XmlElement } from "./xml-tree.ts";

const NOTES = ["notes", "research-notes"] as const;
/** Fields a library gives its own meaning; what they hold beyond identifiers is shown as a note. */
const CUSTOM = [
  "custom1",
  "custom2",
  "custom3",
  "custom4",
  "custom5",
  "custom6",
  "custom7",
  "custom8",
] as const;

/** Gives the elements of an EndNote record their meaning, whichever program wrote it. */
export function mapEndnote(record: XmlElement, onProblem: (problem: Problem) => void): EntryFields {
  const fields = fieldsOf(record);
  const { text, lines } = fields;
  const type = typeOf(fields);
  const title = text("title") || text("translated-title", "short-title");
  const edition = text("edition");
  const dates = datesOf(fields);
  const year = firstYear([...lines("year"), ...dates, edition]);
  const own = ownFields(fields);
  if (title === "" && !own?.title) onProblem(noTitle());
  const seventh = text("custom7");
  const number = /^(?:[A-Za-z]{0,3}\d[\w.-]*|artn? .*)$/i.test(seventh) ? seventh : "";
  const { notes, labels, decisions, extra } = readNotes(noteValues(fields, number));
  const container = containerOf(fields, type);
  const urls = urlsOf(fields);
  const found = entryFields({
    notes,
    decisions,
    journal: container.journal,
    journalAbbreviation: container.journalAbbreviation,
    conference: extra.conference ?? container.conference,
    series: extra.series ?? container.series,
    labels: distinct([...lines("label").flatMap((line) => line.split(/\s*;\s*/)), ...labels]),
    type,
    title,
    otherTitles: distinct([text("translated-title"), text("short-title")]).filter((other) => other !== title),
    authors: namesOf(fields, "authors"),
    editors: namesOf(fields, "secondary-authors"),
    year,
    date: partialDate([text("year"), ...dates.map((day) => withYear(day, year))]),
    volume: text("volume"),
    issue: text("number", "issue"),
    pages: pagesOf(fields) ?? (number || null),
    publisher: text("publisher"),
    place: text("pub-location", "place-published"),
    // Of articles EndNote keeps the day of electronic publication here.
    edition: /^\d{4}(?:[/.-]?\d\d){1,2}$/.test(edition) ? null : edition,
    abstract: paragraphsOf(fields.elements("abstract")).join("\n"),
    keywords: keywordsOf(fields),
    language: text("language"),
    url: urlOf(urls),
    ids: endnoteIds(fields, urls),
  });
  return own === null ? found : entryFields({ ...found, ...own });
}

function typeOf(fields: EndnoteFields): string {
  const [element] = fields.elements("ref-type");
  const name = displayText(element?.attributes["name"] ?? "");
  const written = element === undefined ? "" : displayText(textIn(element));
  const reference = name || (/^\d+$/.test(written) ? refTypeName(Number(written)) : written);
  const work = fields.lines("work-type").flatMap((line) => line.split("; "));
  // Our own writer keeps the type here that EndNote's is the nearest to.
  return distinct(work.length > 0 && programOf(fields) === OWN_PROGRAM ? work : [reference, ...work]).join(
    "; ",
  );
}

/** Names stand in the text, rarely in attributes alone. */
function namesOf(fields: EndnoteFields, group: string): Author[] {
  const names = fields.elements(group).flatMap((list) => {
    const authors = childrenOf(list, "author");
    return (authors.length > 0 ? authors : [list]).map((author) => {
      const written = withLineFeeds(styledText(author));
      if (written.trim() !== "") return written;
      const part = (name: string): string => author.attributes[name]?.trim() ?? "";
      const given = [part("first-name"), part("middle-initial")].filter((word) => word !== "").join(" ");
      if (part("last-name") !== "") return `${part("last-name")}, ${given}`;
      return part("corp-name") === "" ? "" : `${part("corp-name")},`;
    });
  });
  return parseAuthorList(names.filter((name) => name.trim() !== ""));
}

function datesOf(fields: EndnoteFields): string[] {
  const listed = fields.elements("pub-dates").flatMap((dates) => {
    const inside = childrenOf(dates, "date");
    return inside.length > 0 ? inside : [dates];
  });
  return paragraphsOf([...listed, ...fields.elements("date")]);
}

/** EndNote keeps the day in a field of its own, mostly without the year. */
function withYear(day: string, year: number | null): string {
  return year === null || firstYear([day]) !== null ? day : `${year} ${day}`;
}

function pagesOf(fields: EndnoteFields): string | null {
  const pages = fields.text("pages").replace(/^pp?\.? (?=[\dA-Za-z])/i, "");
  if (pages !== "") return pageRange(pages, "");
  const [element] = fields.elements("pages");
  return pageRange(element?.attributes["start"] ?? "", element?.attributes["end"] ?? "");
}

function keywordsOf(fields: EndnoteFields): string[] {
  const grouped = fields.elements("keywords").filter((group) => childrenOf(group, "keyword").length === 0);
  const words = paragraphsOf([...fields.elements("keyword"), ...grouped]);
  return distinct(words.flatMap((line) => line.split(";")).map((word) => word.trim()));
}

/** Addresses of the record's page before those of files; paths into an EndNote library are none. */
function urlOf(all: readonly string[]): string | null {
  const urls = all.filter((url) => !/^internal-pdf:/i.test(url));
  return urls.find((url) => /^https?:/i.test(url)) ?? urls[0] ?? null;
}

function noteValues(fields: EndnoteFields, number: string): string[] {
  const [noted, customs] = [fields.elements(...NOTES), fields.elements(...CUSTOM)];
  if (noted.length === 0 && customs.length === 0) return [];
  const values = noted.flatMap((element) => styledText(element).split(/\r\n?/));
  const custom = customs.map(styledText).flatMap((value) => value.split(/\r\n?/));
  const plain = custom.filter((value) => {
    const word = displayText(value);
    return word !== number && !/^(?:PMC\d+|NIHMS\d+)?$/i.test(word);
  });
  return [...values, ...plain].filter(
    (value) => value.trim() !== "" && !value.startsWith("EVIDENS-FIELDS: "),
  );
}
