/** The items another importer made of a file, as Zotero JSON, reflib JSON or BibTeX, in one shape. */
import { readFileSync } from "node:fs";
import { readAllRecords } from "#records";

export interface Item {
  readonly title: string;
  readonly authors: readonly string[];
  readonly year: string;
  readonly journal: string;
  readonly volume: string;
  readonly issue: string;
  readonly pages: string;
  readonly doi: string;
  readonly abstract: string;
  /** False for kinds that the fields above do not describe well (web pages, films, bare headings). */
  readonly counts: boolean;
}

type Json = Readonly<Record<string, unknown>>;

export function expectedItems(path: string): readonly Item[] {
  const text = readFileSync(path, "utf8");
  if (path.endsWith(".bib")) return fromBibtex(text);
  const parsed = JSON.parse(text) as Json | Json[];
  if (Array.isArray(parsed)) return parsed.map(fromReflib);
  return ((parsed["items"] as Json[] | undefined) ?? [])
    .filter((item) => !["attachment", "note"].includes(plain(item["itemType"])))
    .map(fromZotero);
}

const plain = (value: unknown): string =>
  typeof value === "string" ? value : typeof value === "number" ? String(value) : "";

function fromZotero(item: Json): Item {
  const creators = (item["creators"] as Json[] | undefined) ?? [];
  return {
    title: plain(item["title"]),
    authors: creators
      .filter((one) => one["creatorType"] === "author")
      .map((one) => plain(one["lastName"]) || plain(one["name"])),
    year: /\d{4}/.exec(plain(item["date"]))?.[0] ?? "",
    journal: plain(item["publicationTitle"]),
    volume: plain(item["volume"]),
    issue: plain(item["issue"]),
    pages: plain(item["pages"]),
    doi: plain(item["DOI"]),
    abstract: plain(item["abstractNote"]),
    counts: plain(item["itemType"]) === "journalArticle",
  };
}

function fromReflib(item: Json): Item {
  return {
    title: plain(item["title"]),
    authors: ((item["authors"] as string[] | undefined) ?? []).map((name) => name.split(",")[0]!),
    year: /\d{4}/.exec(plain(item["year"]))?.[0] ?? "",
    journal: plain(item["journal"]),
    volume: plain(item["volume"]),
    issue: plain(item["number"]),
    pages: plain(item["pages"]),
    doi: plain(item["doi"]),
    abstract: plain(item["abstract"]),
    counts: true,
  };
}

/** CoLRev writes `UNKNOWN` where a field is required and was not found. */
function fromBibtex(text: string): readonly Item[] {
  const known = (value: string | null): string => (value === null || value === "UNKNOWN" ? "" : value);
  return readAllRecords(text, { format: "bibtex", importId: "expected" }).items.map((record) => ({
    title: known(record.title),
    authors: record.authors.map(({ family }) => known(family)).filter((family) => family !== ""),
    year: record.year === null ? "" : String(record.year),
    journal: known(record.journal),
    volume: known(record.volume),
    issue: known(record.issue),
    pages: known(record.pages),
    doi: record.ids.doi[0] ?? "",
    abstract: known(record.abstract),
    counts: /^article$/i.test(record.type),
  }));
}
