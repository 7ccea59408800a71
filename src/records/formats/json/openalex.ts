import type { Problem } from "#kernel";
import { parseAuthor } from "../../normalise/author.ts";
import {
  distinct,
  doisIn,
  normalisePmcid,
  normalisePmid,
  serialNumbers,
} from "../../normalise/identifiers.ts";
import { firstYear, pageRange } from "../../normalise/numbers.ts";
import { displayText } from "../../normalise/text.ts";
import { openalexIds } from "../../normalise/typed-ids.ts";
import type { Author, Identifiers } from "../../record.ts";
import { type EntryFields, entryFields, identifiers, type Reader } from "../format.ts";
import { jsonHead } from "./json-head.ts";
import { jsonReader } from "./json-read.ts";
import { type JsonFields, type JsonObject, jsonFields } from "./json-values.ts";
import { invertedAbstract } from "./openalex-abstract.ts";

/** Fields that only a work has, not an author, a source or a topic. */
const OF_WORKS = [
  "authorships",
  "publication_year",
  "publication_date",
  "primary_location",
  "host_venue",
  "biblio",
  "abstract_inverted_index",
  "open_access",
] as const;

/** Reads works as OpenAlex answers them: lists of results, one work, or one work per line. */
export const openalexReader: Reader = jsonReader({
  parser: "evidens-openalex-json/1",
  name: "OpenAlex JSON",
  lists: ["results"],
  notOne: "records/json-not-a-record",
  record: (item) => (isWork(item) ? item : null),
  map: mapOpenalex,
});

/** Whether the head of a text holds OpenAlex works. */
export function looksLikeOpenalex(head: string): boolean {
  const { names, text } = jsonHead(head, "results");
  if (/"(?:id|openalex)"\s*:\s*"https?:\/\/openalex\.org\/W\d/.test(text)) return true;
  return (
    names.has("abstract_inverted_index") ||
    (names.has("authorships") && (names.has("publication_year") || names.has("display_name")))
  );
}

function isWork(item: JsonObject): boolean {
  const id = item["id"];
  if (typeof id === "string" && openalexIds(id).length > 0) return true;
  return OF_WORKS.some((name) => Object.hasOwn(item, name));
}

/**
 * Gives the fields of an OpenAlex work their meaning.
 *
 * Source: OpenAlex documentation, "Work object". Checked: tests/records/json-formats.test.ts.
 */
function mapOpenalex(item: JsonObject, onProblem: (problem: Problem) => void): EntryFields {
  const work = jsonFields(item, onProblem);
  const text = (name: string): string => displayText(work.text(name));
  const title = text("title") || text("display_name");
  if (title === "") onProblem(noTitle);
  const place = work.object("primary_location");
  const old = work.object("host_venue");
  const venue = place.has("source") ? place.object("source") : old;
  const biblio = work.object("biblio");
  const part = (name: string): string => displayText(biblio.text(name));
  return entryFields({
    type: text("type") || text("type_crossref"),
    title,
    otherTitles: distinct([text("display_name")]).filter((other) => other !== title),
    authors: work.objects("authorships").flatMap(authorOf),
    year: firstYear([work.text("publication_year"), work.text("publication_date")]),
    date: dateOf(work),
    journal: displayText(venue.text("display_name")) || displayText(place.text("raw_source_name")),
    publisher: displayText(venue.text("host_organization_name") || venue.text("publisher")),
    volume: part("volume"),
    issue: part("issue"),
    pages: pageRange(part("first_page"), part("last_page")),
    abstract: invertedAbstract(work.value("abstract_inverted_index"), onProblem) || text("abstract"),
    keywords: keywordsOf(work),
    language: text("language"),
    url: place.text("landing_page_url").trim() || old.text("url").trim(),
    labels: work.value("is_retracted") === true ? ["retracted"] : [],
    ids: idsOf(work, venue),
  });
}

const noTitle: Problem = {
  code: "records/no-title",
  message: "The work has no title; it was kept without one.",
  remedy: "Look the record up by its DOI and screen it by its other fields.",
};

function authorOf(authorship: JsonFields): Author[] {
  const name = authorship.object("author").text("display_name") || authorship.text("raw_author_name");
  const author = parseAuthor(name);
  return author === null ? [] : [author];
}

/** The whole date, unless it is of another year than the work. */
function dateOf(work: JsonFields): string {
  const date = /^\d{4}-\d\d-\d\d/.exec(work.text("publication_date"))?.[0] ?? "";
  const year = work.text("publication_year");
  return year === "" || date.startsWith(year) ? date : "";
}

/** Keywords, else the older concepts; and subject headings of PubMed. */
function keywordsOf(work: JsonFields): string[] {
  const own = work.objects("keywords").map((each) => each.text("display_name") || each.text("keyword"));
  const words = own.length > 0 ? own : work.objects("concepts").map((each) => each.text("display_name"));
  const headings = work.objects("mesh").map((each) => {
    const qualifier = each.text("qualifier_name");
    return qualifier === "" ? each.text("descriptor_name") : `${each.text("descriptor_name")}/${qualifier}`;
  });
  return distinct([...words, ...headings].map(displayText));
}

function idsOf(work: JsonFields, venue: JsonFields): Identifiers {
  const ids = work.object("ids");
  const last = (address: string): string => address.trim().replace(/^.*\//, "");
  // A work is found at several places; their addresses name it too.
  const places = work.objects("locations").map((each) => each.text("landing_page_url"));
  const pubmed = places.filter((address) => /^https?:\/\/pubmed\.ncbi\.nlm\.nih\.gov\/\d+/.test(address));
  const pmc = places.filter((address) => /ncbi\.nlm\.nih\.gov\/pmc\/articles\/(?:PMC)?\d+/i.test(address));
  const openalex = distinct([...openalexIds(work.text("id")), ...openalexIds(ids.text("openalex"))]);
  const pmid = [ids.text("pmid"), ...pubmed].map((address) => normalisePmid(last(address)) ?? "");
  return identifiers({
    doi: distinct([...doisIn(work.text("doi")), ...doisIn(ids.text("doi"))]),
    pmid: distinct(pmid),
    pmcid: distinct(
      [ids.text("pmcid"), ...pmc].map((each) => normalisePmcid(last(each.replace(/\/$/, ""))) ?? ""),
    ),
    source: openalex,
    openalex,
    issn: serialNumbers([...venue.texts("issn"), venue.text("issn_l")].join("; ")).issn,
  });
}
