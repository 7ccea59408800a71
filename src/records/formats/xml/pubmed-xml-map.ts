import type { Problem } from "#kernel";
import { parseAuthor } from "../../normalise/author.ts";
import { partialDate } from "../../normalise/date.ts";
import { distinct } from "../../normalise/identifiers.ts";
import { firstYear, pageRange } from "../../normalise/numbers.ts";
import { displayParagraphs, displayText } from "../../normalise/text.ts";
import type { Author } from "../../record.ts";
import { type EntryFields, entryFields } from "../format.ts";
import { noTitle } from "../tagged/fields.ts";
import { readNotes } from "../tagged/notes.ts";
import { pubmedIds } from "./pubmed-xml-ids.ts";
import { allAt, childrenOf, firstAt, textAt, textIn, type XmlElement } from "./xml-tree.ts";

/** Gives the elements of a PubMed article or book their meaning. */
export function mapPubmed(record: XmlElement, onProblem: (problem: Problem) => void): EntryFields {
  const book = record.name === "BookDocument" ? record : firstAt(record, "BookDocument");
  const fields = book === null ? articleOf(record) : bookOf(record, book);
  if (fields.title === "") onProblem(noTitle());
  return fields;
}

function articleOf(record: XmlElement): EntryFields {
  const citation = record.name === "MedlineCitation" ? record : firstAt(record, "MedlineCitation");
  const article = firstAt(citation, "Article");
  const journal = firstAt(article, "Journal");
  const issue = firstAt(journal, "JournalIssue");
  const info = firstAt(citation, "MedlineJournalInfo");
  const own = plain(article, "ArticleTitle");
  const vernacular = plain(article, "VernacularTitle");
  const title = /^\[?not available\]?\.?$/i.test(own) ? vernacular || own : own || vernacular;
  const name = plain(journal, "Title") || plain(journal, "ISOAbbreviation") || plain(info, "MedlineTA");
  const short = plain(journal, "ISOAbbreviation") || plain(info, "MedlineTA");
  const dates = datesOf(issue, article);
  const year = firstYear(dates);
  const { notes, labels, decisions, extra } = readNotes(notesOf(citation));
  return entryFields({
    notes,
    labels,
    decisions,
    conference: extra.conference,
    series: extra.series,
    type: typeOf(allAt(article, "PublicationTypeList", "PublicationType")),
    title,
    otherTitles: [vernacular].filter((other) => other !== "" && other !== title),
    authors: namesOf(allAt(article, "AuthorList", "Author")),
    year,
    date: partialDate(dates),
    journal: name,
    journalAbbreviation: short === name ? "" : short,
    volume: plain(issue, "Volume"),
    issue: plain(issue, "Issue"),
    pages: pagesOf(article),
    place: plain(info, "Country"),
    abstract: abstractOf(firstAt(article, "Abstract")) || abstractOf(firstAt(citation, "OtherAbstract")),
    keywords: distinct([...keywordsOf(citation), ...headingsOf(citation)]),
    language: plain(article, "Language"),
    ids: pubmedIds(record),
  });
}

/** A book, or a chapter of one: then the book is what it was published in. */
function bookOf(record: XmlElement, document: XmlElement): EntryFields {
  const book = firstAt(document, "Book");
  const [chapter, whole] = [plain(document, "ArticleTitle"), plain(book, "BookTitle")];
  const vernacular = plain(document, "VernacularTitle");
  const title = chapter || whole || vernacular;
  const lists = [...childrenOf(document, "AuthorList"), ...childrenOf(book, "AuthorList")];
  const ofType = (editors: boolean): Author[] => {
    const list = lists.find((each) => (each.attributes["Type"] === "editors") === editors);
    return namesOf(childrenOf(list ?? null, "Author"));
  };
  const dates = [...childrenOf(book, "PubDate"), ...childrenOf(document, "ContributionDate")].map(dateIn);
  const year = firstYear(dates);
  const collection = plain(book, "CollectionTitle");
  return entryFields({
    type: typeOf(childrenOf(document, "PublicationType")) || (chapter === "" ? "Book" : "Book Chapter"),
    title,
    otherTitles: [vernacular].filter((other) => other !== "" && other !== title),
    authors: ofType(false),
    editors: ofType(true),
    year,
    date: partialDate(dates),
    journal: whole === title ? null : whole,
    series: collection === title ? "" : collection,
    volume: plain(book, "Volume"),
    edition: plain(book, "Edition"),
    pages: pagesOf(document),
    publisher: plain(book, "Publisher", "PublisherName"),
    place: plain(book, "Publisher", "PublisherLocation"),
    abstract: abstractOf(firstAt(document, "Abstract")),
    keywords: distinct(keywordsOf(document)),
    language: plain(document, "Language"),
    ids: pubmedIds(record),
  });
}

function plain(place: XmlElement | null, ...path: readonly string[]): string {
  return displayText(textAt(place, ...path));
}

function typeOf(types: readonly XmlElement[]): string {
  return distinct(types.map((type) => displayText(textIn(type)))).join("; ");
}

/** Names in force; the spelling before a correction is marked as not valid. */
function namesOf(elements: readonly XmlElement[]): Author[] {
  return elements
    .filter((element) => element.attributes["ValidYN"] !== "N")
    .map(nameOf)
    .filter((author) => author !== null);
}

function nameOf(element: XmlElement): Author | null {
  const family = plain(element, "LastName");
  const given = plain(element, "ForeName") || plain(element, "FirstName") || plain(element, "Initials");
  const body = plain(element, "CollectiveName");
  if (family !== "") {
    const full = [given, plain(element, "Suffix")].filter((part) => part !== "").join(" ");
    return { family, given: full || null };
  }
  if (body !== "") return { family: body, given: null };
  if (given !== "") return { family: given, given: null };
  return element.children.some((child) => typeof child !== "string") ? null : parseAuthor(textIn(element));
}

/** Dates of print before those of electronic publication. */
function datesOf(issue: XmlElement | null, article: XmlElement | null): string[] {
  return [...childrenOf(issue, "PubDate"), ...childrenOf(article, "ArticleDate")]
    .map(dateIn)
    .filter((date) => date !== "");
}

/** Year, month and day as one text; of `MedlineDate` the text itself. */
function dateIn(element: XmlElement): string {
  const [year, month, day] = ["Year", "Month", "Day"].map((name) => plain(element, name));
  if (year === "") return plain(element, "MedlineDate");
  if (/^\d{1,2}$/.test(month!)) return [year, month, day].filter((part) => part !== "").join("-");
  return [year, month || plain(element, "Season"), day].filter((part) => part !== "").join(" ");
}

function pagesOf(place: XmlElement | null): string | null {
  const pagination = firstAt(place, "Pagination");
  const pages = plain(pagination, "MedlinePgn");
  return pages === ""
    ? pageRange(plain(pagination, "StartPage"), plain(pagination, "EndPage"))
    : pageRange(pages, "");
}

/** Parts with their labels, each a paragraph. */
function abstractOf(abstract: XmlElement | null): string {
  const parts = childrenOf(abstract, "AbstractText").map((part) => {
    const label = displayText(part.attributes["Label"] ?? "");
    const text = displayText(textIn(part));
    return label === "" || /^unlabelled$/i.test(label) || text === "" ? text : `${label}: ${text}`;
  });
  const found = parts.filter((part) => part !== "");
  if (found.length > 0) return found.join("\n");
  // Without parts the abstract itself holds the text.
  return displayParagraphs((abstract?.children ?? []).filter((child) => typeof child === "string").join(" "));
}

function keywordsOf(place: XmlElement | null): string[] {
  return allAt(place, "KeywordList", "Keyword").map((word) => displayText(textIn(word)));
}

/** Headings as PubMed prints them: `Kidney Diseases/*therapy`, major topics starred. */
function headingsOf(citation: XmlElement | null): string[] {
  const starred = (element: XmlElement): string =>
    `${element.attributes["MajorTopicYN"] === "Y" ? "*" : ""}${displayText(textIn(element))}`;
  return allAt(citation, "MeshHeadingList", "MeshHeading").map((heading) =>
    childrenOf(heading, "DescriptorName", "Descriptor", "QualifierName", "SubHeading").map(starred).join("/"),
  );
}

/** General notes, and what PubMed says about corrections, retractions and comments; cited works are left to `raw`. */
function notesOf(citation: XmlElement | null): string[] {
  const linked = allAt(citation, "CommentsCorrectionsList", "CommentsCorrections")
    .filter(
      (each) => !/^(?:Cites|AssociatedDataset|AssociatedPublication)$/.test(each.attributes["RefType"] ?? ""),
    )
    .map((each) => {
      const relation = (each.attributes["RefType"] ?? "Related").replace(/(?<=[a-z])(?=[A-Z])/g, " ");
      const pmid = plain(each, "PMID");
      const source = plain(each, "RefSource");
      return `${relation}: ${[source, pmid === "" ? "" : `PMID ${pmid}`].filter((part) => part !== "").join(" ")}`;
    });
  return [...childrenOf(citation, "GeneralNote").map((note) => displayText(textIn(note))), ...linked].filter(
    (note) => note !== "",
  );
}
