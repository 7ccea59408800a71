import { isCutOff } from "./normalise/abstract.ts";
import { prepareJournal, sameJournal } from "./normalise/journal.ts";
import { looksDamaged } from "./normalise/mojibake.ts";
import { parsePages } from "./normalise/pages.ts";
import { isAllCapitals } from "./normalise/title.ts";
import type { Author, RecordFact, ReportRow } from "./record.ts";

/** Fields of a report that are each taken from one of its records. */
export type MergedFields = Pick<
  ReportRow,
  | "title"
  | "authors"
  | "year"
  | "journal"
  | "volume"
  | "issue"
  | "pages"
  | "abstract"
  | "doi"
  | "pmid"
  | "type"
>;
type FieldName = keyof MergedFields;
/** How good a value is, most important first; of equal ones the earliest record wins. */
type Worth = readonly number[];

interface Rule<T> {
  readonly value: (record: RecordFact) => T | null;
  readonly empty: T;
  /** Absent: the earliest value wins. */
  readonly worth?: (value: T, all: readonly T[]) => Worth;
}

/**
 * The rule of each field. Values that a person corrected come before all others; then: a title in
 * natural case over capitals or damaged characters; the most authors, then full given names; a journal's
 * full name over its abbreviation; full page ranges over first pages, pages that a spreadsheet spoilt
 * last; the longest abstract that was not cut off; of the rest the earliest.
 */
const RULES: { readonly [K in FieldName]: Rule<MergedFields[K]> } = {
  title: {
    value: (record) => record.title || null,
    empty: "",
    worth: (title) => [looksDamaged(title) ? 0 : 1, isAllCapitals(title) ? 0 : 1],
  },
  authors: {
    value: (record) => (record.authors.length === 0 ? null : record.authors),
    empty: [],
    worth: (authors) => [authors.length, natural(authors), fullNames(authors)],
  },
  year: { value: (record) => record.year, empty: null },
  journal: {
    value: (record) => record.journal,
    empty: null,
    worth: (journal, all) => [fuller(journal ?? "", all), isAllCapitals(journal ?? "") ? 0 : 1],
  },
  volume: { value: (record) => record.volume, empty: null },
  issue: { value: (record) => record.issue, empty: null },
  pages: { value: (record) => record.pages, empty: null, worth: (pages) => [pagesWorth(pages ?? "")] },
  abstract: {
    value: (record) => record.abstract,
    empty: null,
    worth: (abstract) => [isCutOff(abstract ?? "") ? 0 : 1, abstract?.length ?? 0],
  },
  doi: { value: (record) => record.ids.doi[0] ?? null, empty: null },
  pmid: { value: (record) => record.ids.pmid[0] ?? null, empty: null },
  type: { value: (record) => record.type || null, empty: "" },
};

/**
 * The best value of each field, and the record it was taken from.
 *
 * @param records one or more, in the order of the review, corrections applied
 * @param corrected fields that people corrected, by record
 * Checked: tests/records/merged-fields.test.ts. Cost linear in the records, but for journals: square.
 */
export function mergedFields(
  records: readonly RecordFact[],
  corrected: ReadonlyMap<string, readonly string[]>,
): { readonly fields: MergedFields; readonly takenFrom: Readonly<Record<string, string>> } {
  const takenFrom: Record<string, string> = {};
  const take = <K extends FieldName>(name: K): MergedFields[K] => {
    const winner = best(RULES[name], name, records, corrected);
    if (winner === null) return RULES[name].empty;
    takenFrom[name] = winner.record;
    return winner.value;
  };
  const fields: MergedFields = {
    title: take("title"),
    authors: take("authors"),
    year: take("year"),
    journal: take("journal"),
    volume: take("volume"),
    issue: take("issue"),
    pages: take("pages"),
    abstract: take("abstract"),
    doi: take("doi"),
    pmid: take("pmid"),
    type: take("type"),
  };
  return { fields, takenFrom };
}

function best<T>(
  rule: Rule<T>,
  name: FieldName,
  records: readonly RecordFact[],
  corrected: ReadonlyMap<string, readonly string[]>,
): { readonly value: T; readonly record: string } | null {
  const found: { readonly value: T; readonly record: string; readonly amended: boolean }[] = [];
  for (const record of records) {
    const value = rule.value(record);
    if (value === null) continue;
    const amended = corrected.get(record.id)?.includes(name) === true;
    found.push({ value, record: record.id, amended });
  }
  const [first] = found;
  if (first === undefined || found.length === 1) return first ?? null;
  const amended = found.find((candidate) => candidate.amended);
  if (amended !== undefined) return amended;
  if (rule.worth === undefined) return first;
  const all = found.map(({ value }) => value);
  let winner = first;
  let most = rule.worth(first.value, all);
  for (const candidate of found.slice(1)) {
    const worth = rule.worth(candidate.value, all);
    if (more(worth, most)) [winner, most] = [candidate, worth];
  }
  return winner;
}

function more(a: Worth, b: Worth): boolean {
  for (let i = 0; i < a.length; i++) if (a[i] !== b[i]) return a[i]! > b[i]!;
  return false;
}

function natural(authors: readonly Author[]): number {
  return authors.some(({ family }) => /\p{Ll}/u.test(family)) ? 1 : 0;
}

/** How many have a given name that is more than initials. */
function fullNames(authors: readonly Author[]): number {
  return authors.filter(({ given }) => given !== null && /\p{L}\p{Ll}{2}/u.test(given)).length;
}

/** 1 for a full name: no other candidate is the same journal by a longer one. */
function fuller(journal: string, all: readonly (string | null)[]): number {
  const own = prepareJournal(journal);
  return all.some((other) => {
    const prepared = prepareJournal(other);
    return prepared.key.length > own.key.length && sameJournal(own, prepared) === "same";
  })
    ? 0
    : 1;
}

function pagesWorth(text: string): number {
  const { kind, first, last, fromDate } = parsePages(text);
  if (kind === "unknown") return 0;
  if (fromDate === true) return 1;
  return first === last && kind === "range" ? 2 : 3;
}
