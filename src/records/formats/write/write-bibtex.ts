import type { Author, RecordFact } from "../../record.ts";
import { noteLines } from "../tagged/notes.ts";

/** Entry types of BibTeX and BibLaTeX, which stand for themselves. */
const TYPES = new Set(
  (
    "article book booklet collection conference dataset inbook incollection inproceedings inreference manual " +
    "mastersthesis misc mvbook mvcollection online patent periodical phdthesis proceedings reference report " +
    "software suppbook techreport thesis unpublished www electronic"
  ).split(" "),
);
/** Types of RIS, CSL and others; the type as it was is written beside. */
const SAME: ReadonlyMap<string, string> = new Map([
  ["JOUR", "article"],
  ["article-journal", "article"],
  ["journal-article", "article"],
  ["BOOK", "book"],
  ["CHAP", "incollection"],
  ["chapter", "incollection"],
  ["CPAPER", "inproceedings"],
  ["CONF", "inproceedings"],
  ["paper-conference", "inproceedings"],
  ["RPRT", "techreport"],
  ["THES", "phdthesis"],
  ["ELEC", "online"],
  ["webpage", "online"],
  ["DATA", "dataset"],
]);

const ESCAPES: Readonly<Record<string, string>> = {
  "\\": "\\textbackslash{}",
  "{": "\\textbraceleft{}",
  "}": "\\textbraceright{}",
  "^": "\\textasciicircum{}",
  "~": "\\textasciitilde{}",
  // Two of these in a row would print a quotation mark or a dash.
  "`": "{`}",
  "-": "-{}",
  "'": "'{}",
  "\n": "\\par ",
};

/**
 * A record as a BibTeX entry, UTF-8, LF line ends; what `bibtexReader` reads back has the same fields.
 *
 * Key is the first source key, or the record's id, without characters that a key cannot hold; two
 * records with one key are the caller's to tell apart. What BibTeX has no field for stands in fields
 * that its styles pass over (`pmid`, `embase`, `evidens_type`, …); labels and decisions stand in notes.
 *
 * Source: btxdoc.pdf; biblatex manual, 2.2. Checked: tests/records/bibtex-write.prop.test.ts.
 */
export function bibtexEntry(record: RecordFact): string {
  const { ids } = record;
  const key = keyOf(ids.source[0] ?? record.id);
  const type = TYPES.has(record.type) ? record.type : (SAME.get(record.type) ?? "misc");
  const part = /^(?:in|conference)/.test(type);
  const fields: (readonly [string, string | null | undefined])[] = [
    ["title", text(record.title)],
    ["author", names(record.authors)],
    ["editor", names(record.editors)],
    [part ? "booktitle" : "journal", text(record.journal)],
    ["shortjournal", text(record.journalAbbreviation)],
    ["year", record.year === null ? null : String(record.year)],
    ["date", record.date],
    ["volume", text(record.volume)],
    ["number", text(record.issue)],
    ["pages", pageRange(record.pages)],
    ["publisher", text(record.publisher)],
    ["address", text(record.place)],
    ["edition", text(record.edition)],
    ["series", text(record.series)],
    ["eventtitle", text(record.conference)],
    ["language", text(record.language)],
    ["abstract", text(record.abstract)],
    ["keywords", list(record.keywords)],
    ["doi", plainList(ids.doi)],
    ["pmid", plainList(ids.pmid)],
    ["pmcid", plainList(ids.pmcid)],
    ["issn", plainList(ids.issn)],
    ["isbn", plainList(ids.isbn)],
    ["url", plain(record.url)],
    ["registry", plainList(ids.registry)],
    ["embase", plainList(ids.embase)],
    ["central", plainList(ids.central)],
    ["openalex", plainList(ids.openalex)],
    ["wos", plainList(ids.wos)],
    ["scopus", plainList(ids.scopus)],
    ...numbered("origtitle", record.otherTitles),
    ...numbered("note", noteLines(record)),
    ["evidens_type", type === record.type ? null : plain(record.type || "none")],
    ["evidens_source", ids.source.length === 1 && ids.source[0] === key ? null : sources(ids.source)],
  ];
  const lines = fields.flatMap(([name, value]) => (value ? [`  ${name} = {${value}}`] : []));
  return `@${type}{${key},\n${lines.join(",\n")}\n}\n\n`;
}

/** Letters, digits and signs that every program takes in a key; blanks become hyphens. */
function keyOf(source: string): string {
  return source.replace(/\s+/g, "-").replace(/[^\p{L}\p{N}:./_+()<>;&*!?'-]/gu, "") || "record";
}

/** Text with the characters of TeX escaped. */
function text(value: string | null | undefined): string | null {
  if (value === null || value === undefined) return null;
  return value.replace(/-(?=-)|'(?=')|[\\{}^~`\n]/g, (found) => ESCAPES[found]!).replace(/[$&%#_]/g, "\\$&");
}

/** A range with two hyphens, as TeX prints a dash; what is no range as it is. */
function pageRange(pages: string | null): string | null {
  return text(pages)?.replace(/(?<=\d)-(?=\w)/g, "--") ?? null;
}

/** An address or identifier: only braces and backslashes are escaped, since programs copy it as it stands. */
function plain(value: string | null | undefined): string | null {
  return value?.replace(/[\\{}]/g, (found) => ESCAPES[found]!) ?? null;
}

function plainList(values: readonly string[] | undefined): string | null {
  return plain(values?.join("; "));
}

/** Words between semicolons; a word with a separator in it stands in braces. */
function list(words: readonly string[]): string {
  const written = words.map((word) => (/[;,]/.test(word) ? `{${text(word)!}}` : text(word)!));
  // A single word in braces would be taken for a list in braces.
  return written.join("; ") + (words.length === 1 && /[;,]/.test(words[0]!) ? ";" : "");
}

/** Keys that cannot stand as the key of the entry; a word for there being none. */
function sources(values: readonly string[]): string {
  if (values.length === 0) return "none";
  return values
    .map((value) => (value === "none" || /;/.test(value) ? `{${text(value)!}}` : text(value)!))
    .join("; ");
}

/** Bodies, and parts that hold a comma or `and`, stand in braces. */
function names(authors: readonly Author[] | undefined): string | null {
  if (authors === undefined || authors.length === 0) return null;
  const part = (value: string): string =>
    /[,;|=]|(?:^|\s)and(?:\s|$)/i.test(value) || value === "others" ? `{${text(value)!}}` : text(value)!;
  return authors
    .map(({ family, given }) => {
      if (given !== null) return `${part(family)}, ${part(given)}`;
      // In one pair of braces this would be taken for a list in braces.
      return /\sand\s/i.test(family) ? `{{${text(family)!}}}` : `{${text(family)!}}`;
    })
    .join(" and ");
}

/** `note`, `note2`, `note3`, …: a field each, since some programs take only the last of two with one name. */
function numbered(name: string, values: readonly string[] = []): [string, string | null][] {
  return values.map((value, index) => [index === 0 ? name : `${name}${index + 1}`, text(value)]);
}
