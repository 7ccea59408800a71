import type { Problem } from "#kernel";
import { parseAuthorList } from "../../normalise/author-list.ts";
import { partialDate } from "../../normalise/date.ts";
import { titleWords } from "../../normalise/fold.ts";
import { distinct } from "../../normalise/identifiers.ts";
import { firstYear, pageRange } from "../../normalise/numbers.ts";
import { displayParagraphs, displayText } from "../../normalise/text.ts";
import type { Author } from "../../record.ts";
import { type EntryFields, entryFields, type TaggedField } from "../format.ts";
import { byTag, type FieldsByTag, noTitle, withYear } from "./fields.ts";
import { readNotes } from "./notes.ts";
import { containerOf } from "./ris-container.ts";
import { idsOf, isIdentifierNote } from "./ris-ids.ts";

/** `Author (2020)`, as EPPI-Reviewer names a record. */
const CITATION = /^.{1,60} \(\d{4}[a-z]?\)$/;
const LICENCE = /^(?:copyright\b|©|\(c\)\s|copyright of .* is the property of)|all rights reserved\.?$/i;
/** Types whose second authors are editors; of articles they may be the authors of tests. */
const EDITED =
  /^(?:BOOK|CHAP|EDBOOK|EBOOK|ECHAP|CONF|CPAPER|SER|ENCYC|DICT|RPRT|ANCIENT|CLSWK|CTLG|MULTI|REPORT|GEN)$/;

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
  const { title, otherTitles } = titlesOf(tags);
  if (title === "") onProblem(noTitle());
  const year = firstYear(tags.all("PY", "Y1", "DA", "YR"));
  const type = text("TY") ?? "";
  const { notes, labels, decisions, extra } = readNotes(notesOf(tags));
  const container = containerOf(tags, type, title);
  return entryFields({
    type: tags.first("M4") === "Evidens" ? (text("M3") ?? "") : type,
    title,
    otherTitles,
    authors: parseAuthorList(named(fields, "AU", "A1")),
    editors: editorsOf(fields, tags, type),
    year,
    date: dateOf(tags, year),
    journal: container.journal,
    journalAbbreviation: container.journalAbbreviation,
    conference: extra.conference ?? container.conference,
    series: extra.series ?? container.series,
    volume: text("VL", "VO"),
    issue: text("IS") ?? numberOf(tags.first("M1")),
    pages: pagesOf(tags),
    publisher: text("PB", "PU"),
    place: text("CY", "PP", "PI"),
    edition: editionOf(tags),
    abstract: abstractOf(tags),
    keywords: keywordsOf(tags.all("KW")),
    language: text("LA"),
    // Some programs put several addresses in one field.
    url: text("UR", "L2", "LK")?.split(" ", 1)[0] ?? null,
    notes,
    labels: distinct([...labels, ...tags.all("LB").map(displayText)]),
    decisions,
    ids: idsOf(tags),
  });
}

function notesOf(tags: FieldsByTag): string[] {
  return [
    ...tags.all("N1").filter((note) => !isIdentifierNote(note)),
    ...tags.all("RN").filter((note) => !SUBSTANCE.test(note)),
  ];
}

/** MEDLINE's registry numbers of substances, which Ovid gives under the tag for research notes. */
const SUBSTANCE = /^(?:0|\d+-\d+-\d+|[A-Z0-9]{10}|EC [\d.]+) \(/;

/** The first of the title tags; what others say differently, and translations, stand beside it. */
function titlesOf(tags: FieldsByTag): { title: string; otherTitles: readonly string[] } {
  const named = tags.all("TI", "T1", "CT").map(displayText);
  // Some programs put the author and year, or the journal, where the short title belongs.
  const journals = tags.all("J2", "JA", "T2", "JF");
  const short = tags
    .all("ST")
    .filter((value) => !journals.includes(value))
    .map(displayText)
    .filter((text) => !CITATION.test(text));
  const title = named.find((text) => text !== "") ?? displayText(tags.first("BT") ?? "") ?? "";
  const others = [...named, ...tags.all("TT", "OP").map(displayText)];
  if (title === "") return { title: short[0] ?? "", otherTitles: distinct(others) };
  if (others.length + short.length === 1) return { title, otherTitles: [] };
  const plain = (text: string): string => titleWords(text).join(" ");
  const known = plain(title);
  return {
    title,
    otherTitles: distinct([...others, ...short].filter((text) => text !== title && plain(text) !== known)),
  };
}

/** Values of the tags in the order of the file. */
function named(fields: readonly TaggedField[], ...tags: readonly string[]): string[] {
  const values: string[] = [];
  for (const { tag, value } of fields)
    if (tags.includes(tag) && value !== "" && value !== "NA") values.push(value);
  return values;
}

function editorsOf(fields: readonly TaggedField[], tags: FieldsByTag, type: string): Author[] {
  if (tags.first("ED", "A2") === null) return [];
  const tests = /psyc/i.test(tags.all("DB").join(" "));
  return parseAuthorList(named(fields, "ED", ...(EDITED.test(type) && !tests ? ["A2"] : [])));
}

/** Rayyan spreads a date over `Y1`, `Y2` and `Y3`; others put the day of access into `Y2`. */
function dateOf(tags: FieldsByTag, year: number | null): string | null {
  const [month, day] = [tags.first("Y2") ?? "", tags.first("Y3") ?? ""];
  const spread = year !== null && /^\d{1,2}$/.test(month) ? [`${year}/${month}/${day}`] : [];
  return partialDate([
    ...tags.all("PY"),
    ...tags.all("Y1"),
    ...withYear(tags.all("DA", "PD"), year),
    ...spread,
  ]);
}

function numberOf(value: string | null): string | null {
  return value !== null && /^\d{1,4}(?:[-/]\d{1,4})?$/.test(value) ? value : null;
}

function pagesOf(tags: FieldsByTag): string | null {
  const [first, last] = ["SP", "EP"].map((tag) => displayText(tags.first(tag) ?? ""));
  const range = pageRange((first ?? "").replace(/^pp?\.? (?=[\dA-Za-z])/i, ""), last ?? "");
  if (range !== null) return range;
  const other = displayText(tags.first("PG", "C7", "AR", "SE") ?? "");
  return other === "" ? null : pageRange(other, "");
}

/** PubMed's RIS has the date of electronic publication where others have the edition. */
function editionOf(tags: FieldsByTag): string | null {
  const edition = displayText(tags.first("ET") ?? "");
  return /^(?:19|20)\d\d(?:\d{4}|[/-]\d\d(?:[/-]\d\d)?)$/.test(edition) ? null : edition || null;
}

/** `AB` and `N2`, each text once; of repeated ones a later one that only states a licence is left out (it stays in `raw`). */
function abstractOf(tags: FieldsByTag): string | null {
  const parts = tags
    .all("AB", "N2")
    .map(displayParagraphs)
    .filter((part) => part !== "");
  if (parts.length < 2) return parts[0] ?? null;
  const kept = distinct(parts.filter((part, index) => index === 0 || !LICENCE.test(part)));
  // Cut short in one field and whole in the other.
  const whole = kept.filter((part, index) => !kept.some((other, at) => at !== index && other.includes(part)));
  return whole.join("\n") || null;
}

/** An untagged line below a keyword is the next keyword, unless it is indented: then it was wrapped. */
function keywordsOf(values: readonly string[]): string[] {
  const words: string[] = [];
  for (const value of values) {
    const plain = displayParagraphs(value);
    if (!/[\n;]/.test(plain)) words.push(plain);
    else for (const word of plain.split(/[\n;]/)) words.push(word.trim());
  }
  return distinct(words);
}
