import { editDistance } from "./edit-distance.ts";
import { DOCUMENT_WORDS, OPPOSITE_GROUPS, OPPOSITE_PREFIXES, POPULATION_WORDS } from "./title-words.ts";
import { type ComparableTitle, wordInformation } from "./titles.ts";

/**
 * How two titles stand to each other, from most to least alike: `exact` but for spacing and stop words;
 * `typo`, all words pair up with small misprints; `extra`, one has words the other lacks; `word`, each
 * has words of its own; `different`.
 */
type TitleGrade = "exact" | "typo" | "extra" | "word" | "different";

export interface TitleComparison {
  readonly grade: TitleGrade;
  /** Bits for one document (against, when negative). */
  readonly bits: number;
  /**
   * Words that make two studies of it: `numbers` and `opposites`; or perhaps two documents of one study:
   * `number`, on one side alone, and `document`.
   */
  readonly conflict: "numbers" | "number" | "opposites" | "document" | null;
  /** Of `extra`: whether the shorter title is the beginning of the longer. */
  readonly beginning: boolean;
}

/** Titles that each have more words of their own than this are different, whatever they share. */
const MOST_OWN_WORDS = 4;

const DIFFERENT: TitleComparison = { grade: "different", bits: -12, conflict: null, beginning: false };

/**
 * Compares two titles word by word.
 *
 * @returns `different` unless they share half of the shorter one's words, and all but four, or the letters of all
 * Checked: tests/records/duplicates-titles.test.ts.
 */
export function compareTitles(a: ComparableTitle, b: ComparableTitle): TitleComparison {
  const most = Math.min(a.information, b.information);
  if (a.hash === b.hash) return { grade: "exact", bits: most, conflict: null, beginning: false };
  const shared = sharedHashes(a.hashes, b.hashes);
  const fewest = Math.min(a.hashes.length, b.hashes.length);
  if (fewest === 0) return DIFFERENT;
  if (2 * shared < fewest || fewest - shared > MOST_OWN_WORDS) return misspelt(a, b, most);
  const [x, y] = leftovers(a.words.split(" "), b.words.split(" "));
  const beginning = Math.min(x.rest.length, y.rest.length) <= 1 && isBeginning(a, b);
  const clash = conflictOf(x.rest, y.rest);
  // A title cut inside a word is a beginning all the same.
  if (beginning && clash !== "numbers") (a.words.length < b.words.length ? x : y).rest.length = 0;
  const common = information(a.words.split(" ")) - information(x.rest);
  const typos = pairMisprints(x.rest, y.rest);
  const [left, right] = [information(x.rest), information(y.rest)];
  const alike = common / Math.max(1, common + Math.min(left, right));
  if (left > 0 && right > 0 && alike < 0.499999) return DIFFERENT;
  const conflict = conflictOf(x.rest, y.rest);
  const base = Math.min(most, common + 3 * typos);
  const seen = { conflict, beginning: false };
  if (x.rest.length === 0 && y.rest.length === 0)
    return { ...seen, grade: typos === 0 ? "exact" : "typo", bits: base - 1.5 * typos };
  if (x.rest.length === 0 || y.rest.length === 0) {
    const cost = beginning ? Math.min(6, (left + right) / 4) : Math.min(10, (left + right) * 0.7);
    return { grade: "extra", bits: base - cost, conflict, beginning };
  }
  return { ...seen, grade: "word", bits: Math.max(-10, base - 1.5 * (left + right)) };
}

function isBeginning(a: ComparableTitle, b: ComparableTitle): boolean {
  const [x, y] = [a.words.replaceAll(" ", ""), b.words.replaceAll(" ", "")];
  return x.length < y.length ? y.startsWith(x) : x.startsWith(y);
}

function sharedHashes(a: readonly number[], b: readonly number[]): number {
  let [i, j, shared] = [0, 0, 0];
  while (i < a.length && j < b.length) {
    const difference = a[i]! - b[j]!;
    if (difference === 0) shared += 1;
    if (difference <= 0) i += 1;
    if (difference >= 0) j += 1;
  }
  return shared;
}

/** Titles whose words were broken or joined all over; only a few letters may differ in all. */
function misspelt(a: ComparableTitle, b: ComparableTitle, most: number): TitleComparison {
  const [x, y] = [a.words.replaceAll(" ", ""), b.words.replaceAll(" ", "")];
  const long = Math.min(x.length, y.length);
  if (long < 16 || Math.abs(x.length - y.length) > 3) return DIFFERENT;
  const digits = (text: string): string => text.replace(/\D/g, "");
  if (digits(x) !== digits(y)) return DIFFERENT;
  const limit = Math.min(3, Math.floor(long / 12));
  const distance = editDistance(x, y, limit);
  if (distance > limit) return DIFFERENT;
  return { grade: "typo", bits: most - 2 * distance, conflict: null, beginning: false };
}

interface Leftover {
  /** Words without a partner, in order. */
  readonly rest: string[];
}

/** Takes away the words that both have; what is left is joined when joining makes it equal. */
function leftovers(a: readonly string[], b: readonly string[]): [Leftover, Leftover] {
  const counts = new Map<string, number>();
  for (const word of b) counts.set(word, (counts.get(word) ?? 0) + 1);
  const x: string[] = [];
  for (const word of a) {
    const count = counts.get(word) ?? 0;
    if (count === 0) x.push(word);
    else counts.set(word, count - 1);
  }
  const y: string[] = [];
  for (const word of b.toReversed()) {
    const count = counts.get(word) ?? 0;
    if (count === 0) continue;
    y.unshift(word);
    counts.set(word, count - 1);
  }
  if (x.length > 0 && y.length > 0 && x.join("") === y.join("")) return [{ rest: [] }, { rest: [] }];
  return [{ rest: x }, { rest: y }];
}

function information(words: readonly string[]): number {
  let sum = 0;
  for (const word of words) sum += wordInformation(word);
  return sum;
}

/** Removes pairs of words that are misprints or other forms of each other; returns how many. */
function pairMisprints(x: string[], y: string[]): number {
  let pairs = 0;
  for (let i = x.length - 1; i >= 0; i--) {
    const partner = y.findIndex((word) => isMisprint(x[i]!, word));
    if (partner >= 0) {
      pairs += 1;
      y.splice(partner, 1);
      x.splice(i, 1);
      continue;
    }
    // One word here, two or three in a row there: `non small` and `nonsmall`.
    pairs += joinPair(x, i, y) ? 1 : 0;
  }
  for (let j = y.length - 1; j >= 0; j--) pairs += joinPair(y, j, x) ? 1 : 0;
  return pairs;
}

function joinPair(whole: string[], at: number, parts: string[]): boolean {
  const word = whole[at]!;
  for (const size of [2, 3])
    for (let j = 0; j + size <= parts.length; j++)
      if (word.startsWith(parts[j]!) && parts.slice(j, j + size).join("") === word) {
        parts.splice(j, size);
        whole.splice(at, 1);
        return true;
      }
  return false;
}

/** Whether two words are one, misprinted or in another form; words of opposite meaning are not. */
export function isMisprint(a: string, b: string): boolean {
  const [short, long] = a.length <= b.length ? [a, b] : [b, a];
  if (short.length < 4 || long.length - short.length > 3) return false;
  if (short[0] !== long[0] && short.length < 8) return false;
  if (/\d/.test(short) || /\d/.test(long) || areOpposites(a, b)) return false;
  if (long.startsWith(short)) return true;
  if (short.length < 5) return false;
  const limit = long.length >= 14 ? 2 : 1;
  return editDistance(a, b, limit) <= limit;
}

/** `men` and `women`, `hypotension` and `hypertension`, `invasive` and `noninvasive`. */
export function areOpposites(a: string, b: string): boolean {
  if (a === `${b}s` || b === `${a}s`) return false;
  const groups = OPPOSITE_GROUPS.get(a);
  if (groups !== undefined && OPPOSITE_GROUPS.get(b)?.some((group) => groups.includes(group)) === true)
    return true;
  if (a.slice(-4) !== b.slice(-4)) return false;
  return OPPOSITE_PREFIXES.some(([one, other]) => turned(a, b, one, other) || turned(b, a, one, other));
}

function turned(a: string, b: string, one: string, other: string): boolean {
  if (!a.startsWith(one) || !b.startsWith(other)) return false;
  const rest = a.slice(one.length);
  return rest.length >= 4 && rest === b.slice(other.length);
}

function conflictOf(x: readonly string[], y: readonly string[]): TitleComparison["conflict"] {
  const isNumber = (word: string): boolean => /\d/.test(word) || word.length === 1;
  const [numbersX, numbersY] = [x.some(isNumber), y.some(isNumber)];
  if (numbersX && numbersY) return "numbers";
  for (const word of x) if (y.some((other) => areOpposites(word, other))) return "opposites";
  // In whom, where or how, said by one title alone.
  const tells = (word: string): boolean => DOCUMENT_WORDS.has(word) || POPULATION_WORDS.has(word);
  if (x.some(tells) !== y.some(tells)) return "document";
  return numbersX || numbersY ? "number" : null;
}
