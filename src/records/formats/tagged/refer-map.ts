import type { Problem } from "#kernel";
import { parseAuthorList } from "../../normalise/author-list.ts";
import { partialDate } from "../../normalise/date.ts";
import {
  distinct,
  doisIn,
  normalisePmcid,
  normalisePmid,
  serialNumbers,
} from "../../normalise/identifiers.ts";
import { firstYear, pageRange } from "../../normalise/numbers.ts";
import { displayParagraphs, displayText } from "../../normalise/text.ts";
import type { Identifiers, RecordFact } from "../../record.ts";
import { type EntryFields, entryFields, identifiers, type TaggedField } from "../format.ts";
import { byTag, type FieldsByTag, noTitle, typedIdsOf, withYear } from "./fields.ts";
import { readNotes } from "./notes.ts";
import { abbreviates } from "./ris-container.ts";

/** Types that are published inside a book or a volume named by `%B`. */
const INSIDE = /chapter|section|conference|proceeding|encyclop|dictionary/i;
/** Types whose `%Y` are editors of a series; of others they are advisers, directors and the like. */
const SERIES_EDITED = /book|chapter|section|conference|proceeding|report/i;
const ARTICLE_NUMBER = /^artn?\.?(?:icle)?(?: (?:no|number))?\.?[:\s\\]+/i;

/** Gives the tags of a Refer entry their meaning. */
export function mapRefer(fields: readonly TaggedField[], onProblem: (problem: Problem) => void): EntryFields {
  const tags = byTag(fields);
  const text = (...names: readonly string[]): string => displayText(tags.first(...names) ?? "");
  const type = text("0");
  const container = containerOf(tags, type);
  const title = text("T") || (container.journal === text("B") ? "" : text("B"));
  if (title === "") onProblem(noTitle());
  const year = firstYear(tags.all("D", "8"));
  // In refer's own form `%Q` is a body as author; EndNote, which writes `%0`, has a translated title there.
  const bodies = type === "" ? tags.all("Q").map((name) => `${displayText(name)},`) : [];
  const { extra, ...noted } = readNotes(tags.all("Z", "1", ...(type === "" ? ["O"] : [])));
  return entryFields({
    ...noted,
    ...container,
    conference: extra.conference,
    series: extra.series ?? container.series,
    type,
    title,
    otherTitles: otherTitlesOf(tags, type, title),
    authors: parseAuthorList([...tags.all("A"), ...bodies]),
    editors: parseAuthorList(tags.all("E", ...(SERIES_EDITED.test(type) ? ["Y"] : []))),
    year,
    // `%8` has the day, often without the year.
    date: partialDate([...tags.all("D"), ...withYear(tags.all("8"), year)]),
    volume: text("V"),
    issue: text("N"),
    pages: pagesOf(tags),
    publisher: text("I"),
    place: text("C"),
    edition: text("7"),
    abstract: distinct(tags.all("X").map(displayParagraphs)).join("\n"),
    keywords: keywordsOf(tags.all("K")),
    language: text("G"),
    url: text("U", ">").split(" ", 1)[0],
    ids: idsOf(tags),
  });
}

function containerOf(
  tags: FieldsByTag,
  type: string,
): Pick<RecordFact, "journal"> & { journalAbbreviation: string; series: string } {
  const [own, other, secondary] = ["J", "O", "B"].map((tag) => displayText(tags.first(tag) ?? ""));
  const inside = INSIDE.test(type) && secondary !== "";
  const journal = (inside ? secondary : own || secondary) || "";
  const besides = inside ? own : secondary;
  const short = abbreviates(other!, journal) && other !== "" ? other! : "";
  return {
    journal: journal || null,
    journalAbbreviation: short,
    series: displayText(tags.first("S") ?? "") || (besides === journal ? "" : besides!),
  };
}

function otherTitlesOf(tags: FieldsByTag, type: string, title: string): string[] {
  const found = tags.all("!", "(", ...(type === "" ? [] : ["Q"])).map(displayText);
  return distinct([...tags.all("T").slice(1).map(displayText), ...found]).filter((other) => other !== title);
}

function pagesOf(tags: FieldsByTag): string | null {
  const pages = displayText(tags.first("P") ?? "").replace(/^pp?\.? (?=[\dA-Za-z])/i, "");
  if (pages !== "") return pageRange(pages, "");
  const number = tags.all("O", "]").find((value) => ARTICLE_NUMBER.test(value)) ?? "";
  return displayText(number).replace(ARTICLE_NUMBER, "") || null;
}

/** Separated by semicolons, by two hyphens, or on lines of their own. */
function keywordsOf(values: readonly string[]): string[] {
  return distinct(
    values.flatMap((value) => displayParagraphs(value).split(/\n|;|--(?: |$)/)).map((word) => word.trim()),
  );
}

function idsOf(tags: FieldsByTag): Identifiers {
  const keys = tags.all("M", "F");
  const links = tags.all("U", ">");
  const serial = serialNumbers(tags.all("@").join("; "));
  const own = tags.all("R").flatMap(doisIn);
  const linked = [...keys, ...links].filter((value) => /doi|^10\./i.test(value)).flatMap(doisIn);
  const medline = /pubmed|medline|\bnlm\b/i.test(tags.all("~", "W").join(" "));
  const pmid = [
    ...keys.filter((value) => /^(?:pmid|pubmed)\s*:?\s*\d+$/i.test(value)),
    ...(medline ? tags.all("M").filter((value) => /^\d{5,8}$/.test(value)) : []),
    ...links.filter((url) => /pubmed/i.test(url)),
  ];
  return identifiers({
    doi: own.length > 0 ? distinct(own) : distinct(linked).slice(0, 1),
    pmid: distinct(pmid.map((value) => normalisePmid(value) ?? "")),
    pmcid: distinct(
      tags
        .all("2", "M")
        .filter((value) => /^PMC\d/i.test(value))
        .map((value) => normalisePmcid(value) ?? ""),
    ),
    source: distinct(keys.map(displayText).filter((key) => doisIn(key).length === 0)),
    issn: serial.issn,
    isbn: serial.isbn,
    ...typedIdsOf([...keys, ...links]),
  });
}
