import { foldText } from "./normalise/fold.ts";
import type { RecordFact } from "./record.ts";

/** A longer word is cut, when it is kept and when it is looked for. */
const WORD_LIMIT = 100;
/** Letters, digits and the signs that stand for something; all else parts words. */
const CHUNK = /[\p{L}\p{N}\p{M}%_+&*#@$^~=<>|]+/gu;
/** What most words are made of, told fast. */
const USUAL = /^[a-z0-9]+$/;
const PLAIN = /[\p{L}\p{N}\p{M}]+/gu;
/** Scripts written without blanks: each sign is a word. */
const SOLID = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}]/u;
const SOLID_PARTS =
  /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}]|[^\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}]+/gu;
/** Names that are looked for whole: a DOI, the id of a record. */
const WHOLE = /^(?:10\.\d{4,9}\/\S+|[0-9a-f]{10}(?:\.\d+)?-\d+)$/;
const BEFORE_DOI = /^(?:https?:\/\/(?:dx\.)?doi\.org\/|doi:)(?=10\.)/;

/**
 * The words a record is found by, folded with `foldText` and each once: of titles, authors, journal,
 * conference, year, abstract, keywords, labels and identifiers; DOIs and the record's id also whole.
 *
 * Cost linear. Checked: tests/records/search-words.test.ts.
 */
export function searchWords(record: RecordFact): Set<string> {
  const words = new Set<string>();
  const names = [...record.authors, ...(record.editors ?? [])];
  for (const text of [
    record.title,
    ...(record.otherTitles ?? []),
    ...names.map(({ family, given }) => `${family} ${given ?? ""}`),
    record.journal,
    record.journalAbbreviation,
    record.conference,
    record.year,
    record.abstract,
    ...record.keywords,
    ...(record.labels ?? []),
    ...Object.values(record.ids).flat(),
    record.id,
  ])
    if (text !== null && text !== undefined) addWords(words, foldText(String(text)));
  for (const name of [...record.ids.doi, record.id]) words.add(cut(foldText(name)));
  return words;
}

function addWords(words: Set<string>, folded: string): void {
  for (const chunk of folded.match(CHUNK) ?? []) {
    if (words.has(chunk)) continue;
    if (USUAL.test(chunk)) words.add(cut(chunk));
    else if (SOLID.test(chunk)) for (const part of chunk.match(SOLID_PARTS) ?? []) words.add(cut(part));
    else {
      words.add(cut(chunk));
      for (const part of chunk.match(PLAIN) ?? []) words.add(cut(part));
    }
  }
}

/** What a person typed, as words to look for: all must be there. Without any, nothing fits. */
export interface SearchQuery {
  readonly whole: readonly string[];
  /** The last word, which may go on; a single letter does not, since half of all words would fit. */
  readonly beginning: string | null;
}

/**
 * Reads what a person typed. Nothing is an operator or a wildcard: `100%` looks for the word `100%`, and
 * quotes and brackets part words.
 *
 * @param text the words typed, the last perhaps not to its end
 * @returns null when there is nothing but blanks: everything fits
 * Checked: tests/records/search-words.test.ts.
 */
export function searchQuery(text: string): SearchQuery | null {
  const words: string[] = [];
  const typed = foldText(text.replaceAll("\0", " ")).trim();
  if (typed === "") return null;
  for (const one of typed.split(/\s+/u)) {
    const name = one.replace(BEFORE_DOI, "");
    if (WHOLE.test(name)) words.push(cut(name));
    else
      for (const chunk of one.match(CHUNK) ?? [])
        words.push(...((SOLID.test(chunk) && chunk.match(SOLID_PARTS)) || [chunk]).map(cut));
  }
  const distinct = [...new Set(words)];
  const last = words.at(-1);
  if (last === undefined || last.length < 2) return { whole: distinct, beginning: null };
  return { whole: distinct.filter((word) => word !== last), beginning: last };
}

/**
 * Whether a record with these words fits; what the database answers from its index.
 *
 * @param words of the record, as `searchWords` gives them
 * Checked: tests/records/search-words.test.ts, tests/store/store.prop.test.ts (beside the index).
 */
export function fitsQuery(words: ReadonlySet<string>, { whole, beginning }: SearchQuery): boolean {
  if (whole.length === 0 && beginning === null) return false;
  if (!whole.every((word) => words.has(word))) return false;
  if (beginning === null || words.has(beginning)) return true;
  for (const word of words) if (word.startsWith(beginning)) return true;
  return false;
}

function cut(word: string): string {
  return word.length <= WORD_LIMIT ? word : [...word].slice(0, WORD_LIMIT).join("");
}
