import type { Problem } from "#kernel";
import { partialDate } from "../../normalise/date.ts";
import { distinct } from "../../normalise/identifiers.ts";
import { firstYear, pageRange } from "../../normalise/numbers.ts";
import { displayParagraphs, displayText } from "../../normalise/text.ts";
import type { SourceDecision } from "../../record.ts";
import { type EntryFields, entryFields } from "../format.ts";
import { noTitle } from "../tagged/fields.ts";
import { readNotes } from "../tagged/notes.ts";
import type { BibtexField } from "./bibtex-entry.ts";
import { bibtexIds } from "./bibtex-ids.ts";
import { bibtexNames, splitAt } from "./bibtex-names.ts";
import { monthNumber } from "./bibtex-strings.ts";
import { texText, verbatimText } from "./bibtex-tex.ts";

/** What programs write where they have nothing. */
const FILLER = /^[{\s]*(?:NA|null|undefined|UNKNOWN|\$\{\w+\})?[}\s]*$/;
/** Types that stand in a book; its name is their container. */
const PARTS = /^(?:in.*|conference|bookinbook|suppbook|suppcollection)$/;
const WHOLES = /^(?:(?:mv)?(?:book|collection|proceedings|reference)|periodical|booklet)$/;

/** The values of an entry by field. */
export interface BibtexValues {
  /** All values as they stood, field by field. */
  raw(...names: readonly string[]): readonly string[];
  /** First value on one line, TeX and markup read; or null. */
  text(...names: readonly string[]): string | null;
  /** All values in that form. */
  texts(...names: readonly string[]): readonly string[];
  /** All values of `name`, `name2`, `name3`, …, which our own writer uses, as they stood. */
  numbered(name: string): readonly string[];
  /** First address or identifier, in which TeX is not expected. */
  verbatim(...names: readonly string[]): string | null;
}

const NONE: readonly BibtexField[] = [];

/** Groups the fields of an entry; empty values and fillers such as `null` are left out. */
function bibtexValues(
  fields: readonly BibtexField[],
  unknown: (command: string, field: string) => void,
): BibtexValues {
  const values = new Map<string, BibtexField[]>();
  for (const field of fields) {
    if (field.value.length < 200 && FILLER.test(field.value)) continue;
    const list = values.get(field.name);
    if (list === undefined) values.set(field.name, [field]);
    else list.push(field);
  }
  const all = <T>(names: readonly string[], read: (field: BibtexField) => T): T[] => {
    const found: T[] = [];
    for (const name of names) for (const field of values.get(name) ?? NONE) found.push(read(field));
    return found;
  };
  const plain = ({ name, value }: BibtexField): string =>
    displayText(texText(value, (command) => unknown(command, name)));
  const first = <T>(names: readonly string[], read: (field: BibtexField) => T): T | null => {
    for (const name of names) for (const field of values.get(name) ?? NONE) return read(field);
    return null;
  };
  return {
    raw: (...names) => all(names, ({ value }) => value),
    text: (...names) => first(names, plain) || null,
    texts: (...names) => all(names, plain),
    numbered(name) {
      const found: string[] = [];
      for (let i = 2, next = name; values.has(next); next = `${name}${i++}`)
        found.push(...all([next], ({ value }) => value));
      return found;
    },
    verbatim: (...names) => first(names, ({ value }) => verbatimText(value)) || null,
  };
}

/**
 * Gives the fields of an entry their meaning, of BibTeX and BibLaTeX and as databases, Mendeley,
 * JabRef, Zotero, CoLRev and our own writer fill them.
 *
 * @param type entry type, lower case
 * @param fields of the entry, then those it has from the entry that `crossref` names
 * Checked: tests/records/bibtex.test.ts, bibtex-corpus.test.ts.
 */
export function mapBibtex(
  type: string,
  key: string,
  fields: readonly BibtexField[],
  onProblem: (problem: Problem) => void,
): EntryFields {
  const unknown = new Map<string, string>();
  const values = bibtexValues(fields, (command, field) => unknown.set(command, field));
  const tell = (command: string): unknown => unknown.set(command, "author");
  const title = titleOf(values, type);
  if (title === "") onProblem(noTitle());
  const notes = readNotes(notesOf(values));
  const { journal, abbreviation } = journalOf(values, type, title);
  const record = entryFields({
    type: values.verbatim("evidens_type")?.replace(/^none$/, "") ?? type,
    title,
    otherTitles: distinct([
      ...values.numbered("origtitle").map((value) => displayText(texText(value))),
      ...values.texts("translatedtitle", "shorttitle"),
    ]).filter((other) => other !== title),
    authors: values.raw("author", "authors").flatMap((value) => bibtexNames(value, tell)),
    editors: values.raw("editor", "editors").flatMap((value) => bibtexNames(value, tell)),
    ...datesOf(values),
    journal,
    journalAbbreviation: abbreviation,
    conference:
      values.text("eventtitle", "conference", "conference_name") ??
      notes.extra.conference ??
      // Of an article in the proceedings that a journal printed.
      (PARTS.test(type) || WHOLES.test(type) || journal === values.text("booktitle")
        ? null
        : values.text("booktitle")),
    series: values.text("series", "series-title") ?? notes.extra.series,
    volume: values.text("volume"),
    issue: values.text("number", "issue"),
    pages: pagesOf(values),
    publisher: values.text("publisher", "institution", "school", "university", "organization"),
    place: values.text("address", "location", "city", "place"),
    edition: values.text("edition"),
    abstract: abstractOf(values),
    keywords: distinct(
      values
        .raw("keywords", "keyword", "author_keywords", "author-keywords", "keywords-plus", "mesh", "de")
        .flatMap(listOf),
    ),
    language: values.text("language", "langid", "la"),
    url: urlOf(values),
    notes: notes.notes,
    labels: distinct([...notes.labels, ...labelsOf(values)]),
    decisions: [...notes.decisions, ...colrevDecisions(values)],
    ids: bibtexIds(values, key),
  });
  for (const [command, field] of unknown) onProblem(unknownCommand(command, field));
  return record;
}

function titleOf(values: BibtexValues, type: string): string {
  const title =
    values.text("title", "ti") ?? values.text(...(WHOLES.test(type) ? ["booktitle"] : []), "maintitle");
  const sub = values.text("subtitle");
  if (title === null) return sub ?? "";
  if (sub === null || title.toLowerCase().includes(sub.toLowerCase())) return title;
  return /[:.?!–—-]$/.test(title) ? `${title} ${sub}` : `${title}: ${sub}`;
}

/** MathSciNet has the full name in `fjournal`. */
function journalOf(
  values: BibtexValues,
  type: string,
  title: string,
): { readonly journal: string | null; readonly abbreviation: string | null } {
  const full = values.text("fjournal");
  const abbreviation =
    values.text(
      "shortjournal",
      "abbrev_source_title",
      "journal-iso",
      "journaliso",
      "journal_abbreviation",
      "ji",
      "j9",
    ) ?? (full === null ? null : values.text("journal"));
  const journals = ["fjournal", "journal", "journaltitle", "journal-title", "so"];
  const names = PARTS.test(type) ? ["booktitle", "maintitle", ...journals] : [...journals, "booktitle"];
  const name = values.text(...names) ?? abbreviation;
  const own = WHOLES.test(type) && name?.toLowerCase() === title.toLowerCase();
  return { journal: own ? null : name, abbreviation };
}

/** `date` of BibLaTeX before `year` and `month`; months by name, number or abbreviation. */
function datesOf(values: BibtexValues): { readonly year: number | null; readonly date: string | null } {
  const date = values.text("date") ?? "";
  const years = values.texts("year", "issue_date", "py", "publication_year");
  const texts = /^\d{4}(?!\d)/.test(date) ? [date, ...years] : [...years, date];
  const year = firstYear(texts);
  const month = values.text("month") ?? "";
  const [number, day] = [monthNumber(month), values.text("day") ?? ""];
  const two = (part: number | string): string => String(part).padStart(2, "0");
  if (year === null) return { year, date: null };
  if (number === null)
    return { year, date: partialDate([...texts, /\d{4}/.test(month) ? month : `${year} ${month}`]) };
  const built = /^\d{1,2}$/.test(day) ? `${year}-${two(number)}-${two(day)}` : `${year}-${two(number)}`;
  return { year, date: partialDate([...texts, built]) };
}

function pagesOf(values: BibtexValues): string | null {
  const pages = values.text("pages", "page", "pp") ?? "";
  const range = pageRange(pages.replace(/\s*[-‐‑–—−]+\s*/g, "-"), "");
  if (range !== null && /[\p{L}\p{N}]/u.test(range)) return range;
  const article = values.text(
    "articleno",
    "article-number",
    "art_number",
    "article_number",
    "eid",
    "elocation-id",
  );
  // Scopus has its own number of the record there.
  return article === null || /^2-s2\.0-/.test(article) ? null : article;
}

/** Line breaks are how the file is wrapped; a blank line or `\par` begins a paragraph. */
function abstractOf(values: BibtexValues): string | null {
  const [abstract] = values.raw("abstract", "ab", "abstractnote");
  if (abstract === undefined) return null;
  const text = texText(abstract);
  return displayParagraphs(text.includes("\n") ? text.replace(/\n\s+/g, "\n") : text) || null;
}

/** Words between semicolons, or between commas where there is none; braces hold a word together. */
function listOf(value: string): string[] {
  const whole = /^\{([^{}]*[,;][^{}]*)\}$/.exec(value.trim())?.[1];
  const parts = splitAt(whole ?? value, /;/y);
  const words = parts.length > 1 ? parts : splitAt(parts[0]!, /,/y);
  return words.map((word) => displayText(texText(word)));
}

function urlOf(values: BibtexValues): string | null {
  for (const name of ["url", "link", "ee", "bdsk-url-1", "howpublished", "biburl"]) {
    // Some databases put addresses of authors there.
    const address = values.verbatim(name)?.split(/\s/, 1)[0] ?? "";
    if (/^[^@]*[./][^@]*$|^[a-z][a-z0-9+.-]*:\/\//i.test(address)) return address;
  }
  return null;
}

/** Note fields as `readNotes` takes them; PMIDs that stand there alone are identifiers. */
function notesOf(values: BibtexValues): string[] {
  return [...values.numbered("note"), ...values.raw("notes", "annote", "annotation")]
    .map((value) => texText(value).trim())
    .filter((note) => !/^PMI?D: ?\d+\.?$/i.test(note));
}

/** Groups, tags and states of reading and screening that reference managers keep in fields of their own. */
function labelsOf(values: BibtexValues): string[] {
  const lists = values
    .raw("groups", "mendeley-groups", "mendeley-tags", "rayyan", "tags")
    .flatMap((value) => splitAt(value, /[,;]/y))
    .map((word) => displayText(texText(word)));
  return [
    ...lists,
    ...values.texts("status", "readstatus", "screening", "screening_status", "colrev_status"),
  ];
}

const COLREV: ReadonlyMap<string, readonly ["title-abstract" | "full-text", "include" | "exclude"]> = new Map(
  [
    ["rev_prescreen_excluded", ["title-abstract", "exclude"]],
    ["rev_prescreen_included", ["title-abstract", "include"]],
    ["rev_excluded", ["full-text", "exclude"]],
    ["rev_included", ["full-text", "include"]],
    ["rev_synthesized", ["full-text", "include"]],
  ],
);

/** CoLRev writes the state of each record and the criteria that it failed (`no_control=out`). */
function colrevDecisions(values: BibtexValues): SourceDecision[] {
  const [stage, decision] = COLREV.get(values.verbatim("colrev_status") ?? "") ?? [];
  if (stage === undefined || decision === undefined) return [];
  const reasons = (values.verbatim("screening_criteria") ?? "")
    .split(";")
    .flatMap((criterion) => /^\s*(.+?)\s*=\s*out\s*$/.exec(criterion)?.[1] ?? []);
  return [{ tool: "colrev", by: null, stage, decision, reasons: decision === "exclude" ? reasons : [] }];
}

function unknownCommand(command: string, field: string): Problem {
  return {
    code: "records/bibtex-command",
    message: `Field "${field}": the TeX command \`\\${command.slice(0, 40)}\` is not known; its name or argument was kept as text.`,
    remedy: "Compare the field with the raw text of the record.",
  };
}
