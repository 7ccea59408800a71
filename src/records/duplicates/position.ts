/** Where a document stands in its journal, prepared for comparing; absent values are "" or 0. */
export interface Position {
  readonly volume: number;
  readonly issue: string;
  /** First page as printed, folded, without leading zeros: `s334`, `657`, `e123`; "" when unusable. */
  readonly start: string;
  /** Digits of the first and the last page; `last` is 0 when unknown. */
  readonly first: number;
  readonly last: number;
  /** Whether volume or issue names a supplement. */
  readonly supplement: boolean;
}

const MONTHS = "jan feb mar apr may jun jul aug sep oct nov dec".split(" ");
const TOTAL_PAGES = /^\d+\s*(?:p|pp|pages?)\.?$/i;
const NO_PAGES =
  /pagination|unpaged|specified|unknown|undefined|not available|online|press|print|^n\/?a$|^nil/i;

/**
 * Reads volume, issue and pages as exports give them: `35 Suppl 1`, `1)`, `657-68`, `083-087`, `S334`,
 * `01-Oct` (a spreadsheet's 1-10), `215 p` (a count, no place).
 *
 * Checked: tests/records/duplicates-fields.test.ts.
 */
export function positionOf(volume: string | null, issue: string | null, pages: string | null): Position {
  const [vol, iss] = [(volume ?? "").trim(), (issue ?? "").trim()];
  return {
    volume: volumeNumber(vol),
    issue: /^\d{1,4}/.exec(iss)?.[0].replace(/^0+/, "") ?? "",
    supplement: /suppl|supp\b|\bs\d|^s\d/i.test(`${vol} ${iss}`),
    ...pagesOf((pages ?? "").trim()),
  };
}

function volumeNumber(text: string): number {
  // `1)` is what is left of `12(1)`: no volume.
  if (/^[^(]*\)/.test(text)) return 0;
  const digits = /\d{1,5}/.exec(text)?.[0];
  return digits === undefined || /^(?:suppl|\()/i.test(text) ? 0 : Number(digits);
}

const NOWHERE = { start: "", first: 0, last: 0 };

function pagesOf(text: string): Pick<Position, "start" | "first" | "last"> {
  if (text === "" || TOTAL_PAGES.test(text) || NO_PAGES.test(text)) return NOWHERE;
  const date = /^(\d{1,2})-([A-Za-z]{3})$/.exec(text) ?? /^([A-Za-z]{3})-(\d{1,2})$/.exec(text);
  if (date !== null) {
    const [day, month] = /^\d/.test(date[1]!) ? [date[1]!, date[2]!] : [date[2]!, date[1]!];
    const at = MONTHS.indexOf(month.toLowerCase());
    if (at >= 0) {
      const [low, high] = [Math.min(Number(day), at + 1), Math.max(Number(day), at + 1)];
      return { start: String(low), first: low, last: high };
    }
  }
  const plain = text
    .toLowerCase()
    .replace(/^(?:pp?\.?|pages?|art(?:icle)?(?:\s*(?:no|number|id))?\.?:?)\s*/, "");
  const [from = "", to = ""] = plain.split(/\s*[-‐‑‒–—−]+\s*/, 2);
  const start = /^([a-z]{0,4})[.\s]?0*(\d{1,9})([a-z]?)(?![a-z])/.exec(from);
  // Letters without a number are a remnant: `Suppl-29` of `S417-29`.
  if (start === null) return NOWHERE;
  const first = Number(start[2]);
  const digits = /\d{1,9}/.exec(to)?.[0];
  return {
    start: `${start[1]}${first}${start[3]}`,
    first,
    last: digits === undefined ? 0 : lastPage(start[2]!, digits),
  };
}

/** `657-68` ends on page 668. */
function lastPage(first: string, last: string): number {
  if (last.length < first.length) return Number(first.slice(0, first.length - last.length) + last);
  return Number(last);
}

export type Agreement = "same" | "similar" | "different" | "missing";

/** Volumes: a volume that is the year of the other's numbering says nothing. */
export function compareVolumes(a: Position, b: Position): Agreement {
  if (a.volume === 0 || b.volume === 0) return "missing";
  if (a.volume === b.volume) return "same";
  const isYear = (volume: number): boolean => volume >= 1900 && volume <= 2100;
  return isYear(a.volume) !== isYear(b.volume) ? "missing" : "different";
}

/**
 * First pages. `similar`: a letter lost, one page inside the other's range, or a misprinted digit; a
 * page beside an article number, or beside a count that starts at 1, says nothing.
 */
export function comparePages(a: Position, b: Position): Agreement {
  if (a.start === "" || b.start === "") return "missing";
  if (a.start === b.start) return "same";
  const [x, y] = [/^[a-z]*/.exec(a.start)![0], /^[a-z]*/.exec(b.start)![0]];
  if (a.first === b.first) return x === "" || y === "" ? "similar" : "different";
  if (isArticleNumber(x, a.first) !== isArticleNumber(y, b.first)) return "missing";
  if (x === y) {
    if (inside(a, b) || inside(b, a)) return "similar";
    if ((a.first === 1 || b.first === 1) && a.start !== b.start) return "missing";
  }
  return "different";
}

function isArticleNumber(letters: string, digits: number): boolean {
  return letters === "e" || letters === "cd" || (letters.length === 1 && digits >= 1000) || digits >= 100_000;
}

function inside(a: Position, b: Position): boolean {
  return b.last > b.first && b.last - b.first < 60 && a.first > b.first && a.first <= b.last;
}

/** Whether both give the same range of two to sixty pages: no two documents share that. */
export function sameRange(a: Position, b: Position): boolean {
  const length = a.last - a.first;
  return a.start !== "" && a.start === b.start && a.last === b.last && length >= 1 && length <= 60;
}
