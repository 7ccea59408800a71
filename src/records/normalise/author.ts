import type { Author } from "../record.ts";
import { isNameWord, withoutMark, withoutNotes } from "./author-notes.ts";
import { splitNames } from "./author-split.ts";
import {
  ADDRESS,
  ANY_DEGREE,
  BODY,
  DEGREE_ONLY,
  GROUP,
  INITIALS,
  NOBODY,
  PARTICLES,
  SUFFIX,
} from "./author-words.ts";
import { displayText } from "./text.ts";

const EASTERN = /[\p{Script=Han}\p{Script=Hangul}\p{Script=Hiragana}\p{Script=Katakana}]/u;

/**
 * Reads one name as it is printed: `Last, First`, `Last FM`, `F. M. Last`, `First Last`; a trailing
 * comma or a word such as `Group` marks a body whose name stays whole. Degrees, titles, ORCIDs,
 * affiliations in parentheses and reference marks are left out; nothing is added.
 *
 * @param text one name, markup and references in it or not
 * @returns null for a name that is empty or says that nobody is named
 * Checked: tests/records/normalise-author.test.ts. Cost linear.
 */
export function parseAuthor(text: string): Author | null {
  return plainName(text) ?? authorOf(displayText(text));
}

/**
 * Authors of one field. Some exports put several in one: separated by semicolons, bars, `and`, lines
 * of their own, commas (`Last FM, Last FM`; `Last, F., Last, F.`; `First Last, First Last, …`) or by
 * nothing (`Last A.Last B.`).
 *
 * @param value the field as it stands in the file
 * @returns in the order of the field; parts that name nobody are left out
 * Checked: tests/records/normalise-author.test.ts, tests/records/normalise.prop.test.ts.
 */
export function parseAuthors(value: string): Author[] {
  const plain = plainName(value);
  if (plain !== null) return [plain];
  return splitNames(value)
    .map((name) => plainName(name) ?? authorOf(name))
    .filter((author) => author !== null);
}

const INVERTED = /^(\p{L}[\p{L}'’-]*), ?(\p{Lu}[\p{L}'’. -]*)$/u;
const SHORT = /^(\p{Lu}\p{Ll}[\p{L}'’-]*) (\p{Lu}{1,3})$/u;
/** A given name of more letters may be a list. */
const LONG = 25;
/** What needs a closer look: words that join, absent names, letters that occur in mojibake. */
const CLOSER = /^(?:None|NA|N\.A|Anon|Unknown|Null|NULL|Not )| {2}| and |[ªµºƒŠŒŽšœžŸ]/;

/** The two forms that most names have, `Last, First` and `Last FM`, read without further ado; else null. */
function plainName(text: string): Author | null {
  const [, family, given] = INVERTED.exec(text) ?? SHORT.exec(text) ?? [];
  if (
    family === undefined ||
    given === undefined ||
    given.length > LONG ||
    CLOSER.test(given) ||
    CLOSER.test(family)
  )
    return null;
  return { family, given: given.trimEnd() };
}

/** As `parseAuthor`, of plain text. */
function authorOf(plain: string): Author | null {
  const name = withoutNotes(plain)
    .replace(ADDRESS, "")
    .replace(/^null /, "")
    .trim();
  if (NOBODY.test(name) || !/\p{L}/u.test(name)) return null;
  const braced = /^\{+([^{}]+)\}+$/.exec(name)?.[1];
  if (braced !== undefined) return { family: braced.trim(), given: null };
  return name.includes(",") ? inverted(name) : direct(withoutMark(name));
}

/** `Last, First`, with what else may stand behind commas. */
function inverted(name: string): Author | null {
  const [family = "", ...rest] = name.split(",").map((part) => part.trim());
  const given = rest.filter((part, index) => part !== "" && !isLeftOut(part, index, rest, family));
  if (family === "") return given.length === 0 ? null : { family: given.join(", "), given: null };
  if (given.length === 0) {
    // `First Last, PhD` is a person; `Name,` is a body.
    return rest.some((part) => part !== "") ? direct(family) : { family, given: null };
  }
  if (given.length === 1 && SUFFIX.test(given[0]!) && family.includes(" ")) {
    const plain = direct(family);
    if (plain.given !== null) return { family: plain.family, given: `${plain.given} ${given[0]}` };
  }
  if (BODY.test(family) && family.split(" ").length > 2) return { family: name, given: null };
  return { family, given: given.join(", ") };
}

/** Degrees, `null`, `et al.`; a first part such as `MD` counts as initials unless more degrees follow. */
function isLeftOut(part: string, index: number, rest: readonly string[], family: string): boolean {
  if (NOBODY.test(part)) return true;
  const words = part.split(" ");
  if (words.every((word) => DEGREE_ONLY.test(word)) || DEGREE_ONLY.test(part))
    return index > 0 || family.includes(" ");
  if (!words.every((word) => ANY_DEGREE.test(word))) return false;
  return index > 0 || (family.includes(" ") && rest.slice(1).some((other) => DEGREE_ONLY.test(other)));
}

/** A name without a comma. */
function direct(name: string): Author {
  const whole: Author = { family: name, given: null };
  const words = name.split(" ");
  if (words.length === 1) return whole;
  // Written in Chinese, Japanese or Korean the family comes first; without a blank its end is not known.
  if (EASTERN.test(name)) return words.length === 2 ? { family: words[0]!, given: words[1]! } : whole;
  if (words.length > 2 && BODY.test(name)) return whole;
  const suffix = words.length > 2 && SUFFIX.test(words.at(-1)!) ? words.pop() : undefined;
  const at = givenPlace(words, name);
  if (at === null) return whole;
  const given = [...words.slice(at.from, at.to), ...(suffix === undefined ? [] : [suffix])];
  return { family: [...words.slice(0, at.from), ...words.slice(at.to)].join(" "), given: given.join(" ") };
}

/** Where the given names stand among the words; null when the name cannot be divided. */
function givenPlace(words: readonly string[], name: string): { from: number; to: number } | null {
  const capitals = name === name.toUpperCase();
  const initials = (word: string): boolean => INITIALS.test(word) && !(capitals && /^\p{Lu}{4}$/u.test(word));
  let tail = words.length;
  while (tail > 1 && initials(words[tail - 1]!)) tail -= 1;
  if (tail < words.length) {
    // All are initials: `LI W`, `NG AB` and the like begin with the family.
    return { from: tail, to: words.length };
  }
  if (isCapitalFamily(words)) return { from: 1, to: words.length };
  let head = 0;
  while (head < words.length - 1 && initials(words[head]!)) head += 1;
  if (head > 0) return { from: 0, to: familyStart(words, head) };
  // Of two words a first name may be written small: `karin Example`.
  if (words.length === 2 && isSmallFirst(words, name)) return { from: 0, to: 1 };
  if (
    words.length > 10 ||
    GROUP.test(name) ||
    !words.every((word, i) => isNameWord(word) || (word === "y" && i > 0))
  )
    return null;
  // `van der Berg` alone is a family, and so is `Dos Santos`.
  if (
    PARTICLES.has(words[0]!) ||
    (words.length === 2 && /^(?:Dos|Das|Del|Della|Des|Du|Von|De)$/.test(words[0]!))
  )
    return null;
  return { from: 0, to: familyStart(words, 1) };
}

function isSmallFirst([first = "", last = ""]: readonly string[], name: string): boolean {
  return /^\p{Ll}+$/u.test(first) && !PARTICLES.has(first) && /^\p{Lu}/u.test(last) && !GROUP.test(name);
}

/** Where the family begins in natural order: at the first particle, before `y`, else at the last word. */
function familyStart(words: readonly string[], from: number): number {
  for (let i = from; i < words.length - 1; i++) {
    if (PARTICLES.has(words[i]!) || isCapitalParticle(words, i)) return i;
    if (words[i + 1] === "y" && i + 2 < words.length) return i;
  }
  return words.length - 1;
}

/** `Marie L. De Bruin`. `Van` may be a Vietnamese middle name, so it counts behind initials only. */
function isCapitalParticle(words: readonly string[], at: number): boolean {
  if (/^(?:De|Del|Della|Di|Dos|Du|Von|Ter|Ten)$/.test(words[at]!)) return true;
  return words[at] === "Van" && INITIALS.test(words[at - 1] ?? "");
}

/** `WANG Xiaoming`, `DUPONT Jean`: capitals mark the family where the other words are not in capitals. */
function isCapitalFamily(words: readonly string[]): boolean {
  return /^[\p{Lu}'’-]{4,}$/u.test(words[0]!) && words.slice(1).every((word) => /^\p{Lu}\p{Ll}/u.test(word));
}

/** Whether a name seems to hold several persons, which an import report tells. */
export function holdsSeveral({ family, given }: Author): boolean {
  const name = given === null ? family : `${family}, ${given}`;
  if (name.length > 120) return true;
  return /[;|]/.test(name) || (name.split(",").length > 3 && !BODY.test(name));
}
