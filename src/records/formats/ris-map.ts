import type { Problem } from "#kernel";
import { parseAuthors } from "../normalise/author.ts";
import { distinct, doisIn, normalisePmcid, normalisePmid, serialNumbers } from "../normalise/identifiers.ts";
import { firstYear, pageRange } from "../normalise/numbers.ts";
import { displayParagraphs, displayText } from "../normalise/text.ts";
import type { Author, Identifiers } from "../record.ts";
import { byTag, type FieldsByTag } from "./fields.ts";
import type { EntryFields, TaggedField } from "./format.ts";

const TITLE = ["TI", "T1", "CT", "BT", "ST"] as const;
const LICENCE = /^(?:copyright\b|©|\(c\)\s|copyright of .* is the property of)|all rights reserved\.?$/i;

/**
 * Gives the tags of a RIS entry their meaning, whichever program wrote it.
 *
 * `A2` to `A4` are never authors: PsycINFO puts test authors there, others editors.
 */
export function mapRis(fields: readonly TaggedField[], onProblem: (problem: Problem) => void): EntryFields {
  const tags = byTag(fields);
  const text = (...names: readonly string[]): string | null => {
    const value = tags.first(...names);
    return value === null ? null : displayText(value) || null;
  };
  const title = text(...TITLE) ?? "";
  if (title === "")
    onProblem({
      code: "records/no-title",
      message: "The entry has no title; it was kept without one.",
      remedy: "Look the record up and screen it by its other fields.",
    });
  return {
    type: text("TY") ?? "",
    title,
    authors: authorsOf(fields),
    year: firstYear([...tags.all("PY"), ...tags.all("Y1"), ...tags.all("DA"), ...tags.all("YR")]),
    journal: journalOf(tags),
    volume: text("VL", "VO"),
    issue: text("IS"),
    pages: pageRange(text("SP") ?? "", text("EP") ?? "") ?? text("C7", "AR"),
    publisher: text("PB"),
    place: text("CY", "PP"),
    edition: text("ET"),
    abstract: abstractOf(tags),
    keywords: keywordsOf(tags.all("KW")),
    language: text("LA"),
    // Some programs put several addresses in one field.
    url: text("UR", "L2", "LK")?.split(" ", 1)[0] ?? null,
    ids: idsOf(tags),
  };
}

function authorsOf(fields: readonly TaggedField[]): Author[] {
  const authors: Author[] = [];
  for (const { tag, value } of fields) {
    if ((tag !== "AU" && tag !== "A1") || value === "" || value === "NA") continue;
    for (const author of parseAuthors(value)) authors.push(author);
  }
  return authors;
}

/** The fullest of the names of the container; abbreviations only when there is no other. */
function journalOf(tags: FieldsByTag): string | null {
  let longest = "";
  for (const tag of ["JF", "T2", "JO"]) {
    const name = displayText(tags.first(tag) ?? "");
    if (name.length > longest.length) longest = name;
  }
  return longest || displayText(tags.first("JA", "J2", "J1", "BT") ?? "") || null;
}

/** `AB`, else `N2`; of repeated ones a later one that only states a licence is left out (it stays in `raw`). */
function abstractOf(tags: FieldsByTag): string | null {
  const own = tags.all("AB");
  const parts = (own.length > 0 ? own : tags.all("N2")).map(displayParagraphs).filter((part) => part !== "");
  const kept = parts.filter((part, index) => index === 0 || !LICENCE.test(part));
  return distinct(kept).join("\n") || null;
}

/** An untagged line below a keyword is the next keyword, unless it is indented: then it was wrapped. */
function keywordsOf(values: readonly string[]): string[] {
  return distinct(
    values.flatMap((value) => displayParagraphs(value).split(/[\n;]/)).map((word) => word.trim()),
  );
}

function idsOf(tags: FieldsByTag): Identifiers {
  const serial = serialNumbers(tags.all("SN").join("; "));
  return {
    doi: doisOf(tags),
    pmid: pmidsOf(tags),
    pmcid: distinct(
      [
        ...tags.all("C2", "U2", "AN", "ID").filter((value) => /^PMC\d/i.test(value)),
        ...tags.all("UR", "L2").map((url) => /\/(PMC\d+)/i.exec(url)?.[1] ?? ""),
      ].map((value) => normalisePmcid(value) ?? ""),
    ),
    source: distinct(
      [...tags.all("ID", "AN"), ...tags.all("U2").filter((value) => /^L\d+$/.test(value))].map(displayText),
    ),
    issn: serial.issn,
    isbn: serial.isbn,
  };
}

/** From `DO`; only when it is absent from links and notes that begin as a DOI, since notes also name other papers. */
function doisOf(tags: FieldsByTag): string[] {
  const own = tags.all("DO").flatMap(doisIn);
  if (own.length > 0) return distinct(own);
  const elsewhere = tags
    .all("UR", "M3", "L3", "L2", "L4", "LK", "N1", "ID")
    .map((value) => value.trim())
    .filter((value) => /^(?:doi\b|10\.\d{4,}|https?:\/\/\S*(?:doi\.org|\/doi\/)\S*)/i.test(value))
    .map((value) => doisIn(value)[0] ?? "");
  // One document, one DOI: links of a record may lead to supplements as well.
  return distinct(elsewhere).slice(0, 1);
}

/** A bare number is a PMID only where the record says that it comes from PubMed or Medline. */
function pmidsOf(tags: FieldsByTag): string[] {
  const found = [
    ...tags
      .all("C3", "N1", "M3", "ID", "AN")
      .filter((value) => /^(?:pmid|pubmed)\s*[:=]?\s*\d+$/i.test(value.trim())),
    ...tags.all("UR", "L2").filter((value) => /pubmed/i.test(value)),
  ];
  const platform = tags.all("DB", "DP", "UR").join(" ");
  const embase = tags.all("U2").some((value) => /^L\d+$/.test(value));
  if (embase) found.push(...tags.all("C5"));
  // `ID` is a library's own number in most exports; only Ovid puts the PMID there.
  const named = /ovid/i.test(platform) ? tags.all("AN", "ID") : tags.all("AN");
  if (/pubmed|medline|\bnlm\b/i.test(platform) && !embase)
    found.push(...named.filter((value) => /^\d{5,8}$/.test(value)));
  return distinct(found.map((value) => normalisePmid(value) ?? ""));
}
