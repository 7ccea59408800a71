import { editDistance } from "../duplicates/edit-distance.ts";
import { OPPOSITE_GROUPS, OPPOSITE_PREFIXES } from "../duplicates/title-words.ts";
import { titleWords } from "../normalise/fold.ts";
import { type CandidateIndex, type Prepared, SHINGLE } from "./candidate-index.ts";
import type { FullTextClues } from "./match-input.ts";

/** So much of a first page is looked at, in characters. */
const PAGE = 20_000;
/** Fewer letters on it, and the page tells nothing: it is a picture. */
const FEW_LETTERS = 100;
/** Letters of a page's head: journal, kind of article, a cover sheet. */
export const HEAD = 800;
/** Share of letters, and most letters, that may differ between a title as indexed and as printed. */
const TOLERANCE = 0.06;
const MOST_EDITS = 6;
/** Telling words of a title that no sentence has by chance. */
const LONG_TITLE = 8;

/** A text without what stands between its letters and digits, so that no line end or hyphen parts them. */
interface Place {
  readonly letters: string;
  /** Offsets where words and lines begin and end; a word may have a footnote's digits at its end. */
  readonly starts: ReadonlySet<number>;
  readonly ends: ReadonlySet<number>;
  readonly lineStarts: ReadonlySet<number>;
  readonly lineEnds: ReadonlySet<number>;
  /** A text that may be the title, rather than the page. */
  readonly isTitle: boolean;
}

/** A PDF's texts in the form titles are looked up in. */
export interface PageText {
  readonly places: readonly Place[];
  readonly words: ReadonlySet<string>;
  /** There is enough text on the page to speak for or against a report. */
  readonly readable: boolean;
}

/** A title that was found. */
export interface Found {
  readonly candidate: Prepared;
  /** What stands before it says that the document is about the one of that title. */
  readonly notice: boolean;
  /** It is the whole of a text that may be the title. */
  readonly whole: boolean;
  /** Letters before it. A document's own title stands near the head of its page, a cited one below. */
  readonly at: number;
  /** It stands on lines of its own somewhere. */
  readonly ownLines: boolean;
}

/** Prepares what is known of a PDF. */
export function pageTextOf({ firstPageText, titleCandidates }: FullTextClues): PageText {
  const text = firstPageText.slice(0, PAGE).replace(/(\p{L})[-\u00ad\u2010]\n\s*(?=\p{Ll})/gu, "$1");
  const words = new Set<string>();
  const page = placeOf(text, false, words);
  const titles = titleCandidates.map((title) => placeOf(title.slice(0, 1_000), true, words));
  return { places: [...titles, page], words, readable: page.letters.length >= FEW_LETTERS };
}

function placeOf(text: string, isTitle: boolean, words: Set<string>): Place {
  const [starts, ends, lineStarts, lineEnds] = [0, 1, 2, 3].map(() => new Set<number>());
  let letters = "";
  for (const line of text.split("\n")) {
    lineStarts!.add(letters.length);
    for (const word of titleWords(line)) {
      words.add(word);
      starts!.add(letters.length);
      const plain = word.replace(/\d+$/, "");
      if (plain !== word && plain !== "") words.add(plain);
      ends!.add(letters.length + plain.length);
      letters += word;
      ends!.add(letters.length);
    }
    lineEnds!.add(letters.length);
  }
  return { letters, starts: starts!, ends: ends!, lineStarts: lineStarts!, lineEnds: lineEnds!, isTitle };
}

/**
 * Reports whose title a PDF bears: from the beginning of a word to the end of one, few letters changed,
 * as footnote marks change them. A title of few words counts on lines of its own only, a weak one as a
 * whole text only. Of titles one inside the other the longest counts.
 *
 * Cost linear in the text, by tables of first and last letters.
 */
export function titlesOn(index: CandidateIndex, text: PageText): Found[] {
  const found = new Map<string, Found>();
  for (const place of text.places) {
    const { letters } = place;
    if (place.isTitle)
      for (const candidate of index.byTitle.get(letters) ?? []) note(found, text, candidate, place, 0);
    for (let at = 0; at + SHINGLE <= letters.length; at++) {
      const key = letters.slice(at, at + SHINGLE);
      if (place.starts.has(at))
        for (const candidate of index.byStart.get(key) ?? []) note(found, text, candidate, place, at);
      if (!place.ends.has(at + SHINGLE)) continue;
      for (const candidate of index.byEnd.get(key) ?? []) {
        const start = at + SHINGLE - candidate.title.length;
        for (const near of [0, 1, -1, 2, -2, 3, -3])
          if (place.starts.has(start + near)) note(found, text, candidate, place, start + near);
      }
    }
  }
  const all = [...found.values()];
  return all.filter((each) => !all.some((other) => outdoes(other, each)));
}

/** Whether a title is part of another one, or is mentioned in the text below another one. */
function outdoes(other: Found, { candidate, whole, at, ownLines }: Found): boolean {
  const longer = other.candidate.title.length > candidate.title.length;
  if (longer && other.candidate.title.includes(candidate.title)) return true;
  // Several titles on lines of their own may be a table of contents.
  const mention = !whole && (candidate.words.length < LONG_TITLE || !ownLines);
  return mention && !other.notice && other.at < HEAD && other.at + other.candidate.title.length <= at;
}

function note(
  found: Map<string, Found>,
  text: PageText,
  candidate: Prepared,
  place: Place,
  start: number,
): void {
  const end = printedEnd(candidate, text, place, start);
  if (end === null) return;
  const whole = place.isTitle && start < 3 && end >= place.letters.length - 3;
  if (candidate.weak && !whole) return;
  const before = place.letters.slice(Math.max(0, start - 140), start);
  const notice = ABOUT.test(before) || BESIDE.test(before);
  const ownLines = whole || onOwnLines(place, start, end, notice);
  if (candidate.words.length < LONG_TITLE && !ownLines) return;
  const known = found.get(candidate.id);
  // The title as such outweighs a mention of it, as in a line `Cite this: …`.
  found.set(candidate.id, {
    candidate,
    notice: notice && (known?.notice ?? true),
    whole: whole || (known?.whole ?? false),
    at: Math.min(place.isTitle ? 0 : start, known?.at ?? start),
    ownLines: ownLines || (known?.ownLines ?? false),
  });
}

/** Words before a title that make the document one about it, wherever they stand in the lines above. */
const ABOUT =
  /erratum|errata|corrigend|correctionto|retractionno|retractionto|expressionofconcern|supplementary(?:material|appendix|information|online|data)|supplementto|supportinginformation|onlinesupplement/;
/** The same of words that are common, right before the title. */
const BESIDE =
  /(?:commenton|commentaryon|replyto|responseto|letterregarding|regarding|correction|retraction(?:of)?|addendum|appendix(?:to|for)?|supplement|protocolfor)$/;

/** Whether a title stands on lines of its own, but for a mark at either end or `Erratum to:` before it. */
function onOwnLines({ lineStarts, lineEnds }: Place, start: number, end: number, notice: boolean): boolean {
  const near = (offsets: ReadonlySet<number>, at: number, step: 1 | -1): boolean =>
    [0, 1, 2].some((far) => offsets.has(at + step * far));
  return near(lineEnds, end, 1) && (notice || near(lineStarts, start, -1));
}

/** Offset of the end of the title as it stands at a place, or null when it does not stand there. */
function printedEnd({ title, words }: Prepared, text: PageText, place: Place, start: number): number | null {
  const { letters, ends } = place;
  if (letters.startsWith(title, start) && ends.has(start + title.length)) return start + title.length;
  const limit = Math.min(MOST_EDITS, Math.floor(title.length * TOLERANCE));
  if (limit === 0) return null;
  const missing = words.filter((word) => !text.words.has(word));
  if (missing.length * 3 > words.length || missing.some((word) => turnsMeaning(word, text.words)))
    return null;
  // What was put in makes it longer, what was left out shorter.
  for (const change of [0, 1, -1, 2, -2, 3]) {
    const end = start + title.length + change;
    if (
      Math.abs(change) <= limit &&
      ends.has(end) &&
      editDistance(title, letters.slice(start, end), limit) <= limit
    )
      return end;
  }
  return null;
}

/** `women` is few letters from `men`, `phase 2` from `phase 3`, `controlled` from `uncontrolled`: other studies. */
function turnsMeaning(word: string, onPage: ReadonlySet<string>): boolean {
  if (OPPOSITE_GROUPS.has(word) || /\d/.test(word)) return true;
  return OPPOSITE_PREFIXES.some(
    ([one, other]) =>
      (word.startsWith(one) && onPage.has(other + word.slice(one.length))) ||
      (word.startsWith(other) && onPage.has(one + word.slice(other.length))),
  );
}

/** Share of a title's telling words that stand on the page. */
export function shareOnPage(candidate: Prepared, { words }: PageText): number {
  if (candidate.words.length === 0) return 0;
  return candidate.words.filter((word) => words.has(word)).length / candidate.words.length;
}

/** Whether the letters of the title stand anywhere. */
export function bears({ title }: Prepared, { places }: PageText): boolean {
  return title !== "" && places.some(({ letters }) => letters.includes(title));
}
