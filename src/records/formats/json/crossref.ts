import type { Problem } from "#kernel";
import { parseAuthors } from "../../normalise/author.ts";
import { distinct, doisIn, serialNumbers } from "../../normalise/identifiers.ts";
import { pageRange } from "../../normalise/numbers.ts";
import { displayText } from "../../normalise/text.ts";
import { registryIds } from "../../normalise/typed-ids.ts";
import type { Author, Identifiers } from "../../record.ts";
import { type EntryFields, entryFields, identifiers, type Reader } from "../format.ts";
import { datePartsIn } from "./json-dates.ts";
import { jsonHead } from "./json-head.ts";
import { markedUpText } from "./json-markup.ts";
import { jsonReader } from "./json-read.ts";
import { isObject, type JsonFields, type JsonObject, jsonFields } from "./json-values.ts";

/** Reads works as Crossref's REST API answers them: lists, one work, or one work per line. */
export const crossrefReader: Reader = jsonReader({
  parser: "evidens-crossref-json/1",
  name: "Crossref JSON",
  lists: ["message.items", "items"],
  notOne: "records/json-not-a-record",
  record: workIn,
  map: mapCrossref,
});

/** Whether the head of a text holds Crossref works. */
export function looksLikeCrossref(head: string): boolean {
  const { names, text, before } = jsonHead(head, "message.items", "items");
  if (/"message-type"\s*:\s*"work(?:-list)?"/.test(before) || /"message-type"\s*:\s*"work"/.test(text))
    return true;
  // CSL-JSON has its titles as texts, Crossref in lists.
  return names.has("DOI") && (/"title"\s*:\s*\[/.test(text) || names.has("is-referenced-by-count"))
    ? !/"title"\s*:\s*"/.test(text)
    : false;
}

/** A work, or the message that holds one. */
function workIn(item: JsonObject): JsonObject | null {
  const inner = Object.hasOwn(item, "message") ? item["message"] : item;
  if (!isObject(inner)) return null;
  const has = (name: string): boolean => Object.hasOwn(inner, name);
  // An agency answers with a DOI too; journals, members and funders have neither of these.
  return (has("DOI") && !has("agency")) || (has("title") && (has("author") || has("container-title")))
    ? inner
    : null;
}

/** Dates in order of trust: `issued` is the earliest of print and online. */
const DATES = ["issued", "published", "published-print", "published-online", "posted", "approved", "created"];

/**
 * Gives the fields of a Crossref work their meaning.
 *
 * Source: Crossref REST API documentation, format of works. Checked: tests/records/json-formats.test.ts.
 */
function mapCrossref(item: JsonObject, onProblem: (problem: Problem) => void): EntryFields {
  const work = jsonFields(item, onProblem);
  const text = (name: string): string => displayText(work.text(name));
  const titles = shown(work.texts("title"));
  const title = withSubtitle(titles[0] ?? "", shown(work.texts("subtitle"))[0] ?? "");
  if (title === "") onProblem(noTitle);
  const containers = shown(work.texts("container-title"));
  const institutions = work.objects("institution").map((each) => displayText(each.text("name")));
  const { year, date } = datePartsIn(DATES.map((name) => work.value(name)));
  const journal = containers[0] ?? (/^posted-content$/.test(text("type")) ? institutions[0] : undefined);
  return entryFields({
    type: typeOf(work),
    title,
    otherTitles: distinct([
      ...titles.slice(1),
      ...shown(work.texts("original-title")),
      ...shown(work.texts("short-title")),
    ]).filter((other) => other !== title && other !== titles[0]),
    authors: work.objects("author").flatMap(nameOf),
    editors: work.objects("editor").flatMap(nameOf),
    year,
    date,
    journal: journal ?? null,
    journalAbbreviation: shown(work.texts("short-container-title")).find((name) => name !== journal),
    series: containers[1],
    conference: displayText(work.object("event").text("name")),
    volume: text("volume"),
    issue: text("issue") || displayText(work.object("journal-issue").text("issue")),
    pages: pageRange(text("page"), "") ?? text("article-number"),
    publisher: text("publisher"),
    place: text("publisher-location"),
    edition: text("edition-number"),
    abstract: markedUpText(work.text("abstract")),
    keywords: distinct(work.texts("subject").map(displayText)),
    language: text("language"),
    url: work.text("URL").trim() || work.object("resource").object("primary").text("URL").trim(),
    notes: notesOf(work),
    labels: labelsOf(work),
    ids: idsOf(work),
  });
}

const noTitle: Problem = {
  code: "records/no-title",
  message: "The work has no title; it was kept without one.",
  remedy: "Look the record up by its DOI and screen it by its other fields.",
};

function shown(texts: readonly string[]): string[] {
  return texts.map(displayText).filter((text) => text !== "");
}

function withSubtitle(title: string, subtitle: string): string {
  if (subtitle === "" || title === "" || title.toLowerCase().includes(subtitle.toLowerCase()))
    return title || subtitle;
  return /[?!:.–—]$/.test(title) ? `${title} ${subtitle}` : `${title}: ${subtitle}`;
}

/** Posted content is a preprint unless it says what else it is. */
function typeOf(work: JsonFields): string {
  const type = displayText(work.text("type"));
  return type === "posted-content" ? displayText(work.text("subtype")) || "preprint" : type;
}

function nameOf(name: JsonFields): Author[] {
  const part = (key: string): string => displayText(name.text(key));
  const family = part("family") || part("name");
  const given = [part("given"), part("suffix")].filter((word) => word !== "").join(" ");
  // Some members write whole names into `given` and a dash for the family.
  if (family === "" || /^[-–—.]$/.test(family)) return parseAuthors(given);
  return [{ family, given: given === "" ? null : given }];
}

/** What the work says about other works. */
function notesOf(work: JsonFields): string[] {
  const updates = (name: string): string[] =>
    work
      .objects(name)
      .map((each) => `${name} (${each.text("type")}): ${doisIn(each.text("DOI"))[0] ?? each.text("DOI")}`);
  const relations = work.value("relation");
  const related = isObject(relations) ? Object.keys(relations).filter((name) => name !== "cites") : [];
  return distinct(
    [
      ...updates("update-to"),
      ...updates("updated-by"),
      ...related.flatMap((name) =>
        work
          .object("relation")
          .objects(name)
          .map((each) => `${name}: ${each.text("id")}`),
      ),
    ].map(displayText),
  );
}

/** A notice is labelled with what it does to another work, that other work with what was done to it. */
function labelsOf(work: JsonFields): string[] {
  const types = (name: string): string[] =>
    work.objects(name).map((each) => each.text("type").trim().toLowerCase());
  const done: Readonly<Record<string, string>> = {
    retraction: "retracted",
    withdrawal: "withdrawn",
    removal: "removed",
  };
  return distinct([
    ...types("update-to"),
    ...types("updated-by").map((type) => (Object.hasOwn(done, type) ? done[type]! : `has ${type}`)),
  ]);
}

function idsOf(work: JsonFields): Identifiers {
  const serial = serialNumbers(work.texts("ISSN").join("; "));
  const books = serialNumbers(work.texts("ISBN").join("; "));
  const trials = work.objects("clinical-trial-number").map((each) => each.text("clinical-trial-number"));
  const doi = distinct(doisIn(work.text("DOI")));
  return identifiers({
    doi,
    source: doi,
    issn: serial.issn,
    isbn: books.isbn,
    registry: distinct(trials.flatMap(registryIds)),
  });
}
