import type { ImportReportBody } from "#ledger";
import { isCutOff } from "./normalise/abstract.ts";
import { holdsSeveral } from "./normalise/author.ts";
import { doisIn } from "./normalise/identifiers.ts";
import { kindOf } from "./normalise/kind.ts";
import { looksDamaged } from "./normalise/mojibake.ts";
import { parsePages } from "./normalise/pages.ts";
import { isAllCapitals } from "./normalise/title.ts";
import type { RecordFact } from "./record.ts";

/** Things that look odd in an import; each is told with how many records have it and the first of them. */
export type OddCode =
  | "no-title"
  | "capital-title"
  | "no-author"
  | "joined-authors"
  | "no-year"
  | "future-year"
  | "year-date-apart"
  | "no-journal"
  | "no-abstract"
  | "cut-abstract"
  | "damaged-characters"
  | "bad-doi"
  | "several-dois"
  | "repeated-doi"
  | "repeated-pmid"
  | "date-pages";

/** Takes the records of an import one by one; its memory is counts and a number for each identifier. */
export interface ImportTally {
  add(record: RecordFact): void;
  /** @param lines where the lines of the file went, from `ReadSummary` */
  report(lines: ImportReportBody["lines"]): ImportReportBody;
}

/** Records named with each odd thing. */
const FIRST = 10;
/** Types listed; a file that has more of them counts the rest together. */
const TYPES = 60;
const RAW_SCANNED = 50_000;
const REST = "…";

const FIELDS = [
  "title",
  "authors",
  "year",
  "date",
  "journal",
  "journalAbbreviation",
  "volume",
  "issue",
  "pages",
  "publisher",
  "place",
  "edition",
  "abstract",
  "keywords",
  "language",
  "url",
  "type",
  "otherTitles",
  "editors",
  "conference",
  "series",
  "notes",
  "labels",
  "decisions",
] as const satisfies readonly (keyof RecordFact)[];
const IDS = [
  "doi",
  "pmid",
  "pmcid",
  "source",
  "issn",
  "isbn",
  "registry",
  "embase",
  "central",
  "openalex",
  "wos",
  "scopus",
] as const satisfies readonly (keyof RecordFact["ids"])[];

/** A field that names a DOI, in the tagged formats, BibTeX and JSON, with what stands in it. */
const DOI_FIELD =
  /(?:^(?:DO {1,2}- {0,3}|DI |%R |[ \t]{0,20}doi {0,9}[:=] {0,3}["{]?)|["']doi["'] ?: ?["'])([^\s"}][^"}\r\n]{0,200})/im;

/**
 * Counts what an import holds and what looks odd in it.
 *
 * @param options.thisYear year that counts as the present: a later one is odd
 * Checked: tests/records/import-report.test.ts. Cost linear, memory about 50 bytes per identifier.
 */
export function importTally(options: { readonly thisYear: number }): ImportTally {
  const fill = new Map<string, number>();
  const types = new Map<string, number>();
  const decisions = new Map<string, number>();
  const odd = new Map<OddCode, { count: number; first: number[] }>();
  const [dois, pmids] = [new Set<number>(), new Set<number>()];
  let years: { from: number; to: number } | null = null;
  const tell = (code: OddCode, ordinal: number): void => {
    const found = odd.get(code) ?? { count: 0, first: [] };
    odd.set(code, found);
    found.count += 1;
    if (found.first.length < FIRST) found.first.push(ordinal);
  };
  return {
    add(record) {
      for (const name of filled(record)) count(fill, name);
      count(types, types.has(record.type) || types.size < TYPES ? record.type : REST);
      for (const { tool, decision } of record.decisions ?? []) count(decisions, `${tool} ${decision}`.trim());
      if (record.year !== null)
        years = {
          from: Math.min(years?.from ?? record.year, record.year),
          to: Math.max(years?.to ?? record.year, record.year),
        };
      for (const code of oddities(record, options.thisYear)) tell(code, record.ordinal);
      if (seenBefore(dois, record.ids.doi)) tell("repeated-doi", record.ordinal);
      if (seenBefore(pmids, record.ids.pmid)) tell("repeated-pmid", record.ordinal);
    },
    report(lines) {
      const told = [...odd].filter(([code]) => code !== "no-abstract" || fill.has("abstract"));
      return {
        fill: Object.fromEntries(
          [...FIELDS, ...IDS].flatMap((name) => (fill.has(name) ? [[name, fill.get(name)!]] : [])),
        ),
        types: plainCounts(types),
        years,
        decisions: plainCounts(decisions),
        odd: told.map(([code, { count: records, first }]) => ({ code, count: records, first: [...first] })),
        lines,
      };
    },
  };
}

function count(counts: Map<string, number>, name: string): void {
  counts.set(name, (counts.get(name) ?? 0) + 1);
}

/** Most frequent first. `fromEntries` defines own properties, so that a type named `__proto__` is only a name. */
function plainCounts(counts: ReadonlyMap<string, number>): Record<string, number> {
  return Object.fromEntries([...counts].sort((a, b) => b[1] - a[1] || (a[0] < b[0] ? -1 : 1)));
}

function* filled(record: RecordFact): Generator<string> {
  for (const name of FIELDS) {
    const value = record[name];
    if (value === undefined || value === null || value === "") continue;
    if (Array.isArray(value) && value.length === 0) continue;
    yield name;
  }
  for (const name of IDS) if ((record.ids[name] ?? []).length > 0) yield name;
}

function* oddities(record: RecordFact, thisYear: number): Generator<OddCode> {
  const { title, authors, year, abstract, ids } = record;
  if (title === "") yield "no-title";
  else if (isAllCapitals(title)) yield "capital-title";
  if (authors.length === 0) yield "no-author";
  else if (authors.some(holdsSeveral)) yield "joined-authors";
  if (year === null) yield "no-year";
  else if (year > thisYear + 1) yield "future-year";
  if (year !== null && record.date !== undefined && Math.abs(Number(record.date.slice(0, 4)) - year) > 1)
    yield "year-date-apart";
  if (record.journal === null && record.conference === undefined && kindOf(record) === "article")
    yield "no-journal";
  if (abstract === null) yield "no-abstract";
  else if (isCutOff(abstract)) yield "cut-abstract";
  const names = authors.map(({ family }) => family).join(" ");
  if (looksDamaged(`${title} ${names} ${record.journal ?? ""} ${abstract ?? ""}`)) yield "damaged-characters";
  if (ids.doi.length > 1) yield "several-dois";
  else if (ids.doi.length === 0 && namesBadDoi(record.raw)) yield "bad-doi";
  if (parsePages(record.pages).fromDate === true) yield "date-pages";
}

/** Whether the entry has a field for the DOI and what stands in it is none. */
function namesBadDoi(raw: string): boolean {
  const value = DOI_FIELD.exec(raw.slice(0, RAW_SCANNED))?.[1]?.trim() ?? "";
  return value !== "" && !/^(?:n\/?a|none|null|undefined|-+|"|\})/i.test(value) && doisIn(value).length === 0;
}

/** Remembers identifiers as numbers; two of a million share one with a chance of one in ten thousand. */
function seenBefore(seen: Set<number>, ids: readonly string[]): boolean {
  let known = false;
  for (const id of ids) {
    const key = hash53(id);
    known ||= seen.has(key);
    seen.add(key);
  }
  return known;
}

/** 53 bits of a text. Source: cyrb53, public domain. */
function hash53(text: string): number {
  let [a, b] = [0xdeadbeef, 0x41c6ce57];
  for (let i = 0; i < text.length; i++) {
    const code = text.charCodeAt(i);
    a = Math.imul(a ^ code, 0x9e3779b1);
    b = Math.imul(b ^ code, 0x5f356495);
  }
  a = Math.imul(a ^ (a >>> 16), 0x85ebca6b) ^ Math.imul(b ^ (b >>> 13), 0xc2b2ae35);
  b = Math.imul(b ^ (b >>> 16), 0x85ebca6b) ^ Math.imul(a ^ (a >>> 13), 0xc2b2ae35);
  return 4294967296 * (b & 0x1fffff) + (a >>> 0);
}
