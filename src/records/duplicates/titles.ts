import { titleWords } from "../normalise/fold.ts";
import { hashText } from "./hashing.ts";
import { COMMON_WORDS, GENERIC_TITLES, LANGUAGE_NAMES, LETTERED_NOUNS, STOP_WORDS } from "./title-words.ts";

/** A title prepared once for many comparisons. */
export interface ComparableTitle {
  /** Words that carry meaning, folded, spelt one way, in order, separated by blanks. */
  readonly words: string;
  /** Hash of the words without the blanks: `CO 2` equals `CO2`. */
  readonly hash: number;
  /** Hashes of the words, sorted. */
  readonly hashes: readonly number[];
  /** Bits that a record with just this title would tell, were titles drawn word by word; at most 26. */
  readonly information: number;
  /** Whether many documents carry this title: `Editorial`. */
  readonly generic: boolean;
}

const MOST_BITS = 26;
const MOST_VARIANTS = 4;
/** Longer titles are cut: they hold an abstract by mistake. */
const LONGEST = 1500;

const NOTE =
  /\b(?:errat\w+|corrigend\w+|corrections?|corrected|retract\w+|republish\w+|reprint\w*|comments?|commentary|reviews?|refs?|references|see|summary|letters?|editorial|abstracts?|published|electronic resource|provisional|author'?s? reply|response|discussion|news|poster|oral|meeting|conference|case reports?|clinical trial|journal article|technical report)\b/i;
const LANGUAGE = new RegExp(
  `^(?:in )?(?:${LANGUAGE_NAMES})(?:[ ,;/&]+(?:and )?(?:${LANGUAGE_NAMES}))*$`,
  "i",
);
const PARENTHESES =
  /^(?:provisional abstract|structured abstract|brief record|review|cochrane review|letter|editorial|abstract|comment|comments|project record|withdrawn|retracted|author'?s? reply|vol\.? .{3,60})$/i;
const BEFORE =
  /^\s*(?:(?:retracted(?: article| paper)?|withdrawn|removed|original (?:article|research|paper)|research article|review article)\s*[:.–—-]\s*|\[(?:retracted|withdrawn)\]\s*)/i;

/**
 * Prepares the titles of a record: without the notes that databases add (`[Review] [45 refs]`,
 * `[Erratum appears in …]`, `[Chinese]`), and one for each language when it holds several.
 *
 * @param title main title as shown
 * @param others further titles of the same document
 * @returns the main title first; empty when there is none
 * Checked: tests/records/duplicates-titles.test.ts.
 */
export function comparableTitles(title: string, others: readonly string[] = []): ComparableTitle[] {
  const out: ComparableTitle[] = [];
  const bare = withoutNotes(title);
  for (const text of [bare, ...parallelTitles(bare), ...others.map(withoutNotes)]) {
    if (out.length === MOST_VARIANTS) break;
    const one = comparableTitle(text);
    if (one.words !== "" && !out.some(({ hash }) => hash === one.hash)) out.push(one);
  }
  return out;
}

/** Prepares one title as it stands. */
export function comparableTitle(text: string): ComparableTitle {
  const words = canonicalWords(text);
  let information = 0;
  for (const word of words) information += wordInformation(word);
  const plain = words.join(" ");
  const generic = GENERIC_TITLES.has(plain) || words.length === 0;
  return {
    words: plain,
    hash: hashText(words.join("")),
    hashes: words.map((word) => hashText(word) | 0).sort((a, b) => a - b),
    information: generic ? 1 : Math.min(MOST_BITS, information),
    generic,
  };
}

/** Bits that a word of a title tells; words of every second title tell little. */
export function wordInformation(word: string): number {
  if (COMMON_WORDS.has(word)) return 1;
  if (/\d/.test(word)) return 3;
  return Math.min(6, 1.5 + 0.4 * word.length);
}

/** The title without what databases put behind and before it. */
export function withoutNotes(title: string): string {
  let text = withoutCutNote(title.slice(0, LONGEST).trim().replace(BEFORE, ""));
  for (;;) {
    const end = /[\s.*†]*$/.exec(text.slice(-8))![0].length;
    const cut = text.slice(0, text.length - end);
    const last = cut.at(-1);
    const open = last === "]" || last === ")" ? openingOf(cut) : 0;
    if (open === 0 && last === "]" && cut.includes("[", 1)) {
      text = cut.slice(1, -1).trim();
      continue;
    }
    if (open <= 0) return text;
    const inside = cut.slice(open + 1, -1).trim();
    const isNote = last === "]" ? NOTE.test(inside) || LANGUAGE.test(inside) : PARENTHESES.test(inside);
    if (!isNote) return text;
    text = cut.slice(0, open).trimEnd();
  }
}

/** A note that lost its end when the title was cut. */
function withoutCutNote(text: string): string {
  const open = text.lastIndexOf("[");
  const cut = open > 20 && !text.includes("]", open) && NOTE.test(text.slice(open + 1, open + 40));
  return cut ? text.slice(0, open).trimEnd() : text;
}

/** Place of the bracket that the last character closes, or -1. */
function openingOf(text: string): number {
  const [open, close] = text.endsWith("]") ? ["[", "]"] : ["(", ")"];
  let depth = 0;
  for (let at = text.length - 1; at >= 0; at--) {
    if (text[at] === close) depth += 1;
    else if (text[at] === open && --depth === 0) return at;
  }
  return -1;
}

/** `Original = Translation`, `Original [Translation]` and `[Translation] Original` hold two titles each. */
function parallelTitles(text: string): string[] {
  const long = (part: string): boolean => part.trim().split(/\s+/).length >= 3;
  if (text.includes(" = ")) return text.split(" = ").filter(long);
  const open = text.indexOf("[");
  const close = open < 0 ? -1 : text.indexOf("]", open);
  if (close < 0) return [];
  const [inside, outside] = [text.slice(open + 1, close), `${text.slice(0, open)} ${text.slice(close + 1)}`];
  const atEnd = open === 0 || text.slice(close + 1).trim().length <= 1;
  return atEnd && long(inside) && long(outside) ? [outside, inside] : [];
}

const GREEK: Readonly<Record<string, string>> = {
  α: "alpha",
  β: "beta",
  γ: "gamma",
  δ: "delta",
  ε: "epsilon",
  ζ: "zeta",
  η: "eta",
  θ: "theta",
  ι: "iota",
  κ: "kappa",
  λ: "lambda",
  μ: "mu",
  ν: "nu",
  ξ: "xi",
  π: "pi",
  ρ: "rho",
  σ: "sigma",
  τ: "tau",
  υ: "upsilon",
  φ: "phi",
  χ: "chi",
  ψ: "psi",
  ω: "omega",
};
const NUMBERS: ReadonlyMap<string, string> = new Map(
  Object.entries({
    one: "1",
    two: "2",
    three: "3",
    four: "4",
    five: "5",
    six: "6",
    seven: "7",
    eight: "8",
    nine: "9",
    ten: "10",
    ii: "2",
    iii: "3",
    iv: "4",
    vi: "6",
    vii: "7",
    viii: "8",
    ix: "9",
    xi: "11",
    xii: "12",
  }),
);
const LONE_NUMERALS: ReadonlyMap<string, string> = new Map([
  ["i", "1"],
  ["v", "5"],
  ["x", "10"],
]);

function canonicalWords(text: string): string[] {
  const plain = text.replace(/['’‘`´]/g, "");
  const spelt = /[α-ωΑ-Ωµ]/.test(plain)
    ? plain
        .toLowerCase()
        .normalize("NFKD")
        .replace(/[α-ω]/g, (letter) => ` ${GREEK[letter] ?? letter} `)
    : plain;
  const all = titleWords(spelt);
  const out: string[] = [];
  for (let i = 0; i < all.length; i++) {
    const word = all[i]!;
    const named = i > 0 && LETTERED_NOUNS.has(all[i - 1]!);
    const last = i > 0 && i === all.length - 1;
    if (word.length === 1 && (named || last)) out.push(LONE_NUMERALS.get(word) ?? word);
    else if (!STOP_WORDS.has(word)) out.push(NUMBERS.get(word) ?? oneSpelling(word));
  }
  return out;
}

const GLUED: ReadonlyMap<string, string> = new Map([
  ["programme", "program"],
  ["invitro", "vitro"],
  ["invivo", "vivo"],
  ["insitu", "situ"],
]);

/** British and American spelling made one; the result is compared, never shown. */
function oneSpelling(word: string): string {
  if (word.length < 5 || word.charCodeAt(0) < 97) return word;
  let out = word;
  if (out.includes("ae") || out.includes("oe")) out = out.replace(/[ao]e/g, "e");
  const last = out.slice(-6);
  if (last.includes("is") || last.includes("ys"))
    out = out.replace(/([iy])s(e|ed|es|er|ers|ing|ation|ations)$/, "$1z$2");
  if (last.includes("our")) out = out.replace(/our(s|ed|ing|al|able)?$/, "or$1");
  if (out.endsWith("re")) out = out.replace(/([tb])re$/, "$1er");
  return GLUED.get(out) ?? out;
}
