import { foldText } from "./fold.ts";

export type Sameness = "same" | "similar" | "different" | "unknown";

/** One way of naming a journal, ready for comparing. */
interface JournalName {
  /** All words but the small ones, joined by blanks. */
  readonly key: string;
  readonly words: readonly string[];
  /** The key without blanks: syllables of Chinese names are joined at will. */
  readonly joined: string;
  /** First letters of the words. */
  readonly initials: string;
}

/** A journal's name prepared once, so that it can be compared many times. */
export interface PreparedJournal {
  /** Empty when there is no name. */
  readonly key: string;
  /** The name itself, its other language, its name without subtitle. */
  readonly names: readonly JournalName[];
}

/** Single letters are not among them: `Physical Review D` is not `Physical Review E`. */
const SMALL: ReadonlySet<string> = new Set(
  "the of and for in on at to de la le les du el los las y et der die das den fur und van voor og och di da do dos del della delle degli".split(
    " ",
  ),
);
/** What comes behind so many characters names no journal. */
const LONGEST = 400;
/** Subtitles that say whose journal it is; others (`Circulation: Heart Failure`) make another journal. */
const OFFICIAL =
  /^(?:an?\b|the\b|official|journal|offizielles|organe?|revue|publication|zeitschrift|rivista|revista|international|cjem\b)/;

/**
 * A journal's name for grouping: folded, without small words, punctuation, place in parentheses,
 * second language and subtitle that names its owner. Abbreviated and full names have different keys.
 *
 * @param name as printed; an empty one has an empty key
 * Checked: tests/records/normalise-journal.test.ts.
 */
export function journalKey(name: string): string {
  return prepareJournal(name).key;
}

/**
 * Prepares a journal's name for `sameJournal`.
 *
 * @param name as printed; null where the record has none
 * Checked: tests/records/normalise-journal.test.ts. Cost linear in the name.
 */
export function prepareJournal(name: string | null): PreparedJournal {
  const folded = foldText((name ?? "").slice(0, LONGEST)).trim();
  if (folded === "") return { key: "", names: [] };
  const names = new Map<string, JournalName>();
  const add = (text: string): void => {
    const found = nameOf(text);
    if (found.key !== "" && !names.has(found.key)) names.set(found.key, found);
  };
  for (const side of languages(folded)) {
    const bare = side.replace(/\([^()]*\)|\[[^[\]]*\]|\. conference: .*$/g, " ").trim() || side;
    const [, title = "", subtitle = ""] = /^([^:;]+)[:;] ?(.+)$/.exec(bare) ?? [];
    if (OFFICIAL.test(subtitle) || (subtitle !== "" && nameOf(title).initials === subtitle)) add(title);
    // `AJR. American journal of roentgenology`: the short name in front of the long one.
    const short = /^([a-z]{3,6})(?: ?[.:])? (?=\S+ \S)/.exec(bare);
    if (short !== null && nameOf(bare.slice(short[0].length)).initials.startsWith(short[1]!))
      add(bare.slice(short[0].length));
    add(bare.replace(/[:;] an? /, " "));
    // French; in English it is short for design.
    if (bare.includes(" des ")) add(bare.replace(/ des /g, " "));
  }
  const all = [...names.values()];
  return { key: all[0]?.key ?? "", names: all };
}

/** `Zhonghua za zhi = Chinese journal`, `Revue/Journal`, `Zhonghua za zhi [Chinese journal]`: each side. */
function languages(folded: string): string[] {
  const bracket = /^([^[\]=]+)\[(?!electronic |computer |online |serial |print )([^[\]]+ [^[\]]+)\]\.?$/.exec(
    folded,
  );
  const sides =
    bracket === null
      ? folded.split(/ ?= ?| \/ |(?<= \S+ \S+)\/(?=\S+ \S+ )|(?<= \S{3,})\.(?=[a-z]{5,} )/)
      : [bracket[1]!, bracket[2]!];
  return sides.map((side) => side.trim()).filter((side) => side !== "");
}

function nameOf(text: string): JournalName {
  const plain = text.replace(/&/g, " and ").replace(/(?<![\p{L}\p{N}])[dl]'|'/gu, "");
  const all = plain.match(/[\p{L}\p{N}]+/gu) ?? [];
  const found = all.filter((word) => !SMALL.has(word));
  // A name of small words alone stays whole.
  const words = (found.length === 0 ? all : found).map(american);
  return {
    key: words.join(" "),
    words,
    joined: words.join(""),
    initials: words.map((word) => word[0]).join(""),
  };
}

/** One spelling for `tumour` and `tumor`, `gynaecology` and `gynecology`, `oesophagus` and `esophagus`. */
function american(word: string): string {
  return word.length < 5 ? word : word.replace(/[ao]e/g, "e").replace(/(?<=..)our/g, "or");
}

/**
 * Whether two names are names of one journal: equal, one the abbreviation of the other word by word
 * (`N Engl J Med`), one the other's initials (`JAMA`). `similar`: one begins with the other or most
 * words agree, which is also true of sister journals.
 *
 * Source: ISO 4:1997, abbreviation by truncation and contraction. Cost about a microsecond.
 * Checked: tests/records/normalise-journal.test.ts.
 */
export function sameJournal(a: PreparedJournal, b: PreparedJournal): Sameness {
  if (a.key === "" || b.key === "") return "unknown";
  if (a.key === b.key) return "same";
  let similar = false;
  for (const x of a.names)
    for (const y of b.names) {
      if (x.joined === y.joined || isShort(x, y) || isShort(y, x)) return "same";
      similar ||= isSimilar(x, y);
    }
  return similar ? "similar" : "different";
}

/** Whether `short` abbreviates `long`: by words, or as initials in one word. */
function isShort(short: JournalName, long: JournalName): boolean {
  const count = short.words.length;
  if (count === 1) {
    const word = short.words[0]!;
    return long.words.length > 1 && word.length >= 3 && word === long.initials;
  }
  if (count !== long.words.length || short.key.length >= long.key.length) return false;
  for (let i = 0; i < count; i++) {
    const [part, whole] = [short.words[i]!, long.words[i]!];
    // `Rev Med Chil`: among other words one letter is a cut, unless it makes a plural.
    const cut =
      count > 2 && whole.length === part.length + 1 && whole.startsWith(part) && !whole.endsWith("s");
    if (!cut && !abbreviates(part, whole)) return false;
  }
  return true;
}

/** Whether a word is another, cut off (`engl`) or drawn together (`natl`, `jpn`). Less than two letters are not worth a cut. */
function abbreviates(short: string, long: string): boolean {
  if (short === long) return true;
  if (short[0] !== long[0]) return false;
  // One of the pair may be shortened in either name: `Am Journal` and `American J`.
  if (short.length > long.length) return abbreviates(long, short);
  if (long.length - short.length < 2) return false;
  return long.startsWith(short) || isContraction(short, long);
}

/** `natl`, `intl`, `ctries`: first and last letter and some between; `jpn`, `dtsch` lose the ending too. */
function isContraction(short: string, long: string): boolean {
  if (short.length < 3 || short.length > 6) return false;
  const ending = /^(?:jpn|dtsch|schweiz|cesk)$/.test(short) || short.at(-1) === long.at(-1);
  if (!ending) return false;
  let at = 0;
  for (let i = 0; i < long.length && at < short.length; i++) if (long[i] === short[at]) at += 1;
  return at === short.length;
}

function isSimilar(x: JournalName, y: JournalName): boolean {
  const order = x.words.length - y.words.length || (x.key < y.key ? -1 : 1);
  const [few, many] = order < 0 ? [x.words, y.words] : [y.words, x.words];
  let [shared, leading] = [0, 0];
  for (let i = 0; i < few.length; i++) {
    const word = few[i]!;
    if (word === many[i]! || abbreviates(word, many[i]!)) {
      shared += 1;
      if (leading === i) leading += 1;
    } else if (many.includes(word)) shared += 1;
  }
  if (few.length === 1)
    // `Cell` and `Cells`, `Neurol` and `Neurology`, `BMJ` and `BMJ Open`.
    return leading === 1 || (many.length === 1 && closeWords(few[0]!, many[0]!));
  return leading === few.length || shared * 3 >= many.length * 2;
}

function closeWords(a: string, b: string): boolean {
  return a.length > 3 && b.length > 3 && (a.startsWith(b) || b.startsWith(a));
}
