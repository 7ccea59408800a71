/** A run of text as a page gives it. */
export interface TextRun {
  readonly str: string;
  /** A line ends after it. */
  readonly hasEOL: boolean;
}

/** Text of a page made for finding words in it, each character with the place it came from. */
export interface PageText {
  readonly text: string;
  /** The same, as long, in lower case and without accents. */
  readonly folded: string;
  /** Index of the run of each character; -1: put in between. */
  readonly run: readonly number[];
  /** Place of each character within its run. */
  readonly at: readonly number[];
}

/** A stretch of one run. */
export interface RunPart {
  readonly run: number;
  readonly from: number;
  /** Exclusive. */
  readonly to: number;
}

/**
 * Joins the runs of a page: one blank between words, ligatures as letters, and a word that a hyphen
 * breaks at the end of a line whole again.
 *
 * Checked: tests/web/full-text-search.test.ts.
 */
export function pageText(runs: readonly TextRun[]): PageText {
  let text = "";
  let folded = "";
  const run: number[] = [];
  const at: number[] = [];
  const put = (letter: string, from: number, place: number): void => {
    // A blank after a blank, or at the start, says nothing.
    if (letter === " " && (text === "" || text.endsWith(" "))) return;
    text += letter;
    folded += fold(letter);
    run.push(from);
    at.push(place);
  };
  for (const [index, { str, hasEOL }] of runs.entries()) {
    for (let place = 0; place < str.length; place++) {
      const letter = str[place]!;
      if (letter === "\u00ad") continue;
      for (const part of /\s/.test(letter) ? " " : letter.normalize("NFKC")) {
        for (const unit of part.split("")) put(unit, index, place);
      }
    }
    if (!hasEOL) continue;
    if (/\p{L}-$/u.test(text) && startsLower(runs, index + 1)) {
      text = text.slice(0, -1);
      folded = folded.slice(0, -1);
      run.pop();
      at.pop();
    } else put(" ", -1, 0);
  }
  return { text, folded, run, at };
}

function startsLower(runs: readonly TextRun[], index: number): boolean {
  for (let next = index; next < runs.length && next < index + 3; next++) {
    const letter = runs[next]!.str.trimStart()[0];
    if (letter !== undefined) return /\p{Ll}/u.test(letter);
  }
  return false;
}

/** Text that was read beforehand, line by line. */
export function linesText(page: string): PageText {
  return pageText(page.split("\n").map((str) => ({ str, hasEOL: true })));
}

/** Texts of a document's pages, each made when it is first asked for: a book has thousands. */
export interface PageTexts extends Iterable<PageText> {
  readonly count: number;
  readonly at: (index: number) => PageText;
}

/** Texts of pages that were read beforehand. */
export function pageTexts(pages: readonly string[]): PageTexts {
  const made: (PageText | undefined)[] = [];
  const at = (index: number): PageText => {
    made[index] ??= linesText(pages[index] ?? "");
    return made[index];
  };
  return {
    count: pages.length,
    at,
    *[Symbol.iterator]() {
      for (let index = 0; index < pages.length; index++) yield at(index);
    },
  };
}

/** Where the characters from `from` to before `to` stand, run by run. */
export function partsOf(page: PageText, from: number, to: number): readonly RunPart[] {
  const parts: { run: number; from: number; to: number }[] = [];
  for (let index = from; index < to; index++) {
    const run = page.run[index] ?? -1;
    const at = page.at[index] ?? 0;
    if (run < 0) continue;
    const last = parts.at(-1);
    if (last !== undefined && last.run === run) last.to = Math.max(last.to, at + 1);
    else parts.push({ run, from: at, to: at + 1 });
  }
  return parts;
}

/** What is looked for, in the form of `folded`. */
export function foldQuery(query: string): string {
  const joined = query
    .replace(/\u00ad/g, "")
    .replace(/\s+/g, " ")
    .trim()
    .normalize("NFKC");
  return joined.split("").map(fold).join("");
}

/** One character in lower case without its accent; never longer or shorter. */
function fold(letter: string): string {
  const bare = letter.normalize("NFD").replace(/\p{M}/gu, "");
  const lower = (bare.length === 1 ? bare : letter).toLowerCase();
  return lower.length === letter.length ? lower : letter;
}
